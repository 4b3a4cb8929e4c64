//! Telephone numbers that exchanges and databases write without any mark: the extension a call went to, the caller of a
//! session, the number of a person in a row that was refused.
//!
//! They are plain digits; the words of the line say what they are, and their first digits whether they can be it.

use super::check_digits;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::{ahead, before};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "called-number",
        Class::Phone,
        &["extension", "exten", "callerid", "caller id", "calling", "called", "dialed", "dialled", "dnid", "dnis", "callee", "sip:", "sips:", "dial("],
        r#"(?i)\b(?:extension|exten|caller ?id(?:num|\(num\))?|calling(?: (?:number|party))?|called(?: (?:number|party))?|diall?ed(?: number)?|dnid|dnis|callee)\s?(?:=>|[=:])?\s?['"<(]{0,2}(?P<s>\+?[0-9]{9,15})(?:['">)@,;\s]|$)|\bsips?:(?P<t>\+?[0-9]{9,15})@|\bDial\((?:[A-Za-z]{2,8}/)?(?:[a-z0-9_.-]{1,30}/)?(?P<u>\+?[0-9]{9,15})[@,/)]"#,
        "[phone]",
    )
    .when(|found| {
        let value = found.secret();
        // Whoever counts seconds writes ten digits as well.
        value.starts_with(['+', '0']) || value.len() != 10 || !value.starts_with('1')
    })
    .reach(2, 60)
    .hides("Call from '' to extension '0036301234567' rejected because extension not found")
    .keeps("Call from '204' to extension '1017' rejected, extension 1767225600 ms, called 12 times"),
    Rule::text(
        "number-of-person-in-row",
        Class::Identity,
        &["row contains ("],
        r"(?i)\brow contains \((?:[^,()\n]{0,60}, ){0,12}?(?P<s>[0-9]{9,13})(?:, |\))",
        "[personal]",
    )
    .when(is_of_person)
    .reach(0, 420)
    .hides("DETAIL: Failing row contains (17, 74052012349, 2026-01-01, null).")
    .keeps("DETAIL: Failing row contains (17, 1767225600, 1767225600000, 20260114093, null)."),
];

/// Begins with a date as numbers of people do, has the check digits of one, or stands in a table of people.
fn is_of_person(found: &Found<'_>) -> bool {
    const PEOPLE: [&str; 17] = [
        "insured",
        "patient",
        "employee",
        "person",
        "citizen",
        "member",
        "beneficiar",
        "student",
        "taxpayer",
        "staff",
        "resident",
        "customer",
        "versicherte",
        "pacient",
        "mitarbeiter",
        "assure",
        "clientes",
    ];
    let digits: Vec<u32> = found.secret().chars().filter_map(|c| c.to_digit(10)).collect();
    let epoch = matches!(digits.len(), 10 | 13) && digits[0] == 1 && digits[1] >= 4;
    // `20260114093`: the time at which something was written.
    let time = digits[0] == 2 && digits[1] == 0 && digits[2] <= 3;
    if epoch || time {
        return false;
    }
    let pair = |at: usize| digits[at] * 10 + digits[at + 1];
    let day = |at: usize| (1..=31).contains(&pair(at));
    // Poland and Bulgaria count months on for other centuries.
    let month = |at: usize| (1..=12).contains(&(pair(at) % 20));
    let born = match digits.len() {
        10 | 11 => month(2) && day(4) || day(0) && (1..=12).contains(&pair(2)),
        13 => (1..=8).contains(&digits[0]) && month(3) && day(5) || day(0) && (1..=12).contains(&pair(2)),
        _ => false,
    };
    let near = [before(found.text, found.secret.start, 240), ahead(found.text, found.secret.end, 300).to_lowercase()];
    let table = near.iter().any(|words| {
        ["relation \"", "table \"", "table '", "into "].iter().any(|mark| {
            words.rsplit_once(mark).is_some_and(|(_, name)| {
                let name = name.split(['"', '\'', ' ', '(']).next().unwrap_or("");
                PEOPLE.iter().any(|people| name.contains(people))
            })
        })
    });
    born || table || check_digits::cpf(found.secret())
}
