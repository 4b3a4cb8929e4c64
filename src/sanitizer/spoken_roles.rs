//! Names of people behind the word that says what they are to us: driver, patient, the sender of a mail.

use super::people::is_person;
use super::rule::{Class, Found, Rule};

pub(super) const RULES: &[Rule] = &[
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
    const GROUPS: [&str; 14] =
        ["部", "課", "係", "室", "组", "組", "团队", "公司", "会社", "不明", "未定", "全部", "없음", "미정"];
    let name = found.secret();
    name.chars().count() >= 2 && !GROUPS.iter().any(|end| name.ends_with(end))
}
