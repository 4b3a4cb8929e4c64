//! The frame of every page: what is at the top, where one can go, how old the page is.

use maud::{DOCTYPE, Markup, html};

use super::assets::{SCRIPT_ADDRESS, STYLE_ADDRESS};
use super::failure::Told;
use super::parts::{clock, stamp};
use super::scope::Scope;
use super::visitor::Visitor;
use crate::clock::Instant;

/// Where one can go: address, name, and the key that follows `g`.
pub(super) const PLACES: [(&str, &str, char); 7] = [
    ("/", "Now", 'n'),
    ("/operations", "Operations", 'o'),
    ("/slots", "Slots", 's'),
    ("/schedules", "Schedules", 'c'),
    ("/failures", "Failures", 'f'),
    ("/tenants", "Tenants", 't'),
    ("/notifications", "Notifications", 'm'),
];

/// What the frame says of a page.
pub(super) struct Frame<'a> {
    /// Its title.
    pub(super) title: &'a str,
    /// The place of [`PLACES`] under which it is found.
    pub(super) place: &'static str,
    /// The instant of the look.
    pub(super) at: Instant,
    /// Whether something on it may change: then the page listens for news.
    pub(super) is_live: bool,
}

/// A page.
pub(super) fn page(visitor: &Visitor, frame: &Frame<'_>, body: &Markup) -> Markup {
    let live = if frame.is_live { "on" } else { "off" };
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(frame.title))
            body data-live=(live) data-at=(stamp(frame.at)) {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    a.brand href="/" { span.mark aria-hidden="true" {} "opsledger" }
                    nav aria-label="Main" {
                        ul {
                            @for (address, name, key) in PLACES {
                                li {
                                    @if address == frame.place {
                                        a href=(address) aria-current="page" data-go=(key) { (name) }
                                    } @else {
                                        a href=(address) data-go=(key) { (name) }
                                    }
                                }
                            }
                        }
                    }
                    p.who { (whose(visitor)) }
                }
                div.age role="region" aria-label="How old this page is" {
                    // Only the news is said aloud; an age that is said each second would drown the page.
                    span role="status" { a #news href="" hidden {} }
                    span #age { "As of " time datetime=(stamp(frame.at)) { (clock(frame.at)) " UTC" } }
                    button #pause type="button" hidden aria-pressed="false" { "Pause" }
                }
                main #main tabindex="-1" {
                    h1 { (frame.title) }
                    (body)
                }
                footer {
                    p {
                        "The hub only shows; what changes something is a command of " code { "scheduler" } ". Times are UTC."
                        " " span.keys { "Keys: " kbd { "g" } " and a letter goes somewhere, " kbd { "j" } kbd { "k" } " move, " kbd { "?" } " tells all." }
                    }
                }
                dialog #help aria-labelledby="help-title" {
                    h2 #help-title { "Keys" }
                    dl {
                        @for (_, name, key) in PLACES { dt { kbd { "g" } " " kbd { (key) } } dd { (name) } }
                        dt { kbd { "/" } } dd { "to the filters" }
                        dt { kbd { "j" } " " kbd { "k" } } dd { "next row, row before" }
                        dt { kbd { "Enter" } } dd { "open the row" }
                        dt { kbd { "r" } } dd { "look again" }
                        dt { kbd { "p" } } dd { "pause, go on" }
                        dt { kbd { "Esc" } } dd { "close this, leave a field or a row" }
                    }
                    form method="dialog" { button { "Close" } }
                }
            }
        }
    }
}

/// A page that says why there is none.
pub(super) fn failure(told: &Told, visitor: Option<&Visitor>, number: &str) -> Markup {
    let title = told.status.canonical_reason().unwrap_or("Error");
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(title))
            body data-live="off" {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    a.brand href="/" { span.mark aria-hidden="true" {} "opsledger" }
                    @if let Some(visitor) = visitor { p.who { (whose(visitor)) } }
                }
                main #main tabindex="-1" {
                    h1 { (told.message) }
                    p { (told.next) }
                    p { a href="/operations" { "All operations" } " · " a href="/" { "Now" } }
                    dl.facts {
                        dt { "Code" } dd { code { (told.code) } }
                        dt { "Request" } dd { code { (number) } }
                    }
                }
            }
        }
    }
}

fn head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="robots" content="noindex, nofollow";
            title { (title) " · opsledger" }
            link rel="icon" href="/favicon.ico" type="image/svg+xml";
            link rel="stylesheet" href=(*STYLE_ADDRESS);
            script type="module" src=(*SCRIPT_ADDRESS) {}
        }
    }
}

fn whose(visitor: &Visitor) -> Markup {
    let scope = match &visitor.scope {
        Scope::Everything => "all workspaces".to_owned(),
        Scope::Workspaces(ids) if ids.len() == 1 => "one workspace".to_owned(),
        Scope::Workspaces(ids) => format!("{} workspaces", ids.len()),
        Scope::Tenants { tenants, .. } if tenants.len() == 1 => "one tenant".to_owned(),
        Scope::Tenants { tenants, .. } => format!("{} tenants", tenants.len()),
    };
    html! { bdi { (visitor.name) } " · " (scope) }
}
