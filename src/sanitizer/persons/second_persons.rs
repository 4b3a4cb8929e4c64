//! The second person of a report: whom the caller speaks of, once the caller's own name is hidden.
//!
//! "[name] confirmed that … from her team deleted it": the clause is about somebody of whom nothing else is said. A
//! colleague is named so in every language; in scripts without capitals the word for a colleague says where the name
//! begins.

use super::capital_names::is_whole_name;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::machines::is_service;
use crate::sanitizer::words::organisations::belongs_to_thing;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "person-beside-person",
        Class::Name,
        &["[name]"],
        r"\b(?:that|dass|daß|que|che|że|att|hogy|dat|că|rằng|var det|det var|it was|es war|war es|c['’]est|c['’]était|fue|foi|è stat[oa]|was het|het was|to był[ao]?|что|що|это был[а]?|byl[ao]? to)\s(?P<s>\p{Lu}\p{L}+(?:[ -](?:(?:van|von|de|der|den|la|da|di|ter|ten|dos|el)\s){0,2}\p{Lu}\p{L}+){1,2})\s(?:from|of her|of his|of their|in her|in his|who|whose|has|had|deleted|removed|changed|ran|left|som|körde|tog|der|die|aus|hat|hatte|qui|a|avait|che|ha|aveva|que|eliminó|ejecutó|borró|excluiu|apagou|który|która|z|usun|aki|die|heeft|had|uit|care|din|который|которая|из|який|яка|який|který|která|z)\b",
        "[name]",
    )
    .when(is_somebody)
    .reach(0, 260)
    .hides("[name] confirmed that Oswin Tarrabell from her team deleted the folder")
    .keeps("[name] confirmed that Exchange Online has no limit, it was Backup Server who failed"),
    Rule::text(
        "colleague-in-a-script",
        Class::Name,
        &["同事", "员工", "員工", "同学", "领导", "زميل", "زملائ", "همکار", "साथी", "सहकर्मी", "סמית", "עמית", "קולג", "同僚", "동료"],
        r"(?:同事|员工|員工|同学|领导)(?P<s>(?:欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|夏侯|东方|皇甫|尉迟|公孙|令狐|慕容|宇文|长孙|司徒|南宫|端木)[\p{Han}]{1,2}?|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚庞樊殷施倪严牛温季俞章鲁葛伍韦申尤聂焦左岳齐梅庄辛管祝涂谷祁柴蒙瞿覃甄佘阮洪古芦柯卜蔺戚翁冉荆苗褚卫滕邢麦莫苟鞠晏盛骆匡晋商向凌费游宁耿鲍卞裴桑郁仇栾窦岑饶党符戎褚路迟虞邬][\p{Han}]{1,2}?)(?:的|在|把|将|从|已|也|被|误|删|，|,|。|、|（|\(|\s|$)|(?:زميل(?:ه|ها|هم|ي|نا|ك|ته|تها|تهم|تي|تنا)?|زميلة|همکار(?:ش|م|شان|مان)?|सहकर्मी|साथी)\s(?P<t>[\p{L}\p{M}]+\s[\p{L}\p{M}]+)|(?:עמית(?:ו|ה|י|ם|תו|תה|תי)?|(?:ה)?קולגה(?: שלו| שלה| שלי)?)\s(?P<u>[\p{Hebrew}]+\s[\p{Hebrew}]+)|同僚の(?P<v>[\p{Han}々]{2,4}(?:[ 　]?[\p{Han}ぁ-んァ-ヶー]{1,3})?)(?:さん|氏|が|の|は|を|に|、)|동료(?:인)?\s(?P<w>[\p{Hangul}]{3,4}?)(?:이|가|은|는|의|을|를|에게|님|\s)",
        "[name]",
    )
    .when(|found| {
        const OTHERS: [&str; 24] = [
            "管理", "金额", "任务", "高级", "常用", "文件", "温度", "盛", "向", "在", "غير", "لا ", "لم ", "في ", "من ", "على", "إلى", "نے", "के ", "को ", "से ", "ने ", "לא ", "של ",
        ];
        !OTHERS.iter().any(|word| found.secret().starts_with(word) && (word.chars().count() > 1 || found.secret().chars().count() < 2))
    })
    .reach(0, 90)
    .hides("أن حساب زميلها باسل الخياط لم يظهر; 漏掉了同事瞿文澜的账户")
    .keeps("同事的账户, زميل غير معروف, 员工管理员的账户"),
    Rule::text(
        "account-beside-its-person",
        Class::Name,
        &["sam =", "sam=", "sam:", "sam\"", "login =", "uid =", "username =", "logon ="],
        r#"(?i)\b(?:sam|login|logon|uid|username)["']?\s?[=:]\s?["']?(?P<s>[a-z][a-z._-]{2,30})["']?,[^\n]{0,60}\[name\]"#,
        "[name]",
    )
    .when(|found| {
        let word = found.secret();
        !is_service(word) && !matches!(word, "null" | "none" | "nil" | "true" | "false" | "unknown")
    })
    .reach(2, 130)
    .hides("UserRecord { Sam = onagy, Given = [name], Sn = [name] }")
    .keeps("UserRecord { Sam = null, Given = [name] } Sam = svc-backup, Given = [name]"),
];

/// Two capital words or three of which none is a thing.
fn is_somebody(found: &Found<'_>) -> bool {
    const OTHERS: [&str; 16] = [
        "Exchange",
        "Azure",
        "Online",
        "Restore",
        "Backup",
        "Server",
        "Microsoft",
        "Google",
        "Windows",
        "Active",
        "Amazon",
        "Oracle",
        "Linux",
        "Entra",
        "Cloud",
        "The",
    ];
    let mut words = found.secret().split([' ', '-']);
    !words.any(|word| belongs_to_thing(word) || OTHERS.contains(&word)) || is_whole_name(found.secret())
}
