//! A value that remembers where in the file it stood, so that a check made later can still point at it.

use std::ops::{Deref, Range};

use serde::Deserialize;
use toml::Spanned;

/// A value with its place; a default has none and points at the start of the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct Placed<T>(Spanned<T>);

impl<T> Placed<T> {
    /// A value that stands in no file; it points at the start.
    pub(in crate::seeding) fn unplaced(value: T) -> Self {
        Self(Spanned::new(0..0, value))
    }

    /// The bytes of the file that it was read from.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.0.span()
    }
}

impl<T> Deref for Placed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.get_ref()
    }
}

impl<T: Default> Default for Placed<T> {
    fn default() -> Self {
        Self(Spanned::new(0..0, T::default()))
    }
}
