//! Accounts at a bank without their country: by the way a country groups them, behind a word for an account.

use super::check_digits;
use super::digit_groups::BLANK;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::before;

const WORDS: &[&str] = &[
    "rachunek",
    "rachunku",
    "konta",
    "konto",
    "kontonr",
    "kontonummer",
    "account",
    "acct",
    "cuenta",
    "compte",
    "conto",
    "conta",
    "rekening",
    "účet",
    "účtu",
    "účtem",
    "bankszámla",
    "számlaszám",
    "рахунок",
    "рахунку",
    "счёт",
    "счет",
    "счета",
    "р/с",
    "сметка",
    "tilinumero",
    "tili ",
    "bankgiro",
    "plusgiro",
    "clabe",
    "cbu",
    "sort code",
    "routing",
    "iban",
    "rib ",
    "bsb",
    "ifsc",
    "hesap",
    "口座",
    "账号",
    "帳號",
    "账户",
    "卡号",
    "银行卡",
    "계좌",
    "बैंक",
    "खाता",
    "rekening",
    "số tài khoản",
    "stk",
    "حساب",
    "חשבון",
    "λογαριασμό",
    "Рахунок",
    "Счёт",
    "Счет",
    "Сметка",
];

pub(crate) const RULES: &[Rule] = &[
    Rule::number("poland-account", Class::Bank, r"\b[0-9]{2}(?: [0-9]{4}){6}\b", "[iban]")
        .when(|found| apart(found) && (is_polish(found.secret()) || speaks_of_account(found)))
        .with(BLANK)
        .hides("podała rachunek 61 1090 1014 0000 0712 1981 2874 i kod")
        .keeps("rows 61 1090 1014 0000 0712 1981 2875"),
    Rule::text(
        "account-told",
        Class::Bank,
        WORDS,
        r"(?:^|[^0-9A-Za-z.-])(?P<s>[0-9](?:[ .-]?[0-9]){5,29})(?:[^0-9A-Za-z_/-]|$)",
        "[iban]",
    )
    .when(|found| apart(found) && is_account(found))
    .reach(0, 72)
    .hides("CLABE 032180000118359719 inválida, numer konta 61109010140000071219812874")
    .keeps("account 1204 rows, konto gesperrt seit 2026-03-04, account id 7712044, счет 12, conta 20260304050607"),
];

fn apart(found: &Found<'_>) -> bool {
    let (head, tail) = (&found.text[..found.secret.start], &found.text[found.secret.end..]);
    !head.ends_with(['-', '.', '_', '/', '+']) && !tail.starts_with(['-', '_', '/', ':', '%'])
}

/// The check digits of the number with its country before it.
fn is_polish(value: &str) -> bool {
    let plain: String = value.chars().filter(char::is_ascii_digit).collect();
    plain.len() == 26 && check_digits::iban(&format!("PL{plain}"))
}

fn speaks_of_account(found: &Found<'_>) -> bool {
    let words = before(found.text, found.secret.start, 48);
    WORDS.iter().any(|word| words.contains(word.trim_end()))
}

/// How many digits an account has behind each word, and what else must be.
fn is_account(found: &Found<'_>) -> bool {
    let value = found.secret();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let words = before(found.text, found.secret.start, 64);
    let near = |word: &str, lengths: &[usize]| {
        lengths.contains(&digits)
            && words.rfind(word).is_some_and(|at| {
                let gap = &words[at + word.len()..];
                let begins = !words[..at].ends_with(char::is_alphanumeric);
                let ends = gap.chars().next().is_none_or(|c| !c.is_ascii_alphabetic());
                begins
                    && ends
                    && gap.split_whitespace().count() <= 4
                    && !gap.contains(|c: char| c.is_ascii_digit() || "=;{}/_".contains(c))
                    && !gap.contains(" id")
            })
    };
    let date =
        value.starts_with("20") && matches!(digits, 8 | 12 | 14) || value.len() >= 10 && value.as_bytes()[4] == b'-';
    if date {
        return false;
    }
    // `sort code [card], account …`: the other half of a pair is gone already.
    let paired = ["[card]", "sort code", "blz", "bsb", "ifsc", "routing", "swift", "bic"]
        .iter()
        .any(|word| words.contains(word));
    ["rachunek", "rachunku", "numer konta", "nr konta", "konta"].iter().any(|word| near(word, &[26]))
        || near("clabe", &[18])
        || near("cbu", &[22])
        || ["счёт", "счет", "счета", "р/с"].iter().any(|word| near(word, &[20]))
        || ["рахунок", "рахунку"].iter().any(|word| near(word, &[14, 19, 20, 29]))
        || ["cuenta", "conta"].iter().any(|word| near(word, &[18, 20, 21]))
        || ["compte", "rib"].iter().any(|word| near(word, &[21, 22, 23]))
        || ["tilinumero", "tili"].iter().any(|word| near(word, &[9, 14]))
        || ["bankszámla", "számlaszám", "számlaszáma"].iter().any(|word| near(word, &[16, 24]))
        || ["účet", "účtu", "účtem"].iter().any(|word| near(word, &[8, 9, 10, 12, 14, 16]))
        || ["kontonummer", "kontonr", "konto"]
            .iter()
            .any(|word| near(word, &[9, 10, 11, 12, 13, 14]) && (*word != "konto" || value.contains([' ', '-', '.'])))
        || ["bank account", "account number", "account no", "acct no", "rekeningnummer", "hesap no", "hesap numarası"]
            .iter()
            .any(|word| near(word, &[8, 9, 10, 11, 12]))
        || paired
            && ["account", "acct", "konto", "kontonummer"].iter().any(|word| near(word, &[6, 7, 8, 9, 10, 11, 12]))
        || [
            "口座",
            "账号",
            "帳號",
            "账户",
            "卡号",
            "银行卡",
            "계좌",
            "खाता",
            "số tài khoản",
            "stk",
            "حساب",
            "חשבון",
            "λογαριασμό",
        ]
        .iter()
        .any(|word| words.contains(word))
            && (7..=19).contains(&digits)
            && (digits >= 9 || words.contains("口座番号"))
}
