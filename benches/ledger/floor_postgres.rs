//! The floor on PostgreSQL: `pgbench` with the ledger's own statements, prepared, from as many clients as we have tasks.
//!
//! The statements are taken as they were sent; only their parameters change form. `pgbench` knows no JSON, so a
//! parameter that carries the run's id or hash is put together by the server, which costs it about a microsecond.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, bail};
use sea_orm::Value;

use crate::Result;
use crate::capture::Captured;
use crate::disk::Disk;
use crate::load::Form;
use crate::server::Server;

pub struct Floor {
    script: PathBuf,
    /// Constant parameters, as `pgbench` takes them.
    constants: Vec<String>,
    form: Form,
}

impl Floor {
    pub fn new(disk: &Disk, form: Form, captured: &Captured) -> Result<Self> {
        let mut script = String::from("\\set n :n + 1\n\\set id 0\n");
        let mut constants = vec!["n=0".to_owned()];
        for (step, sent) in captured.steps.iter().enumerate() {
            let closing = form != Form::Hit && step + 1 == captured.steps.len();
            if closing {
                script.push_str("\\if :id > 0\n");
            }
            for (part, sent) in sent.iter().enumerate() {
                let mut sql = sent.sql.clone();
                for (n, value) in sent.values.iter().enumerate().rev() {
                    let name = format!("s{step}p{part}v{n}");
                    let (expression, constant) = parameter(captured, &name, value, form)?;
                    constants.extend(constant.map(|constant| format!("{name}={constant}")));
                    sql = sql.replace(&format!("${}", n + 1), &expression);
                }
                script.push_str(&sql);
                script.push_str(match (form, closing) {
                    (Form::Hit, _) | (_, true) => ";\n",
                    // It keeps the columns of the row, and does not mind when there is none.
                    _ => " \\aset\n",
                });
            }
            if closing {
                script.push_str("\\endif\n");
            }
        }
        let path = disk.path("floor.sql");
        std::fs::write(&path, script)?;
        Ok(Self { script: path, constants, form })
    }

    /// Runs `clients` for `time`; returns the turns a second.
    pub async fn drive(
        &self,
        server: &Server,
        database: &str,
        clients: usize,
        round: usize,
        time: Duration,
    ) -> Result<f64> {
        let mut pgbench = Command::new(server.bin.join("pgbench"));
        pgbench.args(["-n", "-M", "prepared", "-j", "2", "-U", "postgres", "-p", "5432"]);
        pgbench.args(["-c", &clients.to_string(), "-T", &time.as_secs().to_string()]);
        pgbench.arg("-h").arg(&server.socket).arg("-f").arg(&self.script);
        pgbench.args(["-D", &format!("round={round}")]);
        for constant in &self.constants {
            pgbench.args(["-D", constant]);
        }
        pgbench.arg(database);
        let output = tokio::task::spawn_blocking(move || pgbench.output()).await?.context("run pgbench")?;
        let said = String::from_utf8_lossy(&output.stdout);
        let line = said.lines().find_map(|line| line.strip_prefix("tps = "));
        let Some(rate) = line.and_then(|line| line.split(' ').next()?.parse().ok()) else {
            bail!("pgbench failed ({:?}):\n{said}\n{}", self.form, String::from_utf8_lossy(&output.stderr));
        };
        if !output.stderr.is_empty() && !output.status.success() {
            bail!("pgbench: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(rate)
    }
}

/// How a value is written in the script, and its constant when it is one.
fn parameter(captured: &Captured, name: &str, value: &Value, form: Form) -> Result<(String, Option<String>)> {
    Ok(match value {
        Value::String(Some(text)) => {
            let template = captured.template(text);
            let mut text = format!(":{name}::text");
            if template.contains("@hash") {
                let own = match form {
                    Form::Hit => format!("'{}'", captured.hash),
                    _ => "repeat(md5(:client_id::text || '.' || :n::text || '.' || :round::text), 2)".to_owned(),
                };
                text = format!("replace({text}, '@hash', {own})");
            }
            if template.contains("@run") {
                text = format!("replace({text}, '@run', :id::text)");
            }
            (format!("({text})"), Some(template))
        }
        Value::BigInt(Some(number)) => (format!(":{name}::bigint"), Some(number.to_string())),
        Value::ChronoDateTimeUtc(Some(_)) => ("now()".to_owned(), None),
        Value::ChronoDateTimeUtc(None) => ("null::timestamptz".to_owned(), None),
        other => bail!("the bench does not know how to hand {other:?} to pgbench"),
    })
}
