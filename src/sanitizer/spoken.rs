//! Secrets and people in running text, where no joint such as `=` or "is" stands beside them.
//!
//! People set a password off by commas, put its name in brackets behind it, or spell it out. Here
//! the value must look typed, because the sentence around it proves little.

use std::ops::Range;

use super::payload_texts;
use super::people::is_person;
use super::rule::{Class, Found, Rule};
use super::{blanks, shapes};

pub(super) const RULES: &[Rule] = &[
    Rule::text(
        "password-set-off",
        Class::Prose,
        &["password, ", "passphrase, ", "secret, ", "token, ", "key, ", "passwort, ", "kennwort, ", "contraseña, ", "mot de passe, ", "hasło, ", "wachtwoord, ", "senha, ", "password (", "passphrase (", "passwort (", "kennwort (", "secret (", "contraseña (", "senha (", "wachtwoord (", "hasło ("],
        r#"(?i)(?:password|passphrase|secret|token|key|passwort|kennwort|contraseña|mot de passe|hasło|wachtwoord|senha)(?:, |\s\()["'`]?(?P<s>[^\s"'`,;()]{6,100})["'`]?[,);]"#,
        "[password]",
    )
    .when(typed)
    .reach(16, 120)
    .hides("the root password, Gr8-Wasser, was posted in the channel")
    .keeps("the password, sha256-hashed, is stored; key, tenant-17, was skipped; the token (attempt-3) expired"),
    Rule::text(
        "bracketed-after-words",
        Class::Prose,
        &["password ", "passphrase ", "secret ", "token ", "key ", "passwort ", "kennwort "],
        r#"(?i)\b(?:password|passphrase|secret|token|key|passwort|kennwort)(?:\s[^\s().,;:=]+){1,6}\s\(["'`]?(?P<s>[^\s"'`,;:()]{6,200})["'`]?\)"#,
        "[secret]",
    )
    .when(|found| typed(found) || shapes::looks_random(found.secret(), 14))
    .reach(2, 320)
    .hides("the API key you sent (9f8a7b6c5d4e3f2a1b0c) is not known")
    .keeps("the key of the tenant (tenant-17) and the token for commit (9fceb02d) expired"),
    Rule::text(
        "grouped-code",
        Class::Prose,
        &["passcode", "otp", "one-time", "verification", "security code", "login code", "2fa", "mfa", "confirmation code", "einmalcode", "bestätigungscode", "access code", "pin"],
        r"(?i)\b(?:(?:one-time|verification|security|login|2fa|mfa|confirmation|access)\s(?:pass)?code|passcode|otp|einmalcode|bestätigungscode|pin)\b(?:\s(?:is|ist|was)|\s?[:=])?\s(?P<s>[0-9]{3}[ -][0-9]{3})\b",
        "[token]",
    )
    .reach(2, 60)
    .hides("your one-time passcode: 118 204")
    .keeps("error code: 118 204, verification took 118 204 us"),
    Rule::text(
        "value-then-its-name",
        Class::Prose,
        &["password)", "passphrase)", "passwort)", "kennwort)", "password).", "secret)", "contraseña)", "passe)", "senha)", "hasło)", "wachtwoord)", "is the password", "is the new password", "is my password", "is her password", "is his password", "is our password", "ist das passwort", "ist das kennwort", "was the password", "is the secret", "is the passphrase", "as password", "as the password", "as passphrase", "as my password", "password prompt", "for password", "as a password"],
        r#"(?i)["'`(]?(?P<s>[^\s"'`(),;]{6,100})["'`)]?\s+(?:\((?:\p{L}+['’]?\p{L}*\s){0,4}(?:password|passphrase|secret|passwort|kennwort|contraseña|passe|senha|hasło|wachtwoord)\)|(?:is|was|ist)\s(?:the|my|her|his|our|das)\s(?:new\s|neue\s)?(?:password|passphrase|secret|passwort|kennwort)\b|(?:(?:is|was|were)\s)?(?:not\s)?(?:accepted\s|rejected\s|refused\s|tried\s|used\s|given\s|set\s|entered\s)?(?:as|at|for)\s(?:the\s|a\s|my\s|his\s|her\s)?(?:new\s)?(?:password|passphrase)\b)"#,
        "[password]",
    )
    .when(typed)
    .reach(160, 24)
    .hides("reset to Gr8-Wasser (her new password) at noon; Gr8-Wasser is the password")
    .keeps("asked for it twice (the old password), sha256 is the password hash"),
    Rule::text(
        "spelled-out",
        Class::Prose,
        &["password", "passwort", "kennwort", "passphrase", "secret", "token", "contraseña", "hasło", "wachtwoord", "senha", "mot de passe", "pin"],
        r"(?i)\b(?:password|passwort|kennwort|passphrase|secret|token|contraseña|hasło|wachtwoord|senha|passe)\b[^\n]{0,32}?[\s:=](?P<s>(?:[^\s.,;:=|]{1} ){5,60}[^\s.,;:=|])(?:[\s.,;]|$)",
        "[password]",
    )
    .when(|found| found.secret().chars().filter(|c| c.is_alphanumeric()).count() >= 5)
    .reach(4, 200)
    .hides("the password is spelled G r 8 W a s s e r with a capital G")
    .keeps("password rules: a b c d are four classes"),
    Rule::text(
        "spaced-name",
        Class::Pair,
        &["p a s s", "s e c r e t", "t o k e n", "p a s s w o r t"],
        r"(?i)\b(?:p a s s w o r d|p a s s w d|p a s s|s e c r e t|t o k e n|p a s s w o r t)\s*[:=]\s*(?P<s>\S{3,100})",
        "[password]",
    )
    .when(|found| !blanks::is_blanked(found.secret()))
    .hides("P A S S W O R D = Gr8Wasser")
    .keeps("P A S S E D: 12"),
    Rule::text(
        "number-then-its-owner",
        Class::Phone,
        &[" is her ", " is his ", " is my ", " is their ", " is the ", " (mobile", " (cell", " (phone", " (tel", " (handy", " (mobil"],
        r"(?i)(?P<s>\+?\(?[0-9][0-9 ()./-]{6,20}[0-9])\s(?:is\s(?:her|his|my|their|the)\s(?:new\s|private\s|work\s)?|\()(?:mobile|cell|phone|telephone|number|tel|handy|mobil|telefon)\b",
        "[phone]",
    )
    .reach(40, 40)
    .hides("0171-5550123 is her mobile")
    .keeps("17 is the number of rows"),
    Rule::text(
        "quoted-person",
        Class::Name,
        &["user \"", "user '", "member \"", "member '", "mailbox of ", "account of ", "colleague ", "behalf of \"", "person \"", "guest \"", "employee \"", "customer \""],
        r#"\b(?:(?i:user|member|person|guest|employee|customer|colleague)\s["']|(?i:mailbox|account|colleague|behalf)(?:\sof)?\s["']?)(?P<s>[A-ZÀ-Þ][\p{Ll}'’-]{1,24}(?:\s(?:van|von|de|der|den|la|da|di)){0,2}(?:\s[A-ZÀ-Þ][\p{L}'’-]{1,24}){1,3})"#,
        "[name]",
    )
    .when(is_person)
    .reach(4, 120)
    .hides("assigned to user \"Zsófia Nagy\" (id 17)")
    .keeps("user \"Backup Operators\" is a group, account of Platform Team"),
    Rule::text(
        "code-to-enter",
        Class::Prose,
        &["enter ", "use code", "code ", "pin ", "puk "],
        r"(?i:\b(?:enter|type|use) (?:the|this|your|following|code)(?: (?:one-time|verification|login|device))?(?: code)?(?: to [^:\n.]{1,40})?[: ]\s?(?P<s>[A-Z0-9]{4}-[A-Z0-9]{4}|[A-Z]{0,4}[0-9][A-Z0-9]{3,11}|[A-Z]{2,4}[0-9][A-Z0-9]{4,9}))\b|\b(?i:code) (?P<t>[0-9]{4,8}) (?i:was |is )?sent to|\b(?:PIN|TAN|OTP|(?i:puk))(?: code)? (?P<u>[0-9]{4,8})\b",
        "[token]",
    )
    .reach(40, 100)
    .hides("Enter this code to sign in: 774301; code 58291 sent to +420 601 234 567; PIN 4471 rejected")
    .keeps("exit code 58291, enter the room to see 4 tables, PIN length 4, pin 10245 pages"),
    Rule::text(
        "product-key",
        Class::Pair,
        &["license", "licence", "serial key", "product key", "activation", "lizenz", "licencja"],
        r"(?i:\b(?:licen[cs]e|serial|product|activation|lizenz|licencja)(?:[ -]?(?:key|code|schlüssel))?)(?:\s(?:is|was|no|nr))?[\s:=]{1,3}(?P<s>(?:[A-Z0-9]{4,6}-){2,7}[A-Z0-9]{4,6})\b",
        "[key]",
    )
    .hides("license 7F3KQ-9S2MZ-X81LP-4WVNB-Q0AHD is in use")
    .keeps("license Apache-2.0, licence GPL-2.0-or-later, activation code expired"),
    Rule::text(
        "listed-bytes",
        Class::Pair,
        &["key", "secret", "seed"],
        r"(?i)\b(?:key|secret|seed)(?: (?:bytes|material|data|hex))?\s?[:=]\s?\[?(?P<s>(?:(?:0x)?[0-9a-f]{2}[ ,:]{1,2}){15,300}(?:0x)?[0-9a-f]{2})\b",
        "[key]",
    )
    .reach(2, 900)
    .hides("key bytes: 6b 65 79 2d 31 32 33 34 35 36 37 38 39 30 61 62")
    .keeps("key identifier: 6b:65:79:2d:31:32:33:34:35:36:37:38:39:30:61:62"),
    Rule::text(
        "contact-card",
        Class::Name,
        &["begin:vcard"],
        r"(?i)BEGIN:VCARD(?P<s>[\s\S]{1,4000}?)(?:END:VCARD|$)",
        "[personal]",
    )
    .when(|found| !found.secret().contains("[personal]"))
    .reach(0, 2000)
    .hides("BEGIN:VCARD\nFN:Zsófia Nagy\nEND:VCARD")
    .keeps("BEGIN:VCALENDAR END:VCALENDAR"),
    Rule::text(
        "patronymic",
        Class::Name,
        &["ович", "евич", "івна", "ївна", "овна", "евна", "йович"],
        r"(?P<s>\p{Lu}\p{L}+ \p{Lu}\p{L}+(?:ович|евич|йович|овна|евна|івна|ївна)|\p{Lu}\p{L}+ \p{Lu}\p{L}+ \p{Lu}\p{L}+(?:ович|евич|йович|овна|евна|івна|ївна))",
        "[name]",
    )
    .reach(120, 40)
    .hides("пользователь Иванов Сергей Петрович заблокирован")
    .keeps("готовность основна"),
    Rule::text(
        "japanese-person",
        Class::Name,
        &["様", "さん", "氏"],
        r"(?P<s>[一-鿿々]{2,3}(?:[ 　]?[一-鿿々ぁ-んァ-ヶー]{1,4})?)(?:様(?:か|に|の|は|が|へ|、|。|よ|$)|さん|氏)",
        "[name]",
    )
    .when(|found| !found.secret().ends_with(['仕', '同', '模', '多', '王', '神', '客', '皆']) )
    .reach(40, 12)
    .hides("山田太郎様からの問い合わせ")
    .keeps("仕様の変更、お客様の環境、新仕様は無効"),
    Rule::text(
        "salutation",
        Class::Name,
        &["hello ", "hi ", "dear ", "hallo ", "bonjour ", "hola ", "ciao ", "cześć ", "liebe", "geehrte"],
        r"\b(?i:hello|hi|dear|hallo|bonjour|hola|ciao|cześć|lieber?|sehr geehrter? (?:herr|frau))\s(?P<s>\p{Lu}\p{Ll}{1,24}(?:[ -]\p{Lu}\p{Ll}{1,24}){0,2})[,!]",
        "[name]",
    )
    .when(greets_person)
    .reach(16, 100)
    .hides("Hello Fatima, your backup failed")
    .keeps("Hello World, hello client, Dear Customer, hi Team!"),
    Rule::text(
        "named-among-personal",
        Class::Name,
        &["name\"", "name\\\"", "name'", "name:", "name="],
        r#"(?i)(?:\b(?:full|user)?name\\{0,3}["']?\s?[:=]\s?\\{0,3}["'](?P<s>[^"'\\\n]{2,80})\\{0,3}["']|[\s?&]name=(?P<t>[\p{Lu}%][^&\s"']{1,80})&)"#,
        "[name]",
    )
    .when(siblings_are_personal)
    .reach(12, 120)
    .hides("skipped {\"name\":\"Zsófia Nagy\",\"dob\":\"[personal]\"}")
    .keeps("skipped {\"name\":\"Baseline Windows\",\"version\":3} {\"name\":\"ops.reconcile\",\"email\":null}"),
    Rule::text(
        "given-and-family",
        Class::Name,
        &["\"given\"", "\"family\"", "given=", "family="],
        r#"(?i)"?\b(?:given|family)"?\s*[:=]\s*\[?\s*"(?P<s>[^"\n]{1,60})""#,
        "[name]",
    )
    .when(|found| {
        let near = &found.text[found.text.floor_char_boundary(found.secret.start.saturating_sub(120))
            ..found.text.ceil_char_boundary((found.secret.end + 120).min(found.text.len()))];
        let near = near.to_lowercase();
        near.contains("given") && near.contains("family") && !found.secret().starts_with('[')
    })
    .reach(2, 100)
    .hides("{\"name\":{\"given\":\"Zsófia\",\"family\":\"Nagy\"}}")
    .keeps("{\"family\":\"debian\",\"release\":12}"),
    Rule::text(
        "form-body",
        Class::Payload,
        &["body", "payload", "form data", "posted"],
        r#"(?i)\b(?:body|payload|form data|posted)["']?[\s:=]{1,3}["']?(?P<s>[a-z_.\[\]0-9]{1,40}=[^\s&"']*(?:&[a-z_.\[\]0-9]{1,40}=[^\s&"']*)+)"#,
        "[payload]",
    )
    .when(|found| found.secret().split('&').any(|pair| {
        let value = pair.split_once('=').map_or("", |(_, value)| value);
        value.contains(['+', '%']) || value.starts_with(char::is_uppercase)
    }))
    .reach(2, 600)
    .hides("partner refused body name=Zs%C3%B3fia+Nagy&note=call+later")
    .keeps("partner refused body limit=50&offset=100"),
    Rule::text(
        "spoken-body",
        Class::Payload,
        &["body:", "payload:", "body =", "payload =", "body=", "payload=", "body was", "payload was"],
        r#"(?i)\b(?:body|payload)(?:\swas)?\s?[:=]\s?(?P<s>[\p{L}][^\n{}<>|\[\]"=]{15,2000})"#,
        "[payload]",
    )
    .when(|found| payload_texts::is_told(found.secret()))
    .reach(4, 600)
    .hides("body: customer Zsófia Nagy complained about the invoice of May on the phone")
    .keeps("body: expected an object, found an array at line 1; payload: too large for the queue of this tenant"),
];

fn typed(found: &Found<'_>) -> bool {
    let value = found.secret().trim_end_matches(['.', ':', '!']);
    shapes::looks_typed(value) && !blanks::is_blanked(value) && !blanks::is_reference(value)
}

fn greets_person(found: &Found<'_>) -> bool {
    const CROWDS: [&str; 12] = [
        "World",
        "Team",
        "All",
        "Everyone",
        "Customer",
        "User",
        "Admin",
        "There",
        "Friends",
        "Colleagues",
        "Sir",
        "Madam",
    ];
    !found.secret().split(' ').any(|word| CROWDS.contains(&word))
}

/// A bare `name` is a person's when the same object tells a birthday, a mailbox or a telephone.
fn siblings_are_personal(found: &Found<'_>) -> bool {
    const SIBLINGS: [&str; 13] = [
        "dob",
        "email",
        "mail",
        "birthdate",
        "birthday",
        "phone",
        "mobile",
        "surname",
        "ssn",
        "pesel",
        "userprincipalname",
        "givenname",
        "gender",
    ];
    let Range { start, end } = found.secret;
    let head = &found.text[found.text.floor_char_boundary(start.saturating_sub(240))..start];
    let tail = &found.text[end..found.text.floor_char_boundary(end.saturating_add(240))];
    let ends = ['{', '}', '\n'];
    let object = [&head[head.rfind(ends).unwrap_or(0)..], &tail[..tail.find(ends).unwrap_or(tail.len())]];
    let object = object.concat().replace(['\\', '"', '\'', ' '], "").to_lowercase();
    let tells = |key: &str| {
        object.match_indices(key).any(|(at, _)| {
            !object[..at].ends_with(char::is_alphanumeric) && object[at + key.len()..].starts_with([':', '='])
        })
    };
    let mailbox = tells("address") && (object.contains("address:[email]") || object.contains('@'));
    let named = found.secret().contains(' ') || found.secret().starts_with(|c: char| c.is_uppercase() || !c.is_ascii());
    named && !found.secret().starts_with('[') && (mailbox || SIBLINGS.iter().any(|key| tells(key)))
}
