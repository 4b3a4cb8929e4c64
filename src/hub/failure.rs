//! How a request ends that cannot be answered: a stable code, a sentence, and a next step; never the database's words.
//!
//! A handler only returns it. The frame around all handlers ([`super::frame`]) gives it the form in which the visitor
//! asked (a page or JSON) and the number of the request.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sea_orm::DbErr;

use crate::problem::Problem;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// There is no such thing, or none that this visitor may see: the same words for both.
    NotFound,
    /// A parameter means nothing: its name, and what it may be.
    Parameter(&'static str, String),
    /// Nobody said who asks, or not convincingly.
    Unauthorised,
    /// Not the address that this server answers to.
    Misdirected,
    /// Only GET and HEAD are answered.
    Method,
    /// Too many requests; again after so many seconds.
    TooMany(u64),
    /// The question took longer than a page may.
    TooSlow,
    /// The database cannot be reached, or has no connection free.
    Unavailable,
    /// What should not happen; the code is of the problem that did.
    Broken(&'static str),
}

/// What a failure looks like to whoever asked.
pub(super) struct Told {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) next: String,
}

impl Failure {
    /// Its words.
    pub(super) fn told(&self) -> Told {
        let told = |status, code, message: &str, next: &str| Told {
            status,
            code,
            message: message.to_owned(),
            next: next.to_owned(),
        };
        match self {
            Self::NotFound => told(
                StatusCode::NOT_FOUND,
                "hub.not_found",
                "There is nothing here that you may see.",
                "Check the address, or begin at the list of operations.",
            ),
            Self::Parameter(name, may_be) => told(
                StatusCode::BAD_REQUEST,
                "hub.parameter_invalid",
                &format!("The parameter “{name}” cannot be understood."),
                may_be,
            ),
            Self::Unauthorised => told(
                StatusCode::UNAUTHORIZED,
                "hub.unauthorised",
                "Say who you are to see this page.",
                "Give a hub token: as the password when the browser asks, or as “Authorization: Bearer …”. \
                 `scheduler token create` makes one.",
            ),
            Self::Misdirected => told(
                StatusCode::MISDIRECTED_REQUEST,
                "hub.host_unknown",
                "This server does not answer to that name.",
                "Use the address that it was started with, or allow the name in [hub] hosts of opsledger.toml.",
            ),
            Self::Method => told(
                StatusCode::METHOD_NOT_ALLOWED,
                "hub.read_only",
                "The hub only shows.",
                "What changes something is a command of `scheduler`.",
            ),
            Self::TooMany(seconds) => told(
                StatusCode::TOO_MANY_REQUESTS,
                "hub.too_many_requests",
                "Too many requests at once.",
                &format!("Try again in {seconds} s."),
            ),
            Self::TooSlow => told(
                StatusCode::SERVICE_UNAVAILABLE,
                "hub.too_slow",
                "The database took longer than a page may take.",
                "Narrow the time or the filters, and try again.",
            ),
            Self::Unavailable => told(
                StatusCode::SERVICE_UNAVAILABLE,
                "hub.database_unreachable",
                "The database cannot be reached right now.",
                "Try again in a moment; `scheduler doctor` tells more.",
            ),
            Self::Broken(_) => told(
                StatusCode::INTERNAL_SERVER_ERROR,
                "hub.broken",
                "Something went wrong while this page was made.",
                "Give the number of the request to whoever runs this hub: its log says more.",
            ),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.told().status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let words = &problem.message;
        let slow = ["statement timeout", "canceling statement", "interrupted"].iter().any(|sign| words.contains(sign));
        match problem.code {
            _ if slow => Self::TooSlow,
            "db.unreachable" | "db.locked" => Self::Unavailable,
            code => {
                tracing::error!(code, "a page could not be made: {}", problem.message);
                Self::Broken(code)
            }
        }
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        Problem::from(error).into()
    }
}
