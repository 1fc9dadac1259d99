use sz_noise::Profile;
use sz_template::{
    Admission, Bump, KeptVersion, Lineage, Template, TemplateDiff, TemplateSource, set_version,
};

use crate::document::{assert_message, parts, text};

/// Versions of a template with zero bytes between them, the current one first.
pub(crate) fn history(bytes: &[u8]) {
    const VERSIONS: usize = 4;
    let mut texts = parts(bytes).take(VERSIONS).filter_map(text);
    let Some(current) = texts.next().and_then(|text| kept(text).ok()) else { return };
    let (lineage, faults) = Lineage::new(current, texts.map(source));
    for fault in &faults {
        assert_message(&fault.to_string());
    }
    let profile = Profile::empty();
    assert!(lineage.versions().is_sorted_by(|a, b| version(a) < version(b)));
    assert_eq!(lineage.earlier().count() + 1, lineage.versions().len());
    for kept in lineage.versions() {
        check_set_version(kept, &profile);
        assert!(TemplateDiff::between(&kept.template, &kept.template, &profile).is_empty());
        let Ok(rollback) = lineage.rollback(version(kept), &profile) else { continue };
        let new = Template::parse(&rollback.text).expect("what is rolled back to is a template");
        assert_eq!(*new.version(), rollback.version);
        assert!(lineage.versions().iter().all(|kept| *version(kept) < rollback.version));
        let admitted = lineage.admit(&new, &profile);
        assert!(matches!(admitted, Ok(Admission::New(_))), "{admitted:?}");
    }
}

fn source(text: &str) -> TemplateSource<'_> {
    TemplateSource { name: "version.yaml", text }
}

fn kept(text: &str) -> Result<KeptVersion, Vec<sz_template::Fault>> {
    KeptVersion::parse(source(text))
}

fn version(kept: &KeptVersion) -> &semver::Version {
    kept.template.version()
}

/// Another version is all that changes.
fn check_set_version(kept: &KeptVersion, profile: &Profile) {
    let next = Bump::Minor.after(version(kept));
    let Ok(changed) = set_version(&kept.text, &next) else { return };
    let template = Template::parse(&changed).expect("it is checked before it is returned");
    assert_eq!(*template.version(), next);
    let diff = TemplateDiff::between(&kept.template, &template, profile);
    assert!(diff.is_empty(), "{}: {changed}", diff.summary());
}
