//! What is looked at rather than read, as SVG that the server draws: no script, no colour that stands alone, no inline
//! style (the policy of the pages forbids it), and every picture says in words what it shows.
//!
//! * [`outcomes()`]: how runs ended over time, as stacked bars.
//! * [`duration()`]: how long a run took against what is usual for its type.
//! * [`heat()`]: the slot board in little.
//!
//! Pure: from values to markup. What the values are is asked elsewhere ([`super::pages::trend`], for the bars).

pub mod duration;
pub mod heat;
pub mod outcomes;

pub use duration::duration;
pub use heat::heat;
pub use outcomes::outcomes;
