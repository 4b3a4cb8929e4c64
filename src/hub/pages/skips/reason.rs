//! Why a slot did not run, in words.

/// A reason.
#[derive(Debug, PartialEq, Eq)]
pub struct Reason {
    /// As the column spells it.
    pub word: &'static str,
    /// What happened, in one sentence.
    pub meaning: &'static str,
    /// What to do about it, in one sentence.
    pub next: &'static str,
}

/// All of them.
pub static REASONS: [Reason; 5] = [
    Reason {
        word: "overlap",
        meaning: "An earlier run of it was still active.",
        next: "Nothing to do once; if it repeats, look why that run takes so long, or give the schedule more time.",
    },
    Reason {
        word: "missed",
        meaning: "No scheduler was there when it was due, and it was too late to make up for it.",
        next: "Look why no scheduler ran at that time; start the work by hand if it cannot wait for the next slot.",
    },
    Reason {
        word: "paused",
        meaning: "A person had paused the schedule.",
        next: "Nothing to do while that is meant; `scheduler resume` ends the pause.",
    },
    Reason {
        word: "coalesced",
        meaning: "No scheduler was there when it was due; the newest slot ran in place of all that were missed.",
        next: "Look why no scheduler ran at that time; the work itself has been made up for.",
    },
    Reason {
        word: "blocked",
        meaning: "It was not allowed to run.",
        next: "Look whether the workspace and the tenant are active.",
    },
];

/// The reason with this word; one of a newer program is only named.
#[must_use]
pub fn reason(word: &str) -> Option<&'static Reason> {
    REASONS.iter().find(|reason| reason.word == word)
}
