//! Values that say of a secret what it is or how it stands: `HS256`, `write-only`, `invalid_grant`, `期限切れ`.
//!
//! "password: strict" and "token = HS256" hold no secret. Only the whole value counts, so that a passphrase which
//! begins like such a word still goes.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::own_types::is_algorithm;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::spans::Span;

/// Kinds of keys, of hashes and of doors.
const KINDS: &str = " hs256 hs384 hs512 rs256 rs384 rs512 es256 es384 es512 ps256 ps384 ps512 eddsa ed25519 ed448 x25519 \
 rsa rsa-2048 rsa-3072 rsa-4096 rsa2048 rsa3072 rsa4096 ecdsa p-256 p-384 p-521 secp256r1 secp256k1 aes aes-128 aes-256 \
 aes-256-gcm aes-128-gcm aes-256-cbc aes-128-cbc aes256-gcm aes256-cbc aes256 a256gcm a128gcm a256kw dir \
 chacha20-poly1305 xchacha20-poly1305 sha1 sha224 sha256 sha384 sha512 sha-1 sha-256 sha-512 sha3-256 hmac \
 hmac-sha1 hmac-sha256 hmac-sha512 md5 blake2b blake2s blake3 argon2 argon2i argon2d argon2id bcrypt scrypt pbkdf2 \
 pbkdf2-sha256 yescrypt sha512crypt sha256crypt scram-sha-1 scram-sha-256 scram-sha-512 caching_sha2_password \
 mysql_native_password base32 base64 base64url pem der pkcs1 pkcs7 pkcs8 pkcs12 pkcs#1 pkcs#7 pkcs#8 pkcs#11 pkcs#12 \
 pfx jks jwt jws jwe jwk jwks paseto oauth oauth2 oidc saml saml2 mtls gssapi ldap ldaps radius totp hotp fido2 \
 xoauth2 oauthbearer cram-md5 digest-md5 gs2-krb5 gssapi-spnego webauthn x509 x.509 openpgp hsm tpm2 keytab keychain keyring wincred secretservice cubbyhole approle ";

/// How a secret stands, in the languages of operators.
const STATES: &str = " on_create on_update always never auto manual strict lax opaque cleartext plaintext inherited sealed unsealed certificate tbd tba \
 automatic rotating retired archived superseded escrowed wrapped unwrapped purged orphaned dormant compliant \
 noncompliant non-compliant overdue upcoming imminent healthy degraded syncing synced unsynced outdated unverified \
 immutable readonly writeonly optional mandatory configured unconfigured provisioned deprovisioned scheduled paused \
 resumed retrying deferred postponed acknowledged escalated ephemeral permanent temporary transient dynamic static \
 exportable non-exportable recoverable unrecoverable restorable \
 gesetzt geändert erneuert abgelaufen widerrufen entsperrt gültig unbekannt unverändert geheim verschlüsselt hinterlegt \
 ausstehend veraltet fällig überfällig gelöscht unvollständig unlesbar \
 expirée révoqué révoquée défini définie inconnu inconnue inchangé inchangée chiffré chiffrée bloqué bloquée valide \
 périmé périmée renouvelé renouvelée supprimé supprimée \
 caducado caducada revocado revocada definido definida desconocido desconocida cifrado cifrada bloqueado bloqueada \
 válido válida vencido vencida renovado renovada eliminado eliminada \
 scaduto revocato revocata sconosciuto sconosciuta bloccato bloccata valido valida cifrato cifrata rinnovato rinnovata \
 expirado expirada revogado revogada desconhecido desconhecida renovada excluída \
 wygasł wygasła nieznany nieznana zablokowany zablokowana ważny ważna unieważniony unieważniona odnowiony odnowiona \
 ingetrokken onbekend geblokkeerd geldig vernieuwd verwijderd \
 期限切れ 無効 有効 不明 未設定 設定済み 失効 更新済み 已过期 过期 无效 有效 未设置 已设置 已撤销 已失效 已更新 만료됨 만료 \
 stdout stderr stdin passed failed ok done success important crucial critical essential necessary useful possible \
 impossible safe unsafe dangerous recommended discouraged advisable sufficient enough wrong sorry retype warning note hint usage info debug notice \
 истёк истек отозван неизвестен заблокирован просрочен действителен обновлён ";

/// Whether the value is such a word, or is put together as programs put them.
pub(crate) fn tells_state(text: &str, span: &Span) -> bool {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| KINDS.split_whitespace().chain(STATES.split_whitespace()).collect());
    let value = &text[span.range.clone()];
    let tail = &text[span.range.end..];
    if value.len() > 64 {
        return false;
    }
    WORDS.contains(value.trim_end_matches(['!', '?', '.']).to_lowercase().as_str())
        || is_compound_state(value)
        || is_algorithm(value)
        || is_error_name(value)
        || is_error_number(value)
        || is_count(value)
        || is_sentence(value)
        || is_page(value)
        || is_windows_path(value)
        || is_home_path(value)
        || is_row(value)
        || is_key_of_pair(value, text, span, tail)
}

/// `write-only`, `user-supplied`, `base64-encoded`: a word and what became of it.
fn is_compound_state(value: &str) -> bool {
    const ENDS: [&str; 24] = [
        "supplied",
        "generated",
        "managed",
        "based",
        "encrypted",
        "encoded",
        "hashed",
        "signed",
        "issued",
        "provided",
        "defined",
        "rotated",
        "protected",
        "shared",
        "lived",
        "expired",
        "specific",
        "scoped",
        "owned",
        "wrapped",
        "backed",
        "authenticated",
        "configured",
        "bound",
    ];
    // Behind a plain ending only some words make a state; others make a name that somebody chose.
    const FAINT: [&str; 9] = ["only", "use", "time", "factor", "side", "wide", "level", "less", "safe"];
    const WORDS: [&str; 34] = [
        "read", "write", "append", "api", "local", "internal", "one", "single", "multi", "two", "server", "client",
        "tenant", "cluster", "org", "self", "user", "machine", "password", "token", "cert", "key", "https", "tls",
        "admin", "test", "list", "metadata", "header", "cookie", "build", "run", "url", "service",
    ];
    value.split_once('-').is_some_and(|(word, end)| {
        word.len() >= 2
            && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            && (ENDS.contains(&end) || FAINT.contains(&end) && WORDS.contains(&word))
    })
}

/// `invalid_grant`, `TOKEN_EXPIRED`, `SecretNotFound`: what a program calls an error.
fn is_error_name(value: &str) -> bool {
    const FIRST: [&str; 15] = [
        "invalid",
        "expired",
        "missing",
        "unsupported",
        "unauthorized",
        "unknown",
        "bad",
        "wrong",
        "no",
        "not",
        "access",
        "insufficient",
        "unexpected",
        "mismatched",
        "malformed",
    ];
    const LAST: [&str; 20] = [
        "error",
        "exception",
        "denied",
        "expired",
        "found",
        "invalid",
        "missing",
        "failed",
        "failure",
        "required",
        "mismatch",
        "exceeded",
        "revoked",
        "rejected",
        "unavailable",
        "unsupported",
        "timeout",
        "disabled",
        "locked",
        "forbidden",
    ];
    let snake = value.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        || value.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    if snake && value.contains('_') {
        let small = value.to_ascii_lowercase();
        let mut parts = small.split('_');
        let first = parts.clone().next().unwrap_or("");
        let last = parts.next_back().unwrap_or("");
        return FIRST.contains(&first) || LAST.contains(&last);
    }
    let humps = value.bytes().filter(u8::is_ascii_uppercase).count();
    value.starts_with(|c: char| c.is_ascii_uppercase())
        && value.bytes().all(|b| b.is_ascii_alphabetic())
        && (2..=6).contains(&humps)
        && is_wordy(value)
        && LAST.iter().any(|end| {
            let start = value.len().saturating_sub(end.len());
            value[start..].eq_ignore_ascii_case(end) && value[start..].starts_with(|c: char| c.is_ascii_uppercase())
        })
}

/// `AADSTS7000222`, `ORA-28001`, `E0000011`: the number of an error.
fn is_error_number(value: &str) -> bool {
    ["AADSTS", "ORA-", "ORA", "E0000", "SQLSTATE", "NTSTATUS", "WSA", "CVE-", "RFC", "TLS"].iter().any(|mark| {
        value.strip_prefix(mark).is_some_and(|number| {
            !number.is_empty() && number.len() <= 9 && number.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        })
    })
}

/// "precisa ter ao menos 20 caracteres", `昨天已过期`: what a sentence goes on to say of the secret.
fn is_sentence(value: &str) -> bool {
    const VERBS: &str = " is was has must does gehört ist wird wurde muss darf kann hat liegt läuft stimmt doit est peut contient \
     debe está tiene puede deve è ha può precisa é foi pode musi jest może moet wordt måste är får skal må \
     musí je nesmí должна должен является seit depuis desde sinds sedan seulement ";
    const MEASURES: &str = " characters chars letters digits words zeichen stellen caractères caracteres caratteri znaków \
     tekens tecken tegn merkkiä znaků символов karakter days tage jours días giorni dias dni dagen dagar attempts ";
    if !value.is_ascii() && value.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c)) {
        return [
            "请",
            "已",
            "过期",
            "未设",
            "联系",
            "ください",
            "です",
            "ます",
            "期限",
            "切れ",
            "ました",
            "无法",
            "不能",
            "未能",
        ]
        .iter()
        .any(|part| value.contains(part));
    }
    let mut words = value.split(' ');
    let plain = |word: &str| {
        let word = word.trim_end_matches(['.', ',', ';', ')', '!']).trim_start_matches('(');
        word.chars().all(char::is_alphabetic)
            || word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit() || b == b':')
    };
    let listed = |list: &str, word: &str| list.split_whitespace().any(|entry| entry == word);
    words.clone().count() >= 3
        && words.clone().all(plain)
        && (words.clone().next().is_some_and(|word| listed(VERBS, &word.to_lowercase()))
            || words.any(|word| listed(MEASURES, &word.to_lowercase())))
}

/// `v3`, `#12`, `12d`: a version, a number, a time that passed.
fn is_count(value: &str) -> bool {
    // `118/200`: so many of so many.
    if value.split_once('/').is_some_and(|(part, whole)| {
        [part, whole].iter().all(|number| (1..=5).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()))
    }) {
        return true;
    }
    let number = value.trim_start_matches(['v', '#', 'V', '~', '≥', '<', '>']);
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits)
        && value.len() <= 6
        && (value.len() > number.len() && digits == number.len()
            || matches!(&number[digits..], "d" | "h" | "m" | "s" | "ms" | "min" | "w" | "y") && digits <= 2)
}

/// `https://vault.ops.internal/ui`: a page, whose address is made of words and asks nothing.
fn is_page(value: &str) -> bool {
    value.strip_prefix("https://").or_else(|| value.strip_prefix("http://")).is_some_and(|rest| {
        let mut parts = rest.trim_end_matches('/').split('/');
        let host = parts.next().unwrap_or("");
        let word = |part: &str| part.len() <= 24 && part.bytes().all(|b| b.is_ascii_lowercase() || b"-_.".contains(&b));
        host.contains('.')
            && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.:".contains(&b))
            && parts.all(|part| word(part) && (part.len() < 4 || is_wordy(part)))
    })
}

/// `C:\ops\relay.pass`: a file on a drive.
fn is_windows_path(value: &str) -> bool {
    let mut letters = value.chars();
    let drive = letters.next().is_some_and(|c| c.is_ascii_uppercase()) && letters.next() == Some(':');
    let parts = value.get(2..).unwrap_or("").split('\\').filter(|part| !part.is_empty());
    drive
        && value[2..].starts_with('\\')
        && parts.clone().count() >= 2
        && parts.clone().all(|part| {
            part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._- $()".contains(&b))
                && !shapes::looks_random(part, 12)
        })
        && parts.clone().any(is_wordy)
}

/// `$HOME/.config/relay-key.json`, `~/.ssh/id_ed25519`, `./tls.key`: a file.
fn is_home_path(value: &str) -> bool {
    ["$HOME/", "${HOME}/", "~/", "./", "../", "$PWD/"].iter().any(|mark| {
        value.strip_prefix(mark).is_some_and(|path| {
            path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b))
                && path.split('/').all(|part| !shapes::looks_random(part, 12) && !shapes::looks_drawn(part))
                && is_wordy(path)
        })
    })
}

/// `graph,client_secret,identity,2025-05-01`: a row of plain cells, which a rule for sentences took for one word.
fn is_row(value: &str) -> bool {
    [',', ';'].iter().any(|sign| {
        let cells = value.split(*sign);
        let plain = |cell: &str| {
            shapes::is_identifier(cell)
                || cell.len() >= 2 && cell.bytes().all(|b| b.is_ascii_lowercase() || b"_-. ".contains(&b))
        };
        cells.clone().count() >= 3
            && cells.clone().all(plain)
            && cells.clone().any(|cell| shapes::is_identifier(cell) || cell.contains('_'))
    })
}

/// `describe-secret: "RotationEnabled": true`: a quoted word before a colon is the name of what follows.
fn is_key_of_pair(value: &str, text: &str, span: &Span, tail: &str) -> bool {
    let quoted = text[..span.range.start].ends_with('"') && tail.starts_with("\":");
    let next = tail.get(2..).unwrap_or("").trim_start();
    quoted
        && value.bytes().all(|b| b.is_ascii_alphabetic() || b"_-".contains(&b))
        && (is_wordy(value) || value.len() <= 6)
        && (next.starts_with(['{', '[', '"']) || ["true", "false", "null"].iter().any(|word| next.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_and_kinds_stay() {
        for (text, value, placeholder) in [
            ("token alg = HS256", "HS256", "[token]"),
            ("password: write-only", "write-only", "[password]"),
            ("token: invalid_grant", "invalid_grant", "[token]"),
            ("secret: SecretNotFound", "SecretNotFound", "[secret]"),
            ("password: AADSTS7000222", "AADSTS7000222", "[password]"),
            ("password: 118/200", "118/200", "[password]"),
            ("password: https://vault.ops.internal/ui", "https://vault.ops.internal/ui", "[password]"),
            ("password: C:\\ops\\relay.pass", "C:\\ops\\relay.pass", "[password]"),
            ("密码：昨天已过期", "昨天已过期", "[password]"),
            ("senha precisa ter ao menos 20 caracteres", "precisa ter ao menos 20 caracteres", "[password]"),
        ] {
            assert!(tells_state(text, &Span::of(text, value, placeholder)), "{text}");
        }
    }

    #[test]
    fn what_only_begins_like_a_state_goes() {
        for (text, value, placeholder) in [
            ("password: quartz-only", "quartz-only", "[password]"),
            ("password: apple,river,stone", "apple,river,stone", "[password]"),
            ("password: https://app:Gr8Wasser@db.internal/ui", "https://app:Gr8Wasser@db.internal/ui", "[password]"),
            ("password: strict7river", "strict7river", "[password]"),
            ("password: apple river stone lamp", "apple river stone lamp", "[password]"),
        ] {
            assert!(!tells_state(text, &Span::of(text, value, placeholder)), "{text}");
        }
    }
}
