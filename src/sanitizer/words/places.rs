//! Places that are called after people: saints, islands, towns.
//!
//! Lists of regions and locales are full of given names that stand for nobody.

use super::context::Words;

/// `Saint Helena`, `San Marino`: whether the next word belongs to a place.
pub(crate) fn opens_place(word: &str) -> bool {
    const FIRST: Words = Words::new(&[
        "Saint", "Sainte", "San", "Santa", "Santo", "Sint", "Sankt", "São", "Sao", "Fort", "Mount", "Cape", "Lake",
    ]);
    FIRST.has(word)
}

/// Whether the words are a place and no person.
pub(crate) fn is_place(words: &str) -> bool {
    const PLACES: Words = Words::new(&[
        "Tristan da Cunha",
        "Diego Garcia",
        "Jan Mayen",
        "Charlotte Amalie",
        "Santiago de Chile",
        "Santiago de Cuba",
        "Santiago de Compostela",
        "Santiago del Estero",
        "Victoria de Durango",
        "Juan Fernandez",
        "Juan Fernández",
        "Juan de Fuca",
        "Juan de Nova",
        "Franz Josef",
        "Robinson Crusoe",
        "Terre Adélie",
        "Isla Cristina",
        "Cristo Rey",
        "Rosa Zárate",
        "Ciudad Juárez",
        "Ciudad Victoria",
        "Villa Carlos Paz",
        "Carmen de Patagones",
        "Aix en Provence",
        "Clermont Ferrand",
        "Karl Marx Stadt",
        "Puerto Montt",
        "Porto Alegre",
        "Port Louis",
        "Port Elizabeth",
        "Port Stanley",
        "Port Vila",
        "Prince Edward",
        "Prince Rupert",
        "King George",
        "Belo Horizonte",
        "Jesús María",
        "José Ignacio",
        "Roque Pérez",
    ]);
    // `Alice Springs`: what the last word says of it.
    const LAST: Words = Words::new(&[
        "Springs",
        "Falls",
        "Island",
        "Islands",
        "Beach",
        "Heights",
        "Valley",
        "Creek",
        "City",
        "County",
        "Peninsula",
        "Harbour",
        "Harbor",
        "Airport",
        "Archipelago",
    ]);
    PLACES.has(words) || words.rsplit(' ').next().is_some_and(|last| LAST.has(last))
}
