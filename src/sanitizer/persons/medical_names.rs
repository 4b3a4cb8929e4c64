//! What images and messages of hospitals say of a patient: names with carets, birthdays and numbers by their tags.
//!
//! A tag such as `(0010,0010)` says what stands behind it, whatever a tool prints around it; the names of hospitals,
//! machines and studies have tags of their own and stay.

use crate::sanitizer::rule::{Class, Found, Rule};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "tagged-person",
        Class::Name,
        &[" pn ", " pn:", "\"pn\"", "pn ["],
        r#"(?i)\bPN"?(?:\s{1,8}|:\s{0,3})?(?:,\s?"Value":\s?\[\s?\{\s?"Alphabetic":\s?")?\\?[\["'=]{0,2}(?P<s>[^\s\[\]"'\\^=][^\[\]"\\^=\n]{0,60}\^[^\[\]"\\\n#>]{0,80})"#,
        "[name]",
    )
    .when(is_caret_name)
    .reach(4, 160)
    .hides("(0010,0010) PN [NAGY^ZSOFIA] # 12, 1 PatientName")
    .keeps("(0010,0010) PN (no value available) # 0, 0 PatientName"),
    Rule::text(
        "tagged-patient",
        Class::Identity,
        &["(0010,", "(0010, "],
        r#"(?i)\(0010,\s?(?:0020|0030|0032|1000|1040|2154|21b0|4000|1001|1005|1060)\)\s{1,4}[^\n\[\]"'=]{0,48}?(?:\b(?:LO|DA|TM|SH|LT|PN|ST|UT)\b:?\s{1,8})\\?[\["'=]{1,2}(?P<s>[^\]"'\n]{2,120})"#,
        "[personal]",
    )
    .when(|found| !found.secret().starts_with('[') && found.secret().chars().any(char::is_alphanumeric))
    .reach(2, 220)
    .hides("(0010,0030) DA [19590214] # 8, 1 PatientBirthDate")
    .keeps("(0010,0030) DA (no value available) # 0, 0 PatientBirthDate"),
    Rule::text(
        "name-with-carets",
        Class::Name,
        &["patientname", "patient name", "patient's name", "patient_name", "physician", "patname"],
        r#"(?i)(?:patient(?:'s)?[ _]?name|pat_?name|physician(?:'?s)?[ _]?(?:name)?)[^\n^]{0,24}?[\s:=\["'>](?P<s>[^\s\[\]"'\\^=][^\s\[\]"\\^=]{0,60}\^[^\s\[\]"\\#>]{0,80})"#,
        "[name]",
    )
    .when(is_caret_name)
    .reach(2, 160)
    .hides("C-STORE refused: PatientName=NAGY^ZSOFIA^^DR modality=MR")
    .keeps("C-STORE refused: PatientName is empty, modality=MR"),
];

/// Two parts of letters at least one of which is no single letter.
fn is_caret_name(found: &Found<'_>) -> bool {
    let secret = found.secret();
    // What tools print in another alphabet than the letters of a name is no name: `2^10`, `a^b`.
    let parts = secret.split(['^', '=', ' ']).filter(|part| part.chars().any(char::is_alphabetic));
    parts.clone().any(|part| part.chars().count() >= 2)
        && secret.chars().all(|c| c.is_alphabetic() || !c.is_ascii() || "'’ .^=-".contains(c))
}
