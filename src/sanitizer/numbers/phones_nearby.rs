//! Local telephone numbers: by the way a country groups them, behind a word for calling in many languages, beside a
//! name, in lists of calls to return.
//!
//! A number without its country code is digits like any other. Here a leading zero, the lengths of its groups and what
//! stands beside it are weighed together; dates, versions, addresses and thousands are told from it.

use super::digit_groups::{BLANK, BRACKET, DASH};
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::{ahead, before};

pub(crate) const RULES: &[Rule] = &[
    Rule::number(
        "trunk-zero-phone",
        Class::Phone,
        r"\b07[0-9]{3} [0-9]{6}\b|\b0[1-9][0-9]{2} [0-9]{3} [0-9]{3,4}\b|\(0[1-9][0-9]{0,3}\) ?[0-9]{2,5}(?:[ -][0-9]{2,5}){0,3}\b|\([2-9][0-9]{2}\) [0-9]{3}-[0-9]{4}\b|\b0[1-9][0-9]{1,2} [0-9]{3} [0-9]{2} [0-9]{2}\b|\b01[016-9][ -][0-9]{3,4}[ -][0-9]{4}\b|\b0[1-9][0-9]{0,2}-[0-9]{3,4}-[0-9]{4}\b|\b08[1-9][0-9]-[0-9]{3,4}-[0-9]{3,5}\b|\b0[1-9][0-9]{1,3}-[0-9]{3,4} [0-9]{3,4}\b|\b0[1-9][0-9]{1,2}-[0-9]{7,8}\b|\b06-[0-9]{8}\b|\b0[1-9][0-9]{2,4}/[0-9]{4,8}-[0-9]{1,4}\b|\b0[1-9][0-9]{1,2}-[0-9]{3} [0-9]{2} [0-9]{2}\b",
        "[phone]",
    )
    .when(|found| (8..=12).contains(&digits(found.secret())) && stands_apart(found))
    .with(DASH | BLANK | BRACKET)
    .hides("Büro (0511) 388 21 04, mobile 0812-5521-7790")
    .keeps("bytes (0511) 38, part 0812-55-77, 0511 rows"),
    Rule::text(
        "phone-beside-name",
        Class::Phone,
        &["[name]"],
        r"\[name\](?:\s?[\p{L}'’.]+){0,3}[\s,،、，;:(（/|–—-]{1,4}(?:\p{L}+[.:]{0,2}\s){0,2}(?P<s>\(?[0-9][0-9 ()./-]{5,18}[0-9])",
        "[phone]",
    )
    .when(|found| stands_apart(found) && (is_trunk(found.secret()) || is_grouped(found.secret()) || is_threes(found)))
    .reach(0, 110)
    .hides("call [name], 0671 338 120 first")
    .keeps("[name] took 12 000 000 rows, [name] on 2026-03-04 at 12:30, [name] (10.20.30.40)"),
    Rule::text(
        "phone-after-word",
        Class::Phone,
        &["rispond", "respond", "répond", "odbiera", "svarar", "antwortet", "answers ", "hp ", "h/p", "gsm", "ext via", "reach ", "ring ", "call", "number", "numéro", "numero", "número", "nummer", "numer", "tel", "kontakt", "pod nr", "belde", "bellen", "bel ", "llam", "desde el", "chiam", "appel", "joindre", "joignable", "haber ver", "aray", "numaram", "số", "sđt", "đt", "liên hệ", "nomor", "no hp", "no. hp", "wa ", "hubungi", "hív", "szám", "på ", "nummer", "numret", "puh", "soita", "mob", "cell", "handy", "büro", "office", "durchwahl", "privat", "direct", "callback", "rückruf", "anruf", "erreichbar", "unter", "mobiel", "celular", "ligar", "dzwon", "zadzwon", "zavol", "volat", "whatsapp", "viber", "gọi", "phone", "portable", "homephone", "fixe",
          "휴대폰", "핸드폰", "전화", "연락처", "번호", "折り返し", "電話", "携帯", "連絡先", "直通", "回拨", "回電", "手机", "手機", "电话", "致电", "联系方式", "座机", "拨打", "来电", "โทร", "เบอร์", "फोन", "फ़ोन", "मोबाइल", "संपर्क", "कॉल", "ফোন", "মোবাইল", "தொலைபேசி", "அலைபேசி", "هاتف", "جوال", "موبايل", "اتصل", "الرقم", "تلفن", "موبایل", "فون", "טלפון", "טל'", "נייד", "חזרה", "להתקשר", "τηλ", "κιν", "καλέστε", "тел", "моб", "номер", "звон", "дзвон", "набер", "обадете", "Тел", "ТЕЛ", "Моб", "Номер", "Звон", "Дзвон", "Набер", "Τηλ", "Κιν", "Số", "SĐT", "ĐT", "Gọi"],
        r#"(?i)(?:\b(?:hp|h/p|gsm|ext\.? via|(?:reach|ring|call)(?:ed|ing|s|er)?(?: (?:me|him|her|us|them|back))?(?: from)?|number(?:'s|’s)?|numéro|n[uú]mero|(?:reserv|mobil|telefon|handy|rückruf|ruf|privat|büro|fax|notfall|direkt|jour|beredskaps|kontakt|vakt|hem|arbets|dienst|werk|thuis|nood|akut)?nummer(?:et)?|numret|risponde? a[li]|répond au|responde (?:al|no|en el)|odbiera pod|svarar på|antwortet unter|answers (?:on|at)|numer(?:em)?|tel|(?:home|work|cell|mobile|office|direct)?[ _-]?phone(?:[ _-]?number)?|telefon\p{L}*|kontakt|pod nr|belde|bellen|bel|llam\p{L}*|desde el|chiam\p{L}*|(?:r)?appel\p{L}*|joindre|joignable|haber verin|aray\p{L}*|numaram|liên hệ|nomor|no\.? ?hp|wa|hubungi|hív\p{L}*|szám\p{L}*|på|puh|soita|mob\p{L}*|cell|handy|büro|office|durchwahl|privat|direct|callback|rückruf|anruf\p{L}*|erreichbar|unter|celular|ligar|portable|fixe|(?:za)?dzwon\p{L}*|zavol\p{L}*|volat|whatsapp|viber)|số|sđt|đt|gọi|휴대폰|핸드폰|전화|연락처|번호|折り返し|電話|携帯|連絡先|直通|回拨|回電|手机|手機|电话|致电|联系方式|座机|拨打|来电|โทร|เบอร์|फोन|फ़ोन|मोबाइल|संपर्क|कॉल|ফোন|মোবাইল|தொலைபேசி|அலைபேசி|هاتف|جوال|موبايل|اتصل|الرقم|تلفن|موبایل|فون|טלפון|טל'|נייד|חזרה|להתקשר|τηλ|κιν\p{L}*|καλέστε|тел|моб|номер|звон\p{L}*|дзвон\p{L}*|набер\p{L}*|обадете)(?:\s?[\p{L}\p{M}.'’]+){0,3}?[\s:：=.,(（#>"'–-]{0,4}(?P<s>\(?[0-9][0-9 ()./-]{5,18}[0-9])"#,
        "[phone]",
    )
    .when(is_told)
    .reach(14, 110)
    .hides("el usuario llama desde el 655 12 34 87")
    .keeps("calls took 12 000 000 us, number 20260304, unter 0100 200 Zeilen, mobile 4.12.0, pod 10 20"),
    Rule::text(
        "phone-with-its-zero-in-brackets",
        Class::Phone,
        &["(0)", "\"raw\"", "\"value\"", "\"val\"", "\"input\"", "\"wert\"", "\"data\""],
        r#"(?P<s>(?:\+|\b00)[1-9][0-9]{0,2}[ .-]?\(0\)[ ./-]?[0-9][0-9 /.-]{4,16}[0-9])\b|(?i)["'](?:col(?:umn)?|field|key|name|attr(?:ibute)?|label|spalte|feld|champ|campo)["']\s?:\s?["'][^"'\n]{0,20}(?:tel|phone|mobil|fax|handy|fon|gsm|cell)[^"'\n]{0,20}["']\s?,\s?["'][a-z_]{2,12}["']\s?:\s?["'](?P<u>[+(0-9][0-9 ()./+-]{6,24}[0-9])"#,
        "[phone]",
    )
    .when(|found| (6..=15).contains(&digits(found.secret())))
    .reach(60, 40)
    .hides("callee 0049(0)511/388210 unknown")
    .keeps("pages 10 (0) 17, {\"col\":\"telemetry_rows\",\"raw\":\"17\"}"),
    Rule::number("indian-mobile", Class::Phone, r"\b[6-9][0-9]{4} [0-9]{5}\b", "[phone]")
        .when(|found| {
            const WORDS: &[&str] = &["कॉल", "फोन", "फ़ोन", "मोबाइल", "ফোন", "மொபைல்", "phone", "mobile", "whatsapp"];
            let near = format!("{} {}", before(found.text, found.secret.start, 48), ahead(found.text, found.secret.end, 40).to_lowercase());
            stands_apart(found) && WORDS.iter().any(|word| near.contains(word))
        })
        .with(BLANK)
        .hides("राजू को 98110 44172 पर कॉल करें")
        .keeps("rows 98110 44172 of 17"),
    Rule::number("dotted-trunk-phone", Class::Phone, r"\b0[1-9]\.[0-9]{4}\.[0-9]{4}\b", "[phone]")
        .when(|found| {
            let (head, tail) = (&found.text[..found.secret.start], &found.text[found.secret.end..]);
            let numbered = ["version ", "build ", "release "].iter().any(|word| head.ends_with(word));
            !numbered && !head.ends_with(['.', '-', 'v', '/']) && !tail.starts_with(['.', '-', '/'])
        })
        .hides("Milano 02.4417.9031 does not answer")
        .keeps("version 0.4271.1475, build 2.4271.1475, v02.4417.9031"),
    Rule::text(
        "labelled-phone",
        Class::Phone,
        &["t 0", "t: 0", "t. 0", "t (0", "t: (0", "m 0", "m: 0", "m. 0", "m (0", "m: (0", "f 0", "f: 0", "f. 0", "f (0", "f: (0", "p 0", "p: 0", "p. 0", "p (0", "p: (0", "d 0", "d: 0", "d. 0", "d (0", "d: (0", "tel 0", "tel: 0", "mob 0", "mob: 0"],
        r"(?m)(?:^|[|·•,]\s?)(?:T|M|F|P|D|Tel|Mob)[.:]{0,2}\s(?P<s>\(?0[0-9 ()./-]{6,18}[0-9])",
        "[phone]",
    )
    .when(|found| stands_apart(found) && is_trunk(found.secret()))
    .reach(4, 40)
    .hides("M [phone] | T 0662/80442-17")
    .keeps("M 0 | T 0.25 | P 0123"),
    Rule::text(
        "calls-to-return",
        Class::Phone,
        &["[phone]", "rückrufliste", "rückrufe", "callback", "call back", "call list", "phone list", "telefonliste", "liste de rappel", "rappeler", "lista de llamadas", "rappels", "terugbel", "oddzwon", "da richiamare", "retornar", "перезвон", "передзвон", "חזרה", "折り返し", "回电", "콜백"],
        r"(?im)(?:^[^\n]*(?:rückruf\p{L}*|call ?backs?|call list|phone list|telefonliste|rappel\p{L}*|lista de llamadas|terugbel\p{L}*|oddzwon\p{L}*|richiamare|retornar|перезвон\p{L}*|передзвон\p{L}*|חזרה|折り返し|回电|콜백)[^\n]*|^\s*(?:[-*•]|[0-9]{1,2}[.)])?\s?\[phone\][^\n]*)\n\s*(?:[-*•]|[0-9]{1,2}[.)])?\s?(?P<s>\(?[0-9][0-9 ()./-]{5,18}[0-9])",
        "[phone]",
    )
    .when(|found| stands_apart(found) && (is_trunk(found.secret()) || is_grouped(found.secret())))
    .reach(60, 160)
    .hides("Rückrufliste:\n 0711 228 9031 – Postfach voll")
    .keeps("callbacks registered:\n 12 of 17\n 2026-03-04 10:15"),
    Rule::text(
        "phone-beside-phone",
        Class::Phone,
        &["[phone]"],
        r"\[phone\][^\n]{0,90}?[\s:,;(/](?P<s>\(?[0-9][0-9 ()./-]{6,18}[0-9])(?:[\s,;)\x22]|$)|\[phone\][^\n]{0,60}\n\s*\p{L}[\p{L}. ]{1,14}[:\s]\s?(?P<t>\(?[0-9][0-9 ()./-]{6,18}[0-9])\s*(?:\n|$)|(?:^|[\s:;,])(?P<u>\(?[0-9][0-9 ()./-]{6,18}[0-9])[\s,;/]{1,3}(?:\p{L}[\p{L}.]{1,12}:?\s){0,2}\[phone\]",
        "[phone]",
    )
    .when(is_another)
    .reach(60, 150)
    .hides("ring back on [phone] ext. 12; the other line 206.741.3358 is the fax")
    .keeps("[phone] since 2026-03-04, [phone] at 10.20.30.40:5432"),
    Rule::text(
        "phone-of-duty",
        Class::Phone,
        &["bereitschaft", "guardia", "reperibil", "astreinte", "piket", "dyżur", "plantão", "on-call", "on call", "oncall", "pager", "centralino", "switchboard", "centralita", "beredskap", "päivyst", "nöbet", "дежурн", "чергов"],
        r"(?i)(?:bereitschaft\p{L}*|\bguardia|\breperibil\p{L}*|\bastreinte|\bpiket\p{L}*|\bdyżur\p{L}*|\bplantão|\bon[ -]?call|\bpager|\bcentralino|\bswitchboard|\bcentralita|\bberedskap\p{L}*|\bpäivyst\p{L}*|\bnöbet\p{L}*|дежурн\p{L}*|чергов\p{L}*)(?:\s\p{L}+){0,3}?\s?[:=–,-]?\s(?P<s>\(?[0-9][0-9 ()/-]{6,18}[0-9])",
        "[phone]",
    )
    .when(|found| stands_apart(found) && (is_trunk(found.secret()) || is_grouped(found.secret())))
    .reach(14, 90)
    .hides("Rufbereitschaft heute: 0160 / 55 21 778")
    .keeps("on-call since 2026-03-04 10:15, guardia: 12 000 000 filas, pager 17"),
    Rule::text(
        "messenger-link",
        Class::Phone,
        &["wa.me/", "tel:", "sms:", "callto:", "whatsapp.com/send?phone="],
        r"(?:wa\.me/|\b(?:tel|sms|callto):|send\?phone=)(?P<s>\+?[0-9][0-9 ().-]{6,16}[0-9])\b",
        "[phone]",
    )
    .hides("open wa.me/36301234567 or tel:0301234567")
    .keeps("tel:112 wa.me/settings"),
];

fn digits(value: &str) -> usize {
    value.bytes().filter(u8::is_ascii_digit).count()
}

/// Neither the middle of something longer nor a measure.
fn stands_apart(found: &Found<'_>) -> bool {
    let (head, tail) = (&found.text[..found.secret.start], &found.text[found.secret.end..]);
    let mut after = tail.chars();
    let next = after.next();
    let goes_on = next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '%')
        || next.is_some_and(|c| "-./:,".contains(c)) && after.next().is_some_and(|c| c.is_ascii_alphanumeric());
    let joined =
        head.ends_with(['-', '.', '/', '_', '+', '#', '@', '$']) || head.ends_with(|c: char| c.is_ascii_alphanumeric());
    !goes_on && !joined && !is_other(found.secret())
}

/// Dates, versions, addresses, thousands, numbers of files.
fn is_other(value: &str) -> bool {
    let groups: Vec<&str> = value.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let dotted = value.contains('.') && !value.contains([' ', '-', '(']);
    let date = groups.len() >= 3 && {
        let year = |group: &&str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
        let small = |group: &&str| group.len() <= 2;
        year(&groups[0]) && groups[1..3].iter().all(small) || year(&groups[2]) && groups[..2].iter().all(small)
    };
    let thousands =
        !value.starts_with(['0', '(']) && value.contains(' ') && groups[1..].iter().all(|group| *group == "000");
    let years = groups.len() == 2
        && groups.iter().all(|group| group.len() == 4 && (*group < "2100") && *group >= "1000")
        && !value.starts_with('0');
    !value.bytes().all(|b| b.is_ascii_digit()) && shapes::is_identifier(value)
        || years
        || date
        || thousands
        || dotted && groups.len() != 5 && groups.len() != 3
        || value.split_once('/').is_some_and(|(_, year)| year.len() == 4 && year.starts_with("20"))
}

/// A number that begins as calls within a country do.
fn is_trunk(value: &str) -> bool {
    let bare = value.trim_start_matches('(');
    let parted = value.contains([' ', '-', '/', '(', '.']);
    bare.starts_with('0')
        && !bare.starts_with("000")
        && (8..=12).contains(&digits(value))
        && (parted || (9..=11).contains(&digits(value)))
}

/// Eight to eleven digits in two to five groups of two to five, as people write them down.
fn is_grouped(value: &str) -> bool {
    let mut groups = value.split([' ', '-', '.']);
    let sizes: Vec<usize> = groups.by_ref().map(str::len).collect();
    (8..=11).contains(&digits(value))
        && (2..=5).contains(&sizes.len())
        && sizes.iter().all(|size| (2..=7).contains(size))
        && value.bytes().all(|b| b.is_ascii_digit() || b" -.".contains(&b))
        && !(value.contains(' ') && sizes[0] <= 3 && sizes[1..].iter().all(|size| *size == 3) && value.ends_with("00"))
}

/// `612 447 905` directly behind a name, with no word between.
fn is_threes(found: &Found<'_>) -> bool {
    let groups = found.secret().split(' ');
    let gap = found.text[..found.secret.start].trim_end_matches([' ', ',', ';', ':', '(', '/', '–', '—', '-']);
    groups.clone().count() == 3
        && groups.clone().all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()))
        && gap.ends_with("[name]")
        && !found.secret().ends_with("000")
}

/// A number that is grouped like one that can be called, beside one that is: in three groups or more, or behind a zero,
/// an eight or brackets.
fn is_another(found: &Found<'_>) -> bool {
    let value = found.secret();
    let count = digits(value);
    let groups = value.split([' ', '-', '.', '/', '(', ')']).filter(|group| !group.is_empty());
    let shaped = (3..=6).contains(&groups.clone().count()) && groups.clone().all(|group| group.len() <= 5);
    let dotted = value.matches('.').count() == 2 && groups.clone().map(str::len).eq([3, 3, 4]);
    let stands = stands_apart(found) || dotted && !found.text[..found.secret.start].ends_with(['.', '-', '/', 'v']);
    let word = before(found.text, found.secret.start, 16);
    let numbered = ["id ", "ticket ", "job ", "port ", "line ", "zeile ", "nr. ", "no. ", "#"]
        .iter()
        .any(|end| word.ends_with(end) && !word.ends_with("other line "));
    stands && !numbered && (9..=12).contains(&count) && (shaped || is_trunk(value) || dotted) && !value.ends_with("000")
}

/// `13822910457`: a mobile number of China.
fn is_chinese_mobile(value: &str) -> bool {
    value.len() == 11
        && value.starts_with('1')
        && value.as_bytes()[1] >= b'3'
        && value.bytes().all(|b| b.is_ascii_digit())
}

/// The nearer the word says "telephone", the less the number must look like one.
fn is_told(found: &Found<'_>) -> bool {
    const SURE: [&str; 68] = [
        "kontakt",
        "rispond",
        "répond",
        "responde",
        "odbiera",
        "svarar",
        "antwortet",
        "answers",
        "hp",
        "gsm",
        "tel",
        "phone",
        "llam",
        "desde el",
        "mi número",
        "mio numero",
        "my number",
        "mon numéro",
        "meine nummer",
        "mam numer",
        "belde",
        "kontakt pod",
        "pod numer",
        "numer kontakt",
        "reach me",
        "ring me",
        "call me",
        "callback",
        "mobil",
        "handy",
        "cell",
        "mobiel",
        "celular",
        "portable",
        "whatsapp",
        "viber",
        "휴대폰",
        "핸드폰",
        "전화",
        "연락처",
        "電話",
        "携帯",
        "折り返し",
        "手机",
        "手機",
        "电话",
        "致电",
        "回拨",
        "座机",
        "โทร",
        "เบอร์",
        "फोन",
        "फ़ोन",
        "मोबाइल",
        "कॉल",
        "ফোন",
        "மொபை",
        "هاتف",
        "جوال",
        "اتصل",
        "تلفن",
        "טלפון",
        "נייד",
        "тел",
        "моб",
        "звон",
        "дзвон",
        "τηλ",
    ];
    let value = found.secret();
    if !stands_apart(found) {
        return false;
    }
    if is_trunk(value) || is_chinese_mobile(value) {
        return true;
    }
    let words = before(found.text, found.secret.start, 48);
    let words = words.rsplit(['.', ';', '|']).find(|part| !part.trim().is_empty()).unwrap_or("");
    SURE.iter().any(|word| words.contains(word)) && is_grouped(value)
}
