//! What the seeder remembers of its own rows.

use super::rule::{Rule, check, foreign, sets, unique, utc_times};

pub fn rules() -> Vec<Rule> {
    let applied = |scenario: &str| {
        format!(
            "insert into seed_applications (scenario, seed, as_of, scenario_digest, content_digest, applied_at)
             values ('{scenario}', 1, {{at}}, 'd', 'd', {{at}})"
        )
    };
    let block = |table: &str| format!("insert into seed_blocks values ('dev', '{table}', 1, 3, 'd', 3)");
    let mut rules = vec![
        check("seed_applications", "seed_applications_scenario_set", &applied(""), &applied("x")),
        sets("seed_applications", "seed_applications_scale_counts", "scale = 0", "scale = 1"),
        sets("seed_blocks", "seed_blocks_room_counts", "id_room = -1", "id_room = 0"),
        unique("seed_applications", "scenario", &applied("dev"), &applied("ci")),
        foreign("seed_blocks", "scenario", "scenario = 'gone'", "scenario = 'dev'"),
        sets("seed_blocks", "seed_blocks_ids_count", "first_id = 0", "first_id = 1"),
        sets("seed_blocks", "seed_blocks_rows_count", "row_count = -1", "row_count = 0"),
        unique("seed_blocks", "scenario, table_name", &block("tenants"), &block("users")),
    ];
    rules.extend(utc_times("seed_applications", &["as_of", "applied_at"]));
    rules
}
