//! Rows beside their table, so that a set of them can be added or set right in two statements; and rows that go.

use sea_orm::ConnectionTrait;

use super::target::Target;
use crate::db::Engine;
use crate::db::owned::Owned;
use crate::db::sql::{batch, ints, statement};
use crate::problem::Result;

impl Target {
    /// A temporary table with the same columns and nothing in it, to be loaded like this one.
    ///
    /// # Errors
    /// Any database problem.
    pub async fn staged(&self, tx: &Owned) -> Result<Self> {
        let stage = Self { table: format!("stage_{}", self.table), ..self.clone() };
        let columns = self.columns.join(", ");
        let sql = format!("create temp table {} as select {columns} from {} where 1 = 0", stage.table, self.table);
        tx.execute_unprepared(&sql).await?;
        Ok(stage)
    }

    /// Sets the rows right that are in the stage and here, adds those that are only there, and drops the stage.
    ///
    /// # Errors
    /// `db.refused` when a row breaks a rule.
    pub async fn merge(&self, tx: &Owned, stage: &Self) -> Result<()> {
        let (table, from) = (&self.table, &stage.table);
        let set: Vec<String> = self.columns[1..].iter().map(|column| format!("{column} = w.{column}")).collect();
        let columns = self.columns.join(", ");
        if tx.engine() == Engine::Sqlite && !self.is_followed(tx).await? {
            // Its unique constraints cannot be taken down, and values may change hands: all go before any comes.
            tx.execute_unprepared(&format!("delete from {table} where id in (select id from {from})")).await?;
        }
        tx.execute_unprepared(&format!("update {table} set {} from {from} w where w.id = {table}.id", set.join(", ")))
            .await?;
        tx.execute_unprepared(&format!(
            "insert into {table} ({columns}) select {columns} from {from} w \
             where not exists (select 1 from {table} t where t.id = w.id) order by w.id"
        ))
        .await?;
        tx.execute_unprepared(&format!("drop table {from}")).await?;
        Ok(())
    }

    /// Adds all rows of the stage, and drops it.
    ///
    /// # Errors
    /// `db.refused` when a row breaks a rule.
    pub async fn pour(&self, tx: &Owned, stage: &Self) -> Result<()> {
        let (table, from, columns) = (&self.table, &stage.table, self.columns.join(", "));
        tx.execute_unprepared(&format!("insert into {table} ({columns}) select {columns} from {from} order by id"))
            .await?;
        tx.execute_unprepared(&format!("drop table {from}")).await?;
        Ok(())
    }

    /// Whether rows of other tables go when one of these goes.
    async fn is_followed(&self, tx: &Owned) -> Result<bool> {
        let sql = "select 1 from sqlite_master m, pragma_foreign_key_list(m.name) k \
                   where m.type = 'table' and k.\"table\" = $1 and k.on_delete <> 'NO ACTION'";
        Ok(tx.query_one_raw(statement(tx.engine(), sql, [self.table.as_str().into()])).await?.is_some())
    }

    /// Removes the rows with these ids; returns how many there were.
    ///
    /// # Errors
    /// `db.refused` when a row that stays leans on one of them.
    pub async fn remove(&self, tx: &Owned, of: &[i64]) -> Result<u64> {
        let mut removed = 0;
        for some in of.chunks(10_000) {
            let sql = format!("delete from {} where id in {}", self.table, ints(tx.engine(), 1));
            removed += tx.execute_raw(statement(tx.engine(), &sql, [batch(&some)])).await?.rows_affected();
        }
        Ok(removed)
    }

    /// Removes the rows whose ids lie from `first` up to `end`; returns how many there were.
    ///
    /// # Errors
    /// `db.refused` when a row that stays leans on one of them.
    pub async fn remove_range(&self, tx: &Owned, first: i64, end: i64) -> Result<u64> {
        let sql = format!("delete from {} where id >= $1 and id < $2", self.table);
        let done = tx.execute_raw(statement(tx.engine(), &sql, [first.into(), end.into()])).await?;
        Ok(done.rows_affected())
    }
}
