//! What surrounds the rows: sequences that know of them, constraints and indexes that are in force for all of them, and
//! endings in the shares that the scenario asks for.

use sea_orm::ConnectionTrait;

use super::super::applications::Application;
use super::super::blocks::Blocks;
use super::super::population::address;
use super::super::rows::TABLES;
use super::super::scenario;
use super::report::Finding;
use crate::db::sql::statement;
use crate::db::{Db, Engine};
use crate::problem::Result;

/// Tables whose next id lies within the ids of the scenario.
pub(super) async fn sequences(db: &Db, blocks: &Blocks) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for table in TABLES {
        let block = blocks.get(table.name);
        let sql = match db.engine() {
            Engine::Postgres => {
                format!(
                    "select coalesce(pg_sequence_last_value(pg_get_serial_sequence('{}', 'id')::regclass), 0)",
                    table.name
                )
            }
            Engine::Sqlite => {
                format!("select coalesce(max(seq), 0) from sqlite_sequence where name = '{}'", table.name)
            }
        };
        let row = db.reader().query_one_raw(statement(db.engine(), &sql, [])).await?;
        let given: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        if block.room > 0 && given < block.end() - 1 {
            let message = format!("the next id would be {} and belong to the seed", given + 1);
            findings.push(Finding { check: "sequence", table: table.name.to_owned(), rows: 1, message });
        }
    }
    Ok(findings)
}

/// Constraints that were never validated, indexes that are not valid, and triggers that are switched off. SQLite knows
/// none of these.
pub(super) async fn in_force(db: &Db) -> Result<Vec<Finding>> {
    if db.engine() == Engine::Sqlite {
        return Ok(Vec::new());
    }
    let sql = "select conrelid::regclass::text, conname::text, 'is not validated' from pg_constraint \
               where not convalidated \
               union all select indrelid::regclass::text, indexrelid::regclass::text, 'is not valid' from pg_index \
               where not indisvalid \
               union all select tgrelid::regclass::text, tgname::text, 'is switched off' from pg_trigger \
               where tgenabled = 'D' order by 1, 2";
    let rows = db.reader().query_all_raw(statement(db.engine(), sql, [])).await?;
    rows.iter()
        .map(|row| {
            let (table, name, what): (String, String, String) =
                (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            Ok(Finding { check: "constraint", table, rows: 1, message: format!("{name} {what}") })
        })
        .collect()
}

/// Pearson's chi-square, three degrees of freedom, one in a thousand; in hundredths.
const CRITICAL: i64 = 1_627;

/// Endings of a population's plain work beside the shares of its scenario, if this program brings that scenario along
/// in the same text. Other work maps some endings onto others.
pub(super) async fn mix(db: &Db, application: &Application, blocks: &Blocks) -> Result<Option<Finding>> {
    let known = scenario::profiles().iter().find(|profile| profile.name == application.scenario);
    let Some(known) = known else { return Ok(None) };
    let scenario = scenario::load(known.name)?;
    let Some(population) = scenario.population.filter(|_| scenario.digest == application.scenario_digest) else {
        return Ok(None);
    };
    let block = blocks.get("operation_runs");
    let sql = "select outcome, count(*) from operation_runs where id >= $1 and id < $2 and type = 'policy.sync' \
               and status = 'completed' group by outcome";
    let range = [(block.first + address::CAST).into(), block.end().into()];
    let rows = db.reader().query_all_raw(statement(db.engine(), sql, range)).await?;
    let mut found = std::collections::HashMap::new();
    for row in rows {
        found.insert(row.try_get_by_index::<String>(0)?, row.try_get_by_index::<i64>(1)?);
    }
    let total: i64 = found.values().sum();
    let shares = &population.outcomes;
    let expected = [
        ("succeeded", shares.succeeded),
        ("partially_succeeded", shares.partially_succeeded),
        ("failed", shares.failed),
        ("blocked", shares.blocked),
    ];
    let score = chi_square(expected.map(|(name, share)| (found.get(name).copied().unwrap_or(0), share)), total);
    let message = format!("endings of policy.sync are not in the shares of the scenario: {found:?}");
    let table = "operation_runs".to_owned();
    Ok((score > CRITICAL).then_some(Finding { check: "status_mix", table, rows: total, message }))
}

/// In hundredths; of counts beside shares in percent.
fn chi_square(counts: [(i64, i64); 4], total: i64) -> i64 {
    let mut score: i128 = 0;
    for (count, share) in counts {
        let (count, expected) = (i128::from(count) * 100, i128::from(total) * i128::from(share));
        if expected > 0 {
            score += (count - expected) * (count - expected) / expected;
        } else if count > 0 {
            return i64::MAX;
        }
    }
    i64::try_from(score).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mix_is_judged_by_how_far_it_is_from_its_shares() {
        assert_eq!(chi_square([(800, 80), (80, 8), (100, 10), (20, 2)], 1_000), 0);
        assert!(chi_square([(812, 80), (75, 8), (95, 10), (18, 2)], 1_000) < CRITICAL);
        assert!(chi_square([(700, 80), (180, 8), (100, 10), (20, 2)], 1_000) > CRITICAL);
        assert!(chi_square([(980, 98), (0, 2), (10, 0), (10, 0)], 1_000) > CRITICAL);
    }
}
