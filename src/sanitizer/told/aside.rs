//! Passwords told with a word aside: how they are written, which is old and which is new, digit by digit, letter by
//! letter in a list of characters, as the value of a secret without a name.

use crate::sanitizer::looks::blanks;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::{is_compound, is_joined_words, is_technical};
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::words::context::before;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "told-how-to-write",
        Class::Prose,
        &["case matters", "case-sensitive", "case sensitive", "the blanks", "the spaces", "with spaces", "mind the case", "leerzeichen", "les espaces", "los espacios", "gli spazi", "ze spacjami", "med mellanslag", "exactly as written", "genau so geschrieben"],
        r#"(?i)(?:["'“„«`](?P<s>[^"'”“»`\n]{6,60})["'”“»`]|(?:^|\s)(?P<t>[^\s"'(),;]{8,64})),?\s\(?(?:case[ -](?:matters|sensitive)|(?:mind|with|including|note) (?:the )?(?:case|blanks|spaces)|exactly as written|mit (?:den )?leerzeichen|genau so geschrieben|avec les espaces|con los espacios|con gli spazi|ze spacjami|med mellanslag)"#,
        "[password]",
    )
    .when(|found| {
        let secret = found.secret();
        let quoted = found.text[..found.secret.start].ends_with(['"', '\'', '“', '„', '«', '`']);
        !blanks::is_blanked(secret)
            && !is_technical(secret)
            && (is_joined_words(secret) || shapes::looks_typed(secret) || quoted && secret.contains(' ') && secret.bytes().any(|b| b.is_ascii_digit()))
    })
    .reach(80, 4)
    .hides("what you asked for is Kessel-Wasser-58 (case matters)")
    .keeps("names are case sensitive, node-17 (case sensitive), \"file name\" with spaces"),
    Rule::text(
        "old-and-new",
        Class::Prose,
        &["new:", "new=", "new is", "neu:", "nouveau:", "nouveau :", "nuevo:", "nueva:", "nuovo:", "nuova:", "nowe:", "nové:", "nieuw:", "новый:", "новая:"],
        r#"(?i)\b(?:old|alt|ancien|viej[ao]|antigu[ao]|vecchi[ao]|stare|staré|oud|стар(?:ый|ая))\s?(?:[:=]|is)\s?["'`]?(?P<s>[!-~]{6,64}?)["'`]?[\s,;/]{1,3}(?:and |und |et |y )?(?:new|neu|nouveau|nuev[ao]|nuov[ao]|nowe|nové|nieuw|нов(?:ый|ая))\s?(?:[:=]|is)|\b(?:new|neu|nouveau|nuev[ao]|nuov[ao]|nowe|nové|nieuw|нов(?:ый|ая))\s?(?:[:=]|is)\s?["'`]?(?P<t>[!-~]{6,64}?)["'`]?(?:[\s,;)]|\.?$)"#,
        "[password]",
    )
    .when(|found| is_strange(found.secret()))
    .reach(90, 80)
    .hides("rotated, old: kEss3l!wasser new: sUpp3!hafen")
    .keeps("old: 17!=18 new: node-17, old: v1.2.3~rc1 new: v1.2.4+build7"),
    Rule::text(
        "digits-told-singly",
        Class::Prose,
        &["pin", "code", "kod"],
        r"(?i)\b(?:pin|passcode|(?:access |door |alarm )?code|türcode|kod)\s(?:is |ist |est |es |jest |to )?(?P<s>[0-9](?:-[0-9]){3,7})\b",
        "[token]",
    )
    .when(|found| !found.text[found.secret.end..].starts_with(['-', '.', '/', ':']) && !["error", "exit", "status", "return", "reason"].iter().any(|word| before(found.text, found.secret.start, 24).contains(word)))
    .reach(10, 40)
    .hides("pin 4-4-1-7-9-9 confirmed by phone")
    .keeps("error code 4-1-1-0, pin 4-4, code 4 of 7"),
    Rule::text(
        "listed-letters",
        Class::Pair,
        &["','", "', '", "\",\""],
        r#"[\[{(]\s?(?P<s>(?:(?:'[!-~]'|"[!-~]"),\s?){5,63}(?:'[!-~]'|"[!-~]"))\s?[\])}]"#,
        "[password]",
    )
    .when(|found| {
        let mut letters = String::new();
        let mut rest = found.secret();
        while let Some(at) = rest.find(['\'', '"']) {
            letters.extend(rest[at + 1..].chars().next());
            rest = rest.get(at + 3..).unwrap_or("");
        }
        shapes::looks_typed(&letters) || letters.len() >= 8 && shapes::switches(&letters) >= 3 && shapes::looks_chosen(&letters)
    })
    .reach(40, 340)
    .hides("char[] pwd = {'K','e','s','#','s','e','l','5','2'}")
    .keeps("flags ['a','b','c','d','e','f','g']"),
    Rule::text(
        "value-of-shown-secret",
        Class::Pair,
        &["= data =", "key value", "key    value", "key      value", "key                 value"],
        r"(?m)^\s*(?:value|secret|data|content|v)[ \t]{2,}(?P<s>[!-~]{6,200})\s*$",
        "[secret]",
    )
    .when(|found| !blanks::is_blanked(found.secret()) && !is_technical(found.secret()) && shapes::looks_chosen(found.secret()))
    .reach(0, 500)
    .hides("====== Data ======\nKey    Value\n---    -----\nuser   app\nvalue  hK3mQz7TnV2xRw")
    .keeps("====== Data ======\nKey    Value\n---    -----\nvalue  required"),
    Rule::text(
        "word-of-network",
        Class::Prose,
        &["wi-fi", "wifi", "wlan"],
        r#"(?i)\b(?:wi-?fi|wlan)\b[^\n]{0,80}?\b(?:wort|word|mot|palabra|slovo|ord|слово|code|codice|kod)\s(?:ist|is|est|es|è|jest|je|är|er|[–:-])\s["'`]?(?P<s>[^\s"'`]{6,64})"#,
        "[password]",
    )
    .when(|found| !is_technical(found.secret()) && (is_compound(found.secret()) || shapes::looks_chosen(found.secret()) && !found.secret().contains(['/', '=', '('])))
    .reach(2, 180)
    .hides("Wi-Fi im Serverraum: Name RZ, das Wort ist Kesselknödel_im_März")
    .keeps("wlan reason code is 15, wlan mode is set"),
];

/// A sign within letters and digits.
fn is_strange(value: &str) -> bool {
    let bytes = value.as_bytes();
    let inner = bytes.windows(3).any(|three| {
        three[0].is_ascii_alphanumeric() && b"!#$%^&*?~@".contains(&three[1]) && three[2].is_ascii_alphanumeric()
    });
    !blanks::is_blanked(value)
        && !blanks::is_reference(value)
        && !value.contains(['/', '=', '<', '(', '[', '{', ':', '.', ',', '\\'])
        && bytes.iter().any(u8::is_ascii_digit)
        && bytes.iter().filter(|b| b.is_ascii_alphabetic()).count() >= 4
        && inner
        && !shapes::is_identifier(value)
}
