//! Several threads share a large text: each takes the next stretch of it, and then the next rule, that nobody has taken yet.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::sanitizer::rule::Rule;
use crate::sanitizer::spans::Span;
use crate::sanitizer::table::rules;

/// From this length on, in bytes, several threads share the rules: below it, starting one takes longer than it saves.
const LARGE: usize = 64 << 10;

/// More threads than this gain little: the longest rule is the work of one.
const MOST_THREADS: usize = 4;

/// What rules found, each with its place in the table.
pub(crate) type Finds = Vec<(usize, Vec<Span>)>;

/// How many threads help the one that scans a text of this length, in bytes: with it as many as the machine runs at once.
pub(crate) fn helpers(length: usize) -> usize {
    if length < LARGE { 0 } else { threads() - 1 }
}

fn threads() -> usize {
    static THREADS: OnceLock<usize> = OnceLock::new();
    *THREADS.get_or_init(|| thread::available_parallelism().map_or(1, usize::from).clamp(1, MOST_THREADS))
}

/// Does `own` here while helpers begin with `shared`, then helps them. Each gives what it came to.
pub(crate) fn together<T, R: Send>(
    helpers: usize,
    shared: &(impl Fn() -> R + Sync),
    own: impl FnOnce() -> T,
) -> (T, Vec<R>) {
    thread::scope(|scope| {
        let helping: Vec<_> = (0..helpers).map(|_| scope.spawn(shared)).collect();
        let done = own();
        let mut came_to = vec![shared()];
        for helper in helping {
            came_to.push(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        (done, came_to)
    })
}

/// The stretches of a text of this length, in bytes: one below [`LARGE`]. They do not depend on who helps, so what is
/// found does not either.
pub(crate) fn stretches(length: usize) -> Vec<Range<usize>> {
    let starts = (0..length.max(1)).step_by(LARGE);
    starts.map(|start| start..length.min(start + LARGE)).collect()
}

/// Takes stretch after stretch that nobody has taken yet.
pub(crate) fn take_stretches<R>(
    next: &AtomicUsize,
    stretches: &[Range<usize>],
    read: impl Fn(Range<usize>) -> R,
) -> Vec<(usize, R)> {
    let mut all = Vec::new();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(stretch) = stretches.get(index) else { return all };
        all.push((index, read(stretch.clone())));
    }
}

/// Takes rule after rule that nobody has taken yet.
pub(crate) fn take(next: &AtomicUsize, find: impl Fn(usize, &'static Rule, &mut Vec<Span>)) -> Finds {
    let mut all = Vec::new();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(rule) = rules().get(index) else { return all };
        let mut found = Vec::new();
        find(index, rule, &mut found);
        if !found.is_empty() {
            all.push((index, found));
        }
    }
}

/// So many items are taken at once when many are sifted.
const HANDFUL: usize = 64;

/// Keeps the items that are to stay, in their order. Helpers share them when the text is large enough for any.
pub(crate) fn sift<T: Send + Sync + Clone>(length: usize, items: Vec<T>, stays: impl Fn(&T) -> bool + Sync) -> Vec<T> {
    let helpers = helpers(length);
    if helpers == 0 || items.len() <= HANDFUL {
        return items.into_iter().filter(stays).collect();
    }
    let handfuls: Vec<&[T]> = items.chunks(HANDFUL).collect();
    let next = AtomicUsize::new(0);
    let run = || {
        let mut all = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(handful) = handfuls.get(index) else { return all };
            all.push((index, handful.iter().filter(|item| stays(item)).cloned().collect::<Vec<_>>()));
        }
    };
    let mut kept = together(helpers, &run, || ()).1.concat();
    kept.sort_by_key(|(index, _)| *index);
    kept.into_iter().flat_map(|(_, kept)| kept).collect()
}
