//! An account, its password and a host, joined as addresses join them, with no scheme before: `app:Gr8!Wasser@10.0.3.4`.
//!
//! Mailboxes behind a label and images behind a tag look alike; the sign that no mailbox has, or the number of the
//! host, tells them apart.

use crate::sanitizer::looks::blanks::{is_blanked, is_reference};
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::{ahead, behind};

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "bare-authority",
    Class::Url,
    "what stands between the colon behind an account and the `@` before a host",
    "[password]",
    find,
)
.hides("app:Gr8!Wasser77@10.40.7.9 refused")
.keeps("smtp:ops17@10.40.7.9, relay:1.4.2@sha256:9c1f, npm:left-pad7@1.4.2")];

/// Longest account, password and sign between them.
const REACH: usize = 110;

fn find(text: &str, spans: &mut Vec<Span>) {
    for (at, _) in text.match_indices('@') {
        let head = behind(text, at, REACH);
        let word = head.rsplit(|c: char| c.is_whitespace() || "\"'(=,[<>;`@|".contains(c)).next().unwrap_or("");
        let Some((account, secret)) = word.split_once(':') else { continue };
        let named = (2..=40).contains(&account.len())
            && account.starts_with(|c: char| c.is_ascii_alphabetic())
            && account.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-\\".contains(&b));
        let label =
            ["mailto", "sip", "sips", "tel", "xmpp", "acct", "npm", "smtp", "from", "to", "cc", "mail", "email"]
                .contains(&account.to_ascii_lowercase().as_str());
        let host = ahead(text, at + 1, 60);
        let host = host.split(|c: char| !(c.is_ascii_alphanumeric() || ".-".contains(c))).next().unwrap_or("");
        let number = host.trim_end_matches('.').parse::<std::net::Ipv4Addr>().is_ok();
        let sign = secret.contains(|c: char| "!#$%^&*?~".contains(c));
        let machine = host.starts_with(|c: char| c.is_ascii_alphabetic()) && host.contains(['.', '-']);
        if named
            && !label
            && (6..=64).contains(&secret.len())
            && !secret.contains(['/', '{', '[', ':'])
            && secret.bytes().any(|b| b.is_ascii_digit())
            && shapes::looks_chosen(secret)
            && (number || machine && sign)
            && !is_blanked(secret)
            && !is_reference(secret)
        {
            spans.push(Span::new(at - secret.len()..at, "[password]"));
        }
    }
}
