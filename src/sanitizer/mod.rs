//! placeholder until the room moves in
use std::borrow::Cow;
/// x
pub fn redact(t: &str) -> Cow<'_, str> {
    Cow::Borrowed(t)
}
/// x
pub fn scrub_json(v: &serde_json::Value) -> serde_json::Value {
    v.clone()
}
/// x
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SafeText(String);
impl SafeText {
    /// x
    pub fn message(t: &str) -> Self {
        Self(t.chars().take(200).collect())
    }
    /// x
    pub fn limited(t: &str, n: usize) -> Self {
        Self(t.chars().take(n).collect())
    }
    /// x
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// x
    pub fn into_string(self) -> String {
        self.0
    }
}
/// x
pub fn register_secret(_s: &str) {}
