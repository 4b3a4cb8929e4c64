//! Names of people under field names too short to say it alone: two halves of a name side by side, an account
//! whose name is a person's.

use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::ahead;
use crate::sanitizer::words::known_names::{is_family, is_given};
use crate::sanitizer::words::machines::is_service;

/// The halves of a name, as fields call them; one of each must stand close together.
const HALVES: [(&[&str], &[&str]); 5] = [
    (
        &["fn", "fname", "first", "firstname", "given", "givenname", "gn", "vn", "vname"],
        &["ln", "lname", "last", "lastname", "family", "sn", "surname", "nn", "nname"],
    ),
    (
        &["nombre", "nombres", "nome", "prenom", "prénom", "prenume", "nom"],
        &["apellido", "apellidos", "cognome", "sobrenome", "apelido", "nom", "nume", "prenom", "prénom", "cognom"],
    ),
    (
        &["ime", "jméno", "jmeno", "meno", "imię", "imie", "vardas", "ad", "ім'я", "имя", "име"],
        &[
            "prezime",
            "priimek",
            "příjmení",
            "prijmeni",
            "priezvisko",
            "nazwisko",
            "pavardė",
            "soyad",
            "прізвище",
            "фамилия",
            "презиме",
            "фамилия",
        ],
    ),
    (&["όνομα", "ονομα", "onoma"], &["επώνυμο", "επωνυμο", "eponymo", "eponimo"]),
    (&["名", "セイ", "이름"], &["姓", "メイ", "성"]),
];

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "half-of-a-name",
        Class::Name,
        &["nombre]", "nombres]", "nome]", "nom]", "prenom]", "first]", "last]", "fname]", "lname]", "given]", "family]", "sn]", "vname]", "nname]", "jmeno]", "imie]", "ime]", "nume]", "fn =", "ln =", "given =", "family =", "sn =", "gn =", "first =", "last =", "firstname =", "lastname =", "vn =", "nn =", "fn=", "fn:", "fn\"", "fn'", "ln=", "ln:", "ln\"", "ln'", "fname=", "fname:", "fname\"", "fname'", "lname=", "lname:", "lname\"", "lname'", "first=", "first:", "first\"", "first'", "last=", "last:", "last\"", "last'", "firstname=", "firstname:", "firstname\"", "firstname'", "lastname=", "lastname:", "lastname\"", "lastname'", "given=", "given:", "given\"", "given'", "family=", "family:", "family\"", "family'", "sn=", "sn:", "sn\"", "sn'", "gn=", "gn:", "gn\"", "gn'", "vn=", "vn:", "vn\"", "vn'", "nn=", "nn:", "nn\"", "nn'", "vname=", "vname:", "vname\"", "vname'", "nname=", "nname:", "nname\"", "nname'", "nombre=", "nombre:", "nombre\"", "nombre'", "nombres=", "nombres:", "nombres\"", "nombres'", "nome=", "nome:", "nome\"", "nome'", "nom=", "nom:", "nom\"", "nom'", "nume=", "nume:", "nume\"", "nume'", "ime=", "ime:", "ime\"", "ime'", "meno=", "meno:", "meno\"", "meno'", "vardas=", "vardas:", "vardas\"", "vardas'", "ad=", "ad:", "ad\"", "ad'", "prenom=", "prenom:", "prenom\"", "prenom'", "prenume=", "prenume:", "prenume\"", "prenume'", "prénom", "jméno", "imię", "ім'я", "имя", "име", "姓", "名", "セイ", "メイ", "이름", "성\"", "jmeno", "imie", "όνομα", "Όνομα", "ΟΝΟΜΑ", "ΕΠΩΝΥΜΟ", "onoma"],
        r#"(?:^|[\s{(\[,;&?"'<|\\.]-{0,2})(?P<k>(?i:fn|ln|fname|lname|first|last|firstname|lastname|given|family|sn|gn|vn|nn|vname|nname|nombres?|nome|nom|prenom|prénom|prenume|nume|ime|jméno|jmeno|meno|imię|imie|vardas|ad|ім'я|имя|име|όνομα|ονομα|επωνυμο|onoma|姓|名|セイ|メイ|이름|성))\\?["'\]]?\s?(?:=>|[:=])\s?\\?["']?(?P<s>\p{Lu}[\p{L}\p{M}'’-]+(?:[ -]\p{Lu}[\p{L}\p{M}'’-]+){0,2}|[\p{Han}\p{Hangul}\p{Katakana}ー]{1,8})\\?["']?(?:[\s,;&}\])|<]|$)"#,
        "[name]",
    )
    .when(other_half_is_near)
    .reach(5, 110)
    .hides("{\"fn\":\"Zsófia\",\"ln\":\"Nagy\"}, user-add zn --first=Zsófia --last=Nagy, Επώνυμο: Παπαδάκης Όνομα: Ευτέρπη")
    .keeps("{\"fn\":\"Handler\",\"line\":12} sn: 7714ABX first: Monday"),
    Rule::text(
        "account-of-a-person",
        Class::Name,
        &["user", "login", "principal", "actor", "owner", "account", "uid", "sub", "who", "by ", "by=", "for ", "requester", "initiator", "acct"],
        r#"(?i)\b(?:(?:user|login|account)(?:[_-]?name)?|acct|principal|actor|owner|uid|sub(?:ject)?|who|requester|initiator|(?:\w{2,12}_)?by|publickey for|password for|session for)\\?["']?\s?(?:=>|[:=]|\s)\s?\\?["'<\[]?(?P<s>[a-z]\.[a-z-]{4,30}|[a-z-]{3,20}\.[a-z-]{3,30})(?:[\s"',;)\]}\\&|>]|$)"#,
        "[name]",
    )
    .when(is_dotted_person)
    .reach(2, 60)
    .hides("bind refused: principal=z.kovacs mech=simple, user zsofia.nagy")
    .keeps("owner=ops.reconcile user=app.worker principal=a.internal sub=a.b by e.g. hand"),
];

/// The field name in front of a value, in lower case.
fn key_before(head: &str) -> String {
    let bare = head.trim_end_matches([' ', '"', '\'', '\\', ':', '=', '>', ']']);
    let start = bare
        .rfind(|c: char| !c.is_alphanumeric() && c != '\'')
        .map_or(0, |at| at + bare[at..].chars().next().map_or(1, char::len_utf8));
    bare[start..].trim_matches('\'').to_lowercase()
}

fn other_half_is_near(found: &Found<'_>) -> bool {
    let head = &found.text[found.text.floor_char_boundary(found.secret.start.saturating_sub(160))..found.secret.start];
    let key = key_before(head);
    let near = [head, ahead(found.text, found.secret.end, 160)].concat().to_lowercase();
    let cased = [head, ahead(found.text, found.secret.end, 160)].concat();
    let tells = |name: &&str| {
        near.match_indices(*name).any(|(at, _)| {
            let tail = near[at + name.len()..].trim_start_matches(['"', '\'', '\\', ' ', ']']);
            // The other half is a name as well: it begins with a capital, or is hidden already.
            let value = tail.trim_start_matches([':', '=', '>', '"', '\'', '\\', ' ']);
            let start = near.len() - value.len();
            let named = near.len() == cased.len()
                && cased.get(start..).is_some_and(|value| {
                    value.starts_with("[name]")
                        || value.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase())
                });
            !near[..at].ends_with(char::is_alphanumeric) && tail.starts_with([':', '=']) && named
        })
    };
    let directory = || ["objectclass:", "givenname:", "dn: ", "cn: "].iter().any(|name| near.contains(name));
    HALVES.iter().any(|(given, family)| {
        given.contains(&key.as_str()) && family.iter().any(|name| *name != key && tells(name))
            || family.contains(&key.as_str()) && given.iter().any(|name| *name != key && tells(name))
    }) || key == "sn" && directory()
}

/// `e.message`, `t.value`: what programs read of a variable with one letter.
const MEMBERS: [&str; 12] =
    ["message", "code", "name", "target", "type", "value", "stack", "data", "length", "index", "status", "error"];

pub(crate) fn is_dotted_person(found: &Found<'_>) -> bool {
    let Some((given, family)) = found.secret().split_once('.') else { return false };
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    const THINGS: [&str; 10] = ["local", "internal", "service", "sync", "prod", "test", "conf", "json", "yaml", "toml"];
    !is_service(found.secret())
        && !is_service(family)
        && !is_service(given)
        && !THINGS.contains(&family)
        && (given.len() == 1 && !MEMBERS.contains(&family)
            || given.len() >= 3 && (is_given(&capital(given)) || is_family(&capital(family))))
}
