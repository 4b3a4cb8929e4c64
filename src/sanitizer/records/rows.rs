//! Rows of values without names: lines of a CSV file, a copied row, a quoted line.
//!
//! No column says what a cell is, so one cell that another rule has hidden, or a known given name, says that the row
//! is a person's: then telephone and identity numbers, addresses and texts of several words go too.

use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::Words;
use crate::sanitizer::words::known_names::{is_family, is_given};
use crate::sanitizer::words::row_states::STATES;

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "personal-row",
    Class::Payload,
    "texts, addresses and long numbers in a row of four or more cells, one of which is personal",
    "[personal]",
    find,
)
.hides("line 12: \"318;Zsófia;Nagy;z@example.org;Fő utca 17;UNIT-4\"")
.keeps("line 12: \"318;exporter;running;10.0.0.7;queue is full;UNIT-4\"")];

const MOST_CELLS: usize = 64;
const PERSONAL_MARKS: [&str; 5] = ["[name]", "[email]", "[phone]", "[personal]", "[address]"];

fn find(text: &str, spans: &mut Vec<Span>) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut bare = line.trim_end_matches(['\n', '\r']);
        let mut from = start;
        // A row that is quoted ends with its quote.
        if let Some(open) = bare.find('"')
            && let Some(length) = bare[open + 1..].find('"')
            && bare[open + 1..open + 1 + length].bytes().filter(|b| b";,|\t".contains(b)).count() >= 3
        {
            from = start + open + 1;
            bare = &bare[open + 1..open + 1 + length];
        }
        let mut counts = [0_usize; 4];
        for byte in bare.bytes() {
            match byte {
                b';' => counts[0] += 1,
                b',' => counts[1] += 1,
                b'|' => counts[2] += 1,
                b'\t' => counts[3] += 1,
                _ => {}
            }
        }
        for (separator, count) in [';', ',', '|', '\t'].into_iter().zip(counts) {
            if (3..MOST_CELLS).contains(&count) {
                row(from, bare, separator, spans);
            }
        }
        start += line.len();
    }
}

fn row(start: usize, line: &str, separator: char, spans: &mut Vec<Span>) {
    // `&lt;p&gt;`: the signs of an escaped text, and fields with their names, are no row.
    let entities = separator == ';' && ["&lt;", "&gt;", "&quot;", "&amp;", "&#"].iter().any(|sign| line.contains(sign));
    let fields = line.split(separator).filter(|cell| cell.contains([':', '：'])).count();
    if entities || fields >= 3 && fields * 2 > line.split(separator).count() {
        return;
    }
    // Cells of a row are not parted by a blank; enumerations in sentences are.
    if line.contains(['，', '。', '、', '；']) {
        return;
    }
    let tight = line.matches(separator).count();
    let loose = line.match_indices(separator).filter(|(at, _)| line[at + 1..].starts_with(' ')).count();
    // A table that was written into one line keeps the rules between its rows.
    if separator != '|' && loose * 3 > tight || line.contains(['{', '=']) || line.contains("-----") {
        return;
    }
    // `41,208 read, 3,771 written`: thousands.
    let thousands = |at: usize| {
        let (head, tail) = (&line.as_bytes()[..at], &line.as_bytes()[at + 1..]);
        head.last().is_some_and(u8::is_ascii_digit)
            && tail.len() >= 3
            && tail[..3].iter().all(u8::is_ascii_digit)
            && !tail.get(3).is_some_and(u8::is_ascii_digit)
    };
    if separator == ',' && line.match_indices(',').filter(|(at, _)| thousands(*at)).count() * 2 > tight {
        return;
    }
    let cells: Vec<&str> = line.split(separator).collect();
    let inner = |cell: &str| cell.trim_matches(|c: char| c.is_whitespace() || "\"'".contains(c)).to_owned();
    let marked = |cell: &str| PERSONAL_MARKS.iter().any(|mark| cell.contains(mark));
    let bare: Vec<String> = cells.iter().map(|cell| inner(cell)).collect();
    let is = |test: fn(&str) -> bool| usize::from(bare.iter().any(|cell| is_capital(cell) && test(cell)));
    let head = cells[0].to_lowercase();
    let proof = 2 * usize::from(bare.iter().any(|cell| marked(cell)))
        + is(is_given)
        + is(is_family)
        + usize::from(bare.iter().any(|cell| is_private_number(cell)))
        + usize::from(bare.iter().any(|cell| is_street(cell)))
        + usize::from(head.split(|c: char| !c.is_alphabetic()).any(|word| PEOPLE.has(word)));
    if proof < 2 {
        return;
    }
    let mut at = start;
    for (index, cell) in cells.iter().enumerate() {
        let value = &bare[index];
        // The first cell may stand behind words that announce the row.
        let edge = index == 0 && cell.contains(": ");
        // `Person(Zsófia,Nagy,…`: the first cell stands behind the bracket of a printed record.
        if let Some((head, first)) = cell.rsplit_once('(').filter(|_| index == 0)
            && head.ends_with(char::is_alphanumeric)
            && is_capital(first)
            && (is_given(first) || is_family(first) || bare.iter().any(|cell| marked(cell)))
        {
            spans.push(Span::new(at + cell.len() - first.len()..at + cell.len(), "[personal]"));
        }
        if !edge
            && !marked(value)
            && !is_state(value)
            && !is_count(value)
            && (is_private_number(value)
                || is_birthday(value)
                || is_text(value)
                || is_capital(value) && value.len() >= 3)
        {
            let from = at + cell.find(value.as_str()).unwrap_or(0);
            spans.push(Span::new(from..from + value.len(), "[personal]"));
        }
        at += cell.len() + separator.len_utf8();
    }
}

/// `NO ANSWER`, `Active`, `Payment pending`: nothing but words for how something stands.
fn is_state(value: &str) -> bool {
    let mut words = value.split([' ', '_', '-']);
    value.len() <= 40 && words.clone().count() <= 4 && words.all(|word| STATES.has(&word.to_lowercase()))
}

/// `1 bounced (552 mailbox full)`: how many of something came to what, in small letters.
fn is_count(value: &str) -> bool {
    let mut words = value.split(' ');
    let number = words.next().is_some_and(|word| word.len() <= 7 && word.bytes().all(|b| b.is_ascii_digit()));
    let deed = words.next().is_some_and(|word| {
        word.len() >= 5 && word.ends_with("ed") || ["sent", "lost", "left", "ok", "read", "new", "open"].contains(&word)
    });
    number && deed && value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b" ()-".contains(&b))
}

/// What a table or file of people is called.
const PEOPLE: Words = Words::new(&[
    "employees",
    "employee",
    "persons",
    "people",
    "customers",
    "customer",
    "contacts",
    "patients",
    "members",
    "staff",
    "users",
    "mitarbeiter",
    "kunden",
    "personen",
    "clients",
    "salariés",
    "empleados",
    "clientes",
    "dipendenti",
    "clienti",
    "pracownicy",
    "klienci",
    "medewerkers",
    "klanten",
]);

/// One or two words that begin with a capital and go on in small letters.
fn is_capital(cell: &str) -> bool {
    !cell.is_empty()
        && cell.split([' ', '-']).all(|word| {
            word.starts_with(char::is_uppercase)
                && word.chars().count() >= 2
                && word.chars().skip(1).all(|c| c.is_lowercase() || "'’".contains(c))
        })
}

/// `Fő utca 17`, `bul. Vasil 12b`: words and a number at the end.
fn is_street(cell: &str) -> bool {
    let Some((words, number)) = cell.rsplit_once(' ') else { return false };
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.len() <= 6
        && words.chars().filter(|c| c.is_alphabetic()).count() >= 4
        && words.chars().any(char::is_uppercase)
        && !words.contains([':', '=', '/'])
}

/// Nine digits and more with or without signs, that are no time.
fn is_private_number(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let groups = value.split([' ', '-', '.', '/', '(', ')', '+']).filter(|group| !group.is_empty()).count();
    (digits >= 9 || digits >= 7 && groups >= 2 && value.contains([' ', '/', '(']))
        && digits <= 18
        && value.bytes().all(|b| b.is_ascii_digit() || b" -./()+".contains(&b))
        && value.matches('.').count() < 4
        && value.parse::<std::net::IpAddr>().is_err()
        && !is_date(value)
}

/// A date on which somebody may have been born who is grown up today.
fn is_birthday(value: &str) -> bool {
    is_date(value)
        && value.split(['.', '/', '-']).all(|part| part.bytes().all(|b| b.is_ascii_digit()))
        && value.split(['.', '/', '-']).any(|part| part.len() == 4 && ("1920"..="2008").contains(&part))
}

/// `03.05.1999`, `30/02/2031`, `2026-02-01 10:00`.
fn is_date(value: &str) -> bool {
    let parts: Vec<&str> = value.split(['.', '/', '-']).collect();
    parts.len() == 3 && parts.iter().any(|part| part.len() == 4) && parts.iter().all(|part| part.len() <= 4)
}

/// Several words of which one is capital or holds a number: an address or what somebody wrote.
fn is_text(value: &str) -> bool {
    let words = value.split(' ').filter(|word| word.chars().any(char::is_alphanumeric));
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    words.clone().count() >= 2 && letters >= 4 && value.chars().count() <= 200 && !value.contains(['[', ':', '{', '<'])
        || letters >= 3 && !value.is_ascii() && !value.contains('[')
}
