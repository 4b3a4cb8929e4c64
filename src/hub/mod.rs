//! The monitoring hub: did everything that should have run, run? Pages and a JSON API over the ledger; it only reads.
//!
//! * [`serve`]: listens, and answers until it is told to stop.
//! * [`routes`]: every address, in one list.
//! * `frame`: what happens around every handler: host, method, rate, identity, time, headers, access log.
//! * [`door`]: how a visitor is believed; [`visitor`] and [`scope`]: who that is, and what they may see.
//! * [`view`]: one look at the database for one visitor. Nothing is asked of the database but through it.
//! * `shared`: what every handler has at hand. `params`: the parameters of an address, with their bounds.
//! * `layout` and `parts`: what all pages share. `assets`: style and script, embedded.
//! * [`picture`]: what is looked at rather than read: SVG with its words beside it.
//! * [`pages`]: one folder a page: what it reads, what it shows, and the same as JSON.
//!
//! Deliberately not here: anything that writes. What changes something is a command of `scheduler`.

mod assets;
pub mod door;
mod failure;
mod frame;
mod hosts;
mod layout;
mod live;
pub mod pages;
mod params;
mod parts;
pub mod picture;
pub mod rate;
pub mod routes;
pub mod scope;
pub mod serve;
mod shared;
pub mod view;
pub mod visitor;

pub use door::Door;
pub use failure::Failure;
pub use scope::Scope;
pub use serve::{Listening, Start, listen};
pub use shared::{Hub, Legacy};
pub use view::View;
pub use visitor::{Role, Visitor};
