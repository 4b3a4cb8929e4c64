//! Check digits: what tells a card or an account from any other number.

/// Payment cards: known first digits, length and the Luhn sum.
pub(crate) fn card(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let head = digits.iter().take(2).fold(0, |head, digit| head * 10 + digit);
    let length = match head {
        34 | 37 => digits.len() == 15,
        30 | 36 | 38 | 39 => digits.len() == 14,
        40..=49 => matches!(digits.len(), 13 | 16 | 19),
        22..=27 | 51..=55 => digits.len() == 16,
        35 | 50 | 56..=65 => (16..=19).contains(&digits.len()),
        _ => false,
    };
    length && luhn(&digits)
}

/// The Luhn sum over all digits.
pub(crate) fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, doubled) if doubled > 9 => doubled - 9,
            (_, doubled) => doubled,
        })
        .sum();
    !digits.is_empty() && sum.is_multiple_of(10) && digits.iter().any(|digit| *digit > 0)
}

/// International bank account numbers: remainder 1 modulo 97.
pub(crate) fn iban(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(char::is_ascii_alphanumeric).collect();
    if !(15..=34).contains(&letters.len()) {
        return false;
    }
    let turned = letters[4..].iter().chain(&letters[..4]);
    let rest = turned.fold(0_u32, |rest, letter| match letter.to_digit(36) {
        Some(value) if value < 10 => (rest * 10 + value) % 97,
        Some(value) => (rest * 100 + value) % 97,
        None => rest,
    });
    rest == 1
}

fn digits_of(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// Brazil: two weighted sums modulo 11.
pub(crate) fn cpf(text: &str) -> bool {
    let digits = digits_of(text);
    let check = |length: u32| {
        let weighted = digits.iter().zip((2..=length + 1).rev()).map(|(digit, weight)| digit * weight);
        weighted.sum::<u32>() * 10 % 11 % 10
    };
    digits.len() == 11
        && digits.iter().any(|digit| *digit != digits[0])
        && check(9) == digits[9]
        && check(10) == digits[10]
}

/// Spain: the letter is the number modulo 23.
pub(crate) fn dni(text: &str) -> bool {
    let letter = text.bytes().last().unwrap_or(b' ');
    let head = match text.bytes().next() {
        Some(b'Y') => 1,
        Some(b'Z') => 2,
        _ => 0,
    };
    let number = digits_of(text).iter().fold(head, |number: u32, digit| (number * 10 + digit) % 23);
    b"TRWAGMYFPDXBNJZSQVHLCKE"[number as usize % 23] == letter
}

/// France: the last two digits are 97 minus the rest modulo 97; Corsica counts 2A as 19, 2B as 18.
pub(crate) fn nir(text: &str) -> bool {
    let plain = text.replace(' ', "").replace("2A", "19").replace("2B", "18");
    let (Some(number), Some(check)) = (plain.get(..13), plain.get(13..)) else {
        return false;
    };
    match (number.parse::<u64>(), check.parse::<u64>()) {
        (Ok(number), Ok(check)) => 97 - number % 97 == check,
        _ => false,
    }
}

/// Sweden: Luhn over the last ten digits.
pub(crate) fn personnummer(text: &str) -> bool {
    let digits = digits_of(text);
    digits.len() >= 10 && text.contains(['-', '+']) && luhn(&digits[digits.len() - 10..])
}

/// Norway: a day of birth and two weighted sums modulo 11.
pub(crate) fn birth_number(text: &str) -> bool {
    let digits = digits_of(text);
    let sum = |weights: &[u32]| digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % 11;
    digits.len() == 11
        // A number given for some time counts the day from 41.
        && matches!(digits[0] * 10 + digits[1], 1..=31 | 41..=71)
        && matches!(digits[2] * 10 + digits[3], 1..=12)
        && sum(&[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) == 0
        && sum(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) == 0
}

/// Finland: the sign is the number modulo 31.
pub(crate) fn hetu(text: &str) -> bool {
    let Some((number, sign)) = text.len().checked_sub(1).and_then(|at| text.split_at_checked(at)) else {
        return false;
    };
    let digits = digits_of(number);
    let rest = digits.iter().fold(0_u32, |rest, digit| (rest * 10 + digit) % 31);
    digits.len() == 9 && b"0123456789ABCDEFHJKLMNPRSTUVWXY"[rest as usize % 31] == sign.as_bytes()[0]
}

/// Germany: cross sums of weighted digits, the letter counted as its place in the alphabet.
pub(crate) fn insurance(text: &str) -> bool {
    const WEIGHTS: [u32; 12] = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
    let mut digits = Vec::with_capacity(13);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => digits.push(u32::from(byte - b'0')),
            b'A'..=b'Z' => digits.extend([u32::from(byte - b'A' + 1) / 10, u32::from(byte - b'A' + 1) % 10]),
            _ => return false,
        }
    }
    let Some((check, rest)) = digits.split_last() else { return false };
    let cross = |product: u32| product / 10 + product % 10;
    rest.len() == 12
        && rest.iter().zip(WEIGHTS).map(|(digit, weight)| cross(digit * weight)).sum::<u32>() % 10 == *check
}

/// China: weighted sum modulo 11, where ten is X.
pub(crate) fn resident_id(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = digits_of(&text[..text.len().saturating_sub(1)]);
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    digits.len() == 17 && b"10X98765432"[sum as usize % 11] == text.as_bytes()[17].to_ascii_uppercase()
}

/// India: the Verhoeff scheme.
pub(crate) fn verhoeff(text: &str) -> bool {
    const TURN: [usize; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let digits = digits_of(text);
    let sum = digits.iter().rev().enumerate().fold(0, |sum, (place, digit)| {
        let turned = (0..place % 8).fold(*digit as usize, |digit, _| TURN[digit]);
        dihedral(sum, turned)
    });
    sum == 0 && !digits.is_empty()
}

/// Multiplication in the symmetry group of the pentagon.
fn dihedral(left: usize, right: usize) -> usize {
    match (left < 5, right < 5) {
        (true, true) => (left + right) % 5,
        (true, false) => 5 + (left + right - 5) % 5,
        (false, true) => 5 + (left + 5 - right) % 5,
        (false, false) => (left + 5 - right) % 5,
    }
}

/// The United Kingdom's health service: weighted sum modulo 11.
pub(crate) fn health_service(text: &str) -> bool {
    let digits = digits_of(text);
    let sum: u32 = digits.iter().take(9).zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    digits.len() == 10 && (11 - sum % 11) % 11 == digits[9]
}

/// Chile: weighted sum modulo 11, where ten is K.
pub(crate) fn chile(text: &str) -> bool {
    let Some((number, sign)) = text.rsplit_once('-') else { return false };
    let sum: u32 = digits_of(number).iter().rev().zip((2..=7).cycle()).map(|(digit, weight)| digit * weight).sum();
    let check = match 11 - sum % 11 {
        11 => "0".to_owned(),
        10 => "K".to_owned(),
        digit => digit.to_string(),
    };
    sign.eq_ignore_ascii_case(&check)
}

/// Hong Kong: letters from ten on, a missing first letter counts 36; weighted sum modulo 11.
pub(crate) fn hongkong(text: &str) -> bool {
    let value = |byte: u8| if byte.is_ascii_digit() { u32::from(byte - b'0') } else { u32::from(byte) - 55 };
    let plain: Vec<u32> = text.bytes().filter(u8::is_ascii_alphanumeric).map(value).collect();
    let (blank, weights) = if plain.len() == 8 { (36 * 9, 8) } else { (0, 9) };
    let sum: u32 = plain.iter().zip((1..=weights).rev()).map(|(digit, weight)| digit * weight).sum();
    matches!(plain.len(), 8 | 9) && (sum + blank).is_multiple_of(11)
}

/// Singapore: the sign is a weighted sum modulo 11, counted on for those of this century.
pub(crate) fn singapore(text: &str) -> bool {
    const WEIGHTS: [u32; 7] = [2, 7, 6, 5, 4, 3, 2];
    let (Some(first), Some(last)) = (text.bytes().next(), text.bytes().last()) else { return false };
    let offset = if matches!(first, b'T' | b'G') { 4 } else { 0 };
    let signs: &[u8] = if matches!(first, b'S' | b'T') { b"JZIHGFEDCBA" } else { b"XWUTRQPNMLK" };
    let digits = digits_of(text);
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    digits.len() == 7 && signs[(sum + offset) as usize % 11] == last
}
