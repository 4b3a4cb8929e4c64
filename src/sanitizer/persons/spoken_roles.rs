//! Names of people behind the word that says what they are to us: driver, patient, the sender of a mail.

use super::people::is_person;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::known_names::{is_family, is_given};
use crate::sanitizer::words::organisations::belongs_to_thing;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "party-of-a-payment",
        Class::Name,
        &["cdtr", "dbtr", "creditor", "debtor", "begünstigter", "zahlungsempfänger"],
        r"(?i:\b(?:ultmt)?(?:cdtr|dbtr|creditor|debtor)(?:[/.](?:nm|name))?|begünstigter|zahlungsempfänger)\s?[:=]\s?(?P<s>\p{Lu}\p{L}+(?:[ -](?:(?:van|von|de|der|den|la|da|di)\s){0,2}\p{Lu}\p{L}+){1,3})",
        "[name]",
    )
    .when(is_person)
    .reach(8, 120)
    .hides("Cdtr/Nm: Zsófia Nagy")
    .keeps("Cdtr/Nm: Nightly Backup Service, debtor: missing"),
    Rule::text(
        "signed-off",
        Class::Name,
        &[" /",   " —", "mvh", "vh ", "mfg", "gruß", "grüße", "gruss", "cdlt", "cordialement", "saludos", "saluti", "pozdrawiam", "pozdrav", "уважением", "groet", "regards", "cheers", "thanks", "thx", "hilsen", "üdv", "terveisin", "abraço", "abs,"],
        r"(?m)(?i:\s/{1,2}\s?|\s-{2,3}\s?|\s—\s?|\b(?:mvh|vh|mfg|lg|vg|grüße|gruß|gruss|cdlt|cordialement|saludos|saluti|pozdrawiam|s pozdravem|pozdrav|с уважением|groet(?:en|jes)?|regards|cheers|thanks|thx|hilsen|üdv|terveisin|abraço|abs)[,.!]?\s{1,2}/?)(?P<s>\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+){0,2})\s*$",
        "[name]",
    )
    .when(is_signature)
    .reach(2, 80)
    .hides("jobb 12 väntar /Zsófia Nagy")
    .keeps("mount it under / Then, cheers Operations, see a / Restore")
    ,
    Rule::text(
        "named-mailbox",
        Class::Name,
        &["@", "[email]>"],
        r#"(?:^|[\s:;,"'(])(?P<s>\p{Lu}[\p{L}'’.-]*(?:,?\s\p{L}[\p{L}'’.-]*){1,3})\\?["']?\s?(?:<|&lt;|\\u003c)(?:[^\s<>@]{1,64}@[^\s<>]{3,}|\[email\])(?:>|&gt;|\\u003e)"#,
        "[name]",
    )
    .when(is_person)
    .reach(140, 100)
    .needs(&["<", "&lt;", "\\u003c"])
    .hides("From: \"Zsófia Nagy\" <zsofia@example.org>")
    .keeps("From: \"Platform Team\" <[email]>, Cc: <[email]>"),
    Rule::text(
        "role-in-cjk",
        Class::Name,
        &["担当", "氏名", "お客様", "顧客", "患者", "联系人", "客户", "姓名", "申请人", "聯絡人", "담당자", "고객", "성함"],
        r"(?:担当者?|氏名|お客様名?|顧客名?|患者名?|联系人|客户姓名|客户|姓名|申请人|聯絡人|담당자|고객명?|성함)\s?[:：]\s?(?P<s>[\p{Han}]{1,4}(?:[ 　・][\p{Han}\p{Hiragana}\p{Katakana}]{1,6})?|[\p{Hangul}]{2,4}|[\p{Katakana}ー]{2,8}(?:[ 　・][\p{Katakana}ー]{2,8})?)(?:[\s　,，。、;；)）]|$)",
        "[name]",
    )
    .when(is_not_a_group)
    .reach(2, 60)
    .hides("担当: 佐藤 健一 電話")
    .keeps("担当: 運用部 、客户: 全部。 담당자: 없음"),
];

fn is_not_a_group(found: &Found<'_>) -> bool {
    const GROUPS: [&str; 18] = [
        "部",
        "課",
        "係",
        "室",
        "组",
        "組",
        "团队",
        "公司",
        "会社",
        "不明",
        "未定",
        "全部",
        "없음",
        "미정",
        "지정",
        "관리자",
        "확인",
        "팀",
    ];
    let name = found.secret();
    name.chars().count() >= 2 && !GROUPS.iter().any(|end| name.ends_with(end))
}

/// A known name, alone or with another word of a name.
fn is_signature(found: &Found<'_>) -> bool {
    let mut words = found.secret().split([' ', '-']);
    let first = words.next().unwrap_or("");
    let last = words.next_back();
    !found.secret().split([' ', '-']).any(belongs_to_thing) && (is_given(first) || last.is_some_and(is_family))
}
