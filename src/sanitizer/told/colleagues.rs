//! Passwords told between colleagues: in the short words of a chat, as the answer to a question, as what to try, spelled
//! letter by letter.
//!
//! The weaker the word beside it, the more the value must look like nothing else.

use crate::sanitizer::looks::blanks;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::{is_joined_words, is_known, is_technical};
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::access_words::speaks_of_access;
use crate::sanitizer::words::context::{ahead, before};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "password-in-slang",
        Class::Prose,
        &["пас", "Пас", "ПАС", "парол", "Парол", "шифр", "Шифр", "šifr", "Šifr", "sifra", "лозинк", "パス", "p/w", "pw ", "pw:", "pw=", "pwは", "pwを", "비번", "암호", "패스", "口令", "รหัส", "mật khẩu", " mk ", "sandi", "parole", "geslo", "slapta", "pwd's", "pw's", "pass's", "passnya", "pwnya", "mdp", "phrase de passe", "سر", "מה", "सवर्ड", "सांकेतिक", "ওয়ার্ড", "வுச்சொல்", "code d", "cod de acces"],
        r#"(?:^|[^\p{L}\p{M}0-9_/.])(?i:пасс?(?:ворд)?(?:а|ом|у|е)?|пасик|парол[ьяіие]?\p{L}{0,3}|шифр[аауеоюй]{0,2}м?|[šs]ifr(?:a|u|om|e|i)|лозинк\p{L}{0,3}|(?:[\p{Han}\p{Hiragana}\p{Katakana}ー]{0,16})パス(?:ワード|コード)?|p/?w|비번|암호|패스워드|[\p{Han}]{0,10}口令|รหัส(?:ผ่าน)?(?:ใหม่)?|mật khẩu|mk|(?:kata )?sandi|parole|geslo|gesla|slaptažodis|(?:pwd|pw|pass)(?:'s|’s)|passnya|pwnya|mdp|phrase de passe|كلمة (?:السر|المرور)|ה?סיסמ[הא]|पासवर्ड|পাসওয়ার্ড|கடவுச்சொல்|(?:ancien |nouveau )?code d['’]accès|cod de acces)(?:(?:\s|は|が|을|를|은|는|이|가|คือ|是|为)[\p{L}\p{M}'’-]{0,14}){0,3}?\s?(?:[:：=—–-]|は|が|を|은|는|이|을|를|คือ|是|为|為|改为|換成|換え)?\s?["'«„「“]?(?P<s>[!#-~](?:[!#-~]|"[!#-+.-9;<>-|~-]){4,63})"#,
        "[password]",
    )
    // `"mdp":"…"` is a field, and what begins with its colon no value.
    .when(|found| is_told(found, false) && !found.secret().starts_with([':', '=']))
    .reach(60, 200)
    .hides("логин тот же, а пасс qwm7rk2x0v, никому; テスト用のパスは hk7rw2mzq です")
    .keeps("パスは /var/lib/app です, пасс 17 строк, parole in libertà, パス: C:\\temp, пас до nas-2"),
    Rule::text(
        "asked-and-answered",
        Class::Prose,
        &["?"],
        r#"(?im)(?:\b(?:pass(?:word|phrase|code)?|pw|pwd|pin|creds?|credentials?|login|key|secret|token|code|kennwort|passwort|zugang|mdp|mot de passe|clave|contraseña|senha|password|parola|has[łl]o|heslo|jelszó|wachtwoord|lösenord|adgangskode|salasana|şifre)\b|парол|пасс|密码|口令|パスワード|비밀번호|비번|new one|the new|neues?\b|nuev[ao]|nouveau|nuov[ao]|nowe|нов[ыа])[^\n?]{0,40}\?[^\n]{0,8}\n(?:>\s?|<[^>\n]{1,24}>\s?|\[[^\]\n]{1,20}\]\s?|[\p{L}0-9._-]{1,20}:\s|-\s|\s)*["'`«]?(?P<s>[!-~]{6,64}?)["'`»]?[.!]?\s*$"#,
        "[password]",
    )
    .when(|found| is_told(found, false) && shapes::switches(found.secret()) >= 2 && !found.secret().contains('/'))
    .reach(80, 130)
    .needs(&["?\n", "? \n", "?)\n", "?? \n", "??\n"])
    .hides("> what's the new one?\n> K@tzen72gras\n> thx")
    .keeps("> which token?\n> the-other-one\n> what is the new one?\n> node-17"),
    Rule::text(
        "tried-word",
        Class::Prose,
        &["try ", "tried ", "use ", "take ", "nimm ", "versuch", "probier", "prob", "prueba", "intenta", "essa", "prova", "spróbuj", "zkus", "próbáld", "încearcă", "попробуй", "спробуй", "пробай", "dene", "coba ", "試", "试", "type ", "typed ", "enter ", "entered ", "tapez", "escribe", "digita", "wpisz", "zadej", "введи", "tippe", "for "],
        r#"(?i)\b(?:try|tried|use|take|nimm|versuchs?|probiers?|probaj(?:te)?|probeer|prueba|intenta|essaie|essayez|essaye|prova|spróbuj|zkus|próbáld|încearcă|dene|coba|type|typed|enter|entered|tapez|escribe|digita|wpisz|zadej|tippe|swap it for)\b(?:\s(?:it|with|mit|con|avec|z|s|sa|in|ein|mal|once|just|instead|the|new|one))*[:\s]\s?["'`«]?(?P<s>[!-~]{6,64})|(?:попробуй|спробуй|пробай|введи(?:те)?|試して|试试|试一下)(?:\s(?:с|з|со))?[:：\s]{0,2}["'`«]?(?P<t>[!-~]{6,64})"#,
        "[password]",
    )
    .when(is_tried)
    .reach(2, 120)
    .hides("they rotated it friday, try Meadow-22-kettle")
    .keeps("try node-17 instead, use Utf8Path, try eu-west-1, use Sha256Digest, enter room-17, use OAuth2Client"),
    Rule::text(
        "account-is",
        Class::Prose,
        &["root ", "root:", "admin ", "admin:", "sa on ", "sa is ", "sa auf ", "sa is still", "sysadmin", "administrator", "postgres ", "oracle ", "ubuntu ", "login ", "svc_", "svc-", " ilo ", "idrac", "bios "],
        r#"(?i)(?:^|[\s(>"'`,;])(?:root|admin(?:istrator)?|sa|sysadmin|postgres|oracle|ubuntu|login|svc[_-]\w{1,20}|bios|ilo|idrac)(?:\s(?:on|for|of|at|auf|de|del|di|van|na)\s(?:[\w.-]+\s){1,4}?|\s|:\s?)(?:(?:is|was|ist|est|es|è|é|jest|=)\s)?(?:(?:still|now|again|currently|noch|jetzt|toujours|sigue siendo|ancora|ainda|nadal)\s)?["'`]?(?P<s>[!-~]{8,64})"#,
        "[password]",
    )
    .when(|found| {
        let secret = trimmed(found.secret());
        is_strange(secret) && !secret.contains(['/', '=', '<', '@', '\\']) && !found.text[found.secret.start..].starts_with(['[', '(', '{', '$', '%'])
    })
    .reach(2, 160)
    .hides("root on that box is still w8N2V55Xt4r, change it")
    .keeps("root on that box is still logged in, admin: NotAllowed, login is OAuth2Only"),
    Rule::text(
        "pair-of-access",
        Class::Prose,
        &["break-glass", "breakglass", "emergency", "notfall", "attempt", "tried ", "zugang", "acceso", "accès", "accesso", "acesso", "dostęp", "доступ", "u/p", "user/pass", "cred", "login", "logon", "access", "entrar", "toegang", "adgang", "přístup", "hozzáférés"],
        r#"(?i)\b(?:break-?glass|emergency(?: \w+)?|notfall\w*|(?:login |auth )?attempt(?: #?[0-9]{1,4})?|tried|zugang\w*|acceso|accès|accesso|acesso|dostęp|доступ|u/p|user/pass(?:word)?|creds?|credentials?|log[io]n|logins|access|toegang|adgang|přístup|hozzáférés)(?:\s(?:for|of|on|to|für|von|auf|pour|de|para|del|per)\s(?:the\s|den\s|die\s|das\s|le\s|la\s|el\s|il\s)?[\w.-]{2,30}(?:\s[\w.-]{2,20})?)?(?:\s?[:=]\s?|\s(?:is|ist|est|es|è|jest|are|sind)\s|\s)[a-z0-9._@\\-]{2,40}(?:\s?[/|]\s|\s(?:with|mit|avec|con|z|and|und)\s|\s)["'`]?(?P<s>[!-~]{6,64})"#,
        "[password]",
    )
    .when(|found| {
        let secret = trimmed(found.secret());
        let head = &found.text[..found.secret.start];
        let slashed = head.trim_end_matches(['"', '\'', '`']).ends_with("/ ");
        let bare = head.trim_end_matches(['"', '\'', '`', ' ', '/']);
        let told = before(bare, bare.len(), 64);
        let sure = ["zugang", "acceso", "accès", "accesso", "acesso", "dostęp", "доступ", "u/p", "user/pass", "creds", "credential", "break", "emergency", "notfall", "toegang", "adgang", "přístup"].iter().any(|word| told.contains(word));
        let chosen = shapes::looks_chosen(secret) && secret.len() >= 8 && secret.bytes().filter(u8::is_ascii_digit).count() >= 2 && !secret.contains('.');
        // "the login for the panel is maint and …"
        let and = ["and", "und", "et", "y", "e"].iter().any(|word| head.trim_end().ends_with(&format!(" {word}")));
        let sure = sure || and && ["login", "logon"].iter().any(|word| ["for", "on", "of", "to", "für"].iter().any(|of| told.contains(&format!("{word} {of} "))));
        let paired = and || ["mit", "with", "avec", "con", "and", "und"].iter().any(|word| head.trim_end().ends_with(word));
        !secret.contains(['/', '=', '<', '(', ':', '['])
            && (is_strange(secret)
                || slashed && (is_joined_words(secret) || shapes::looks_typed(secret) || is_numbered_words(secret) || sure && chosen)
                || sure && paired && shapes::looks_typed(secret))
    })
    .reach(2, 130)
    .hides("break-glass: gate / thistle-maple-2291")
    .keeps("attempt 3: worker / retry-17, access: tenant / policies, login ops / 17"),
    Rule::text(
        "uuid-as-password",
        Class::Prose,
        &["as the password", "as password", "as the pw", "als passwort", "als kennwort", "as the api key", "as the key", "as the token", "comme mot de passe", "como contraseña", "como senha", "come password", "jako hasł"],
        r#"(?i)\b(?P<s>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[!-~]{8,64})["'`]? (?:as (?:the )?(?:new )?(?:password|pw|api key|key|token)|als (?:neues )?(?:passwort|kennwort)|comme mot de passe|como (?:contraseña|senha)|come password|jako hasł\p{L}*)\b"#,
        "[password]",
    )
    .when(|found| found.secret().len() == 36 && shapes::is_identifier(found.secret()) || (is_strange(found.secret()) || shapes::looks_typed(found.secret()) && !is_known(&found.secret().to_lowercase())) && !found.secret().contains(['(', '=', '/', '<', '.', ':']))
    .reach(80, 4)
    .hides("send b162ccd5-284b-42f7-b93d-53212799cace as the password")
    .keeps("use tenant-17 as the key, uses argon2id as password hash"),
    Rule::text(
        "spelled-in-words",
        Class::Prose,
        &["spel", "letter by letter", "buchstab", "épel", "deletre", "literuj", "по букв"],
        r"(?i)\b(?:spel\p{L}*|letter by letter|buchstab\p{L}*|épel\p{L}*|deletre\p{L}*|literuj\p{L}*|password|passwort|kennwort|passphrase|passcode|wachtwoord|hasło|(?:wifi|wlan|network|wpa|door|safe|vault) (?:key|code))\b[^\n0-9]{0,60}?[\s:](?P<s>(?:(?:(?:capital|upper|big|small|lower|gross|groß|klein|majuscule|minuscule)[ -]?[a-z]?|alpha|alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiske?y|x-?ray|yankee|zulu|zero|one|two|three|four|five|six|seven|eight|niner?|null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf|uno|dos|tres|cuatro|cinco|siete|ocho|nueve|underscore|dash|hyphen|minus|dot|point|punkt|hash|pound|at|star|plus|bang|exclamation(?: mark)?|slash|unterstrich|bindestrich|tiret|guion|anton|berta|cäsar|dora|emil|friedrich|gustav|heinrich|ida|julius|kaufmann|konrad|ludwig|martha|nordpol|otto|paula|quelle|richard|samuel|siegfried|theodor|ulrich|viktor|wilhelm|xanthippe|ypsilon|zacharias|[a-z]|[0-9])(?:[\s,]{1,2}|-)){4,40}(?:alpha|alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiske?y|x-?ray|yankee|zulu|zero|one|two|three|four|five|six|seven|eight|niner?|null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun|deux|trois|quatre|cinq|sept|huit|neuf|bang|exclamation mark|star|hash|anton|berta|cäsar|dora|emil|friedrich|gustav|heinrich|ida|julius|kaufmann|konrad|ludwig|martha|nordpol|otto|paula|quelle|richard|samuel|siegfried|theodor|ulrich|viktor|wilhelm|ypsilon|zacharias|[a-z]|[0-9]))\b",
        "[password]",
    )
    .reach(2, 320)
    .hides("the wifi key is spelled capital-T seven echo underscore mike four four zulu")
    .keeps("the password has one or two digits and a dash, spelled with a capital K"),
    Rule::text(
        "told-passphrase",
        Class::Prose,
        &["passphrase", "pass phrase", "pass-phrase", "phrase de passe", "frase de", "frase se", "frase di", "fraza", "lösenfras", "wachtzin", "passfrase", "adgangssætning"],
        r#"(?i)\b(?:pass[ -]?phrase|phrase de passe|frase (?:de paso|segreta|di accesso|secreta|de segurança)|fraza|lösenfras|wachtzin|passfrase|adgangssætning)\b(?:(?:\s(?:for|of|to|für|von|du|de|del|della|da|do|voor|till|til)(?:\s[\p{L}0-9._-]+){1,3}?)?(?:\s?[:=]\s?|\s(?:is|was|lautet|ist|est|es|è|é|jest|to|är|er|now|jetzt|still)\s(?:now\s|jetzt\s|still\s|maintenant\s|ahora\s)?)|\s)["'`«]?(?P<s>[\p{Ll}0-9]{2,16}(?:[ -][\p{Ll}0-9]{2,16}){2,9})["'`»]?(?:[.,;:!)—–|]|\s[—–(|-]|\s*$|\n)"#,
        "[password]",
    )
    .when(is_phrase)
    .reach(2, 240)
    .hides("the new passphrase is amber kettle 12 sparrows")
    .keeps("passphrase must be at least twenty characters, passphrase prompt timed out, the passphrase is stored in the vault."),
    Rule::text(
        "short-code-told",
        Class::Prose,
        &["sms", "code", "otp", "one ", "badge", "пин", "ПИН", "pin"],
        r#"(?i)\b(?:one-time|verification|security|access|login|2fa|mfa|auth\w*|sms)\s(?:pass)?codes?\s\((?P<s>[0-9]{4,8})\)|\b(?:otp|totp|pin|tan)\s\((?P<t>[0-9]{4,8})\)|\bsms\b(?:\s[\p{L}'’]{1,12}){1,3}\s(?P<u>[0-9]{6}|[0-9]{3} [0-9]{3})\b|\b(?:first|second|third|next|new|other|last|old)\s(?:one|code)\s(?:was\s|is\s)?(?P<v>[0-9]{6})\b|\b(?:badge|locker|gate|door|room|keypad|cabinet|rack)[ -]?(?:code|pin)\s(?:is|was|=|:)?\s?(?P<w>[0-9]{4,8})\b"#,
        "[token]",
    )
    .when(is_code_told)
    .reach(16, 90)
    .hides("who dictated a one-time code (22819037), sms said 441902 but the code was expired")
    .keeps("sms queue sent 441902 messages, access codes (4096) loaded, new one 100000 rows"),
];

fn trimmed(value: &str) -> &str {
    let value = value.trim_end_matches(['.', ',', ';', ':', '?', ')', '"', '\'', '`', ']']);
    // A mark that ends the sentence may belong to the password; one before it is enough to tell.
    value.trim_start_matches(['"', '\'', '`', '('])
}

/// Words and numbers joined by dashes, two words at least or one with a long number.
fn is_numbered_words(value: &str) -> bool {
    let parts: Vec<&str> = value.split(['-', '_', '.']).collect();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        && digits >= 3
        && parts.len() >= 2
        && parts.iter().any(|part| part.len() >= 4 && part.bytes().all(|b| b.is_ascii_alphabetic()))
        && !shapes::is_identifier(value)
}

/// Looks like nothing that has a name: signs within letters, or letters and digits in turn.
fn is_strange(value: &str) -> bool {
    let sign = value.bytes().skip(1).any(|b| b"!#$%^&*?~+@".contains(&b));
    // `0a8f4f0^..`, `b162ccd~2`: revisions.
    let revision = value
        .split(['^', '~'])
        .next()
        .is_some_and(|head| head.len() >= 6 && head.bytes().all(|b| b.is_ascii_hexdigit()));
    !blanks::is_blanked(value)
        && !blanks::is_reference(value)
        && !revision
        && !is_known(&value.to_lowercase())
        && !value.contains(['(', '{', '<', '[', '=', '"', '\'', '/', ':', ','])
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().any(|b| b.is_ascii_alphabetic())
        && !shapes::is_identifier(value)
        && (sign && value.len() >= 8 && !value.contains('@') && !value.starts_with(['-', '$', '%'])
            || shapes::looks_drawn(value) && !is_wordy(value) && shapes::switches(value) >= 5)
}

/// A value that stands right behind the word for it.
fn is_told(found: &Found<'_>, far: bool) -> bool {
    let value = trimmed(found.secret());
    let host = value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && value.contains('-')
        && !is_joined_words(value);
    let keychain = value.len() == 20
        && value.split('-').count() == 3
        && value.split('-').filter(|part| !is_wordy(part)).count() >= 2;
    let head = &found.text[..found.secret.start];
    // `пароль от стенда backup-3: …`: whose it is; the value stands behind the colon.
    let owner = found.secret().ends_with(':') && found.text[found.secret.end..].starts_with(' ');
    value.len() >= 6
        && !owner
        && !head.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && !blanks::is_blanked(value)
        && !blanks::is_reference(value)
        && !value.contains(['/', '\\', '(', '<', '{', '[', '=', '|'])
        && !value.starts_with(['-', '%', '$', '.', '+'])
        && !is_known(&value.to_lowercase())
        && !shapes::is_number(value)
        && !(far && is_technical(value))
        && (shapes::looks_chosen(value) && !host && !value.ends_with("ms") || keychain || is_joined_words(value))
        && !value.contains("::")
        && !(value.contains('.') && value.bytes().all(|b| b.is_ascii_lowercase() || b == b'.'))
}

/// What one is told to try: strange by itself, or chosen while somebody speaks of access.
fn is_tried(found: &Found<'_>) -> bool {
    let value = trimmed(found.secret());
    if is_strange(value) && !value.starts_with(['#', '@', '$', '%', '-', '&']) {
        return true;
    }
    let start = found.text.floor_char_boundary(found.secret.start.saturating_sub(200));
    let near = found.text[start..found.secret.start].to_lowercase();
    let capital = value.bytes().any(|b| b.is_ascii_uppercase());
    speaks_of_access(&near)
        && !value.contains(['/', '=', '(', '<', ':', '[', '{', '"', '\'', '`', '%', '$'])
        && !is_known(&value.to_lowercase())
        && !shapes::is_identifier(value)
        && (is_joined_words(value) && (capital || value.split('-').count() >= 4)
            || capital
                && shapes::looks_typed(value)
                && shapes::switches(value) >= 4
                && !is_technical(value)
                && !ends_in_kind(value))
}

/// `Utf8Path`, `Win32Error`: names of types end in a word of code.
fn ends_in_kind(value: &str) -> bool {
    [
        "Path", "Error", "Client", "Digest", "Hash", "Type", "Key", "String", "Code", "Encoder", "Decoder", "Server",
        "Api", "API", "Util", "Utils",
    ]
    .iter()
    .any(|end| value.ends_with(end))
}

/// Plain words in a row that say nothing together.
fn is_phrase(found: &Found<'_>) -> bool {
    const JOINING: &str = " the a an is are was were be been has have had not no must should can may will shall for of to in on at by with from and or as if it its this that these those than then you your we our they \
     which when who while but so do does did prompt policy protected stored required expired rotated changed reset wrong invalid correct encrypted hashed missing set used length characters words entropy timed cannot failed rejected accepted again already \
     der die das ist war nicht muss und oder für mit von zu im in auf wird wurde kein keine falsch abgelaufen geändert le la les est pas doit et ou pour avec de du des dans un une el los es no debe y o para con en del \
     il è non deve e per di da una het een niet moet en voor met jest nie musi i dla z na do w ";
    let phrase = found.secret();
    let words: Vec<&str> = phrase.split([' ', '-']).collect();
    let strange = words.iter().filter(|word| word.len() >= 3).count();
    strange >= 3
        && !words.iter().any(|word| {
            JOINING.contains(&format!(" {word} ")) || word.ends_with("ing") || word.len() > 4 && word.ends_with("ed")
        })
        && !phrase.bytes().all(|b| b.is_ascii_digit() || b == b' ')
}

/// Somebody speaks of a code, and what follows is no measure.
fn is_code_told(found: &Found<'_>) -> bool {
    let tail = ahead(found.text, found.secret.end, 60).to_lowercase();
    let head = before(found.text, found.secret.start, 90);
    let unit = tail.trim_start_matches([')', ' ']).split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let counted = [
        "messages", "rows", "times", "ms", "bytes", "users", "sms", "loaded", "entries", "seconds", "of", "records",
        "items", "codes",
    ]
    .contains(&unit);
    let speaks = |text: &str| {
        [
            "code",
            "otp",
            "mfa",
            "2fa",
            "expired",
            "login",
            "sign",
            "token",
            "pin",
            "tan",
            "badge",
            "console",
            "enrol",
            "abgelaufen",
            "expiré",
        ]
        .iter()
        .any(|word| text.contains(word))
    };
    !counted
        && (speaks(&head) || speaks(&tail))
        && !head.contains("error code")
        && !head.contains("exit code")
        && !head.contains("status")
}
