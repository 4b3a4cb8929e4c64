//! Digits that call nobody: the number of a part, an order or a slot, a range of ports, the columns of a dump.
//!
//! They are grouped as telephone numbers are; the word directly before says what they count.

use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::{Words, ahead, before};

/// What is numbered, in the languages of operators.
const NUMBERED: Words = Words::new(&[
    "po",
    "order",
    "part",
    "parts",
    "slot",
    "sku",
    "invoice",
    "bill",
    "ticket",
    "build",
    "firmware",
    "revision",
    "rev",
    "lot",
    "batch",
    "serial",
    "rma",
    "chassis",
    "rack",
    "range",
    "ports",
    "article",
    "item",
    "drawing",
    "asset",
    "contract",
    "version",
    "zlecenie",
    "zlecenia",
    "zamówienie",
    "faktura",
    "faktury",
    "auftrag",
    "auftrags",
    "bestellung",
    "bestell",
    "rechnung",
    "teil",
    "artikel",
    "charge",
    "vertrag",
    "commande",
    "facture",
    "pièce",
    "lote",
    "pedido",
    "factura",
    "fatura",
    "ordine",
    "fattura",
    "lotto",
    "order-nr",
    "bestelling",
    "factuur",
    "zakázka",
    "objednávka",
    "rendelés",
    "számla",
    "заказ",
    "счёт",
    "накладная",
    "замовлення",
]);

/// Whether the digits are the number of a thing, or bytes of a dump.
pub(crate) fn is_numbered(text: &str, span: &Span) -> bool {
    match span.placeholder {
        "[phone]" => counts_things(text, span) || is_dumped(text, span),
        "[personal]" | "[card]" | "[iban]" => is_dumped(text, span),
        _ => false,
    }
}

/// `PO 0049-30-5512`, `part no. 0421-555-018`, `port_range=49152-65535`.
fn counts_things(text: &str, span: &Span) -> bool {
    let head = before(text, span.range.start, 80);
    let mut words = head.trim_end_matches([' ', ':', '#', '=', '"', '\'', '(', '№']);
    for number in [" no.", " no", " nr.", " nr", " number", " num", " nummer", " numer", "-nr.", "-nr", " núm.", " n°"]
    {
        if let Some(rest) = words.strip_suffix(number) {
            words = rest.trim_end();
            break;
        }
    }
    if words.ends_with("s/n") || words.ends_with("p/n") || is_in_list(words) {
        return true;
    }
    let word = words.rsplit(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).next().unwrap_or("");
    // `port_range`: the last part of a name that a program made up.
    let last = word.rsplit(['_', '-']).next().unwrap_or("");
    // `libphonenumber 9.2.17`: the version of a library.
    let library = word.starts_with("lib") && text[span.range.clone()].contains('.');
    library || NUMBERED.has(word) || NUMBERED.has(last)
}

/// `serial numbers: 0221-4471-8812, 0221-…`, `versions 1.2 and 0…`: a list behind a word in the plural.
fn is_in_list(head: &str) -> bool {
    const LISTS: [&str; 17] = [
        "serial numbers",
        "part numbers",
        "order numbers",
        "article numbers",
        "seriennummern",
        "teilenummern",
        "artikelnummern",
        "numéros de série",
        "números de serie",
        "versions",
        "releases",
        "ranges",
        "orders",
        "invoices",
        "tenant ids",
        "ids",
        "lots",
    ];
    let mut head = head;
    loop {
        let rest = head.trim_end_matches(|c: char| c.is_ascii_digit() || " -./,;:".contains(c));
        let rest = [" and", " und", " et", " y", " or"].iter().find_map(|and| rest.strip_suffix(and)).unwrap_or(rest);
        if rest.len() == head.len() {
            break;
        }
        head = rest;
    }
    LISTS.iter().any(|list| head.ends_with(list))
}

/// `53 51 4c 69 74 65 20 66`: within ten pairs of hexadecimal digits or more, as dumps show bytes.
fn is_dumped(text: &str, span: &Span) -> bool {
    let pair = |word: &&str| word.len() == 2 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let value = &text[span.range.clone()];
    let inside = value.split_whitespace();
    if value.len() > 200 || !inside.clone().all(|word| pair(&word)) {
        return false;
    }
    let from = text.ceil_char_boundary(span.range.start.saturating_sub(60));
    let left = text[from..span.range.start].split_whitespace().rev().take_while(pair).count();
    let right = ahead(text, span.range.end, 60).split_whitespace().take_while(pair).count();
    left + inside.count() + right >= 10
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stays(text: &str, value: &str) -> bool {
        is_numbered(text, &Span::of(text, value, "[phone]"))
    }

    #[test]
    fn numbers_of_things_and_bytes_stay() {
        assert!(stays("shipped with PO 0049-40-7713 today", "0049-40-7713"));
        assert!(stays("part no. 0421-555-018 rev. C", "0421-555-018"));
        assert!(stays("port_range=49152-65535", "49152-65535"));
        assert!(stays("00001010  10 00 02 02 00 40 20 20  00 00 00 00", "02 02 00 40 20"));
    }

    #[test]
    fn numbers_that_can_be_called_go() {
        assert!(!stays("call 06 12 34 56 78 about order 12", "06 12 34 56 78"));
        assert!(!stays("order placed by phone, 0421-555-018", "0421-555-018"));
        assert!(!stays("office=0421-555-018", "0421-555-018"));
    }
}
