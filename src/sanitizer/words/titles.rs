//! Words of respect beside a name, in the languages whose names begin with a capital.
//!
//! Behind `Herr`, `dott.` or `paní` one capital word is enough for a name; the word before it is an ordinary one in no
//! language that writes so. What is another word besides (`D.`, `anh`) needs two.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::context::small;

/// Titles before a name, in lower case.
const BEFORE: &str = " herr herrn frau fr hr mr mrs ms miss dr prof mme mlle monsieur madame maître maitre señor señora señorita sra srta sr dña doña \
 senhor senhora dona dott dottor dottore dottoressa dott.ssa ssa ing avv arch geom rag sig sig.ra sig.na signor signora signorina mevrouw meneer dhr mevr mw pan pani pana panu panem panią \
 panią paní pane panom pánovi slečna slečnu gospodin gospodina gospođa gospođu gospođi gospod gospa gosp gđa gđo gđica domnul domnului doamna doamnei dl dna d-na \
 d-nul d-lui d-nei bay bayan sayın sn herra rouva fru frk frøken fröken härra proua ponas ponia kungs kundze господин господина господину госпожа госпоже госпожу г-н г-на г-ну г-жа г-же г-жу \
 господинът пан пана пану панові пані г-ца товарищ κύριος κυρία κύριο κ-ος κα κος κον κυρ mgr ing judr mudr rndr phdr bc mag \
 dipl-ing gnä ";

/// Titles before a name where they begin with a capital.
const CAPITAL: &str = " Pak Bapak Bpk Bu Ibu Mbak Kak Encik Puan Cik Tuan Smt Shri Kumari Ustaz Haji Hajah Kuya ";

/// Titles that are other words besides: two words of a name must follow.
const BEFORE_TWO: &str = " d p k g m don anh chị ông bà cô chú thầy mas abang bang kuya drs lic ";

/// Titles behind a name.
const AFTER: &str = " Bey Hanım Hanim Hanıma Beye Bej Efendi ";

/// What else follows a name and shows respect.
const AFTER_SMALL: [&str; 16] = [
    " úr ", " úr,", " úr.", " urat", " úrnak", " úrral", " asszony", "-san ", "-san,", "-sama", "-ssi", " kungs",
    " kundze", "-nim", " saheb", " sahib",
];

static BEFORE_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| BEFORE.split_whitespace().collect());
static CAPITAL_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| CAPITAL.split_whitespace().collect());
/// All titles as they begin a sentence, so that no word has to be folded to be looked up.
static CAPITALS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    BEFORE.split_whitespace().map(capital).chain(CAPITAL.split_whitespace().map(str::to_owned)).collect()
});
static BEFORE_TWO_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| BEFORE_TWO.split_whitespace().collect());
static AFTER_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| AFTER.split_whitespace().collect());

/// Whether the word, without its dot, stands before names only.
pub(crate) fn is_before(word: &str) -> bool {
    CAPITAL_SET.contains(word)
        || !(word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase())) && BEFORE_SET.contains(&*small(word))
}

/// Whether the word stands before names, and elsewhere.
pub(crate) fn may_be_before(word: &str) -> bool {
    BEFORE_TWO_SET.contains(word)
}

/// Whether the capital word is a title behind a name.
pub(crate) fn is_after(word: &str) -> bool {
    AFTER_SET.contains(word)
}

/// Whether the text behind a name begins with a title.
pub(crate) fn follows(tail: &str) -> bool {
    AFTER_SMALL.iter().any(|title| tail.starts_with(title))
}

/// Whether the capital word begins no name but stands before one: `Pak`, `Bu`, `Sn`.
pub(crate) fn is_capital_title(word: &str) -> bool {
    CAPITALS.contains(word)
}
