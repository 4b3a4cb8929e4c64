//! Eight times the text takes eight times the time, also when the text is made to be slow.
//!
//! How long one MiB takes is measured by `cargo bench --bench sanitizer`; what a test can say on any machine is how
//! time grows. What else the machine does only ever adds to a time, so the best of some tries is the truth; and eight
//! times the text, rather than twice, because a busy machine's noise is then far below what is looked for.

use std::sync::LazyLock;
use std::time::Instant;

use opsledger::sanitizer::redact;

const SIZE: usize = 4 << 10;
const TIMES: usize = 8;
const CHANCES: usize = 5;
/// Seconds, many ticks of the system's count.
const ENOUGH: f64 = 0.06;
/// Between linear (8) and quadratic (64).
const MOST: f64 = 20.0;

/// Pieces whose repetition makes careless rules read the same bytes again and again.
const PIECES: [&str; 60] = [
    "2026-03-04T05:06:07Z INFO run=17 request_id=6f1c0b7e-7a2b-4c3d-8e9f-0123456789ab status=200 OK rows=17\n",
    "2026-03-04T05:06:07Z WARN password=hunt17 user=a17@example.org ip=203.0.113.17 token expired\n",
    "4",
    "1234 ",
    "\"",
    "\\",
    "{\"",
    "body {\"a\":",
    "body <a>",
    "key=",
    "password=",
    "password is ",
    "password: (",
    "password: \"",
    "@",
    "a@",
    "a.",
    "a://",
    "x://a:",
    "%41",
    "&#x41;",
    "a:",
    "1.",
    "-BEGIN PRIVATE KEY-----",
    "-BEGIN PRIVATE KEY-----\nMIIEvgIBADANBgkqhki\nand so it went on\n",
    "token = a.b(c=c, ",
    "0123456789abcdef0123456789abcdef  a.b\n",
    "a 0123456789abcdef0123456789abcdef=\n",
    "bearer ",
    "eyJ",
    "mysql ",
    "kind: Secret\ndata:\n",
    "BEGIN:VCARD ",
    "password of the service ",
    "values ('Ab c', ",
    "the password we changed to ",
    "user,password\n",
    "| token | a |\n",
    "@p0='a', ",
    " -u a -p b ",
    "token=\"a\"+\"b\"+",
    "\u{ff1a}",
    "(a=",
    "{a: ",
    "{a: b,\n",
    "(a=[name], ",
    "connect('a', 'b', ",
    "['a', ",
    "00000000: 4141 4242  AABB\n",
    "a;B;12 34 56 789;C d 1;\n",
    "body a=B&",
    "key=[1 2 ",
    "a: [name]\nb: c d\n",
    "a=b&",
    "client_mac=3c22fb9a017e",
    "?password=x1&u=",
    "owner:PlatformTeam,approvedbyBoard,",
    "smssaid441902,one-timecode(22819037)",
    "pwd={'K','e','s'}",
    "net/a/b:used",
];

#[test]
fn eight_times_the_text_takes_no_more_than_about_eight_times_the_time() {
    let grows: Vec<_> =
        PIECES.into_iter().map(|piece| (piece, growth(piece))).filter(|(_, growth)| *growth > MOST).collect();
    assert!(grows.is_empty(), "the time of these grows faster than the text: {grows:?}");
}

/// The time of a text over that of an eighth of it: the best of each, tried until it is good or the chances are used up.
fn growth(piece: &str) -> f64 {
    let part = piece.repeat(SIZE / piece.len());
    let whole = part.repeat(TIMES);
    let (mut of_part, mut of_whole) = (f64::MAX, f64::MAX);
    for _ in 0..CHANCES {
        of_part = of_part.min(seconds(&part));
        of_whole = of_whole.min(seconds(&whole));
        if of_whole / of_part <= MOST {
            break;
        }
    }
    of_whole / of_part
}

/// Seconds that one redaction takes, from as many as make up `ENOUGH`.
fn seconds(text: &str) -> f64 {
    let start = worked();
    for times in 1.. {
        assert!(!redact(text).is_empty());
        let took = worked() - start;
        if took >= ENOUGH {
            return took / f64::from(times);
        }
    }
    unreachable!("time goes on")
}

/// Seconds that this thread has worked, as Linux counts them in ticks; elsewhere those on the clock.
fn worked() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds: Option<f64> = counted.split(' ').next().and_then(|number| number.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |worked| worked / 1e9)
}
