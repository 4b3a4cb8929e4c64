//! What may stand in `failure_summary` (L7): items with a stable code and a message that passed the sanitizer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::bounds::{BYTE_LIMIT, stored_bytes};
use crate::sanitizer::SafeText;

/// At most so many items.
pub const ITEM_LIMIT: usize = 50;
/// The code of the last item when others were left out.
pub const LEFT_OUT: &str = "failures.left_out";

/// One failure: what it is called, why, and what a person reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_code: Option<String>,
    message: SafeText,
}

impl Failure {
    /// A failure under a stable code; a code of another form becomes `failure.code_invalid`.
    #[must_use]
    pub fn new(code: &str, message: &str) -> Self {
        Self { code: stable(code), reason_code: None, message: SafeText::message(message) }
    }

    /// Adds the cause, as a stable code too.
    #[must_use]
    pub fn because(mut self, reason_code: &str) -> Self {
        self.reason_code = Some(stable(reason_code));
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The message for people.
    #[must_use]
    pub fn message(&self) -> &str {
        self.message.as_str()
    }
}

/// A bounded list of failures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Failures(Vec<Failure>);

impl Failures {
    /// Keeps what fits; a last item then says how many were left out.
    pub fn new(items: impl IntoIterator<Item = Failure>) -> Self {
        let mut list = Self::default();
        list.extend(items, 0);
        list
    }

    /// The same, when the caller has already left some out.
    pub fn bounded(items: impl IntoIterator<Item = Failure>, left_out: usize) -> Self {
        let mut list = Self::default();
        list.extend(items, left_out);
        list
    }

    /// A list of one.
    #[must_use]
    pub fn one(code: &str, message: &str) -> Self {
        Self(vec![Failure::new(code, message)])
    }

    /// Appends to what a row already holds, within the same bounds.
    #[must_use]
    pub fn appended(stored: &Value, items: impl IntoIterator<Item = Failure>) -> Self {
        let mut kept: Vec<Failure> = Vec::new();
        let mut left_out = 0;
        for item in Vec::<Stored>::deserialize(stored).unwrap_or_default() {
            match item.left_out() {
                Some(count) => left_out += count,
                None => kept.push(item.into_failure()),
            }
        }
        let mut list = Self::default();
        list.extend(kept.into_iter().chain(items), left_out);
        list
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The items.
    #[must_use]
    pub fn items(&self) -> &[Failure] {
        &self.0
    }

    /// As the column stores it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        // Strings only; cannot fail.
        let mut items = serde_json::to_value(self).unwrap_or_default();
        // One spelling, also where some library of the program switches `preserve_order` on.
        items.sort_all_objects();
        items
    }

    fn extend(&mut self, items: impl IntoIterator<Item = Failure>, mut left_out: usize) {
        let mut bytes = 2;
        for item in items {
            let size = serde_json::to_value(&item).map_or(BYTE_LIMIT, |item| stored_bytes(&item) + 2);
            // One place and some bytes are kept free for the item that counts the rest.
            if self.0.len() + 1 < ITEM_LIMIT && bytes + size + 200 <= BYTE_LIMIT {
                bytes += size;
                self.0.push(item);
            } else {
                left_out += 1;
            }
        }
        if left_out > 0 {
            let message = format!("{left_out} more failures were left out");
            self.0.push(Failure::new(LEFT_OUT, &message));
        }
    }
}

/// A stored item: any text, for a person may have written the row.
#[derive(Deserialize)]
struct Stored {
    #[serde(default)]
    code: String,
    reason_code: Option<String>,
    #[serde(default)]
    message: String,
}

impl Stored {
    fn left_out(&self) -> Option<usize> {
        (self.code == LEFT_OUT).then(|| self.message.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0))
    }

    fn into_failure(self) -> Failure {
        let failure = Failure::new(&self.code, &self.message);
        match self.reason_code {
            Some(reason) => failure.because(&reason),
            None => failure,
        }
    }
}

fn stable(code: &str) -> String {
    let well_formed = code.len() <= 100
        && code.split('.').all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        })
        && code.starts_with(|c: char| c.is_ascii_lowercase());
    if well_formed { code.to_owned() } else { "failure.code_invalid".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l7_a_code_of_another_form_is_named_so() {
        assert_eq!(Failure::new("restore.failed", "x").code(), "restore.failed");
        for bad in ["Restore", "9a", "a..b", "a b", "", ".a", "a.", "_a"] {
            assert_eq!(Failure::new(bad, "x").code(), "failure.code_invalid", "{bad}");
        }
    }

    #[test]
    fn l7_the_fifty_first_item_is_a_count_and_appending_adds_to_it() {
        let sixty = Failures::new((0..60).map(|n| Failure::new("row.bad", &format!("row {n}"))));
        assert_eq!(sixty.items().len(), ITEM_LIMIT);
        let last = &sixty.items()[ITEM_LIMIT - 1];
        assert_eq!((last.code(), last.message()), (LEFT_OUT, "11 more failures were left out"));
        let more = Failures::appended(&sixty.to_json(), [Failure::new("row.bad", "one more")]);
        assert_eq!(more.items().len(), ITEM_LIMIT);
        assert_eq!(more.items()[ITEM_LIMIT - 1].message(), "12 more failures were left out");
    }

    #[test]
    fn l7_the_list_stays_within_its_bytes() {
        let long = "é".repeat(400);
        let list = Failures::new((0..50).map(|_| Failure::new("row.bad", &long)));
        assert!(list.to_json().to_string().len() <= BYTE_LIMIT);
        assert_eq!(list.items().last().unwrap().code(), LEFT_OUT);
        assert!(list.items()[0].message().chars().count() <= 200);
    }
}
