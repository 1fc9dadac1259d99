//! Reading never takes more than ten times the document: a binary of its own, because it counts every byte
//! that is allocated, and one test, because what runs beside it would count too.

use peak_alloc::PeakAlloc;
use sz_formats::{Format, read};
use sz_testkit::fixture;
use sz_tree::Limits;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What a document of any length may cost: tables that have a largest size.
const FLOOR_BYTES: usize = 64 * 1024;

/// The most a reader held at once beyond what was held before, as a multiple of the document.
fn measure(format: Format, document: &str) -> f64 {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let capture = read(document.as_bytes(), Some(format), &Limits::default());
    let peak = MEMORY.peak_usage() - before;
    drop(capture);
    peak.saturating_sub(FLOOR_BYTES) as f64 / document.len() as f64
}

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

fn json_nodes(nodes: &str) -> Vec<(Format, String)> {
    vec![
        (
            Format::Sz,
            format!(r#"{{"schema":"sz-tree/1","root":{{"role":"a","children":[{nodes}]}}}}"#),
        ),
        (Format::Legacy, format!(r#"{{"root":{{"role":"a","children":[{nodes}]}}}}"#)),
        (Format::Atspi, format!(r#"{{"tree":{{"role":"a","children":[{nodes}]}}}}"#)),
    ]
}

const MANY: usize = 40_000;

/// One more than fits where room is doubled.
const ODD: usize = (1 << 15) + 1;

/// Four letters, another four for each number.
fn letters(i: usize) -> String {
    let letter = |i: usize| char::from(b'a' + u8::try_from(i % 26).unwrap_or(0));
    String::from_iter([letter(i), letter(i / 26), letter(i / 676), letter(i / 17_576)])
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

fn nested() -> Vec<(Format, String)> {
    [
        list(MANY, |_| r#"{"role":"a"}"#.to_owned()),
        list(MANY, |i| format!(r#"{{"role":"{}"}}"#, letters(i))),
        list(MANY, |_| r#"{"role":"a","name":"x"}"#.to_owned()),
        list(MANY, |_| r#"{"role":"a","value":""}"#.to_owned()),
        list(ODD, |_| r#"{"role":"a","value":""}"#.to_owned()),
        list(MANY, |_| r#"{"role":"a","attributes":{"a":""}}"#.to_owned()),
        list(ODD, |_| r#"{"role":"a","attributes":{"a":""}}"#.to_owned()),
        list(40, |_| {
            let attributes = list(1_000, |i| format!(r#""{}":"""#, letters(i)));
            format!(r#"{{"role":"a","attributes":{{{attributes}}}}}"#)
        }),
        list(20, |_| format!(r#"{{"role":"a","name":"{}"}}"#, "x".repeat(900_000))),
        list(20, |_| format!(r#"{{"role":"a","name":"{}"}}"#, "\\n".repeat(400_000))),
        list(MANY, |_| r#"{"role":"textbox","name":"pin","value":"1"}"#.to_owned()),
        format!(r#"{{"role":"a","x":{{{}}}}}"#, list(MANY, |i| format!(r#""{}":0"#, letters(i)))),
        format!(r#"{{"role":"a","x":[{}]}}"#, list(MANY, |_| "0".to_owned())),
    ]
    .iter()
    .flat_map(|nodes| json_nodes(nodes))
    .collect()
}

fn flat() -> Vec<(Format, String)> {
    [
        list(MANY, |i| format!(r#"{{"nodeId":"{i}"}}"#)),
        list(MANY, |i| format!(r#"{{"nodeId":"{i}","role":{{"value":"{}"}}}}"#, letters(i))),
        format!(
            r#"{{"nodeId":"x","childIds":[{}]}},{}"#,
            list(MANY, |i| format!(r#""{i}""#)),
            list(MANY, |i| format!(r#"{{"nodeId":"{i}","value":{{"value":0}}}}"#)),
        ),
        format!(r#"{{"nodeId":"x","childIds":[{}]}}"#, list(MANY, |_| r#""1""#.to_owned())),
        format!(
            r#"{{"nodeId":"x","properties":[{}]}}"#,
            list(MANY, |_| r#"{"name":"url","value":{"value":0}}"#.to_owned()),
        ),
    ]
    .into_iter()
    .map(|nodes| (Format::Cdp, format!(r#"{{"nodes":[{nodes}]}}"#)))
    .collect()
}

fn xml() -> Vec<(Format, String)> {
    [
        "<a/>".repeat(MANY),
        "<a></a>".repeat(MANY),
        lines(MANY, |i| format!("<{}/>", letters(i))),
        r#"<a text="x"/>"#.repeat(MANY),
        r#"<node class="android.view.View"/>"#.repeat(ODD),
        r#"<node class="a" text="x" hint="" resource-id="y"/>"#.repeat(ODD),
        lines(MANY, |i| format!(r#"<a package="{}"/>"#, letters(i))),
        format!(r#"<a package="{}">{}</a>"#, "x".repeat(900_000), "<a/>".repeat(MANY)),
    ]
    .into_iter()
    .map(|nodes| (Format::Uiautomator, format!("<hierarchy>{nodes}</hierarchy>")))
    .collect()
}

/// The other formats of elements, with the shortest of them and with what is worst of each.
fn elements() -> Vec<(Format, String)> {
    let key = |attributes: &str| format!("<XCUIElementTypeKey{attributes}/>");
    let xcuitest = [
        key("").repeat(MANY),
        key(" name=\"x\"").repeat(ODD),
        key(" label=\"x\" name=\"y\" value=\"z\" x=\"1\" y=\"1\" width=\"1\" height=\"1\"").repeat(ODD),
        lines(MANY / 20, |i| format!("<XCUIElementType{}/>", letters(i))),
        r#"<XCUIElementTypeButton label="OK"><XCUIElementTypeStaticText label="OK"/></XCUIElementTypeButton>"#
            .repeat(MANY / 2),
    ];
    let uia = [
        "<a/>".repeat(MANY),
        r#"<Button RuntimeId="1" Name="x" ClassName="y"/>"#.repeat(ODD),
        r#"<Button Name="OK"><Text Name="OK"/></Button>"#.repeat(MANY),
        r#"<Button ItemStatus="a" Level="1" Minimum="1" Maximum="1"/>"#.repeat(ODD),
    ];
    let osworld = [
        "<a/>".repeat(MANY),
        r#"<label name="x" st:visible="true"/>"#.repeat(ODD),
        r#"<label attr:id="x" attr:level="1">x</label>"#.repeat(ODD),
        r#"<push-button name="OK"><label name="OK"/></push-button>"#.repeat(MANY),
        format!("<label>{}</label>", "x".repeat(900_000)),
        format!("<label>{}</label>", "&#65;".repeat(200_000)),
        format!("<label>{}</label>", "<a/>x".repeat(100)),
    ];
    let wrapped = osworld[1].replace('"', "\\\"");
    let around = |format, name: &str, inside: &[String]| {
        inside
            .iter()
            .map(|inside| (format, format!("<{name}>{inside}</{name}>")))
            .collect::<Vec<_>>()
    };
    [
        around(Format::Xcuitest, "XCUIElementTypeWindow", &xcuitest),
        around(Format::Uia, "Window", &uia),
        around(Format::Osworld, "desktop-frame", &osworld),
        around(Format::Osworld, "desktop", &osworld),
        vec![(Format::Osworld, format!(r#"{{"AT":"<desktop>{wrapped}</desktop>"}}"#))],
    ]
    .concat()
}

fn views() -> Vec<(Format, String)> {
    [
        list(MANY, |_| "{}".to_owned()),
        list(MANY, |_| r#"{"class":"a"}"#.to_owned()),
        list(ODD, |_| r#"{"class":"android.view.View"}"#.to_owned()),
        list(ODD, |i| {
            format!(r#"{{"class":"a","text":"x","temp_id":{i},"bounds":[[0,0],[1,1]]}}"#)
        }),
        format!(
            r#"{{"class":"a","temp_id":-9,"children":[{}]}},{}"#,
            list(MANY, |i| i.to_string()),
            list(MANY, |i| format!(r#"{{"class":"a","temp_id":{i}}}"#)),
        ),
        format!(r#"{{"class":"a","children":[{}]}}"#, list(MANY, |_| "1".to_owned())),
    ]
    .into_iter()
    .map(|views| (Format::Droidbot, format!(r#"{{"views":[{views}]}}"#)))
    .collect()
}

fn other_json() -> Vec<(Format, String)> {
    let keys = [
        list(MANY, |_| r#"{"type":"a"}"#.to_owned()),
        list(ODD, |_| r#"{"type":"Key","value":""}"#.to_owned()),
        list(ODD, |_| r#"{"type":"Key","name":"x","label":"y","value":"z"}"#.to_owned()),
    ];
    let controls = [
        list(MANY, |_| r#"{"control_type":"a"}"#.to_owned()),
        list(ODD, |_| r#"{"control_type":"Text","name":"x"}"#.to_owned()),
        list(ODD, |_| r#"{"name":"x","control_type":"Text","rectangle":{"left":0}}"#.to_owned()),
    ];
    let xcuitest = keys
        .iter()
        .map(|keys| (Format::Xcuitest, format!(r#"{{"type":"Window","children":[{keys}]}}"#)));
    let uia = controls.iter().map(|controls| {
        (Format::Uia, format!(r#"{{"control_type":"Window","children":[{controls}]}}"#))
    });
    xcuitest.chain(uia).collect()
}

fn snapshots() -> Vec<(Format, String)> {
    [
        "- a\n".repeat(100_000),
        lines(MANY, |i| format!("- {}\n", letters(i))),
        "- a: b\n".repeat(MANY),
        lines(MANY / 200, |_| format!("- {{{}}}\n", list(200, |i| format!("{}: b", letters(i))))),
        format!("[{}]", "a,".repeat(MANY)),
        format!("- a:\n   [{}]", "a,\n ".repeat(MANY)),
        format!("- a: {{{}}}", "\"a\": ]".repeat(MANY)),
        "- a \"x\" [level=1]\n".repeat(MANY),
        "- a \"x\" [level=1]\n".repeat(ODD),
        "- textbox: 1\n".repeat(ODD),
        format!("- a: \"{}\"\n", "x".repeat(900_000)),
        format!("- a: {}\n", "x ".repeat(400_000)),
    ]
    .into_iter()
    .map(|snapshot| (Format::Aria, snapshot))
    .collect()
}

#[test]
fn no_document_takes_more_than_ten_times_its_length() {
    let mut worst = 0.0_f64;
    let documents = [nested(), flat(), xml(), elements(), views(), other_json(), snapshots()];
    for (format, document) in documents.concat() {
        let times = measure(format, &document);
        let start: String = document.chars().take(90).collect();
        println!("{times:6.2} {format:12} {start}");
        worst = worst.max(times);
    }
    for file in [
        "samples/cdp.json",
        "samples/snapshot.aria.yml",
        "samples/uiautomator.xml",
        "samples/droidbot.json",
        "samples/xcuitest.xml",
        "samples/uia.xml",
        "samples/osworld-linux.json",
    ] {
        let text = String::from_utf8(fixture(file)).expect("samples are UTF-8");
        let format = sz_formats::detect(text.as_bytes()).expect("samples are detected");
        worst = worst.max(measure(format, &text));
    }
    assert!(worst <= 10.0, "{worst:.2} times the document");
}
