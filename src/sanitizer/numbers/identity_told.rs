//! Identity numbers of many countries behind what they are called there, some words between included.
//!
//! Every name promises a shape: so many digits, a letter at one end. A number of that shape behind the name goes; what
//! has a shape no other number has goes wherever it stands.

use super::digit_groups::{BLANK, CAPITAL, DASH, DOT};
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::before;

/// What a name promises: how many letters and digits.
struct Promise {
    names: &'static [&'static str],
    digits: &'static [usize],
    letters: usize,
}

const fn promise(names: &'static [&'static str], digits: &'static [usize], letters: usize) -> Promise {
    Promise { names, digits, letters }
}

const PROMISES: &[Promise] = &[
    promise(&["снилс", "СНИЛС", "Снилс", "snils", "страхов"], &[11], 0),
    promise(&["egn", "егн", "ЕГН"], &[10], 0),
    promise(&["pesel"], &[11], 0),
    promise(&["lanr", "arztnummer"], &[9], 0),
    promise(&["rvnr", "rv-nummer", "rv-nr"], &[11], 1),
    promise(&["rsa id", "south african id", "permanent resident", "tnin"], &[13], 0),
    promise(&["turkish id"], &[11], 0),
    promise(&["itin"], &[9], 0),
    promise(&["mbi", "medicare beneficiary"], &[4, 5, 6, 7], 7),
    promise(&["gstin"], &[7, 8, 9], 8),
    promise(&["voter id", "voter card", "voter's id", "epic no"], &[7], 3),
    promise(&["운전면허", "면허번호"], &[12], 0),
    promise(&["oib"], &[11], 0),
    promise(
        &["jmbg", "емшо", "ЕМШО", "ЈМБГ", "emšo", "EMŠO", "јмбг", "матичен број", "матични број", "matični broj"],
        &[13],
        0,
    ),
    promise(
        &["rodné číslo", "rodne cislo", "rodného čísla", "rodným číslem", "birth number", "birth no", "r.č", "rč"],
        &[9, 10],
        0,
    ),
    promise(&["주민번호", "주민등록번호", "resident registration", "rrn", "외국인등록번호"], &[13], 0),
    promise(&["nric", "fin"], &[7], 2),
    promise(&["curp"], &[6, 7, 8], 12),
    promise(&["rfc"], &[6, 7, 8, 9], 7),
    promise(&["bsn", "burgerservicenummer", "sofinummer"], &[8, 9], 0),
    promise(&["niss", "insz", "rijksregister", "registre national", "numéro national"], &[11], 0),
    promise(
        &[
            "steuer-id",
            "steueridentifikationsnummer",
            "steuer-identifikationsnummer",
            "steuerliche identifikationsnummer",
            "idnr",
            "identifikationsnummer",
        ],
        &[11],
        0,
    ),
    promise(&["steuernummer", "st.-nr", "stnr"], &[10, 11, 12, 13], 0),
    promise(&["contribuinte", "nif", "número fiscal", "niss"], &[9, 11], 0),
    promise(&["cpf"], &[11], 0),
    promise(&["cnpj"], &[14], 0),
    promise(&["iin", "иин", "жсн", "бин", "ИИН", "ЖСН", "БИН"], &[12], 0),
    promise(&["инн", "ИНН", "inn"], &[10, 12], 0),
    promise(&["kimlik", "tckn", "t.c. no", "tc no"], &[11], 0),
    promise(&["cnp"], &[13], 0),
    promise(&["aadhaar", "aadhar", "आधार"], &[12], 0),
    promise(&["pan card", "pan no", "pan number"], &[4], 6),
    promise(&["ktp", "nik", "no. ktp"], &[16], 0),
    promise(&["cmnd", "cccd", "căn cước", "chứng minh"], &[9, 12], 0),
    promise(&["เลขบัตร", "เลขประจำตัว", "บัตรประชาชน"], &[13], 0),
    promise(&["תעודת זהות", "ת.ז", "ת\"ז", "מספר זהות"], &[8, 9], 0),
    promise(&["身分證", "身分證字號", "居留證"], &[8, 9, 10], 2),
    promise(&["身份证", "居民身份", "公民身份"], &[15, 17, 18], 1),
    promise(&["マイナンバー", "個人番号"], &[12], 0),
    promise(&["hkid", "香港身份證"], &[6, 7], 3),
    promise(
        &[
            "passport",
            "passeport",
            "travel document",
            "reisedokument",
            "titre de voyage",
            "reisepass",
            "pasaporte",
            "passaporte",
            "passaporto",
            "paszport",
            "paspoort",
            "pasaport",
            "pas č",
            "útlevél",
            "паспорт",
            "Паспорт",
            "護照",
            "护照",
            "パスポート",
            "旅券",
            "여권",
            "جواز",
            "דרכון",
        ],
        &[6, 7, 8, 9, 10],
        3,
    ),
    promise(&["dowód", "dowodu", "dowodem", "dowod"], &[6], 3),
    promise(
        &[
            "personalausweis",
            "ausweisnummer",
            "ausweisnr",
            "ausweis-nr",
            "id card",
            "identity card",
            "carte d'identité",
            "carta d'identità",
            "občanský průkaz",
            "osobna iskaznica",
            "lična karta",
            "személyi",
            "лична карта",
        ],
        &[5, 6, 7, 8, 9, 10, 12],
        5,
    ),
    promise(&["ahv", "avs", "svnr", "sv-nummer", "sozialversicherung", "versicherungsnummer"], &[10, 11, 12, 13], 1),
    promise(&["kennitala"], &[10], 0),
    promise(&["personnummer", "personnr", "samordningsnummer"], &[10, 12, 11], 0),
    promise(&["fødselsnummer", "fodselsnummer", "fnr"], &[11], 0),
    promise(&["cpr"], &[10], 0),
    promise(&["henkilötunnus", "hetu"], &[9, 10], 2),
    promise(&["isikukood", "asmens kodas", "asmens kodo"], &[11], 0),
    promise(&["personas kods", "personas koda"], &[11], 0),
    promise(&["social security", "ssn"], &[9, 4], 0),
    promise(&["social insurance number", "tfn", "tax file"], &[8, 9], 0),
    promise(&["ppsn", "pps no", "pps number"], &[7], 2),
    promise(&["nhs number", "nhs no"], &[10], 0),
    promise(&["national insurance", "nino"], &[6], 3),
    promise(&["sécurité sociale", "n° sécu", "numéro de sécu", "insee", "nir"], &[13, 15], 1),
    promise(&["codice fiscale", "cod. fisc"], &[7], 9),
    promise(&["dni", "nie", "nif", "documento"], &[7, 8], 2),
    promise(&["rut"], &[8, 9], 1),
    promise(&["cuit", "cuil"], &[11], 0),
    promise(&["cédula", "cedula"], &[7, 8, 9, 10, 11], 1),
    promise(&["carteira de identidade"], &[8, 9], 1),
    promise(&["amka", "αμκα", "ΑΜΚΑ"], &[11], 0),
    promise(&["afm", "αφμ", "ΑΦΜ"], &[9], 0),
    promise(&["ypn", "рнокпп", "РНОКПП", "ідентифікаційний код", "іпн", "ІПН"], &[10], 0),
    promise(&["унзр"], &[13], 0),
    promise(&["taj"], &[9], 0),
    promise(&["adóazonosító", "adószám"], &[10, 11], 0),
    promise(&["emirates id", "هوية", "الهوية", "iqama", "إقامة"], &[10, 14, 15], 0),
    promise(&["cnic", "شناختی"], &[10, 13, 17], 0),
    promise(&["کد ملی", "کدملی"], &[10], 0),
    promise(&["mykad", "ic no", "ic number", "kad pengenalan"], &[12], 0),
    promise(
        &[
            "id of the",
            "national id",
            "identity number",
            "id number",
            "personal id",
            "personalnummer",
            "personal number",
            "person number",
        ],
        &[8, 9, 10, 11, 12, 13],
        2,
    ),
];

const NAMES: &[&str] = &{
    const COUNT: usize = {
        let (mut at, mut sum) = (0, 0);
        while at < PROMISES.len() {
            sum += PROMISES[at].names.len();
            at += 1;
        }
        sum
    };
    let mut all = [""; COUNT];
    let (mut at, mut to) = (0, 0);
    while at < PROMISES.len() {
        let mut name = 0;
        while name < PROMISES[at].names.len() {
            all[to] = PROMISES[at].names[name];
            to += 1;
            name += 1;
        }
        at += 1;
    }
    all
};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "identity-told",
        Class::Identity,
        NAMES,
        r"(?P<s>(?:[A-Z]{1,6} ?)?[0-9](?:[ ./-]?[0-9A-Z]){3,20}(?:\([0-9A]\))?)(?:[^\p{L}0-9]|[^\x00-\x7f]|$)",
        "[personal]",
    )
    .when(is_promised)
    .reach(0, 84)
    .hides("EGN of the colleague in Varna 7523169263 was skipped, SNILS 112-233-445 95")
    .keeps(
        "passport service took 120 ms on 2026-03-04, fin 12345678 lignes, EGN lookup of 12 rows, id of the job 77120",
    ),
    Rule::number(
        "shaped-identity",
        Class::Identity,
        r"\b[0-9]{3}-[0-9]{3}-[0-9]{3} [0-9]{2}\b|\b[0-9]{2}\.[01][0-9]\.[0-3][0-9]-[0-9]{3}\.[0-9]{2}\b|\b756\.[0-9]{4}\.[0-9]{4}\.[0-9]{2}\b|\b[1-8]-[0-9]{4}-[0-9]{5}-[0-9]{2}-[0-9]\b|\b(?:[03-9][0-9]|1[0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[1-8][0-9]{6}\b",
        "[personal]",
    )
    .when(apart)
    .with(DASH | DOT)
    .hides("112-233-445 95, row 17,85.07.30-033.28,x, Person 756.9217.0769.85, 1-1017-00230-70-8, 900101-1234568")
    .keeps("range 112-233-445 rows, build 85.07.30-033, version 756.9217.0769, run 260304-1234567"),
    Rule::number(
        "mexico-curp",
        Class::Identity,
        r"\b[A-Z][AEIOUX][A-Z]{2}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[HMX][A-Z]{5}[A-Z0-9][0-9]\b",
        "[personal]",
    )
    .with(CAPITAL)
    .hides("trabajador GOMC850312MDFRRL09 no existe")
    .keeps("lote GOMC851312MDFRRL09"),
    Rule::number(
        "birth-number",
        Class::Identity,
        r"\b[0-9]{2}(?:[05][1-9]|[16][0-2]|[27][1-9]|[38][0-2])(?:0[1-9]|[12][0-9]|3[01])/[0-9]{4}\b",
        "[personal]",
    )
    .when(|found| apart(found) && is_divisible_by_eleven(found.secret()))
    .with(BLANK)
    .hides("záznam 736028/5163 přeskočen")
    .keeps("záznam 736028/5164, batch 010203/2026"),
];

fn apart(found: &Found<'_>) -> bool {
    let (head, tail) = (&found.text[..found.secret.start], &found.text[found.secret.end..]);
    let joined = head.ends_with(['-', '.', '_', '/', '+']) || tail.starts_with(['-', '_', '/']);
    let goes_on = tail.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    !joined && !goes_on
}

fn is_divisible_by_eleven(value: &str) -> bool {
    value.bytes().filter(u8::is_ascii_digit).fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 11) == 0
}

/// A name of a number stands close before, and this is what it promises.
fn is_promised(found: &Found<'_>) -> bool {
    let value = found.secret();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_uppercase).count();
    let date = value.len() >= 8 && (value.starts_with("20") || value.starts_with("19")) && value.as_bytes()[4] == b'-';
    if date
        || !apart(found)
        || found.text[found.secret.end..].starts_with([':', '%'])
        || found.text[..found.secret.start].ends_with(|c: char| c.is_ascii_alphanumeric())
    {
        return false;
    }
    let words = before(found.text, found.secret.start, 72);
    PROMISES
        .iter()
        .filter(|promise| {
            promise.digits.contains(&digits) && letters <= promise.letters && (letters > 0 || promise.letters < 6)
        })
        .any(|promise| {
            promise.names.iter().any(|name| {
                words.rfind(name).is_some_and(|at| {
                    let gap = &words[at + name.len()..];
                    let begins = !words[..at].ends_with(char::is_alphanumeric) || !name.is_ascii();
                    // Other scripts and cases let a name run on.
                    let ends = name.len() > 4 || !name.is_ascii() || !gap.starts_with(char::is_alphabetic);
                    let count = gap.split_whitespace().count();
                    begins
                        && ends
                        && count <= 6
                        && !gap.contains(|c: char| c.is_ascii_digit() || ";|{}=&".contains(c))
                        && !gap.replace("no. ", " ").replace("nr. ", " ").contains(". ")
                        || begins && ends && gap.trim_matches(['"', '\'', ' ', ':', '=', '\\', '>', '.']).is_empty()
                })
            })
        })
}
