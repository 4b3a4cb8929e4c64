//! What may follow the name of a secret inside a field.
//!
//! `token_old`, `passwordConfirm`, `api_key_v2_eu` are the same field for another time, place or system;
//! `password_policy`, `token_url`, `secretName` are fields about it. Whose system it is (`_acme`) no list can
//! say: behind such a tail the value itself has to look like a secret.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::phrases;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Rule, Weight};

/// What a tail makes of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tail {
    /// The same field: a form, a time, a place, a number.
    Same,
    /// A word that nobody knows.
    Foreign,
    /// Another field.
    Other,
}

/// Forms, generations, stages, places and systems; the endings of plurals.
const TAILS: &str = " s es value val b64 base64 plain plaintext hash enc encoded encrypted old new next prev last prod prd production dev \
 develop development test testing stage staging stg preprod qa uat int ci sandbox demo live current previous former \
 legacy rotated spare temp tmp initial confirmation confirm string raw text primary secondary standby replica \
 master slave leader default backup again data content header main base sha256_hex double_sha1_hex md5 sha256 v ver \
 blue green local remote internal external global shared eu us uk de fr it nl pl ap apac emea na latam east west \
 north south central one two a b x db bd bdd banco base_datos datenbank base_de_datos base_de_donnees bazy \
 bazy_danych servidor serveur usuario utilisateur uzytkownika admin root correo courriel email mail smtp imap ldap \
 wifi wlan vpn ftp sftp ssh api app nueva nuevo nova novo nouveau nouvelle neu alt alte ny nytt nowe stare nuova \
 vecchia nieuw oud temporal temporaire actual actuel aktuell antigua antiga ancien secrete secreto secreta бд базы \
 новый старый сервера тест 新 旧 acceso acesso accesso acces accès dostepu dostępu di da la le du des del der die das \
 för konto kunde cliente client servicio serviço servico danych ";

/// What is told about a secret: its place, its age, its form, who has it.
const ABOUT: &str = " name names id ids uid uuid guid arn ref refs reference path file filename dir url uri urls link endpoint host \
 location store storage vault source src provider manager service handler factory helper client type kind class \
 format encoding algorithm alg algo cipher method mode scheme backend cluster namespace environment policy policies rule rules length len size count limit \
 max min strength complexity age expiry expires expiration expired lifetime ttl timeout date time timestamp at on \
 created updated changed modified issued used version revision rev status state enabled disabled required valid \
 invalid present missing set unset found error errors failed failure reason message msg hint label title description \
 desc note comment prompt placeholder help question reset repeat mismatch change check verify validation validator rotation rotate \
 refresh request response issuer audience subject owner user username account tenant group role scope scopes realm \
 claims fingerprint thumbprint digest checksum prefix suffix mask masked redacted index idx key keys field column \
 table attribute param parameter property option options settings config map list cache pool queue bucket sync auth \
 env var variable cert certificate crt csr pem usage use uses info details metadata meta context spec schema json \
 yaml yml txt py rs go js ts java ex exs rb php kt sh c h io com net org svc exe dll server servers database less \
 ring chain pair board stroke pass space frame word ed ing er or al ary ization ize ized pending alias level number \
 num category domain region session binding review accessor exchange grant hash salt authenticator interceptor filter \
 supplier resolver generator encoder decoder parser reader writer exception dto bean test operator controller agent \
 driver plugin injector webhook template item entry entries data protection hook event events log logs audit metric \
 metrics total requests attempts retries failures seconds days hours minutes ms bits bytes sha md crc stdin stdout fd \
 from command cmd program ";

/// Longest word that may stand for a customer or a system.
const LONGEST_FOREIGN: usize = 12;

fn is_same(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| TAILS.split_whitespace().collect());
    WORDS.contains(word)
}

fn is_about(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| ABOUT.split_whitespace().collect());
    WORDS.contains(word)
}

/// What the rest of a field behind the name makes of it.
pub(crate) fn tail(rest: &str) -> Tail {
    let small = rest.to_lowercase();
    let whole = bare(&small);
    if whole.is_empty() || is_same(whole) {
        return Tail::Same;
    }
    let joined = rest.starts_with(['_', '-', '.']) || rest.starts_with(|c: char| c.is_uppercase());
    let (mut foreign, mut numbers) = (0, 0);
    let mut from = 0;
    let bounds = rest.char_indices().skip(1).filter(|(at, c)| {
        "_-.".contains(*c)
            || c.is_uppercase()
                && rest[..*at].ends_with(|before: char| before.is_lowercase() || before.is_ascii_digit())
    });
    let bounds: Vec<usize> = bounds.map(|(at, _)| at).chain([rest.len()]).collect();
    for at in bounds {
        let part = rest[from..at].to_lowercase();
        from = at;
        let word = bare(&part);
        // `libsecret-1-0`: a package and its version.
        numbers += usize::from(word.is_empty() && !part.trim_matches(JOINTS).is_empty());
        let numbered = part.trim_matches(JOINTS).len() > word.len();
        if word.is_empty() || is_same(word) || numbered && word.len() == 1 {
            continue;
        }
        if is_about(word) || !joined || word.chars().count() > LONGEST_FOREIGN || !word.chars().all(char::is_alphabetic)
        {
            return Tail::Other;
        }
        foreign += 1;
    }
    match (foreign, numbers) {
        (0, 0 | 1) => Tail::Same,
        (1, 0 | 1) => Tail::Foreign,
        _ => Tail::Other,
    }
}

/// Whether the names of the rule are so plainly those of secrets that a word which nobody knows may follow.
pub(crate) fn takes_foreign(rule: &Rule, weight: Weight) -> bool {
    matches!(weight, Weight::Strong | Weight::Medium) && rule.class != Class::Cookie
}

/// Whether the value speaks for itself, so that `token_initech` need not be known as a field.
pub(crate) fn is_sure(value: &str, weight: Weight) -> bool {
    let number = || weight == Weight::Strong && value.len() >= 6 && value.bytes().all(|b| b.is_ascii_digit());
    phrases::is_phrase(value)
        || phrases::is_joined_phrase(value)
        || !value.contains(char::is_whitespace)
            && (shapes::looks_chosen(value)
                || shapes::looks_random(value, 12)
                || shapes::is_uuid(value.as_bytes())
                || number())
}

/// `token_initech is set to '…'`: what a program says of its setting.
pub(crate) fn is_set_to(rest: &str) -> bool {
    rest.trim_start_matches(['"', '\'', '`']).starts_with(" is set to ")
        || rest.trim_start_matches(['"', '\'', '`']).starts_with(" with value ")
}

const JOINTS: [char; 3] = ['_', '-', '.'];

/// The word without its joints and its number.
fn bare(part: &str) -> &str {
    part.trim_matches(JOINTS).trim_end_matches(|c: char| c.is_ascii_digit()).trim_matches(JOINTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_field_for_another_time_or_place_is_the_same() {
        for rest in
            ["", "s", "_old", "-next", "V2", "_v2_eu", ".next", "_2", "NewPrimary", "_t0419", "next", "_бд", "_bdd"]
        {
            assert_eq!(tail(rest), Tail::Same, "{rest}");
        }
    }

    #[test]
    fn a_word_that_nobody_knows_leaves_it_to_the_value() {
        for rest in ["_initech", "Initech", "-initech-2", ".initech.old"] {
            assert_eq!(tail(rest), Tail::Foreign, "{rest}");
        }
    }

    #[test]
    fn a_field_about_a_secret_is_another_field() {
        for rest in [
            "_policy",
            "Name",
            "_url",
            "-file",
            "_expires_at",
            "LastSet",
            "_hash_algorithm",
            "-stdin",
            "-1-0",
            "_sha256",
            "less",
            "initech",
        ] {
            assert_eq!(tail(rest), Tail::Other, "{rest}");
        }
    }
}
