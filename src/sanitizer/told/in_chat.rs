//! Secrets that people pass on to each other in a chat or a note: what "it" is now, the old one and the new one, what
//! somebody wrote down or is to type.
//!
//! The word "password" may stand lines above or not at all, so the sentence around the value and the value's own look
//! must both say so.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::{is_compound, is_technical};
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::{Words, behind, has_word};
use crate::sanitizer::words::organisations::belongs_to_thing;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "it-is-now",
        Class::Prose,
        &["it's ", "it’s ", "it is ", "c'est ", "es ist ", "ist jetzt ", "es ahora ", "ahora es ", "teraz "],
        r#"(?i)\b(?:it['’]?s|it is|c'est|es ist|ist|es|jest)\s(?:now\s|jetzt\s|ahora\s|teraz\s|maintenant\s)?["'`“„«]?(?P<s>[^\s"'`”“»,;]{8,64})["'`”“»]?\s?(?:now\b|since\b|again\b|jetzt\b|ahora\b|maintenant\b|teraz\b|,|\.|$)"#,
        "[password]",
    )
    .when(|found| is_told(found) && speaks_of_access(found))
    .reach(8, 110)
    .hides("someone rotated the bind account over the weekend. it's Teasel-Kettle-52! now")
    .keeps("someone rotated the bind account. it's 4.18.2-rc1 now, it's Europe/Berlin now"),
    Rule::text(
        "words-between-dashes",
        Class::Prose,
        &["passphrase (", "password (", "pass phrase (", "passwort (", "passwortsatz (", "phrase de passe ("],
        r"(?i)\b(?:pass ?phrase|password|passwort(?:satz)?|phrase de passe)\s\([^)\n]{3,80}\)\s?(?:[-–—:]|is|ist|est)\s(?P<s>[a-zäöüß]{3,14}(?:[\s-][a-zäöüß]{3,14}){2,7}?)\s?(?:[-–—.;,\x22\n]|$)",
        "[password]",
    )
    .reach(2, 240)
    .hides("Passphrase (five words) - kettle under seven blue moons - goes into the vault")
    .keeps("Passphrase (empty for no passphrase): "),
    Rule::text(
        "old-one-and-new-one",
        Class::Prose,
        &["old one", "new one", "previous one", "current one", "der alte", "der neue", "die alte", "die neue", "l'ancien", "le nouveau", "la nouvelle", "el viejo", "el nuevo", "il vecchio", "il nuovo", "de oude", "de nieuwe", "stary ", "nowy "],
        r#"(?i)\b(?:(?:old|new|previous|current) one|d(?:er|ie|as) (?:alte|neue)|l['’]ancienne?|l[ea] (?:nouveau|nouvelle)|el (?:viejo|nuevo)|il (?:vecchio|nuovo)|de (?:oude|nieuwe)|stary|nowy)\s(?:was|is|war|ist|est|était|era|es|è|to|byl|był)?[\s:=]{0,2}["'`“„«]?(?P<s>[^\s"'`,;)”»]{8,128})"#,
        "[secret]",
    )
    .when(|found| {
        let secret = found.secret();
        let hex = secret.len() >= 16 && secret.bytes().all(|b| b.is_ascii_hexdigit()) && secret.bytes().any(|b| b.is_ascii_digit());
        (hex || shapes::looks_random(secret, 16) || is_told(found)) && not_blank(found) && speaks_of_access(found)
    })
    .reach(2, 190)
    .hides("step rotate-wal-key\n> old one was 0123456789abcdef01234567, new one is 89abcdef0123456701234567")
    .keeps("deployed commit: old one was 0123456789abcdef01234567, new one is v4.18.2"),
    Rule::text(
        "key-beside-network",
        Class::Prose,
        &["ssid", "wi-fi", "wifi", "wlan", "hotspot"],
        r#"(?i)\b(?:ssid|wi-?fi|wlan|hotspot)\b[^\n]{0,80}?\b(?:key|code|pass|pw|schlüssel|clé|clave|chiave|sleutel|klucz)\s?[:=]?\s["'`]?(?P<s>[^\s"'`;,.]{6,64})"#,
        "[password]",
    )
    .when(|found| not_blank(found) && shapes::looks_chosen(found.secret()) && !is_technical(found.secret()) && !found.secret().contains(['/', '=', '(']))
    .reach(2, 170)
    .hides("wifi in the cage: SSID CAGE-B, key north7Kettle; ask at the desk")
    .keeps("wifi down: SSID CAGE-B, key rotation-2 pending, code 17"),
    Rule::text(
        "temporary-password",
        Class::Prose,
        &["temporal ", "temporary ", "temp ", "provisional ", "provisoire ", "temporaire ", "temporane", "provvisori", "provisóri", "tijdelijk", "tymczasowe ", "vorläufige", "временный ", "inicial ", "initial ", "initiale ", "actual ", "nueva ", "nova ", "nuova ", "nowe ", "neues ", "neue ", "current "],
        r#"(?i)\b(?:contraseñ\p{L}{1,3}|clave|passwor[dt]|kennwort|mot de passe|senha|has[lł]o|wachtwoord|pass ?phrase|passcode|parol\p{L}{0,3}|lösenord|пароль)\s(?:temporal|temporary|temp|provisional|provisoire|temporaire|temporane[ao]|provvisori[ao]|provisóri[ao]|tijdelijk|tymczasowe|временный|inicial|initiale?|actuale?|nueva|nova|nuova|nowe|actuel|attuale)\s["'«„“`]?(?P<s>[^\s"'»”“`)]{6,64})|\b(?:temporary|temp|vorläufiges?|neues?|tijdelijke?|current|initial)\s(?:password|passwort|kennwort|wachtwoord|pass ?phrase)\s["'«„“`(]{1,2}(?P<t>[^\s"'»”“`)]{6,64})"#,
        "[password]",
    )
    .when(|found| not_blank(found) && is_told(found))
    .reach(24, 110)
    .hides("el cliente (contraseña temporal Kettle-Lluvia-6) no ve sus calendarios")
    .keeps("contraseña temporal caducada, temporary password (expired), clave nueva requerida"),
    Rule::text(
        "written-down-as",
        Class::Prose,
        &["genoteerd als", "noted as", "noted down as", "notiert als", "noté ", "notée ", "anotad", "zapisan", "annotat", "spelled ", "spelt ", "written down as", "out as ", "opgeschreven als", "aufgeschrieben als", "dictated ", "diktiert: "],
        r#"(?i)\b(?:genoteerd als|noted (?:down )?as|notiert als|notée?|anotad[ao] como|zapisan[yea] jako|annotat[ao] come|spell?e?[dt]|written down as|read (?:it )?out as|opgeschreven als|aufgeschrieben als|dictated|diktiert)[:\s]{1,2}["'`„“«]?(?P<s>[^\s"'`”“»,;]{6,64})"#,
        "[password]",
    )
    .when(|found| {
        let secret = found.secret().trim_end_matches('.');
        let digits = secret.bytes().filter(u8::is_ascii_digit).count();
        let parts = secret.split('-');
        let mixed = parts.clone().filter(|part| part.bytes().any(|b| b.is_ascii_digit())).count();
        let groups = parts.count() >= 3 && mixed >= 2 && digits >= 2 && secret.bytes().any(|b| b.is_ascii_lowercase());
        not_blank(found) && (groups || is_told(found)) && !shapes::is_identifier(secret)
    })
    .reach(14, 100)
    .hides("heeft de sleutel opgelezen, genoteerd als kvem-2744-8tzb-3or6")
    .keeps("the job was noted as failed, noted as restore-job-17, spelled eu-west-1"),
    Rule::text(
        "log-in-with",
        Class::Prose,
        &["log in with", "login with", "logged in with", "log in using", "sign in with", "signed in with", "anmelden mit", "einloggen mit", "connecte avec", "entrar con", "entra con", "inloggen met", "zaloguj"],
        r#"(?i)\b(?:log(?:ged|ging)?[ -]?in (?:with|using)|sign(?:ed)? in (?:with|using)|anmelden mit|einloggen mit|connecte(?:r|z)?(?:-toi|-vous)? avec|entrar? con|inloggen met|zaloguj się)\s(?:the\s)?["'`“„«]?(?P<s>[^\s"'`”“»,;]{6,64})"#,
        "[password]",
    )
    .when(|found| not_blank(found) && is_told(found))
    .reach(2, 90)
    .hides("the service account is locked; log in with \"Thistle.Kettle.4182\" until Friday")
    .keeps("log in with OAuth2, sign in with \"SSO-Portal\", login with service-account-17"),
    Rule::text(
        "to-be-typed",
        Class::Prose,
        &[" eintippen", " eingeben", " tippen", " intypen", " invoeren", " intikken", "wpisz ", "type ", "enter ", "tapez ", "tape ", "teclea ", "digita ", "digite ", "escribe ", "tippe ", "gib ", "inserisci "],
        r#"(?i)(?:^|[\s"'`„“(])(?P<s>[^\s"'`„“(]{8,64})["'`“”]?\s(?:eintippen|eingeben|tippen|intypen|invoeren|intikken)\b|\b(?:wpisz|type|enter|tapez|tape|teclea|digit[ae]|escribe|tippe|gib|inserisci)\s(?:in\s)?["'`„“«]?(?P<t>[^\s"'`”“»,;]{8,64})"#,
        "[password]",
    )
    .when(|found| {
        let secret = found.secret().trim_end_matches(['.', ':']);
        not_blank(found) && shapes::looks_typed(secret) && shapes::looks_drawn(secret) && !is_technical(secret) && !secret.contains(['(', '<', '{', '/'])
    })
    .reach(66, 80)
    .hides("Benutzer wie immer, dahinter dann Btr2pKzVyLr eintippen")
    .keeps("Version 4.18.2-rc1 eingeben, type UserAccount2Entity expected, enter maintenance-mode"),
    Rule::text(
        "told-in-clear",
        Class::Prose,
        &["in clear", "in plain", "klartext", "en clair", "en claro", "in chiaro", "dog plus", "and the year", "plus the year", "plus year"],
        r#"(?i)\b(?:in (?:the )?clear|in plain(?: ?text)?|im klartext|en clair|en claro|in chiaro|plus (?:the |her |his )?year)\b[^\n]{0,120}?\b(?:so|also|donc|así que|quindi|i\.e\.|namely|nämlich)[,:]?\s["'`„“«]?(?P<s>[^\s"'`”“».,;]{6,64})"#,
        "[password]",
    )
    .when(|found| not_blank(found) && shapes::looks_chosen(found.secret()) && found.secret().chars().any(char::is_alphabetic))
    .reach(2, 230)
    .hides("mailed us the export password in clear, her dog plus the year, so Barnaby2016. Export is done")
    .keeps("sent in plain text, so we closed the ticket"),
    Rule::text(
        "dialled-secret-number",
        Class::Prose,
        &["暗証番号", "暗証", "비밀번호", "密码", "密碼", "пин-код", "пин "],
        r"(?:暗証番号|暗証|비밀번호|密码|密碼|пин-код|пин)[ 　]?(?:は|:|：|是|为|為|는|은)?[ 　]?(?P<s>[0-9]{4,8})(?:[ 　]?(?:を|は|が|で|と|、|。|로|를|을|，)|[\s,.;]|$)",
        "[password]",
    )
    .reach(2, 40)
    .hides("暗証番号 6385 を本人が入力済み")
    .keeps("暗証番号 エラー 6385、密码 错误 1045"),
    Rule::text(
        "answer-that-identifies",
        Class::Identity,
        &["maiden name", "date of birth", "birthday", "geburtsname", "mädchenname", "nom de jeune fille"],
        r"(?i:\b(?:mother['’]?s )?maiden name|\bgeburtsname(?: der mutter)?|\bmädchenname(?: der mutter)?|\bnom de jeune fille)(?i:\s?(?:\(|is |was |ist |lautet |: ?|= ?))(?P<s>\p{Lu}[\p{L}'’-]{2,40})|(?i:\bdate of birth|\bbirthday)(?i:\s?(?:\(|is |was |: ?)?\s?)(?P<t>[0-9]{1,2}(?:st|nd|rd|th)? \p{L}{3,12},? [0-9]{4}|\p{Lu}\p{L}{2,9} [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4})",
        "[personal]",
    )
    .reach(20, 90)
    .hides("verified by mother's maiden name (Featherby) and date of birth 4 July 1961")
    .keeps("maiden name is required, date of birth missing"),
    Rule::text(
        "town-behind-address",
        Class::Identity,
        &["[address]"],
        r"\[address\],?\s(?P<s>(?:\p{Lu}\p{L}+[ -]?){1,3},?\s?(?:[A-Z]{1,2}[0-9][0-9A-Z]?\s[0-9][A-Z]{2}|[A-Z]{2}\s[0-9]{5}|[0-9]{4,5})\b|[0-9]{4}\s?[A-Z]{2}\s\p{Lu}\p{L}+|[0-9]{4,5}\s\p{Lu}\p{L}+)",
        "[address]",
    )
    .when(|found| !found.secret().split([' ', ',']).any(belongs_to_thing) && !found.secret().starts_with("Error"))
    .reach(0, 90)
    .hides("lives at [address], Norwich NR2 9QX. Scope: three folders")
    .keeps("[address], retry 4711, [address] Error 50012"),
];

/// Chosen or drawn beyond doubt, and no name of a technique.
fn is_told(found: &Found<'_>) -> bool {
    let secret = found.secret().trim_end_matches(['.', ':', ')']);
    let digit = secret.bytes().any(|b| b.is_ascii_digit());
    let words = secret.contains(['-', '.', '_'])
        && secret.chars().any(char::is_uppercase)
        && secret.chars().any(char::is_lowercase);
    not_blank(found)
        && !is_technical(secret)
        && !secret.contains(['/', '=', '(', '<', '@', '[', ':'])
        && !shapes::is_identifier(secret)
        && digit
        && (shapes::looks_typed(secret) || shapes::looks_drawn(secret) || is_compound(secret) || words)
}

/// Whether the lines before speak of what opens something, and of no version or file.
fn speaks_of_access(found: &Found<'_>) -> bool {
    const ACCESS: Words = Words::new(&[
        "password",
        "passwd",
        "pw",
        "passphrase",
        "account",
        "login",
        "credential",
        "credentials",
        "creds",
        "bind",
        "key",
        "secret",
        "token",
        "rotated",
        "rotate",
        "access",
        "locked",
        "passwort",
        "kennwort",
        "zugang",
        "konto",
        "schlüssel",
        "compte",
        "clé",
        "cuenta",
        "clave",
        "acceso",
        "konta",
        "hasło",
        "wachtwoord",
        "sleutel",
    ]);
    const OTHER: Words = Words::new(&[
        "commit",
        "version",
        "revision",
        "digest",
        "image",
        "release",
        "sha",
        "checksum",
        "etag",
        "branch",
        "tag",
        "migration",
        "build",
    ]);
    let start = found.text.ceil_char_boundary(found.secret.start.saturating_sub(260));
    let head = found.text[start..found.secret.start].to_lowercase().replace(['-', '_'], " ");
    // What it is about may be said behind it.
    let tail = found.text
        [found.secret.end..found.text.floor_char_boundary((found.secret.end + 100).min(found.text.len()))]
        .to_lowercase();
    (has_word(&head, &ACCESS) || has_word(tail.split('\n').next().unwrap_or(""), &ACCESS))
        && !has_word(behind(&head, head.len(), 80), &OTHER)
}
