//! Telling words from drawn letters, by how often one letter follows another.
//!
//! `Xk9vQ2rL7mTz` and `ConnectionPoolTimeout` both mix capitals and small letters; only the second is made of words.
//! The table was counted over the words and identifiers of this project and of the documentation of its libraries,
//! and given names of many countries: nothing of it can be read back.

/// How likely a letter (column) follows another (row), from 0 to 9; the first row and column are the edge of a word.
const FOLLOWS: [&[u8; 27]; 27] = [
    b"065666554533565461676444111",
    b"715661241503757050767431241",
    b"673428100720821710663610040",
    b"670417137606521820547420020",
    b"962158220710321610552511030",
    b"852574330301647242776242420",
    b"772347620800632720654500030",
    b"960118135600425520652611010",
    b"781128000700343700534502040",
    b"553656450002658740467040204",
    b"490208100603013830052700010",
    b"972049211701423520464402030",
    b"772248210802721720145420060",
    b"785228000700241670152500020",
    b"861667471603214610267320020",
    b"633652331303668450765645110",
    b"771327125602621760746500020",
    b"822244120300502231342902000",
    b"772448230703344720555421040",
    b"950507115703321550167502040",
    b"870418216800321620665401140",
    b"555546440600668260777010201",
    b"681219300800333620333100010",
    b"780338106700426620653200140",
    b"862637404700321471347221130",
    b"953344210400546460364122001",
    b"882009011700230600010300044",
];

/// A piece of so many letters says nothing by itself.
const SHORTEST: usize = 3;

/// Whether the value is put together from words, as names of things are: most of its letters stand in pieces that
/// read like words, and few of its characters are digits.
pub(crate) fn is_wordy(value: &str) -> bool {
    let bytes = value.as_bytes();
    let (mut at, mut letters, mut known, mut digits) = (0, 0, 0, 0);
    while at < bytes.len() {
        let length = piece(&bytes[at..]);
        if length == 0 {
            digits += usize::from(bytes[at].is_ascii_digit());
            at += 1;
            continue;
        }
        letters += length;
        if reads_like_word(&bytes[at..at + length]) {
            known += length;
        } else if (letters - known) * 4 > bytes.len() {
            // Whatever follows, more than a quarter of the letters read like no word.
            return false;
        }
        at += length;
    }
    letters >= SHORTEST && known * 4 >= letters * 3 && digits * 3 <= letters
}

/// The length of the piece at the front: small letters with or without a capital before them, or capitals.
fn piece(bytes: &[u8]) -> usize {
    let capitals = bytes.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let small = bytes[capitals..].iter().take_while(|b| b.is_ascii_lowercase()).count();
    match (capitals, small) {
        (0 | 1, _) => capitals + small,
        (_, 0) => capitals,
        // In `HTTPServer` the last capital begins the next piece.
        _ => capitals - 1,
    }
}

fn reads_like_word(piece: &[u8]) -> bool {
    if piece.len() < SHORTEST {
        return false;
    }
    let index = |letter: u8| usize::from(letter.to_ascii_lowercase() - b'a') + 1;
    let mut before = 0;
    let mut sum = 0;
    for letter in piece {
        let letter = index(*letter);
        sum += usize::from(FOLLOWS[before][letter] - b'0');
        before = letter;
    }
    sum += usize::from(FOLLOWS[before][0] - b'0');
    let pairs = piece.len() + 1;
    sum * 10 >= pairs * if piece.len() == SHORTEST { 46 } else { 49 }
}

#[cfg(test)]
mod tests {
    use super::is_wordy;

    #[test]
    fn names_of_things_are_wordy_and_drawn_runs_are_not() {
        for value in [
            "ConnectionPoolTimeout",
            "Request_ResourceNotFound",
            "MountVolume.SetUp",
            "InternalServerError",
            "SecretNotFound",
        ] {
            assert!(is_wordy(value), "{value}");
        }
        for value in ["Xk9vQ2rL7mTz4B", "kJ8sQ2mZx7Lw0RtY5bNc", "KqZvWxYjHgFdSaPoIuYt", "7Hq2vXk9Lm3Rt8Zb", "q7w8e9"] {
            assert!(!is_wordy(value), "{value}");
        }
    }
}
