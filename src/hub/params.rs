//! The parameters of an address, each with its bounds: what cannot be understood is told by name, and what is too long or
//! too much is never looked at.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::failure::Failure;
use super::view::Answer;
use crate::clock::Instant;

/// How many parameters an address may have, and how long each may be.
const MOST: usize = 24;
const LONGEST: usize = 256;

/// The largest id that a browser's numbers hold exactly.
const LARGEST_ID: i64 = (1 << 53) - 1;

/// What stands behind the `?`; the first of two of a name counts, and an empty value is none.
#[derive(Debug, Clone, Default)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Reads `query`.
    ///
    /// # Errors
    /// [`Failure::Parameter`] when there are too many, or one is too long.
    pub fn parse(query: &str) -> Answer<Self> {
        let mut pairs = Vec::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if pairs.len() == MOST {
                return Err(Failure::Parameter("?", format!("At most {MOST} parameters.")));
            }
            if name.len() > LONGEST || value.chars().count() > LONGEST {
                return Err(Failure::Parameter("?", format!("At most {LONGEST} characters each.")));
            }
            if !value.trim().is_empty() && !value.contains('\0') {
                pairs.push((name.into_owned(), value.trim().to_owned()));
            }
        }
        Ok(Self(pairs))
    }

    /// The text of `name`.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// `name` as one of the words that `read` knows.
    ///
    /// # Errors
    /// [`Failure::Parameter`] naming `words`.
    pub fn word<T>(&self, name: &'static str, words: &[&str], read: impl Fn(&str) -> Option<T>) -> Answer<Option<T>> {
        let Some(text) = self.text(name) else { return Ok(None) };
        read(text).map(Some).ok_or_else(|| Failure::Parameter(name, format!("It is one of: {}.", words.join(", "))))
    }

    /// `name` as an id.
    ///
    /// # Errors
    /// [`Failure::Parameter`].
    pub fn id(&self, name: &'static str) -> Answer<Option<i64>> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let id = text.parse().ok().filter(|id| (1..=LARGEST_ID).contains(id));
        id.map(Some).ok_or_else(|| Failure::Parameter(name, "It is a number from 1.".into()))
    }

    /// `name` as a whole number within `bounds`, or `otherwise`.
    ///
    /// # Errors
    /// [`Failure::Parameter`].
    pub fn number(&self, name: &'static str, bounds: std::ops::RangeInclusive<u32>, otherwise: u32) -> Answer<u32> {
        let Some(text) = self.text(name) else { return Ok(otherwise) };
        text.parse().ok().filter(|number| bounds.contains(number)).ok_or_else(|| {
            Failure::Parameter(name, format!("It is a number from {} to {}.", bounds.start(), bounds.end()))
        })
    }

    /// `name` as an instant: RFC 3339, or what a date field of a browser sends, which is taken as UTC.
    ///
    /// # Errors
    /// [`Failure::Parameter`].
    pub fn instant(&self, name: &'static str) -> Answer<Option<Instant>> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let tries = [text.to_owned(), format!("{text}Z"), format!("{text}:00Z"), format!("{text}T00:00:00Z")];
        let read = tries.iter().find_map(|text| text.parse::<Instant>().ok()).filter(|at| {
            // What both engines and people can make something of.
            (1970..=9999).contains(&chrono::Datelike::year(at))
        });
        read.map(Some)
            .ok_or_else(|| Failure::Parameter(name, "It is a time such as 2026-11-20 or 2026-11-20T08:30:00Z.".into()))
    }

    /// `name` as yes or no.
    ///
    /// # Errors
    /// [`Failure::Parameter`].
    pub fn flag(&self, name: &'static str) -> Answer<Option<bool>> {
        self.word(name, &["true", "false"], |text| match text {
            "true" | "1" | "yes" => Some(true),
            "false" | "0" | "no" => Some(false),
            _ => None,
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        Self::parse(parts.uri.query().unwrap_or_default())
    }
}

/// The id in the path of an address; anything else is an address of nothing.
///
/// # Errors
/// [`Failure::NotFound`].
pub(in crate::hub) fn path_id(text: &str) -> Answer<i64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|id| plain && (1..=LARGEST_ID).contains(id)).ok_or(Failure::NotFound)
}

/// An address with these parameters; those without a value are left out.
#[must_use]
pub(in crate::hub) fn address(path: &str, params: &[(&str, Option<String>)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in params {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(query: &str) -> Params {
        Params::parse(query).unwrap()
    }

    #[test]
    fn what_cannot_be_understood_is_told_by_name() {
        assert!(matches!(params("tenant=x").id("tenant"), Err(Failure::Parameter("tenant", _))));
        assert!(matches!(params("tenant=-1").id("tenant"), Err(Failure::Parameter("tenant", _))));
        assert!(matches!(params("tenant=9007199254740992").id("tenant"), Err(Failure::Parameter("tenant", _))));
        assert!(matches!(params("limit=1000").number("limit", 1..=200, 50), Err(Failure::Parameter("limit", _))));
        assert!(matches!(params("since=soon").instant("since"), Err(Failure::Parameter("since", _))));
        assert_eq!(params("tenant=&x=1").id("tenant"), Ok(None));
    }

    #[test]
    fn a_date_of_a_browser_is_read_as_utc() {
        for text in ["2026-11-20", "2026-11-20T00:00", "2026-11-20T00:00:00Z"] {
            assert_eq!(params(&format!("since={text}")).instant("since").unwrap().unwrap().timestamp(), 1_795_132_800);
        }
    }

    #[test]
    fn an_address_of_a_thousand_parameters_or_a_long_one_is_refused_unread() {
        let many = "a=1&".repeat(1000);
        assert!(matches!(Params::parse(&many), Err(Failure::Parameter("?", _))));
        assert!(matches!(Params::parse(&format!("q={}", "x".repeat(300))), Err(Failure::Parameter("?", _))));
    }

    #[test]
    fn values_are_encoded_into_an_address() {
        let with = address("/operations", &[("type", Some("a&b=ü".into())), ("tenant", None)]);
        assert_eq!(with, "/operations?type=a%26b%3D%C3%BC");
        assert_eq!(address("/", &[("a", None)]), "/");
    }
}
