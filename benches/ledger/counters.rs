//! What a load cost, as the database and the kernel count it.

use std::time::Duration;

use opsledger::db::Engine;

use crate::Result;
use crate::stage::{Stage, one};

/// Counters that only grow.
#[derive(Debug, Clone, Copy)]
pub struct Counters {
    /// Transactions that the database counts as committed, reading ones too.
    pub commits: Option<i64>,
    /// Transactions that wrote something.
    pub writes: Option<i64>,
    /// Bytes of write-ahead log; on SQLite, all bytes that this process sent to the disk.
    pub bytes: i64,
}

impl Counters {
    /// Reads them when nobody is connected any more: a backend reports its commits at the latest when it ends.
    pub async fn read(stage: &Stage<'_>, database: &str) -> Result<Self> {
        if stage.engine == Engine::Sqlite {
            return Ok(Self { commits: None, writes: None, bytes: written() });
        }
        let admin = stage.open("postgres", 1).await?;
        let connected = format!(
            "select count(*) from pg_stat_activity where datname = '{database}' and backend_type = 'client backend'"
        );
        while one::<i64>(&admin, &connected).await? > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let commits = format!("select xact_commit from pg_stat_database where datname = '{database}'");
        let read = Self {
            commits: Some(one(&admin, &commits).await?),
            writes: Some(one(&admin, "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint").await?),
            bytes: one(&admin, "select (pg_current_wal_insert_lsn() - '0/0')::bigint").await?,
        };
        admin.close().await?;
        Ok(read)
    }

    /// What `turns` turns cost since `before`, each: commits, writing commits, bytes.
    pub fn each(self, before: Self, turns: u64) -> (Option<f64>, Option<f64>, f64) {
        let per = |now: i64, then: i64| (now - then) as f64 / turns.max(1) as f64;
        (
            self.commits.zip(before.commits).map(|(now, then)| per(now, then)),
            self.writes.zip(before.writes).map(|(now, then)| per(now, then)),
            per(self.bytes, before.bytes),
        )
    }
}

fn written() -> i64 {
    let io = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let line = io.lines().find_map(|line| line.strip_prefix("write_bytes: "));
    line.and_then(|bytes| bytes.trim().parse().ok()).unwrap_or_default()
}
