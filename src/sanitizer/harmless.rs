//! Which values of a secret field may stay.
//!
//! Most lines that name a password hold none: it is missing, expired, a reference, a placeholder,
//! already redacted. Hiding those would cost the operator the very word that says what happened.

use super::context::has_word;
use super::rule::Weight;
use super::separators::Joint;
use super::shapes;

/// Words that speak about a secret instead of being one.
const ABOUT: &str = " a able absent accepted access account active actually all already also an and any \
 applied are as at authentication authorized auth bad bearer basic be been before being blank but by cannot can can't \
 case changed change check code compromised confirmed connection contains correct could corrupted count created \
 database date db decode decryption default deleted denied deprecated digest disabled do does doesn't don't duplicate \
 empty enabled encrypted encoded error exceeded exists expected expire expired expires expiring expiry external \
 failed failure false file for forbidden format found from garbage generated get given good granted has \
 hashed have hidden id if ignored illegal in incorrect incomplete information initial input insecure internal invalid \
 invalidated is isn't issued issue it its key kind last leaked length like loaded local locked lookup lost \
 malformed managed manager masked match mandatory mismatch mismatched missing must n/a name nearly needed needs never new \
 nil no none normal not null obsolete of off ok okay old on one only optional or out outdated parse pending \
 permission please policy present problem prompt protected provided provider random read ready received \
 redacted refresh refreshed refused rejected removed renewed replaced request requested required requires reset \
 revoked rotated rotation same saved secret see sent server service set shared short should signature signed simple since \
 so some something soon status stale still store stored strong succeeded success successful successfully \
 supplied supported suspended service_account system temporarily that the there this through time timed timeout to token \
 too true type unable unauthorized unavailable undefined unencrypted unexpected unknown unlocked unmatched unreadable unset \
 until unused unsupported updated update upstream use used user username using valid validated validation value \
 vault verified verify version via was weak well were what when where which while will with within without \
 wrong yes yet you your aborted cancelled conflict canceled skipped unchanged queued running completed \
 closed open opened online offline up down yet half empty-string context stopped started ended recovered creation \
 notfound accessdenied timeout: eof deadline unreachable reused replayed consumed throttled limited ratelimited \
 ist sind wird wurde nicht falsch fehlt ungültig abgelaufen erforderlich leer fehlerhaft gesperrt geändert \
 est sont requis obligatoire invalide expiré manquant incorrecta incorrecto requerida obligatoria caducada vacía \
 no debe inválida vacío requerido non valida errata scaduta mancante obrigatória incorreta expirou \
 jest wymagane nieprawidłowe wygasło verplicht onjuist verlopen krävs felaktigt ";

/// What a value stands in, as far as the judgement needs it.
pub(super) struct Setting<'t> {
    pub(super) value: &'t str,
    pub(super) quoted: bool,
    pub(super) joint: Joint,
    pub(super) weight: Weight,
    /// The same line before the field name, in lower case.
    pub(super) before: &'t str,
    /// What follows the value.
    pub(super) after: &'t str,
    /// Whether the field name is in the plural (`tokens`), which makes a number a count.
    pub(super) plural: bool,
}

/// Whether the value may stay.
pub(super) fn may_stay(setting: &Setting<'_>) -> bool {
    let value = setting.value.trim();
    if value.is_empty() || is_blanked(value) || is_reference(value) {
        return true;
    }
    if setting.weight == Weight::Personal {
        return speaks(value, setting.quoted);
    }
    if speaks(value, setting.quoted) {
        return true;
    }
    if shapes::is_number(value) && counts(setting, value) {
        return true;
    }
    if setting.weight == Weight::Weak {
        return !(matches!(setting.joint, Joint::Assign | Joint::Element)
            && (shapes::looks_random(value, 14) || is_long_hex(value)));
    }
    match setting.joint {
        Joint::Assign | Joint::Element => is_code(setting, value),
        Joint::Flag => false,
        Joint::Colon => {
            !(setting.quoted && !value.contains(' ') && !complains(setting.before)
                || shapes::looks_chosen(value)
                || shapes::looks_random(value, 12)
                || !complains(setting.before) && ends_there(setting.after) && !is_code(setting, value))
        }
        Joint::Copula => {
            let chosen = shapes::looks_chosen(value) || shapes::looks_random(value, 12);
            let named = setting.weight == Weight::Strong && !is_inflected(value);
            !(chosen || named && !value.contains(' ') && (setting.quoted || ends_there(setting.after)))
        }
        Joint::Adjacent => {
            !(shapes::looks_random(value, 12)
                || setting.weight == Weight::Strong
                    && shapes::looks_chosen(value)
                    && !value.contains(' ')
                    && !value.contains(['/', '(', ':']))
        }
    }
}

fn is_long_hex(value: &str) -> bool {
    value.len() >= 32 && value.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Stars, dots, crosses, or something in brackets.
pub(super) fn is_blanked(value: &str) -> bool {
    let inner = value.trim_matches(['"', '\'', '\\']);
    let filler = |c: char| "*•·.xX#-_?●█…".contains(c);
    inner.chars().all(filler)
        || [('[', ']'), ('<', '>'), ('{', '}'), ('(', ')')].iter().any(|(open, close)| {
            inner.starts_with(*open) && inner.ends_with(*close) && inner.len() <= 48 && !shapes::looks_random(inner, 20)
        })
        || has_word(
            &inner.to_lowercase(),
            &[
                "redacted",
                "masked",
                "hidden",
                "filtered",
                "removed",
                "changeme",
                "scrubbed",
                "sanitized",
                "omitted",
                "secret]",
                "password]",
            ],
        )
}

/// Variables, templates, parameters, and addresses of a secret store.
fn is_reference(value: &str) -> bool {
    let starts = |prefixes: &[&str]| prefixes.iter().any(|p| value.starts_with(p));
    starts(&[
        "${",
        "$(",
        "{{",
        "%(",
        "<%",
        "#{",
        "@Microsoft.KeyVault",
        "vault:",
        "op://",
        "env:",
        "env.",
        "file:",
        "arn:",
        "ENC[",
        "process.env",
        "os.environ",
        "secrets.",
        "/run/secrets/",
        "/etc/",
        "/var/run/",
    ]) || matches!(value, "%s" | "%v" | "%d" | "?" | "{}" | "{:?}" | "%q" | "%r")
        || value.strip_prefix(['$', '@', ':']).is_some_and(|name| {
            name.bytes().all(|b| b.is_ascii_digit())
                || name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit())
                || name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        })
}

/// Whether the value begins with a word about secrets.
fn speaks(value: &str, quoted: bool) -> bool {
    let first = value.split(|c: char| c.is_whitespace() || ",;.!()\"'".contains(c)).next().unwrap_or("");
    let first = first.trim_end_matches(':');
    let word = first.to_lowercase();
    if word.is_empty() {
        return !value.chars().any(char::is_alphanumeric);
    }
    let known = ABOUT.contains(&format!(" {word} "));
    if quoted && !value.contains(' ') {
        return known && value.len() == first.len();
    }
    known && (quoted || value.len() <= first.len() + 1)
}

fn counts(setting: &Setting<'_>, value: &str) -> bool {
    match setting.weight {
        Weight::Strong => {
            setting.plural
                || matches!(setting.joint, Joint::Colon | Joint::Copula | Joint::Adjacent) && value.len() < 4
                || setting.before.ends_with("passed=")
                || value.len() <= 2
        }
        Weight::Medium => setting.plural || value.len() <= 4 || setting.joint == Joint::Adjacent,
        Weight::Weak | Weight::Personal => true,
    }
}

/// Calls and field accesses: `getPassword()`, `self.token`, `req.body.password`.
fn is_code(setting: &Setting<'_>, value: &str) -> bool {
    if setting.quoted {
        return false;
    }
    let path = value.split('(').next().unwrap_or(value);
    let call = value.ends_with(')') && value.contains('(');
    let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    let access = path.contains(['.', ':']) && path.split(['.', ':']).filter(|w| !w.is_empty()).all(word);
    call && path.split(['.', ':']).filter(|w| !w.is_empty()).all(word)
        || access && path.contains("::")
        || access
            && has_word(
                &path.to_lowercase(),
                &[
                    "self", "this", "config", "cfg", "settings", "req", "request", "body", "env", "args", "options",
                    "opts", "params", "password", "token", "secret", "ctx", "state",
                ],
            )
}

/// Whether the words before speak of an error, so that a word after the colon is its reason.
fn complains(before: &str) -> bool {
    const VERBS: [&str; 40] = [
        "failed",
        "fail",
        "invalid",
        "error",
        "could",
        "cannot",
        "can't",
        "couldn't",
        "unable",
        "missing",
        "expired",
        "bad",
        "wrong",
        "parse",
        "parsing",
        "decode",
        "decoding",
        "refresh",
        "refreshing",
        "verify",
        "verifying",
        "validate",
        "validating",
        "unexpected",
        "malformed",
        "reading",
        "read",
        "fetch",
        "fetching",
        "get",
        "getting",
        "resolve",
        "resolving",
        "rejected",
        "refused",
        "unknown",
        "acquire",
        "acquiring",
        "obtain",
        "renew",
    ];
    has_word(before, &VERBS)
}

fn ends_there(after: &str) -> bool {
    let after = after.trim_start_matches(['"', '\'', '.', '!', '?', ')', '”', '`']);
    after.is_empty() || after.starts_with(['\n', '\r', ',', ';', '|', '<', '\\', '}', ']', '&'])
}

/// Adjectives and participles describe a password; they are none.
fn is_inflected(value: &str) -> bool {
    let word = value.to_lowercase();
    !value.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'')
        || [
            "ed", "ing", "able", "ible", "ent", "ful", "less", "ive", "ous", "ly", "ant", "id", "en", "-only", "ary",
            "ory", "al",
        ]
        .iter()
        .any(|ending| word.ends_with(ending))
        || word.chars().count() < 4
}
