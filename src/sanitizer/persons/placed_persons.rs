//! People at the places where programs and formats put them: the account of an access log, the nick of a chat, the
//! segments of a hospital message, the lines of a calendar, attributes of a patient, the town behind a birthday.

use super::capital_names::is_whole_name;
use super::login_logs::is_persons;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::{Words, before};
use crate::sanitizer::words::known_names::is_given;
use crate::sanitizer::words::organisations::belongs_to_thing;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "access-log-account",
        Class::Name,
        &["/jan/", "/feb/", "/mar/", "/apr/", "/may/", "/jun/", "/jul/", "/aug/", "/sep/", "/oct/", "/nov/", "/dec/"],
        r"(?:^|[\s])[0-9A-Za-z\[\].:-]{3,60} [A-Za-z0-9._-]{1,30} (?P<s>[A-Za-z][A-Za-z0-9._-]{2,40}) \[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9]{2}",
        "[name]",
    )
    .when(is_persons)
    .reach(140, 12)
    .hides("10.0.0.7 - thorvaldsen [30/Oct/2026:16:20:44 +0100] \"GET / HTTP/1.1\" 200 88")
    .keeps("10.0.0.7 - - [30/Oct/2026:16:20:44 +0100] \"GET / HTTP/1.1\" 200 88, 10.0.0.7 - backup [30/Oct/2026:16:20:44 +0100]"),
    Rule::text(
        "number-of-staff",
        Class::Identity,
        &["employee\"", "staff\"", "personnel\"", "patient\"", "student\"", "insured\"", "passenger\"", "mitarbeiter\"", "employe\"", "empleado\"", "pracownik\"", "visitor\"", "driver\""],
        r#"(?i)\b(?:employee|staff|personnel|patient|student|insured|passenger|mitarbeiter|employe|empleado|pracownik|visitor|driver)\\{0,3}"\s?:\s?\{[^{}]{0,200}?"(?:number|no|nr|num|nummer|badge|card|numero|numer)\\{0,3}"\s?:\s?\\{0,3}"(?P<s>[A-Z0-9][A-Z0-9 ./-]{3,24})\\{0,3}""#,
        "[personal]",
    )
    .when(|found| found.secret().bytes().filter(u8::is_ascii_digit).count() >= 4)
    .reach(14, 300)
    .hides("{\"employee\":{\"number\":\"PN-118402\",\"cost_center\":\"CC-4410\"}}")
    .keeps("{\"patient\":{\"number\":\"none\"},\"employee\":{\"count\":\"118402\"}}"),
    Rule::text(
        "radius-account",
        Class::Name,
        &["login incorrect", "login ok", "invalid user"],
        r"(?i)\b(?:login (?:incorrect|ok)|invalid user)\b[^\n\[]{0,120}: \[(?:[A-Za-z0-9-]{1,20}\\{1,4})?(?P<s>[A-Za-z][A-Za-z0-9._-]{2,40})[/\]@]",
        "[name]",
    )
    .when(is_persons)
    .reach(2, 200)
    .hides("radiusd: (7) Login incorrect (mschap: wrong): [thorvaldsen/<via Auth-Type = eap>] (from client ap-3)")
    .keeps("radiusd: (7) Login OK: [backup/<via Auth-Type = eap>] (from client ap-3)"),
    Rule::text(
        "chat-nick",
        Class::Name,
        &["<"],
        r"(?m)^\s*\[?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\]?\s<[@+% ]?(?P<s>[A-Za-z][A-Za-z_.-]{2,20})>\s",
        "[name]",
    )
    .when(is_persons)
    .reach(16, 26)
    .hides("[09:14] <zsofia> the restore is stuck")
    .keeps("[09:14] <bot> the restore is stuck, 09:14 <root> mounted, a <b> c"),
    Rule::text(
        "hospital-segment",
        Class::Identity,
        &["pid|", "nk1|", "gt1|", "in1|", "mrg|"],
        r"\b(?:PID|NK1|GT1|IN1|MRG)\|[0-9]{0,3}\|(?P<s>[^\r\n]{6,2000})",
        "[personal]",
    )
    .when(|found| found.secret().contains(['|', '^']) && found.secret().contains(|c: char| c.is_alphanumeric()))
    .reach(0, 900)
    .hides("PID|1||4417^^^HOSP^MR||NAGY^ZSOFIA||19590214|F")
    .keeps("ps: PID|TTY, MSH|^~\\&|ADT1|HOSP"),
    Rule::text(
        "trade-message-party",
        Class::Identity,
        &["nad+"],
        r"\bNAD\+[A-Z]{2,3}\+[^+'\n]{0,40}\+[^+'\n]{0,80}\+(?P<s>[^'\n]{6,300})",
        "[personal]",
    )
    .when(|found| !found.secret().starts_with('['))
    .reach(0, 420)
    .hides("NAD+BY+++NAGY ZSOFIA+MALOM UTCA 9+PECS++7621+HU'")
    .keeps("NAD+BY segment missing, NAD+SU+9900123000006::9'"),
    Rule::text(
        "pedigree-name",
        Class::Name,
        &[" name "],
        r"(?m)(?:^|\s)[0-9] NAME (?P<s>(?:\p{Lu}[\p{L}.' -]{0,40})?/\p{L}[\p{L}' -]{0,40}/)",
        "[name]",
    )
    .reach(3, 110)
    .hides("1 NAME Zsófia /Nagy/\n2 BIRT 4 MAR 1951")
    .keeps("17 NAME /var/lib/app missing, 1 name a/b/c"),
    Rule::text(
        "machine-readable-zone",
        Class::Identity,
        &["<<"],
        r"(?P<s>\b[PIACV][A-Z<][A-Z]{3}[A-Z0-9<]{2,35}<<[A-Z<]{4,40}(?:\s{1,3}[A-Z0-9<]{28,44}){0,2})",
        "[personal]",
    )
    .reach(50, 110)
    .hides("P<HUNNAGY<<ZSOFIA<<<<<<<<<<<<<<<<<<<<<<<<<<<<")
    .keeps("a << b, CAPS<<EOF, cat <<EOF"),
    Rule::text(
        "family-then-given",
        Class::Name,
        &[", "],
        r#"(?m)(?:^|['"(\[;:\t|<]\s?)(?P<s>\p{Lu}[\p{L}'’-]{2,24}, \p{Lu}\p{Ll}{2,15}(?: \p{Lu}\p{Ll}{2,15})?)(?:['")\];\t|<]| \(|$)"#,
        "[name]",
    )
    .when(|found| {
        let Some((family, given)) = found.secret().split_once(", ") else { return false };
        is_given(given.split(' ').next().unwrap_or("")) && !belongs_to_thing(family)
    })
    .reach(28, 36)
    .hides("mailbox 'Prohaska, Ottokar (Finance)' over quota")
    .keeps("role 'Backup, Restore' missing, (Warning, Critical)"),
    Rule::text(
        "calendar-guest",
        Class::Name,
        &["attendee", "organizer"],
        r#"\b(?:ATTENDEE|ORGANIZER)\b[^\n:]{0,240}?;\s?CN=(?:\\?"(?P<s>[^"\n\\]{2,80})|(?P<t>[^";:\n]{2,80}))"#,
        "[name]",
    )
    .when(|found| !found.secret().starts_with('['))
    .reach(0, 340)
    .hides("ATTENDEE;CN=\"Zsófia Nagy\";PARTSTAT=DECLINED:mailto:[email]")
    .keeps("ATTENDEE;PARTSTAT=DECLINED:mailto:[email]"),
    Rule::text(
        "calendar-text",
        Class::Payload,
        &["dtstart", "attendee", "begin:vevent", "organizer"],
        r"(?m)^\s*(?:SUMMARY|DESCRIPTION|LOCATION|COMMENT|CONTACT)(?:;[^:\n]{0,80})?:(?P<s>[^\n]{2,600})",
        "[payload]",
    )
    .when(|found| !found.secret().trim().starts_with('[') && !is_of_operations(found.secret()))
    .reach(500, 500)
    .hides("SUMMARY:Dentist, bring the scans\nDTSTART;TZID=Europe/Berlin:20261119T101500")
    .keeps("SUMMARY: [payload]\nDTSTART:20261119T101500"),
    Rule::text(
        "patient-attribute",
        Class::Identity,
        &["birthtime", "birthdate", "dateofbirth", "<patient", "deceasedtime"],
        r#"(?i)<(?:[a-z0-9]+:)?(?:birthTime|birthDate|dateOfBirth|deceasedTime)\s+value=\\?["'](?P<s>[^"'\\\n]{4,40})|<(?:[a-z0-9]+:)?patient(?:Role|Person)?\b[^>\n]{0,80}>\s{0,20}<(?:[a-z0-9]+:)?id\s[^>\n]{0,160}?extension=\\?["'](?P<t>[^"'\\\n]{4,40})"#,
        "[personal]",
    )
    .when(|found| !found.secret().starts_with('['))
    .reach(4, 420)
    .hides("<patient><id root=\"2.16.840\" extension=\"793 179 9003\"/><birthTime value=\"19710308\"/></patient>")
    .keeps("<patient/> element missing, <birthTime nullFlavor=\"UNK\"/>"),
    Rule::text(
        "shown-name-of-person",
        Class::Name,
        &["display", "label", "title", "called", "caption"],
        r#"(?i)\b(?:account_?)?(?:holder|owner|user|person|customer|patient|contact|member|employee|subscriber|payer|recipient|sender|author|assignee|requester|guest|kunde|inhaber|besitzer|titulaire|titular)["']?\s?(?:[:=]|=>)?\s?[{(<]\s?[^{}\n]{0,90}?\b(?:display|label|title|called|caption)["']?\s?(?:[:=]|=>)\s?["'](?P<s>[^"'\n]{3,80})["']"#,
        "[name]",
    )
    .when(|found| found.secret().contains(' ') && is_whole_name(found.secret()))
    .reach(110, 100)
    .hides("holder { display: \"Zsófia Nagy\" }")
    .keeps("owner { label: \"Backup Operators\" } user { title: \"admin\" }"),
    Rule::text(
        "town-of-birth",
        Class::Identity,
        &["[personal]", "born in", "geboren in", "née à", "né à", "nata a ", "nato a ", "nacida en", "nacido en", "nascida em", "nascido em"],
        r"(?:\[personal\],? (?:in|at|à|a|en|em|w|v|ve|te|u|i|din|în|в|у|на)|\b(?:born|geboren) in|\bnée? à|\bnat[ao] a|\bnacid[ao] en|\bnascid[ao] em) (?P<s>\p{Lu}[\p{L}’'-]{2,30}(?:[ -]\p{Lu}[\p{L}’'-]{2,30}){0,2})",
        "[personal]",
    )
    .when(speaks_of_birth)
    .reach(2, 130)
    .hides("born on [personal] in Pécsvárad, passport expired")
    .keeps("rejected [personal] in Berlin, process born in Main"),
    Rule::text(
        "numbered-street-and-town",
        Class::Identity,
        &["\", \"", "', '", "\",\"", "','", "\"", "'"],
        r#"["'](?P<s>[0-9]{1,4}(?: ?(?:bis|ter|[a-z]))?,? [\p{L}][\p{L}’ .-]{3,50}, (?:[A-Z]{1,2}-)?[0-9]{4,5} \p{Lu}[\p{L}-]{2,30})["']"#,
        "[address]",
    )
    .reach(0, 120)
    .needs(&[", "])
    .hides("row was [\"17 venelle du Moulin, 29200 Brest\", nil]")
    .keeps("row was \"17 rows skipped, 29200 rows left\""),
    Rule::text(
        "person-of-timeline",
        Class::Name,
        &[
            " noticed", " reset ", " restarted ", " asked ", " called ", " typed ", " tried ", " logged ", " told ", " paged ", " took ", " handed ", " found ",
            " saw ", " ran ", " rolled ", " confirmed ", " rebooted ", " joined ", " decided ", " realised ", " realized ", " suggested ", " changed ", " set ",
            " bemerkt ", " startet ", " setzt ", " meldet ", " ruft ", " redémarre ", " appelle ", " remarque ", " reinicia ", " llama ",
        ],
        r"(?m)^\s*(?:[-*•]\s)?\[?[0-9]{1,2}[:.h][0-9]{2}(?::[0-9]{2})?\]?(?: (?:UTC|CET|CEST|Uhr|GMT|Z))?\s(?:[-–—:|]\s)?(?P<s>\p{Lu}\p{Ll}{2,15})\s\p{Ll}{2,16}\s",
        "[name]",
    )
    .when(|found| is_given(found.secret()))
    .reach(44, 4)
    .hides("10:20 Zsófia noticed the lag")
    .keeps("10:20 Scheduler restarted the worker, 10:20 Watchdog reset the board"),
];

/// Our own mark stands for many things; here it must be a birthday.
fn speaks_of_birth(found: &Found<'_>) -> bool {
    let head = &found.text[..found.secret.start];
    if !head.trim_end_matches(|c: char| c != ']').ends_with("[personal]")
        || !before(found.text, found.secret.start, 24).contains("[personal]")
    {
        return !before(found.text, found.secret.start, 32).contains("process");
    }
    let words = before(found.text, found.secret.start, 70);
    [
        "born",
        "geb.",
        "geboren",
        "née",
        "né le",
        "nata",
        "nato",
        "nacid",
        "nascid",
        "urodz",
        "ur.",
        "narozen",
        "nar.",
        "född",
        "født",
        "syntyn",
        "szület",
        "născut",
        "doğum",
        "родил",
        "народ",
        "dob",
        "birth",
    ]
    .iter()
    .any(|word| words.contains(word))
}

/// `Restore drill tenant 2264`: nothing but words of operations and numbers, in an entry of a team's calendar.
pub(crate) fn is_of_operations(entry: &str) -> bool {
    const WORK: Words = Words::new(&[
        "restore",
        "backup",
        "drill",
        "tenant",
        "maintenance",
        "window",
        "patch",
        "patching",
        "patchday",
        "upgrade",
        "update",
        "migration",
        "deploy",
        "deployment",
        "release",
        "rollout",
        "rollback",
        "failover",
        "switchover",
        "rotation",
        "renewal",
        "reboot",
        "restart",
        "outage",
        "downtime",
        "cutover",
        "freeze",
        "change",
        "test",
        "cluster",
        "database",
        "server",
        "storage",
        "network",
        "firewall",
        "vpn",
        "certificate",
        "snapshot",
        "export",
        "import",
        "sync",
        "job",
        "queue",
        "node",
        "region",
        "production",
        "staging",
        "planned",
        "scheduled",
        "emergency",
        "weekly",
        "monthly",
        "nightly",
        "quarterly",
        "wartung",
        "wartungsfenster",
        "wiederherstellung",
        "mantenimiento",
        "manutenzione",
        "entretien",
        "dr",
        "prod",
        "ready",
        "finished",
        "completed",
        "failed",
        "started",
        "succeeded",
        "alert",
    ]);
    let (mut work, mut other) = (0, false);
    for word in entry.split(|c: char| !(c.is_alphanumeric() || "._-".contains(c))).filter(|word| !word.is_empty()) {
        let small = word.to_lowercase();
        if WORK.has(&small) {
            work += 1;
        } else if !(word.bytes().any(|b| b.is_ascii_digit()) && word.len() <= 16
            || ["of", "for", "the", "and", "in", "on", "at", "to", "with", "-", "für", "de"].contains(&&*small))
        {
            other = true;
        }
    }
    work >= 2 && !other
}
