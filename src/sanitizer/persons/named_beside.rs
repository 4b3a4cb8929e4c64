//! Names of people by what stands beside them in other languages: a title behind the name, a deed in the past before
//! it, the number that the name belongs to in front of its bracket, the note that somebody signed.

use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::Words;
use crate::sanitizer::words::known_names::{is_family, is_given, may_be_given};
use crate::sanitizer::words::organisations::belongs_to_thing;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "title-behind-name",
        Class::Name,
        &[" bey", " hanım", " úr", " asszony", "-san", " sensei", " ji", " bhai", "bey'", "hanım'"],
        r"(?P<s>\p{Lu}\p{L}+(?: \p{Lu}\p{L}+){0,2}) (?:[Bb]ey(?:in|e|i|den|le|de)?|[Hh]anım(?:ın|a|ı|dan|la|da)?|úr|asszony|ji|bhai)(?:['’]\p{L}{1,5})?(?:[\s,.;:)]|$)|\b(?P<t>\p{Lu}\p{L}+)-(?:san|sensei)\b",
        "[name]",
    )
    .when(|found| is_of_words(found, 1))
    .reach(70, 20)
    .hides("temsilci: Serhan Gündoğmuş bey giriş yapamıyor")
    .keeps("Bey konağı, Restore bey, Kérelem úr nélkül"),
    Rule::text(
        "deed-before-name",
        Class::Name,
        &[
            "nastavil", "zadal", "změnil", "zmenil", "schválil", "spustil", "předal", "hlásí", "ustawił", "zatwierdził", "zmienił", "uruchomił", "zgłosił", "przekazał", "podał", "beállította", "jóváhagyta", "futtatta", "kérte", "jelezte", "asetti", "hyväksyi", "ilmoitti",
            "запустил", "настроил", "утвердил", "сменил", "сообщил", "передал", "изменил", "задал", "налаштував", "повідомив", "змінив", "встановив", "a schimbat", "a aprobat", "a setat", "postavio", "postavila", "promijenio", "prijavio", "nastavio", "spremenil", "сложи", "смени",
        ],
        r"(?:nastavil|zadal|změnil|zmenil|schválil|spustil|předal|hlásí|ustawił|zatwierdził|zmienił|uruchomił|zgłosił|przekazał|podał|beállította|jóváhagyta|futtatta|kérte|jelezte|asetti|hyväksyi|ilmoitti|запустил|настроил|утвердил|сменил|сообщил|передал|изменил|задал|налаштував|повідомив|змінив|встановив|a schimbat|a aprobat|a setat|postavio|promijenio|prijavio|nastavio|spremenil|сложи|смени)(?:[aаoо]|ла)?:? (?P<s>\p{Lu}\p{L}+(?:[ -]\p{Lu}\p{L}+){1,2})",
        "[name]",
    )
    .when(|found| is_of_words(found, 2))
    .reach(4, 90)
    .hides("heslo je nové, nastavil Květoň Hrdličák. Úloha 3170 skončila")
    .keeps("nastavil server, změnil Backup Server, запустил Azure Backup"),
    Rule::text(
        "person-of-message",
        Class::Name,
        &[" heeft ", " wil ", " belde ", " meldt ", " vraagt ", " a demandé", " a appelé", " demande ", " signale ", " ha chiamato", " ha chiesto", " chiede ", " segnala ", " ha llamado", " pide ", " llamó", " pede ", " ligou", " pediu", " zadzwonił", " prosi ", " zgłasza ", " pyta ", " giriş yap", " aradı", " istiyor", " ringde", " ringte", " har ringt", " soitti", " volal", " žádá", " hívott", " kéri ", " olan ", " просит", " позвонил", " сообщает", " не может", " телефонував", " jelezte", " jelzi", " kérte", " futtatta", " indította", " jóváhagyta", " zgłosił", " zgłosiła", " potwierdził", " potwierdziła", " nahlásil", " nahlásila", " potvrdil", " potvrdila", " rapporteerde", " bevestigde", " rapporterade", " ilmoitti", " bildirdi", " a semnalat", " a raportat", " a signalé", " a confirmé", " ha segnalato", " ha confermato", " informó", " avisó", " reportó", " confirmó", " relatou", " informou", " avisou", " confirmou", " сообщил", " сообщила", " подтвердил", " подтвердила", " повідомив", " повідомила"],
        r"(?m)(?:^|[:>»\-–—.(,]\s|\bolan\s)(?P<s>\p{Lu}\p{L}+(?:[ -](?:(?:van|von|de|der|den|la|da|di|ter|ten|dos|el)\s){0,2}\p{Lu}\p{L}+){1,2})\s(?:heeft|wil|belde|meldt|vraagt|a demandé|a appelé|demande|signale|ha chiamato|ha chiesto|chiede|segnala|ha llamado|pide|llamó|pede|ligou|pediu|zadzwonił|prosi|zgłasza|pyta|giriş yap|aradı|istiyor|ringde|ringte|har ringt|soitti|volal|žádá|hívott|kéri|için|просит|позвонил|сообщает|не может|телефонував|jelezte|jelzi|kérte|futtatta|indította|jóváhagyta|zgłosił|zgłosiła|potwierdził|potwierdziła|nahlásil|nahlásila|potvrdil|potvrdila|rapporteerde|bevestigde|rapporterade|ilmoitti|bildirdi|a semnalat|a raportat|a signalé|a confirmé|ha segnalato|ha confermato|informó|avisó|reportó|confirmó|relatou|informou|avisou|confirmou|сообщил|сообщила|подтвердил|подтвердила|повідомив|повідомила)",
        "[name]",
    )
    .when(|found| is_of_words(found, 2))
    .reach(80, 20)
    .hides("Logboek piket: Jurriën Hoekzaam heeft de sleutel opgelezen")
    .keeps("Logboek: Azure Backup heeft 12 fouten, Job: Nachtelijke Export heeft gefaald"),
    Rule::text(
        "person-of-shift",
        Class::Name,
        &["quart", "consegn", "plantão", "dyżur", "směn", "turno", "vuoro", "vardiya", "ügyelet", "jour", "vakt", "overdracht", "piket", "übergabe", "Übergabe", "смен", "дежур", "чергов", "garde", "astreinte", "guardia", "schicht", "bereitschaft", "tura", "smjena", "izmena", "βάρδια", "值班", "值守", "交接", "المناوب", "المناوبة", "תורן"],
        r"(?i:\b(?:note de quart|quart|consegn[ae]|plantão|dyżur\p{L}*|směn\p{L}{1,3}|turno(?: de)?(?: noche| notte)?|vuoro|vardiya|ügyelet|jour\p{L}*|vakt|overdracht|piket|übergabe|смен\p{L}|дежур\p{L}*|чергов\p{L}*|garde|astreinte|guardia|schicht(?:übergabe)?|bereitschaft|tura|smjena|izmena|βάρδια))[ ]?[:–—-] (?P<s>\p{Lu}\p{L}+(?: \p{Lu}\p{L}+){1,2}) \p{Ll}|(?:值班|值守|交接)[:：\s]{1,2}(?P<t>\p{Han}{2,4})[\s，,]|(?:المناوبة?|תורן)[: ]{1,2}(?P<u>[\p{Arabic}\p{Hebrew}]{3,20} [\p{Arabic}\p{Hebrew}]{3,20}) ",
        "[name]",
    )
    .when(|found| is_of_words(found, 1) && found.secret() != "人员" && !found.secret().ends_with(['人', '员', '中', '室', '表']))
    .reach(30, 110)
    .hides("plantão: Jurandyr Kavalcanti reiniciou o nó 3")
    .keeps("turno: Backup Server reiniciou, vakt: Azure Monitor startet, 值班 人员 重启")
    ,
    Rule::text(
        "name-of-number",
        Class::Name,
        &["[personal] (", "[iban] (", "[card] (", "[phone] (", "[personal] olan", "[personal], "],
        r"\[(?:personal|iban|card|phone)\](?: \(| olan )(?P<s>\p{Lu}[\p{L}'’-]+(?: (?:(?:van|von|de|der|den|la|da|di|ter|ten)\s){0,2}\p{Lu}[\p{L}'’-]+){1,3})(?:\)|,| için)",
        "[name]",
    )
    .when(|found| is_of_words(found, 2))
    .reach(0, 110)
    .hides("AHV-Nr. [personal] (Ursina Kaflisch-Jörg) doppelt")
    .keeps("[personal] (Data Export) failed, [card] (test)"),
    Rule::text(
        "asked-for-person",
        Class::Name,
        &[" ask ", "ask for ", " ping ", " poke ", " frag ", " frage ", "demande à ", "pregunta a ", "chiedi a ", " vraag ", "spytaj ", "talk to ", "speak to ", "speak with "],
        r"(?i:\b(?:ask(?: for)?|ping|poke|frage?|demande[rz]? à|pregunt[ae]r? (?:a|por)|chied[ie]r? a|vraag(?: naar)?|talk to|speak (?:to|with)|spytaj))\s(?P<s>\p{Lu}\p{Ll}{2,15})\b",
        "[name]",
    )
    .when(|found| is_given(found.secret()) || is_slavic_given(found.secret()))
    .reach(2, 40)
    .hides("door code is below; ask for Bogdan")
    .keeps("ask for Help, ping Gateway, ask for Grant"),
    Rule::text(
        "note-signed",
        Class::Name,
        &["please, ", "please ", "thanks, ", "thanks ", "thx", "danke, ", "danke ", "merci, ", "merci ", "gracias", "grazie", "bitte", "back, ", "soon, ", "cheers", "later, ", "tomorrow, ", "bis morgen"],
        r#"(?m)\p{Ll}[.,!]?,? (?:please|thanks|thx|danke|merci|gracias|grazie|bitte|back|soon|cheers|tomorrow|bis morgen|later),? (?P<s>\p{Lu}\p{Ll}{2,15})["'”“]?$"#,
        "[name]",
    )
    .when(|found| {
        const DAYS: Words = Words::new(&["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]);
        let known = is_given(found.secret()) || is_family(found.secret());
        let closes = found.text[found.secret.end..].starts_with('"');
        known || closes && !DAYS.has(found.secret()) && !belongs_to_thing(found.secret())
    })
    .reach(24, 24)
    .hides("please move it to the vault when you're back, Derek\"")
    .keeps("try again later, Thursday"),
];

/// Whether so many words are a name: none of them a thing, and more than one is enough only when it reads like one.
fn is_of_words(found: &Found<'_>, fewest: usize) -> bool {
    const OTHERS: Words = Words::new(&[
        "Restore",
        "Backup",
        "Job",
        "Server",
        "Export",
        "Import",
        "Cloud",
        "Service",
        "System",
        "Kérelem",
        "Azure",
        "Data",
        "Error",
        "Update",
        "Windows",
        "Nachtelijke",
        "Bevestiging",
        "Storage",
    ]);
    let words: Vec<&str> = found.secret().split([' ', '-']).collect();
    let known = words.iter().any(|word| is_given(word) || is_family(word) || may_be_given(word));
    words.len() >= fewest
        && !words.iter().any(|word| belongs_to_thing(word) || OTHERS.has(word))
        && (words.len() >= 2 || known || !found.secret().is_ascii())
}

/// `Bogdan`, `Miroslav`: names that end as few other words do.
fn is_slavic_given(word: &str) -> bool {
    word.len() >= 5 && ["slav", "mir", "gdan", "slava", "dan", "jko", "ica"].iter().any(|end| word.ends_with(end))
}
