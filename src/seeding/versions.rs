//! The generators, each with a version; beside them, in the tests, a digest of what each gave when that version was made.
//!
//! Libraries change their word lists and their arithmetic with any release. The test then names the generator that
//! moved: either it is brought back, or its version and digest change here, on purpose, and with them the
//! fingerprint that is written beside every seed.

/// Name and version of every generator, by name.
pub(super) const GENERATORS: &[(&str, u32)] = &[
    ("bits", 1),
    ("cast.bits", 1),
    ("cast.company", 1),
    ("cast.person", 1),
    ("names.first", 1),
    ("names.last", 1),
    ("permutation", 1),
    ("population.rows", 1),
    ("range", 1),
    ("uuid", 1),
];

/// Names and versions, as they are written beside a seed.
pub(super) fn fingerprint() -> String {
    let each: Vec<String> = GENERATORS.iter().map(|(name, version)| format!("{name}={version}")).collect();
    each.join(" ")
}

#[cfg(test)]
mod tests {
    use fake::locales::{Data, EN};
    use rand_pcg::rand_core::Rng;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::seeding::apply::{Options, Prepared};
    use crate::seeding::blocks::Blocks;
    use crate::seeding::digest::Digester;
    use crate::seeding::fields::{Field, Permutation};
    use crate::seeding::generators::{RowSource, Source};
    use crate::seeding::guard::NotProduction;
    use crate::seeding::population::distinct;
    use crate::seeding::rows::TABLES;
    use crate::seeding::{Scale, names, scenario};

    /// The first sixteen digits of SHA-256 over the first thousand values, one a line.
    const GOLDEN: &[(&str, &str)] = &[
        ("bits", "0ef6702ac9c3f794"),
        ("cast.bits", "224a6710acfba22e"),
        ("cast.company", "5bc50389deeeb307"),
        ("cast.person", "4e00e8506f25e0c5"),
        ("names.first", "02e22a6b3054b8ee"),
        ("names.last", "c3926e5e397bd365"),
        ("permutation", "105b7865d790066e"),
        ("population.rows", "4e5cfcc246e0cf1b"),
        ("range", "7f17ac3e353f7afa"),
        ("uuid", "52d82a13ca2a9605"),
    ];

    fn value(generator: &str, n: u64) -> String {
        let field = Field::new(1, "golden", "table", "column");
        let cast = || -> RowSource { Source::new(1, "golden").row("table", &n.to_string()) };
        match generator {
            "bits" => format!("{:016x}", field.bits(n)),
            "cast.bits" => format!("{:016x}", cast().column("c").next_u64()),
            "cast.company" => names::company(&cast()),
            "cast.person" => format!("{:?}", names::person(&cast())),
            "names.first" => nth(EN::NAME_FIRST_NAME, n),
            "names.last" => nth(EN::NAME_LAST_NAME, n),
            "permutation" => Permutation::new(field, 1_000).of(n).to_string(),
            "population.rows" => population(n),
            "range" => field.between(n, -500, 1_000_000).to_string(),
            "uuid" => field.uuid(n).to_string(),
            other => panic!("`{other}` has no value here"),
        }
    }

    fn nth(list: &[&'static str], n: u64) -> String {
        let names = distinct(list);
        usize::try_from(n).ok().and_then(|n| names.get(n)).map_or(String::new(), |name| (*name).to_owned())
    }

    /// The digests of a small population, table by table.
    fn population(n: u64) -> String {
        let Some(table) = usize::try_from(n).ok().and_then(|n| TABLES.get(n)) else { return String::new() };
        let scenario = scenario::load("load").unwrap();
        let mut options = Options::new(NotProduction::check("sqlite://x.db", None, None).unwrap());
        options.scale = Some("0.005".parse::<Scale>().unwrap());
        let now = "2026-01-15T12:00:00Z".parse().unwrap();
        let supply = Prepared::new(&scenario, &options, now, None).unwrap().supply(Blocks::fresh()).unwrap();
        let mut digester = Digester::of_made(table, supply.blocks());
        for stretch in supply.stretches(table) {
            supply.rows(table, stretch, &mut digester).unwrap();
        }
        format!("{} {:?}", table.name, digester.digests.rows)
    }

    #[test]
    fn no_generator_has_moved() {
        let mut moved = Vec::new();
        for (name, version) in GENERATORS {
            let mut hash = Sha256::new();
            for n in 0..1_000 {
                hash.update(value(name, n));
                hash.update("\n");
            }
            let digest: String = hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
            let golden = GOLDEN.iter().find(|(other, _)| other == name).map(|(_, golden)| *golden);
            if golden != Some(&digest) {
                moved.push(format!("{name} {version} gives {digest}"));
            }
        }
        assert!(moved.is_empty(), "raise the version of each, or bring it back: {moved:#?}");
    }

    #[test]
    fn generators_have_names_of_their_own() {
        assert!(GENERATORS.is_sorted_by(|one, other| one.0 < other.0));
        assert_eq!(GENERATORS.len(), GOLDEN.len());
    }
}
