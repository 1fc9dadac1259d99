//! Where a page is, as far as it says which page it is.

/// An address without what differs from visit to visit: port, and numbers and keys of single things.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address {
    /// Host, parts of the path, and the route behind a `#`.
    pub(super) page: Vec<String>,
    /// The parameters, in order.
    query: Vec<String>,
}

/// How two captures are placed to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placement {
    /// At the same address.
    Same,
    /// At different ones.
    Apart,
    /// At addresses that differ in parameters, which may say much or nothing.
    Near,
    /// One of them has no address.
    Unknown,
}

/// What stands in the place of a number or a key.
const ANY: &str = "*";

impl Address {
    /// The address in a URL; `None` where it says nothing, as `about:blank` and embedded documents do.
    pub(super) fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        if scheme.is_empty() && !url.starts_with('/') {
            return None;
        }
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.rsplit('@').next().unwrap_or_default();
        let host = host.rsplit_once(':').map_or(host, |(host, _)| host).to_lowercase();
        // What else stands behind a `#` is a place on the page.
        let route = if fragment.starts_with(['/', '!']) { fragment } else { "" };
        let parts = path.split('/').chain(route.split(['/', '!'])).filter(|part| !part.is_empty());
        let page = std::iter::once(host).chain(parts.map(general)).collect();
        let parameters = query.split('&').filter(|it| !it.is_empty());
        let mut query: Vec<String> = parameters
            .map(|parameter| {
                let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
                format!("{key}={}", general(value))
            })
            .collect();
        query.sort_unstable();
        Some(Self { page, query })
    }

    pub(super) fn placement(a: Option<&Self>, b: Option<&Self>) -> Placement {
        match (a, b) {
            (Some(a), Some(b)) if a.page != b.page => Placement::Apart,
            (Some(a), Some(b)) if a.query == b.query => Placement::Same,
            (Some(_), Some(_)) => Placement::Near,
            _ => Placement::Unknown,
        }
    }
}

fn general(part: &str) -> String {
    if is_key(part) { ANY.to_owned() } else { part.to_owned() }
}

/// True for a number or a key, which name one thing among many.
pub(in crate::build) fn is_key(part: &str) -> bool {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    digits == part.len() || part.len() >= 8 && 4 * digits >= part.len()
}
