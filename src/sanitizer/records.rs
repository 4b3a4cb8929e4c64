//! Records about a person: objects of which one field is personal, in JSON, proto text, Ruby, Elixir, Java or Rust output.
//!
//! Whoever is named in a record is what all of it is about, so its free text goes whatever its keys are called or in
//! which language; identifiers, codes, states, times and errors stay. A record of a log is about what happened, not
//! about whom it names: there only what people write goes.

use std::ops::Range;

use super::bodies::{is_code, is_free_text};
use super::context::Words;
use super::error_sentences::is_of_stock;
use super::identifying::is_prefixed_id;
use super::rule::{Class, Rule};
use super::shapes;
use super::spans::Span;

pub(super) const RULES: &[Rule] = &[Rule::code(
    "personal-record",
    Class::Payload,
    "free text and private numbers of an object of which another field is a person's",
    "[payload]",
    find,
)
.hides("row {\"uid\":\"u_17\",\"full_name\":\"Zsófia Nagy\",\"memo\":\"moves to Pécs in May\"} skipped")
.keeps("skipped {\"uid\":\"u_17\",\"kind\":\"exporter\",\"memo\":\"queue is full\"}")];

/// One key with its value.
pub(super) struct Field {
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
    pub(super) quoted: bool,
}

/// What other rules have put in place of something personal.
const PERSONAL_MARKS: [&str; 7] = ["[name]", "[email]", "[phone]", "[personal]", "[address]", "[iban]", "[card]"];

/// Keys of which the value is a person's, however short they are.
const PERSONAL_KEYS: Words = Words::new(&[
    "firstname",
    "lastname",
    "fullname",
    "givenname",
    "familyname",
    "middlename",
    "surname",
    "displayname",
    "realname",
    "legalname",
    "preferredname",
    "nickname",
    "birthdate",
    "dateofbirth",
    "dob",
    "birthday",
    "geburtsdatum",
    "vorname",
    "nachname",
    "prenom",
    "prénom",
    "nomusage",
    "apellidos",
    "apellido",
    "cognome",
    "sobrenome",
    "achternaam",
    "voornaam",
    "imie",
    "imię",
    "nazwisko",
    "förnamn",
    "efternamn",
    "etunimi",
    "sukunimi",
    "jmeno",
    "jméno",
    "prijmeni",
    "příjmení",
    "vezeteknev",
    "vezetéknév",
    "keresztnev",
    "keresztnév",
    "prenume",
    "имя",
    "фамилия",
    "отчество",
    "фио",
    "прізвище",
    "氏名",
    "姓名",
    "名前",
    "フリガナ",
    "ふりがな",
    "カナ",
    "성명",
    "이름",
    "homephone",
    "mobilephone",
    "emergencycontact",
    "homeaddress",
    "postaladdress",
    "streetaddress",
    "inn",
    "iin",
    "ssn",
    "pesel",
    "snils",
]);

/// Keys of which any value is private beside a person, numbers too.
const PRIVATE_KEYS: Words = Words::new(&[
    "zip",
    "zipcode",
    "postcode",
    "postalcode",
    "plz",
    "cap",
    "cep",
    "codepostal",
    "codigopostal",
    "postnummer",
    "postleitzahl",
    "郵便番号",
    "邮编",
    "우편번호",
    "salary",
    "wage",
    "income",
    "gehalt",
    "lohn",
    "salaire",
    "salario",
    "stipendio",
    "salaris",
    "wynagrodzenie",
    "pensja",
    "plat",
    "fizetés",
    "зарплата",
    "оклад",
    "薪资",
    "工资",
    "給与",
    "급여",
    "bonus",
    "netpay",
    "grosspay",
    "brutto",
    "netto",
    "iin",
    "inn",
    "tin",
    "ssn",
    "nin",
    "pesel",
    "bsn",
    "cpf",
    "dni",
    "nif",
    "cnp",
    "egn",
    "jmbg",
    "oib",
    "fn",
    "ln",
    "mn",
    "age",
    "alter",
    "geburtsjahr",
    "birthyear",
    "birthplace",
    "geburtsort",
    "religion",
    "gender",
    "sex",
    "geschlecht",
    "nationality",
    "maritalstatus",
    "familienstand",
    "ethnicity",
    "disability",
    "bloodtype",
    "phone",
    "mobile",
    "cell",
    "tel",
    "handy",
    "fax",
    "homephone",
    "mobilephone",
    "telportable",
    "telephoneportable",
    "telefono",
    "telefon",
    "gsm",
    "iban",
    "bankaccount",
]);

/// Keys under which people write.
const WRITTEN_KEYS: Words = Words::new(&[
    "memo",
    "note",
    "notes",
    "text",
    "remark",
    "remarks",
    "comment",
    "comments",
    "bio",
    "about",
    "aboutme",
    "description",
    "subject",
    "body",
    "feedback",
    "review",
    "signature",
    "greeting",
    "recoveryhint",
    "passwordhint",
    "emergencycontact",
    "bemerkung",
    "bemerkungen",
    "notiz",
    "kommentar",
    "anmerkung",
    "hinweis",
    "commentaire",
    "remarque",
    "nota",
    "notas",
    "comentario",
    "comentarios",
    "observaciones",
    "commento",
    "osservazioni",
    "opmerking",
    "uwagi",
    "notatka",
    "poznámka",
    "poznamka",
    "megjegyzés",
    "megjegyzes",
    "примечание",
    "комментарий",
    "заметка",
    "备注",
    "備考",
    "メモ",
    "비고",
    "메모",
]);

/// Keys of which the value is technical even where a person is named.
const TECHNICAL_KEYS: Words = Words::new(&[
    "operationname",
    "activitydisplayname",
    "eventname",
    "error",
    "errors",
    "err",
    "errorcode",
    "errordescription",
    "errormessage",
    "exception",
    "cause",
    "faultcode",
    "faultstring",
    "op",
    "operation",
    "method",
    "path",
    "url",
    "uri",
    "href",
    "event",
    "action",
    "stage",
    "step",
    "phase",
    "queue",
    "topic",
    "table",
    "column",
    "schema",
    "service",
    "host",
    "hostname",
    "server",
    "region",
    "version",
    "agent",
    "useragent",
    "component",
    "module",
    "class",
    "function",
    "file",
    "line",
    "logger",
    "level",
    "severity",
    "tenant",
    "env",
    "environment",
    "namespace",
    "cluster",
    "job",
    "run",
    "task",
    "worker",
    "mech",
    "mechanism",
    "protocol",
    "encoding",
    "contenttype",
    "mimetype",
    "locale",
    "timezone",
    "currency",
    "source",
    "target",
    "reason",
    "odatatype",
    "odatacontext",
    "schemas",
    "objecttype",
    "kind",
    "status",
    "state",
    "result",
    "outcome",
    "code",
    "type",
    "category",
]);

/// Keys by which a record of a log is known.
const LOG_KEYS: Words = Words::new(&[
    "level",
    "lvl",
    "severity",
    "loglevel",
    "logger",
    "caller",
    "stacktrace",
    "msg",
    "timestamp",
    "trace",
    "traceid",
    "spanid",
]);

/// Points at what goes in records about a person.
fn find(text: &str, spans: &mut Vec<Span>) {
    if PERSONAL_MARKS.iter().any(|mark| text.contains(mark)) {
        listings(text, spans);
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|b| matches!(b, b'{' | b'(')) {
        let start = at + next;
        at = start + 1;
        if !begins_pair(text, start + 1) || bytes[start] == b'(' && bytes[start + 1..].first() == Some(&b'{') {
            continue;
        }
        let (fields, end) = fields(text, start);
        at = end.max(at);
        judge(text, &fields, spans);
    }
}

/// Lines of `key: value` that follow each other, as YAML and object listings write a record.
fn listings(text: &str, spans: &mut Vec<Span>) {
    let mut block: Vec<Field> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        match listed(line, start) {
            Some(field) => block.push(field),
            None => close(text, &mut block, spans),
        }
        start += line.len();
    }
    close(text, &mut block, spans);
}

/// The field of a line that is nothing but one.
fn listed(line: &str, start: usize) -> Option<Field> {
    let (name, value) = line.split_once(':')?;
    let key = name.trim().trim_start_matches("- ").trim_matches(['"', '\'']);
    let told =
        !key.is_empty() && key.chars().count() <= 40 && key.chars().all(|c| c.is_alphanumeric() || "_-. ".contains(c));
    let value = value.strip_prefix(' ').or_else(|| value.trim().is_empty().then_some(value))?;
    let at = start + line.len() - value.len();
    let from = start + name.find(key)?;
    told.then(|| Field { key: from..from + key.len(), value: at..at + value.trim_end().len(), quoted: false })
}

fn close(text: &str, block: &mut Vec<Field>, spans: &mut Vec<Span>) {
    let marked = |field: &Field| PERSONAL_MARKS.iter().any(|mark| text[field.value.clone()].trim() == *mark);
    if block.len() >= 3 && block.iter().any(marked) {
        for field in block.iter() {
            let key = plain(&text[field.key.clone()]);
            let value = text[field.value.clone()].trim();
            let written = WRITTEN_KEYS.has(&key) && is_free_text(value) && value.contains([' ', '\u{3000}']);
            if !is_marked(value)
                && (written || PRIVATE_KEYS.has(&key) && is_private(value) && value.bytes().any(|b| b.is_ascii_digit()))
            {
                let from = field.value.start + text[field.value.clone()].find(value).unwrap_or(0);
                spans.push(Span::new(from..from + value.len(), "[payload]"));
            }
        }
    }
    block.clear();
}

/// Whether a key and a joint follow, or another object.
fn begins_pair(text: &str, at: usize) -> bool {
    let rest = &text[at..text.floor_char_boundary(at + 100)];
    let bytes = rest.as_bytes();
    let blanks = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let quotes = bytes[blanks..].iter().take(5).take_while(|b| b"\\\"':".contains(b)).count();
    let rest = &rest[blanks + quotes..];
    let word = rest.find(|c: char| !(c.is_alphanumeric() || "_-.@/ ".contains(c))).unwrap_or(rest.len());
    word > 0 && rest[word..].trim_start_matches(['\\', '"', '\'', ' ']).starts_with([':', '='])
}

pub(super) fn is_personal(text: &str, fields: &[Field]) -> bool {
    fields.iter().any(|field| {
        let value = text[field.value.clone()].trim();
        let marked = PERSONAL_MARKS.iter().any(|mark| value == *mark || value.starts_with(mark) && value.len() < 40);
        let told = field.quoted || value.starts_with(char::is_uppercase);
        marked || value.len() >= 2 && told && PERSONAL_KEYS.has(&plain(&text[field.key.clone()]))
    }) || ["fn", "ln"].iter().all(|half| fields.iter().any(|field| plain(&text[field.key.clone()]) == *half))
}

fn judge(text: &str, fields: &[Field], spans: &mut Vec<Span>) {
    if !is_personal(text, fields) {
        return;
    }
    let keys: Vec<String> = fields.iter().map(|field| plain(&text[field.key.clone()])).collect();
    let log = keys.iter().any(|key| LOG_KEYS.has(key) || key == "event" || key == "row" || key == "lineno");
    let fault = is_fault(text, fields);
    for (field, key) in fields.iter().zip(&keys) {
        let value = text[field.value.clone()].trim();
        if value.is_empty() || is_marked(value) || is_prefixed_id(value) || is_id(key, value) {
            continue;
        }
        let written = WRITTEN_KEYS.has(key);
        let goes = if log {
            written && is_free_text(value) && value.contains([' ', '\u{3000}'])
                || PRIVATE_KEYS.has(key) && is_private(value)
        } else if TECHNICAL_KEYS.has(key) || fault && key == "message" || key.is_empty() {
            false
        } else {
            (PRIVATE_KEYS.has(key) || PERSONAL_KEYS.has(key)) && is_private(value)
                || (field.quoted || value.contains(' ') || !value.is_ascii())
                    && is_free_text(value)
                    && !is_code(key, value)
                    && !is_of_stock(key, value)
                || field.quoted && is_number_of_person(key, value)
        };
        if goes {
            let start = field.value.start + text[field.value.clone()].find(value).unwrap_or(0);
            spans.push(Span::new(start..start + value.len(), "[payload]"));
        }
    }
}

/// Whether the record tells of something that went wrong.
pub(super) fn is_fault(text: &str, fields: &[Field]) -> bool {
    const FAULTS: Words = Words::new(&["error", "errors", "code", "errorcode", "exception", "statuscode"]);
    fields.iter().any(|field| FAULTS.has(&plain(&text[field.key.clone()])))
        || text[fields.first().map_or(0, |field| field.key.start)..fields.last().map_or(0, |field| field.value.end)]
            .contains("\"errors\"")
}

/// A value of one piece under a key that names an identifier.
fn is_id(key: &str, value: &str) -> bool {
    value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:/".contains(&b))
        && (["id", "uuid", "guid", "ref", "etag", "hash"].iter().any(|end| key.ends_with(end))
            || value.starts_with("http"))
        && !PRIVATE_KEYS.has(key)
}

fn is_marked(value: &str) -> bool {
    value.starts_with('[') && value.ends_with(']') && value.len() <= 24
}

fn is_private(value: &str) -> bool {
    !matches!(value, "null" | "nil" | "None" | "true" | "false" | "undefined" | "unknown" | "0" | "\"\"")
        && !value.starts_with(['{', '['])
}

/// Seven digits and more under a key that names no identifier, count or time.
fn is_number_of_person(key: &str, value: &str) -> bool {
    const OTHERS: [&str; 26] = [
        "id", "no", "nr", "num", "number", "code", "ref", "ts", "time", "at", "date", "version", "count", "size",
        "amount", "total", "key", "order", "invoice", "ticket", "case", "batch", "seq", "offset", "port", "epoch",
    ];
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    digits >= 7
        && value.bytes().all(|b| b.is_ascii_digit() || b" +-()./".contains(&b))
        && !(shapes::is_identifier(value) && value.contains('.'))
        && !OTHERS.iter().any(|end| key.ends_with(end))
}

/// The last part of a key in lower case and without joints.
pub(super) fn plain(key: &str) -> String {
    let last = key.rsplit(['.', '/', ':']).find(|part| !part.is_empty()).unwrap_or(key);
    last.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// All fields of an object, those of inner ones too, and where it ends.
pub(super) fn fields(text: &str, start: usize) -> (Vec<Field>, usize) {
    let bytes = text.as_bytes();
    let mut fields = Vec::new();
    let mut key: Option<Range<usize>> = None;
    let mut depth = 0_usize;
    let mut at = start;
    // A bracket that ends its line opens a record of many lines; another is over with its line.
    let pretty = text[start + 1..].trim_start_matches(' ').starts_with(['\n', '\r']);
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' | b'(' => {
                // `mobile: [phone]`: our own mark is a value.
                let small = bytes[at + 1..].iter().take(12).take_while(|b| b.is_ascii_lowercase()).count();
                if bytes[at] == b'[' && small >= 2 && bytes.get(at + 1 + small) == Some(&b']') {
                    let length = small + 2;
                    fields.push(Field { key: key.clone().unwrap_or(at..at), value: at..at + length, quoted: false });
                    at += length;
                    continue;
                }
                depth += 1;
                at += 1;
            }
            b'}' | b']' | b')' => {
                depth = depth.saturating_sub(1);
                at += 1;
                if depth == 0 {
                    break;
                }
            }
            b'\'' if at > start && bytes[at - 1].is_ascii_alphanumeric() => at += 1,
            b'"' | b'\'' | b'\\' => {
                let slashes = bytes[at..].iter().take(8).take_while(|b| **b == b'\\').count();
                let Some(&quote @ (b'"' | b'\'')) = bytes.get(at + slashes) else {
                    at += slashes.max(1);
                    continue;
                };
                let inner = at + slashes + 1;
                let end = closing(bytes, inner, quote, slashes);
                at = (end + slashes + 1).min(bytes.len());
                match joint(bytes, at) {
                    Some(after) => {
                        key = Some(inner..end);
                        at = after;
                    }
                    None => {
                        fields.push(Field { key: key.clone().unwrap_or(inner..inner), value: inner..end, quoted: true })
                    }
                }
            }
            b',' | b';' => {
                // Within a list the key goes on; a bare key follows otherwise.
                at += 1;
            }
            b'\n' if !pretty && at > start => {
                let before = text[start..at].trim_end().as_bytes().last().copied();
                let next = text[at..text.floor_char_boundary(at + 80)].trim_start().as_bytes().first().copied();
                if !(before.is_some_and(|b| b",{[(".contains(&b)) || next.is_some_and(|b| b"}])".contains(&b))) {
                    break;
                }
                at += 1;
            }
            byte if byte.is_ascii_whitespace() => at += 1,
            byte if byte.is_ascii_alphanumeric() || byte >= 0x80 || b"_@:%$<+-.".contains(&byte) => {
                let length = word(text, at);
                match joint(bytes, at + length).filter(|_| length > 0) {
                    Some(after) => {
                        key = Some(at..at + length);
                        at = after;
                        at += bytes[at..].iter().take_while(|b| **b == b' ').count();
                        let opens = bytes.get(at).is_none_or(|b| b"{[(\"'\\,;})]\n\r%".contains(b));
                        if !opens {
                            let end = bare(text, at);
                            fields.push(Field { key: key.clone().unwrap_or(at..at), value: at..end, quoted: false });
                            at = end.max(at + 1);
                        }
                    }
                    None => {
                        let end = if key.is_some() { bare(text, at) } else { at + length };
                        if end > at && key.is_some() {
                            fields.push(Field { key: key.clone().unwrap_or(at..at), value: at..end, quoted: false });
                        }
                        at = end.max(at + 1);
                    }
                }
                at = text.ceil_char_boundary(at);
            }
            _ => at += 1,
        }
    }
    (fields, at)
}

/// Length of the key or word at `at`.
fn word(text: &str, at: usize) -> usize {
    let rest = &text[at..text.floor_char_boundary(at.saturating_add(80))];
    let lead = rest.bytes().take_while(|b| b":@%$".contains(b)).count();
    lead + rest[lead..].find(|c: char| !(c.is_alphanumeric() || "_-.@/".contains(c))).unwrap_or(rest.len() - lead)
}

/// Where the value begins behind `:`, `=` or `=>`; `::` joins nothing.
fn joint(bytes: &[u8], at: usize) -> Option<usize> {
    let gap = bytes.get(at..)?.iter().take(8).take_while(|b| **b == b' ').count();
    match (bytes.get(at + gap)?, bytes.get(at + gap + 1)) {
        (b'=', Some(b'>')) => Some(at + gap + 2),
        (b'=', Some(b'=')) | (b':', Some(b':' | b'/')) => None,
        (b'=' | b':', _) => Some(at + gap + 1),
        _ => None,
    }
}

/// Where a value without quotes ends: at a bracket, a line end, or a comma or blank that another key follows.
fn bare(text: &str, at: usize) -> usize {
    let near = text.floor_char_boundary(at.saturating_add(400));
    let bytes = text.as_bytes();
    let mut end = at;
    while end < near {
        match bytes[end] {
            b'}' | b')' | b']' | b'\n' | b'\r' | b'"' | b'{' => break,
            b'[' => {
                // A mark of ours within the value.
                match text[end..].find(']').filter(|length| *length <= 12) {
                    Some(length) => end += length,
                    None => break,
                }
            }
            b',' | b';' | b' ' => {
                let gap = bytes[end + 1..].iter().take(8).take_while(|b| **b == b' ').count();
                let next = text.ceil_char_boundary(end + 1 + gap);
                let opens = bytes[end] == b',' && bytes.get(next).is_some_and(|b| b"\"'{[:%\\".contains(b));
                let length = word(text, next);
                if opens || length > 0 && joint(bytes, next + length).is_some() {
                    break;
                }
            }
            _ => {}
        }
        end += 1;
    }
    text.floor_char_boundary(end)
}

/// Where the string ends: at its own quote, escaped as deep as the opening one.
fn closing(bytes: &[u8], start: usize, quote: u8, slashes: usize) -> usize {
    let mut run = 0;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'\\' => run += 1,
            b'\n' => return at,
            _ if *byte == quote && (run <= slashes && slashes > 0 || slashes == 0 && run % 2 == 0) => {
                return at - run.min(slashes);
            }
            _ => run = 0,
        }
    }
    bytes.len()
}
