//! Postal addresses in running text: a street with its number, and the town behind it.

use crate::sanitizer::rule::{Class, Rule};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "street-after-its-kind",
        Class::Identity,
        &["ul. ", "al. ", "os. ", "rue ", "avenue ", "boulevard ", "viale ", "piazza ", "calle ", "avenida ", "rua ", "plaza ", "улица ", "ул. ", "вул. "],
        r"\b(?P<s>(?:(?i:ul\.|al\.|os\.|rue|avenue|boulevard|viale|piazza|calle|avenida|rua|plaza|улица|ул\.|вул\.)\s)(?:(?:de|la|del|des|du|della|da|do|św\.)\s){0,2}(?:\p{Lu}[\p{L}'’-]+\s){0,3}\p{Lu}[\p{L}'’-]+,?\s[0-9]{1,4}[a-z]?(?:/[0-9]{1,4})?(?:,?\s[0-9]{2}-?[0-9]{2,4}\s\p{Lu}\p{L}+)?)",
        "[address]",
    )
    .reach(2, 160)
    .hides("dostawa: ul. Długa 10/12, 00-590 Warszawa")
    .keeps("via Gateway 2, rue the day, plaza is down"),
    Rule::text(
        "street-before-its-kind",
        Class::Identity,
        &["straße ", "strasse ", "gasse ", "weg ", "platz ", "allee ", "str. ", " street", " road", " avenue", " lane", " st,", " rd,", " ave,", "straat ", "laan "],
        r"\b(?P<s>[0-9]{1,5}\s(?:\p{Lu}[\p{L}'’-]+\s){1,3}(?:Street|Road|Avenue|Lane|St|Rd|Ave)(?:,\s\p{Lu}\p{L}+){0,2})(?:[.,;:)\n]|$)|(?P<t>\p{Lu}[\p{L}-]*(?:straße|strasse|gasse|allee|str\.|straat|laan)\s[0-9]{1,4}[a-z]?(?:,?\s[0-9]{4,5}\s(?:[A-Z]{2}\s)?\p{Lu}\p{L}+)?)|(?P<u>\p{Lu}[\p{L}-]*(?:weg|platz)\s[0-9]{1,4}[a-z]?,?\s[0-9]{4,5}\s\p{Lu}\p{L}+)",
        "[address]",
    )
    .reach(60, 60)
    .hides("wohnhaft Lindenstraße 14, 10969 Berlin; moved to 221 Baker Street, London")
    .keeps("Umweg 3 genommen: no; 3 Main Road closures, 17 lanes"),
    Rule::text(
        "number-before-street",
        Class::Identity,
        &[" rue ", " avenue ", " boulevard ", " bd "],
        r"\b(?P<s>[0-9]{1,4}(?:\sbis)?,?\s(?:rue|avenue|boulevard|bd)\s(?:(?:de|la|du|des)\s){0,2}\p{Lu}[\p{L}'’-]+(?:,?\s[0-9]{5}\s\p{Lu}\p{L}+)?)",
        "[address]",
    )
    .reach(16, 120)
    .hides("livré au 12 rue de la Paix, 75002 Paris")
    .keeps("12 rue"),
];
