//! How long one MiB of text takes to redact: logs as they are, and texts made to be slow.
//!
//! `cargo bench --bench sanitizer`; after `--`, `--quick` measures each text once and a name measures only that text.
//! The slowest and the bound of the project stand in the last line; growth beyond linear shows in the last column,
//! the time of two MiB over that of one.

use std::time::Instant;

use opsledger::sanitizer::redact;

const MIB: usize = 1 << 20;

#[expect(clippy::print_stdout, reason = "a measurement is there to be read")]
fn main() {
    let line = |n: usize| {
        format!(
            "2026-03-04T05:{:02}:{:02}.123Z INFO ops.reconcile run={n} request_id=6f1c{n:04}-7a2b-4c3d-8e9f-0123456789ab \
             tenant=acme-{n} duration=12.5ms status=200 OK path=/api/v1/tenants/{n}/policies\n\
             2026-03-04T05:06:07Z WARN graph call failed: password=hunt{n} user=a{n}@example.org ip=203.0.113.{} token expired at line {n}\n\
             2026-03-04T05:06:08Z ERROR postgres://app:pw{n}x@db.internal:5432/app connection refused commit 9fceb02d0ae598e95dc970b74767f19372d61af8\n",
            n % 60,
            n / 60 % 60,
            n % 250
        )
    };
    let quiet = |n: usize| {
        format!(
            "2026-03-04T05:{:02}:{:02}.123Z INFO ops.reconcile run={n} request_id=6f1c{n:04}-7a2b-4c3d-8e9f-0123456789ab \
             tenant=acme-{n} duration=12.5ms status=200 OK path=/api/v1/tenants/{n}/policies rows=17 retry=2\n",
            n % 60,
            n / 60 % 60
        )
    };
    let fill = |make: &dyn Fn(usize) -> String| {
        let mut text = String::new();
        let mut n = 0;
        while text.len() < MIB {
            text.push_str(&make(n));
            n += 1;
        }
        text
    };
    let mut seed = 42_u64;
    let mut base64 = |_: usize| {
        let mut run = String::new();
        for _ in 0..1024 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            run.push(char::from(letters[(seed >> 33) as usize % 64]));
        }
        run
    };
    let mut random = String::new();
    while random.len() < MIB {
        random.push_str(&base64(0));
    }
    let wrapped: String = random.as_bytes().chunks(76).map(|c| format!("{}\n", String::from_utf8_lossy(c))).collect();
    let texts: Vec<(&str, String)> = vec![
        ("quiet log", fill(&quiet)),
        ("log with secrets", fill(&line)),
        ("base64", random.clone()),
        ("base64 in lines", wrapped),
        ("digits", "4".repeat(MIB)),
        ("digits and blanks", "1234 ".repeat(MIB / 5)),
        ("quotes", "\"".repeat(MIB)),
        ("backslashes", "\\".repeat(MIB)),
        ("open braces", "{\"".repeat(MIB / 2)),
        ("body {", "body {\"a\":".repeat(MIB / 10)),
        ("tags", "body <a>".repeat(MIB / 8)),
        ("key=key=", "key=".repeat(MIB / 4)),
        ("password=", "password=".repeat(MIB / 9)),
        ("password is", "password is ".repeat(MIB / 12)),
        ("password: (", "password: (".repeat(MIB / 11)),
        ("at signs", "@".repeat(MIB)),
        ("a@a@", "a@".repeat(MIB / 2)),
        ("a.a.", "a.".repeat(MIB / 2)),
        ("://", "a://".repeat(MIB / 4)),
        ("://a:", "x://a:".repeat(MIB / 6)),
        ("percents", "%41".repeat(MIB / 3)),
        ("entities", "&#x41;".repeat(MIB / 6)),
        ("colons", "a:".repeat(MIB / 2)),
        ("1.1.", "1.".repeat(MIB / 2)),
        ("-BEGIN", "-BEGIN PRIVATE KEY-----".repeat(MIB / 23)),
        ("bearer", "bearer ".repeat(MIB / 7)),
        ("eyJ", "eyJ".repeat(MIB / 3)),
        ("mysql -p", "mysql ".repeat(MIB / 6)),
        ("blanks", " ".repeat(MIB)),
        ("full-width", "：".repeat(MIB / 3)),
        ("umlauts", "ä".repeat(MIB / 2)),
        ("one line of words", "the quick brown fox ".repeat(MIB / 20)),
    ];
    // Patterns compile when they are first met; that is not what is measured.
    for (_, text) in &texts {
        redact(&text[..text.floor_char_boundary(4096)]);
    }
    // `cargo bench` says `--bench` to every program.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let quick = arguments.iter().any(|word| word == "--quick");
    let only = arguments.iter().find(|word| !word.starts_with("--"));
    let rounds = if quick { 1 } else { 7 };
    let mut worst: (f64, &str) = (0.0, "");
    for (name, text) in &texts {
        if only.is_some_and(|only| only != name) {
            continue;
        }
        let took = best(text, rounds);
        let growth = if quick { String::new() } else { format!("  x{:.1}", best(&text.repeat(2), 3) / took) };
        println!("{name:<22} {took:>8.1} ms{growth}");
        if took > worst.0 {
            worst = (took, *name);
        }
    }
    println!("slowest: {} with {:.1} ms for 1 MiB (bound: 50 ms)", worst.1, worst.0);
}

/// The best of some rounds, in milliseconds.
fn best(text: &str, rounds: usize) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..rounds {
        let start = Instant::now();
        let redacted = redact(text);
        best = best.min(start.elapsed().as_secs_f64() * 1000.0);
        assert!(!redacted.is_empty());
    }
    best
}
