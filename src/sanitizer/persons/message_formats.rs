//! People in the segments of messages that machines of other trades send: insurers, banks, registries, documents.
//!
//! A segment's place says what stands in it; what is hidden is the part that names somebody, so that the kind of the
//! segment still tells where the message failed.

use crate::sanitizer::rule::{Class, Rule};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "insurer-segment",
        Class::Identity,
        &["nm1*", "n3*", "n4*", "dmg*", "per*", "ref*sy*"],
        r"\bNM1\*[A-Z0-9]{2,3}\*1\*(?P<s>[^~\n]{3,200})|\bN3\*(?P<t>[^~\n]{4,120})|\bN4\*(?P<u>[^~\n]{4,80})|\bDMG\*D8\*(?P<v>[0-9]{8}[^~\n]{0,40})|\bPER\*IC\*(?P<w>[^~\n]{3,160})|\bREF\*SY\*(?P<q>[0-9]{9})",
        "[personal]",
    )
    .when(|found| {
        // A place or a number in such a segment is somebody's when the message has parties.
        let start = found.text.ceil_char_boundary(found.secret.start.saturating_sub(600));
        let head = &found.text[start..found.secret.start];
        !found.secret().starts_with('[') && (head.contains("NM1*") || head.ends_with("REF*SY*") || head.contains("INS*"))
    })
    .reach(0, 220)
    .hides("NM1*IL*1*NAGY*ZSOFIA****MI*7712~N3*MALOM UTCA 9~DMG*D8*19590214*F~")
    .keeps("NM1*PR*2*ACME INSURANCE*****PI*7712~CLM*4471*120~"),
    Rule::text(
        "payment-party-lines",
        Class::Name,
        &[":50a:", ":50f:", ":50k:", ":59:", ":59a:", ":59f:", ":50h:"],
        r"(?:^|[^0-9]):(?:50[AFHK]|59[AF]?):/[^\n]{0,40}\n(?P<s>[^:\n-][^\n]{2,40}(?:\n[^:\n-][^\n]{1,40}){0,3})",
        "[name]",
    )
    .when(|found| !found.secret().starts_with('['))
    .reach(2, 220)
    .hides(":50K:/[iban]\nZSOFIA NAGY\nMALOM UTCA 9\n:59:/[iban]\nACME GMBH\n:71A:SHA")
    .keeps(":71A:SHA\n:70:INVOICE 17\n:50K: missing"),
    Rule::text(
        "licence-barcode",
        Class::Identity,
        &["dcs", "dac", "daq", "dbb", "dag"],
        r"\b(?:DCS|DCT|DAC|DAD|DAQ|DAG|DAI|DBB|DBD|DCF)(?P<s>[A-Z0-9][A-Z0-9 ]{2,38}[A-Z0-9])(?:[\s\\]|$)",
        "[personal]",
    )
    .when(|found| {
        let near = &found.text[found.text.ceil_char_boundary(found.secret.start.saturating_sub(200))..found.text.floor_char_boundary((found.secret.end + 200).min(found.text.len()))];
        ["AAMVA", "ANSI 6"].iter().any(|mark| near.contains(mark)) || ["DAQ", "DCS", "DBB"].iter().all(|mark| near.contains(mark))
    })
    .reach(2, 60)
    .hides("AAMVA: DAQN7712340 DCSNAGY DACZSOFIA DBB02141959")
    .keeps("DAC channel 4 muted, DCSERVER is down, DAQ-rack 12"),
    Rule::text(
        "call-record-name",
        Class::Name,
        &["\" <", "\"\"\" <"],
        r#""(?P<s>\p{Lu}[\p{L}'’.-]+(?: [\p{L}'’.-]+){0,3})"{1,3} <\+?[0-9]{4,17}>"#,
        "[name]",
    )
    .reach(100, 24)
    .hides("CDR: \"4411\",\"4412\",\"Nagy\" <4411>,from-internal")
    .keeps("CDR: \"4411\",\"4412\",\"Queue\" <sip:4411>,from-internal"),
    Rule::text(
        "call-record-number",
        Class::Phone,
        &["\" <", "<sip:", "<tel:", "sip:+", "from-internal", "from-trunk", "cdr"],
        r#"" <(?P<s>\+?[0-9]{8,17})>|\b(?:sips?|tel):(?P<t>\+?[0-9]{8,17})\b|\bCDR:? ?"?[0-9]{3,17}"?,"?(?P<u>\+?0[0-9]{7,16})\b"#,
        "[phone]",
    )
    .reach(24, 40)
    .hides("INVITE sip:+3620555123@pbx.corp failed, \"x\" <0036205551234>")
    .keeps("INVITE sip:4411 failed"),
];
