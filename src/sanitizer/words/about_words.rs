//! Words that speak about a secret instead of being one.
//!
//! "password: expired" says what happened; hiding the word would cost the operator the message.

use crate::sanitizer::words::context::Words;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that speak about a secret instead of being one.
const ABOUT: &str = " a able absent accepted access account active actually all already also an and any \
 applied are as at authentication authorized auth bad bearer basic be been before being blank but by cannot can can't \
 case changed change check code compromised confirmed connection contains could corrupted count created \
 database date db decode decryption default deleted denied deprecated digest disabled do does doesn't don't duplicate \
 empty enabled encrypted encoded error exceeded exists expected expire expired expires expiring expiry external \
 failed failure false file for forbidden format found from garbage generated get given good granted has \
 hashed have hidden id if ignored illegal in incorrect incomplete information initial input insecure internal invalid \
 invalidated is isn't issued issue it its key kind known last leaked length like loaded local locked lookup lost \
 malformed managed manager masked match mandatory mismatch mismatched missing must n/a name nearly needed needs never new \
 nil no none normal not null obsolete of off ok okay old on one only optional or out outdated parse pending \
 permission please policy present problem prompt protected provided provider random read ready received \
 redacted refresh refreshed refused rejected removed renewed replaced request requested required requires reset \
 revoked rotated rotation same saved secret see sensitive sent server service set shared short should signature signed simple since \
 so some something soon status stale still store stored strong succeeded success successful successfully \
 supplied supported suspended service_account system temporarily that the there this through time timed timeout to token \
 too true type unable unauthorized unavailable undefined unencrypted unexpected unknown unlocked unmatched unreadable unset \
 until unused unsupported updated update upstream use used user username using valid validated validation value \
 vault verified verify version via was weak well were what when where which while will with within without \
 wrong yes yet you your session sessions cookie await aborted cancelled conflict canceled skipped unchanged queued running completed \
 closed open opened online offline up down yet half empty-string context stopped started ended recovered creation \
 notfound accessdenied timeout: eof deadline unreachable reused replayed consumed throttled limited ratelimited \
 ist sind wird wurde nicht falsch fehlt ungültig abgelaufen erforderlich leer fehlerhaft gesperrt geändert \
 est sont requis requise requises obligatoire manquante expirée expiree expirado expirada vencida vencido ausente inválido invalida invalido invalide expiré manquant incorrecta incorrecto requerida obligatoria caducada vacía \
 no debe inválida vacío requerido non valida errata scaduta mancante obrigatória incorreta expirou \
 keine keiner keines kein nichts entfällt vorhanden ninguna ninguno ningún nada falta aucun aucune absente nessuna nessuno mancano nenhuma \
 nenhum ausente geen ontbreekt brak żadne żadnych yok eksik нет немає отсутствует отсутствуют saknas inga ingen inget intet mangler puuttuu puudub chybí žádné žádný \
 niciunul nincs nincsen hiányzik lipsă nema δεν κανένα なし 无 無 없음 \
 expects takes accepts instead overrides means lets reads writes prints shows defaults enables disables may becomes \
 jest wymagane nieprawidłowe wygasło verplicht onjuist verlopen krävs felaktigt ";

pub(crate) fn is_about(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| ABOUT.split_whitespace().collect());
    WORDS.contains(word)
}

/// Whether the value begins with a word about secrets.
pub(crate) fn speaks(value: &str, quoted: bool) -> bool {
    let first = value.split(|c: char| c.is_whitespace() || ",;.!()\"'".contains(c)).next().unwrap_or("");
    let first = first.trim_end_matches(':');
    let word = first.to_lowercase();
    if word.is_empty() {
        return !value.chars().any(char::is_alphanumeric);
    }
    let known = is_about(&word);
    if quoted && !value.contains(' ') {
        return known && value.len() == first.len();
    }
    known && (quoted || value.len() <= first.len() + 1)
}

/// Words for secrets themselves: a run near one is no digest.
pub(crate) const SECRETS: Words = Words::new(&[
    "key",
    "secret",
    "token",
    "password",
    "credential",
    "credentials",
    "signature",
    "auth",
    "authorization",
    "bearer",
    "private",
    "access",
    "apikey",
    "api_key",
    "seed",
    "jwt",
    "cookie",
    "session",
    "unlock",
    "unseal",
    "unsealed",
    "unwrap",
    "unwrapped",
    "decrypt",
    "decrypted",
    "plaintext",
    "cleartext",
    "login",
    "logon",
]);

/// `bypass=`, `compass:`: words that end like the name of a password.
pub(crate) fn is_other_pass(head: &str) -> bool {
    let name = head.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let name = &name.as_bytes()[name.len().saturating_sub(8)..];
    [&b"bypass"[..], b"compass", b"overpass", b"trespass", b"surpass", b"onepass", b"lowpass", b"highpass", b"bandpass"]
        .iter()
        .any(|word| name.len() >= word.len() && name[name.len() - word.len()..].eq_ignore_ascii_case(word))
}
