//! Exact secrets that the process knows: the cheapest and most certain layer.
//!
//! Whoever loads a secret (database URL, hub token, client secret) registers it once at start. It
//! is then hidden wherever it appears, also percent-, JSON-, HTML- or base64-escaped, whatever
//! stands around it. Reading is one shared lock and one pointer copy; only registering rebuilds.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, RwLock};

use aho_corasick::{AhoCorasick, MatchKind};

const SHORTEST: usize = 6;

#[derive(Default)]
struct Known {
    forms: BTreeSet<String>,
    automaton: Option<Arc<AhoCorasick>>,
}

static KNOWN: LazyLock<RwLock<Known>> = LazyLock::new(RwLock::default);

/// Remembers a secret for the life of the process; values under six characters are ignored,
/// because hiding them would tear holes into ordinary words.
pub fn register_secret(secret: &str) {
    let secret = secret.trim();
    if secret.chars().count() < SHORTEST {
        return;
    }
    let mut known = KNOWN.write().unwrap_or_else(|broken| broken.into_inner());
    known.forms.extend(forms(secret));
    let automaton =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&known.forms).ok().map(Arc::new);
    known.automaton = automaton;
}

/// Remembers the secrets in a database address: its password, as it is written and as it is meant, and what its
/// query gives under a secret name.
pub fn register_url(address: &str) {
    const NAMES: [&str; 12] = [
        "password",
        "passwd",
        "pass",
        "pwd",
        "sslpassword",
        "key",
        "hexkey",
        "token",
        "auth_token",
        "secret",
        "passcode",
        "cipher_key",
    ];
    let Ok(url) = url::Url::parse(address) else {
        return;
    };
    let mut register = |written: &str| {
        register_secret(written);
        let meant = written.replace('+', "%2B");
        url::form_urlencoded::parse(meant.as_bytes()).for_each(|(meant, _)| register_secret(&meant));
    };
    url.password().into_iter().for_each(&mut register);
    for pair in url.query().unwrap_or("").split('&') {
        if let Some((name, value)) = pair.split_once('=')
            && NAMES.contains(&name.to_lowercase().as_str())
        {
            register(value);
        }
    }
}

/// The text with every known secret replaced, or `None` when there is none in it.
pub(super) fn hide_known(text: &str) -> Option<String> {
    let automaton = {
        let known = KNOWN.read().unwrap_or_else(|broken| broken.into_inner());
        known.automaton.clone()?
    };
    if !automaton.is_match(text) {
        return None;
    }
    let mut result = String::with_capacity(text.len());
    automaton.replace_all_with(text, &mut result, |_, _, to| {
        to.push_str("[secret]");
        true
    });
    Some(result)
}

fn forms(secret: &str) -> BTreeSet<String> {
    let mut forms = BTreeSet::from([secret.to_owned()]);
    forms.insert(percent(secret, false, true));
    forms.insert(percent(secret, false, false));
    forms.insert(percent(secret, true, true));
    forms.insert(percent(secret, true, false));
    forms.insert(percent(secret, false, true).replace("%20", "+"));
    let json = serde_json::Value::from(secret).to_string();
    let json = json.trim_matches('"').to_owned();
    forms.insert(json.replace('\\', "\\\\").replace('"', "\\\""));
    forms.insert(json.replace('/', "\\/"));
    forms.insert(unicode_escaped(secret));
    forms.insert(json);
    for quote in ["&#39;", "&#x27;", "&apos;"] {
        let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        forms.insert(html.clone());
        let html = html.replace('\'', quote);
        forms.insert(html.replace('"', "&#34;"));
        forms.insert(html.replace('"', "&quot;"));
    }
    for skipped in 0..3 {
        for url_safe in [false, true] {
            forms.insert(base64_core(secret.as_bytes(), skipped, url_safe));
        }
    }
    forms.retain(|form| form.chars().count() >= SHORTEST);
    forms
}

fn percent(secret: &str, all: bool, upper: bool) -> String {
    let mut escaped = String::new();
    for byte in secret.bytes() {
        if !all && (byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)) {
            escaped.push(char::from(byte));
        } else if upper {
            escaped.push_str(&format!("%{byte:02X}"));
        } else {
            escaped.push_str(&format!("%{byte:02x}"));
        }
    }
    escaped
}

fn unicode_escaped(secret: &str) -> String {
    let mut escaped = String::new();
    for letter in secret.chars() {
        if letter.is_ascii_alphanumeric() || " -._~:/?@!$()*,;[]#%^{}|`".contains(letter) {
            escaped.push(letter);
        } else {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

/// The characters of a base64 text that depend on the secret alone, when `skipped` other bytes
/// precede it in its group of three.
fn base64_core(secret: &[u8], skipped: usize, url_safe: bool) -> String {
    let mut alphabet: Vec<u8> = (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').collect();
    alphabet.extend(if url_safe { *b"-_" } else { *b"+/" });
    let first_bit = skipped * 8;
    let last_bit = first_bit + secret.len() * 8;
    let mut core = String::new();
    let mut bit = first_bit.div_ceil(6) * 6;
    while bit + 6 <= last_bit {
        let value = (bit..bit + 6).fold(0_usize, |value, bit| {
            let byte = secret[(bit - first_bit) / 8];
            let shift = 7 - (bit - first_bit) % 8;
            value << 1 | usize::from(byte >> shift & 1)
        });
        core.push(char::from(alphabet[value]));
        bit += 6;
    }
    core
}
