//! How a sentence says a value: "the password is …", "пароль администратора …", "password of the
//! service account: …", `password: invalid value: "…"`.
//!
//! Beside the name itself stands what `separators` reads; here are the joints made of words.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::context::{Words, ahead, behind, has_word, small};

static COPULA: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)^
        (?:\s+(?:for|of|to|on|von|vom|für|fuer|de|del|du|para|pour|di|do|da|per|van|voor|для|dla|för)
           \s+[^\s,;:=]+(?:\s[^\s,;:=]+){0,2}?)?
        \s*(?:
           \s(?:is|was|has\ been|currently|now|should\ be|will\ be|must\ be|used|gets?|are|equals|became)
               (?:\s(?:now|still|currently|simply|just|set\ to|changed\ to|reset\ to|set\ as))?\b
          |\s(?:with|has|having)\ (?:the\ )?value\b
          |\s(?:set|changed|reset|updated|rotated)\ (?:to|as)\b
          |\s(?:zurückgesetzt|geändert|gesetzt)\ (?:auf|in|zu)\b
          |\s(?:cambiada|restablecida|reimpostata|impostata|cambiata|alterada|redefinida|changé|réinitialisé|zmienione|gewijzigd)
              \ (?:a|su|in|para|en|à|na|naar)\b

          |\s(?:ist(?:\ jetzt)?|lautet(?:\ jetzt)?|war|wurde\ auf|es(?:\ ahora)?|era|est(?:\ (?:maintenant|désormais))?|était|è(?:\ ora)?|é(?:\ agora)?
              |jest|to|är|er|on|je|az|nu|это|теперь|este|dir)\b
          |是|为|為|は|가|이|은|는|—|–
          |\s(?:是|为|هي|هو|là|adalah|เป็น|כעת|היא)(?:\s|$)
        )\s*(?:(?:now|jetzt|nun|seit\ heute|ab\ sofort|désormais|maintenant|ahora|ora|adesso|agora|teraz|nu|nyt|nå|teď|nyní|теперь|тепер|noul|artık)\s+)?[:=：]?\s*"#,
    )
    .ok()
});

static DISTANT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)^(?:\s*\([^()\n]{1,30}\)|(?:\s(?:[\p{L}.@_'-]+|[a-z][a-z-]{1,24}[0-9]{1,3})){1,6}?)
        (?:\s*[:=]|\s(?:is|was|ist|lautet|es|est|è|é|jest|to|är|er|je|az|este|—|–|-)\s)\s*"#,
    )
    .ok()
});

/// Words that make another thing of a password: its policy, its check.
const OTHER_THINGS: Words = Words::new(&[
    "policy",
    "check",
    "hash",
    "hashes",
    "length",
    "file",
    "field",
    "reset",
    "change",
    "error",
    "failed",
    "expired",
    "protected",
    "protection",
    "manager",
    "store",
    "grant",
    "type",
    "authentication",
    "rotation",
    "expiry",
    "rule",
    "attempt",
]);

/// The first words of a copula, which spare most texts the expression.
const FIRST: Words = Words::new(&[
    "with",
    "having",
    "gesetzt",
    "cambiada",
    "restablecida",
    "reimpostata",
    "impostata",
    "cambiata",
    "alterada",
    "redefinida",
    "gewijzigd",
    "is",
    "was",
    "has",
    "currently",
    "now",
    "should",
    "will",
    "must",
    "used",
    "get",
    "gets",
    "are",
    "equals",
    "became",
    "set",
    "changed",
    "reset",
    "updated",
    "rotated",
    "ist",
    "lautet",
    "war",
    "wurde",
    "es",
    "era",
    "est",
    "to",
    "on",
    "je",
    "az",
    "nu",
    "este",
    "dir",
    "for",
    "of",
    "von",
    "vom",
    "jest",
    "de",
    "du",
    "del",
    "at",
    "fuer",
    "para",
    "pour",
    "di",
    "do",
    "da",
    "per",
    "van",
    "voor",
    "dla",
    "er",
]);

/// Where the value starts when "is", "lautet" or the like stands at `at`.
pub(crate) fn copula(text: &str, at: usize) -> Option<usize> {
    if !may_be_copula(&text[at..]) {
        return None;
    }
    if let Some(length) = plain_copula(&text[at..]) {
        return Some(at + length);
    }
    let found = COPULA.as_ref()?.find(ahead(text, at, 160))?;
    // "on" is Finnish and Estonian for "is", "to" is Polish; in English the words behind them say where and what for.
    let last = found.as_str().split_whitespace().next_back().unwrap_or("");
    let joins = match &*small(last) {
        "on" => follows_finnish(&text[..at]),
        "to" => found.as_str().trim().contains(' ') || !follows_english(&text[..at]),
        _ => true,
    };
    joins.then_some(at + found.end())
}

fn follows_english(head: &str) -> bool {
    let word = head.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_lowercase();
    [
        "password",
        "passwords",
        "secret",
        "secrets",
        "token",
        "tokens",
        "key",
        "keys",
        "credentials",
        "code",
        "pin",
        "passphrase",
    ]
    .contains(&&*word)
}

/// The length of ` is `, the commonest joint, when no other word of a joint follows it.
fn plain_copula(rest: &str) -> Option<usize> {
    const GO_ON: Words = Words::new(&[
        "now",
        "still",
        "currently",
        "simply",
        "just",
        "set",
        "changed",
        "reset",
        "jetzt",
        "nun",
        "seit",
        "ab",
        "maintenant",
        "ahora",
        "ora",
        "adesso",
        "agora",
        "teraz",
        "nu",
        "nyt",
    ]);
    let value = rest.strip_prefix(" is ").or_else(|| rest.strip_prefix(" was "))?;
    let length = value.bytes().take(12).take_while(u8::is_ascii_alphabetic).count();
    let next = value.as_bytes().get(length).copied().unwrap_or(b' ');
    let plain = value.bytes().next().is_some_and(|b| b.is_ascii_graphic() && !b"=:".contains(&b));
    (plain && next < 0x80 && !GO_ON.has(&small(&value[..length]))).then_some(rest.len() - value.len())
}

fn follows_finnish(head: &str) -> bool {
    let head = behind(head, head.len(), 16).to_lowercase();
    ["salasana", "salasanasi", "salasanan", "parool", "koodi", "tunnus", "kood"].iter().any(|name| head.ends_with(name))
}

fn may_be_copula(rest: &str) -> bool {
    let word = rest.trim_start_matches(' ');
    let length = word.bytes().take(12).take_while(u8::is_ascii_alphabetic).count();
    let next = word.as_bytes().get(length).copied().unwrap_or(b' ');
    next >= 0x80 || length > 0 && FIRST.has(&word[..length].to_ascii_lowercase())
}

static COMPLAINT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)^\s*(?:(?:invalid|unsupported|bad|wrong|unexpected|illegal|duplicate)\s+(?:value|input|type)?\s*:?
           |(?:current|actual|given|got|received|old|new|previous|value)\s*(?:value)?\s*:?)\s*["'`]"#,
    )
    .ok()
});

/// `password: invalid value: "…"`: the value that a complaint quotes.
pub(crate) fn quoted_by_complaint(text: &str, start: usize) -> Option<usize> {
    let near = ahead(text, start, 60);
    if !near.trim_start().starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let found = COMPLAINT.as_ref()?.find(near)?;
    Some(start + found.end() - 1)
}

/// The value some words away, where a nearer one turned out to be a word of the sentence.
pub(crate) fn far(text: &str, name: &Range<usize>) -> Option<usize> {
    let near = ahead(text, name.end, 160);
    // What follows the same name again belongs to that one; this also keeps chains of names linear.
    let near = near.find(&text[name.clone()]).map_or(near, |again| &near[..again]);
    let found = DISTANT.as_ref()?.find(near)?;
    // `set-password app --instance=pg-main`: the joint of an option.
    let option = found.as_str().rsplit(' ').next().is_some_and(|word| word.starts_with('-') && word.contains('='));
    (!option && !has_word(&found.as_str().to_lowercase(), &OTHER_THINGS)).then_some(name.end + found.end())
}

/// `пароль администратора Xy7…`: the value behind a word that says whose it is, in languages that need
/// no joint for that.
pub(crate) fn after_owner(text: &str, start: usize) -> Option<usize> {
    let rest = ahead(text, start, 120);
    let owner = rest.split(' ').next()?;
    let foreign = !owner.is_ascii() && owner.chars().all(char::is_alphabetic);
    // `пароль стенда backup-3: Xy7…`: what stands before the colon says more of whose it is.
    let machine =
        rest.get(owner.len() + 1..).and_then(|rest| rest.split(' ').next()).filter(|word| word.ends_with(':'));
    let gap = machine.map_or(0, |word| word.len() + 1);
    (foreign && owner.len() + gap < rest.len()).then_some(start + owner.len() + 1 + gap)
}
