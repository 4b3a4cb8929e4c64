//! Passwords in sentences that tell of a change: what it was changed to, in the words of many languages.

use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::is_joined_words;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::before;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "password-changed-to",
        Class::Prose,
        &["chang", "reset", "replac", "geänder", "ersetz", "gesetzt", "cambi", "alter", "troc", "mud", "remis", "gewijzigd", "veranderd", "zmieni", "změn", "zmen", "schimbat", "ändra", "endre", "ændre", "muut", "vaihde", "megvált", "змін", "измен", "поменя", "смен", "άλλαξε", "impost"],
        r#"(?i)(?:chang|reset|replac|geänder|ersetz|gesetzt|cambi|alter|troc|mud|remis|gewijzigd|veranderd|zmieni|změn|zmen|schimbat|ändra|endre|ændre|muut|vaihde|megvált|змін|измен|поменя|смен|άλλαξε|impost)[\p{L}]*,?\s(?:[\p{L}-]+\s){0,4}?(?:теперь он|теперь она|тепер він|now it is|now it's|jetzt ist es|ahora es|maintenant c'est|ora è|agora é|teraz to|to|by|with|auf|in|durch|zu|à|par|en|a|por|para|na|în|cu|σε|на|naar|til|till|su|con|pe)\s["'`«„]?(?P<s>[^\s"'`,;()«»„“]{6,64})"#,
        "[password]",
    )
    .when(|found| speaks_of_password(found) && (is_typed(trimmed(found)) || is_joined_words(trimmed(found))))
    .reach(2, 200)
    .hides("parola a fost schimbată în Gr8Wasser pe server")
    .keeps("the policy was changed to Strict2, password hash changed to argon2id in 4 rows"),
    Rule::text(
        "password-changed-without-gaps",
        Class::Prose,
        &["密码", "密碼", "口令", "パスワード", "비밀번호", "암호", "şifre", "parola"],
        r#"(?:(?:密码|密碼|口令)(?:已经|已|被)?(?:改为|改成|设为|设置为|重置为|更新为|變更為|改為)|パスワードを|(?:비밀번호|암호)를|(?i:(?:şifre|parola)\p{L}{0,6}))\s?["'`「『]?(?P<s>[!-~]{6,64}?)["'`」』]?(?:\s|[,，。、；」』]|に|로|으로|$)"#,
        "[password]",
    )
    .when(|found| shapes::looks_typed(&trimmed(found).replace(['=', ':', '<', '>'], "+")) || is_joined_words(trimmed(found)))
    .reach(2, 120)
    .hides("密码已改为 Gr8Wasser,主机 17")
    .keeps("密码已改为 required，パスワードを reset に"),
    Rule::text(
        "code-then-its-name",
        Class::Prose,
        &["code", "kod", "código", "codice", "otp", "passcode"],
        r"(?i)\b(?:[A-Z]-)?(?P<s>[0-9]{4,8}|[0-9]{3}[ -][0-9]{3})\s(?:is|ist|es|est|è|é|to|jest|je)\s(?:your|the|ihr|dein|votre|ton|tu|su|il tuo|o seu|twój|jouw|uw)\s[^\n.]{0,40}?\b(?:pass)?(?:code|kod|código|codice|otp)\b",
        "[token]",
    )
    .when(|found| {
        let tail = found.text[found.secret.end..].to_lowercase();
        let near = &tail[..tail.floor_char_boundary(80)];
        ["verif", "confirm", "login", "security", "one-time", "access", "sign", "your ", "ihr ", "votre ", "twój "].iter().any(|word| near.contains(word))
            && !["exit code", "error code", "status code"].iter().any(|word| near.contains(word))
    })
    .reach(80, 12)
    .hides("G-268008 is your verification code")
    .keeps("4012 is the error code, 268008 is your exit code"),
];

fn trimmed<'t>(found: &Found<'t>) -> &'t str {
    found.secret().trim_end_matches(['.', ',', ';', '!', '?', ':', ')'])
}

/// What somebody typed; a sign of equality in it joins no name and value when a number stands before it.
fn is_typed(value: &str) -> bool {
    let joins = value.split_once('=').is_some_and(|(head, _)| {
        !head.bytes().any(|b| b.is_ascii_digit()) || !head.bytes().any(|b| b.is_ascii_uppercase())
    });
    shapes::looks_typed(value) || !joins && shapes::looks_typed(&value.replace('=', "+"))
}

fn speaks_of_password(found: &Found<'_>) -> bool {
    const NAMES: [&str; 30] = [
        "password",
        "passwd",
        "passphrase",
        "passcode",
        " pass ",
        " pw ",
        " pwd ",
        "kennwort",
        "passwort",
        "mot de passe",
        "mdp",
        "contraseña",
        "clave",
        "senha",
        "palavra-passe",
        "wachtwoord",
        "hasło",
        "hasla",
        "heslo",
        "jelsz",
        "parol",
        "şifre",
        "lösenord",
        "adgangskode",
        "passord",
        "salasana",
        "парол",
        "κωδικ",
        "lozink",
        "гасло",
    ];
    let words = before(found.text, found.secret.start, 120);
    let words = words.rsplit(['.', ';']).next().unwrap_or("");
    NAMES.iter().any(|name| words.contains(name))
        && !["hash", "policy", "algorithm", "length"].iter().any(|word| words.contains(word))
}
