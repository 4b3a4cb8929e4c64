//! Lines as they were before a collector put its own mark in front of each: a time, a pod, a service of a composition.
//!
//! Fields that reach over several lines (tables, forms, pretty-printed values) are read only when these marks are gone.

use std::ops::Range;

/// So much of a text is read without its marks: what reaches over lines is no longer than a page or two.
const LONGEST: usize = 128 << 10;
const LONGEST_MARK: usize = 120;

/// The lines of each run of two and more marked lines, each without its mark and with its line break.
pub(crate) fn find(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut found: Vec<Vec<Range<usize>>> = Vec::new();
    let mut run: Vec<Range<usize>> = Vec::new();
    let mut kind_before = None;
    let mut start = 0;
    for line in text[..text.floor_char_boundary(LONGEST)].split_inclusive('\n') {
        let (from, marked) = (start, mark(line));
        start += line.len();
        let kind = marked.map(|(kind, _)| kind);
        if kind != kind_before || kind.is_none() {
            if run.len() >= 2 {
                found.push(std::mem::take(&mut run));
            }
            run.clear();
        }
        kind_before = kind;
        if let Some((_, length)) = marked {
            run.push(from + length..start);
        }
    }
    if run.len() >= 2 {
        found.push(run);
    }
    found
}

/// What sort of mark stands before a line, and its length.
fn mark(line: &str) -> Option<(&str, usize)> {
    let near = &line[..line.floor_char_boundary(LONGEST_MARK)];
    match near.as_bytes().first()? {
        b'[' => {
            let end = near.find(']')?;
            let bare = &near[1..end];
            let time = time_length(bare) == bare.len() && !bare.is_empty();
            let named = bare.contains('/') && bare.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
            let length = end + 1 + blank(&near[end + 1..])?;
            if time { Some(("time", length)) } else { named.then(|| (&line[..end + 1], length)) }
        }
        b'0'..=b'9' => {
            let time = time_length(near);
            let rest = near.get(time..).filter(|_| time > 0)?;
            let blanks = blank(rest)?;
            let sender = sender_length(&rest[blanks..]);
            Some((if sender > 0 { "time and sender" } else { "time" }, time + blanks + sender))
        }
        b'A'..=b'Z' => {
            // `Dec 11 05:10:21 host unit[7]: `
            let time = near.get(..16).filter(|head| is_syslog_time(head.as_bytes()))?;
            let sender = sender_length(&near[time.len()..]);
            (sender > 0).then_some(("time and sender", time.len() + sender))
        }
        b'a'..=b'z' => {
            // `worker-1  | `
            let (name, rest) = near.split_once('|')?;
            let service = name.trim_end();
            let number = service.trim_end_matches(|c: char| c.is_ascii_digit());
            let fits = number.len() < service.len()
                && number.ends_with(['-', '_'])
                && service.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
                && name.len() > service.len();
            let blanks = usize::from(rest.starts_with(' '));
            fits.then(|| (&line[..service.len()], name.len() + 1 + blanks))
        }
        _ => None,
    }
}

/// The one blank behind a mark, or the end of an empty line.
fn blank(rest: &str) -> Option<usize> {
    if rest.starts_with([' ', '\t']) { Some(1) } else { rest.starts_with(['\n', '\r']).then_some(0) }
}

/// `2026-12-11T05:10:21.250Z`, `05:10:21`: the length of a date with a time, or of a time.
fn time_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |at: usize, shape: &[u8]| {
        shape.iter().enumerate().all(|(n, kind)| {
            bytes.get(at + n).is_some_and(|b| if *kind == b'0' { b.is_ascii_digit() } else { b == kind })
        })
    };
    let date = if digits(0, b"0000-00-00") && bytes.get(10).is_some_and(|b| b"T ".contains(b)) { 11 } else { 0 };
    if !digits(date, b"00:00:00") {
        return 0;
    }
    let mut end = date + 8;
    if bytes.get(end).is_some_and(|b| b".,".contains(b)) {
        end += 1 + bytes[end + 1..].iter().take(9).take_while(|b| b.is_ascii_digit()).count();
    }
    match bytes.get(end) {
        Some(b'Z') => end + 1,
        Some(b'+' | b'-') if digits(end + 1, b"00:00") => end + 6,
        Some(b'+' | b'-') if digits(end + 1, b"0000") => end + 5,
        _ => end,
    }
}

/// `Dec 11 05:10:21 `.
fn is_syslog_time(head: &[u8]) -> bool {
    head[1..3].iter().all(u8::is_ascii_lowercase)
        && head[3] == b' '
        && (head[4] == b' ' || head[4].is_ascii_digit())
        && head[5].is_ascii_digit()
        && head[6] == b' '
        && head[9] == b':'
        && head[12] == b':'
        && head[15] == b' '
}

/// `host unit[7]: `, `stdout F `, `app[web.1]: `: who sent the line.
fn sender_length(rest: &str) -> usize {
    for stream in ["stdout F ", "stderr F ", "stdout P ", "stderr P "] {
        if rest.starts_with(stream) {
            return stream.len();
        }
    }
    let Some(end) = rest.find("]: ").or_else(|| rest.find("]:\n")) else { return 0 };
    let sender = &rest[..end];
    let Some((who, number)) = sender.rsplit_once('[') else { return 0 };
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let fits = plain(number) && (1..=2).contains(&who.split(' ').count()) && who.split(' ').all(plain);
    if fits { end + 2 + usize::from(rest[end + 2..].starts_with(' ')) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn bare(text: &str) -> String {
        find(text).concat().into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn marks_of_collectors_are_left_out() {
        for mark in [
            "2026-12-11T05:10:21.250Z ",
            "2026-12-11 05:10:21,250 ",
            "[2026-12-11T05:10:21+01:00] ",
            "05:10:21 ",
            "Dec  1 05:10:21 node-4 relay[771]: ",
            "2026-12-11T05:10:21.250Z stdout F ",
            "2026-12-11T05:10:21+00:00 app[web.1]: ",
            "[pod/relay-0/main] ",
            "relay-1  | ",
        ] {
            assert_eq!(bare(&format!("{mark}a:\n{mark}  b\n{mark}\n")), "a:\n  b\n\n", "{mark}");
        }
    }

    #[test]
    fn one_marked_line_and_lines_without_marks_are_no_run() {
        for text in ["05:10:21 a\nb\n", "a | b\nc | d\n", "[ok] a\n[ok] b\n", "region-x | a\nregion-y | b\n"] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
