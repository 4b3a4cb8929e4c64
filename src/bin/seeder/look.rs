//! What only reads, and what needs no database.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use opsledger::cli::{DatabaseArgs, Exit, say, say_json, table};
use opsledger::clock::{Clock, text};
use opsledger::db::{Access, Db};
use opsledger::problem::{Problem, Result};
use opsledger::seeding::export::{Format, export as export_rows};
use opsledger::seeding::scenario;
use opsledger::seeding::{self, Application, Manifest, NotProduction};
use serde::Serialize;

use crate::arguments::{Export, Place, Plan};
use crate::show;

pub(crate) async fn plan(database: &DatabaseArgs, args: &Plan, json: bool) -> Result<Exit> {
    let scenario = scenario::load(&args.what.scenario)?;
    let options = args.what.options(args.place.check(&database.database_url)?)?;
    let db = existing(database).await?;
    let plan = seeding::outlook(db.as_ref(), &scenario, &options, Clock::system().now()).await?;
    if let Some(db) = db {
        db.close().await?;
    }
    if json {
        say_json(&plan);
    } else {
        show::plan(&plan);
    }
    Ok(if plan.conflicts.is_empty() { Exit::Done } else { Exit::Blocked })
}

/// The database, unless there is none yet.
async fn existing(database: &DatabaseArgs) -> Result<Option<Db>> {
    match database.open(Access::Existing, 2).await {
        Ok(db) => Ok(Some(db)),
        Err(problem) if problem.code == "db.not_found" => Ok(None),
        Err(problem) => Err(problem),
    }
}

pub(crate) async fn verify(database: &DatabaseArgs, strict: bool, json: bool) -> Result<Exit> {
    let db = database.open(Access::Existing, 2).await?;
    let verified = seeding::verify(&db).await?;
    db.close().await?;
    if json {
        say_json(&verified);
    } else {
        verified.scenarios.iter().for_each(show::checked);
    }
    let failed = !verified.is_clean() || (strict && !verified.is_unchanged());
    Ok(if failed { Exit::Failed } else { Exit::Done })
}

pub(crate) async fn list(database: &DatabaseArgs, json: bool) -> Result<Exit> {
    let applied = match existing(database).await? {
        Some(db) => {
            let applied = seeding::applications(&db).await?;
            db.close().await?;
            applied
        }
        None => Vec::new(),
    };
    let mut profiles = Vec::new();
    for profile in seeding::profiles() {
        let scenario = scenario::load(profile.name)?;
        profiles.push(Line { name: profile.name, description: scenario.description });
    }
    if json {
        say_json(&Listed { profiles, applied });
        return Ok(Exit::Done);
    }
    let mut lines = table(["profile", "what for"]);
    for line in &profiles {
        lines.add_row([line.name, &line.description]);
    }
    say(lines);
    if applied.is_empty() {
        say("nothing is applied to this database");
    }
    for there in applied {
        let Application { scenario, seed, as_of, scale, content_digest, .. } = there;
        let as_of = text(as_of);
        say(format!("applied: {scenario}, seed {seed}, as of {as_of}, scale {scale}, digest {content_digest}"));
    }
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct Listed {
    profiles: Vec<Line>,
    applied: Vec<Application>,
}

#[derive(Serialize)]
struct Line {
    name: &'static str,
    description: String,
}

pub(crate) async fn manifest(
    database: &DatabaseArgs,
    scenario: &str,
    out: Option<&Path>,
    place: &Place,
) -> Result<Exit> {
    let scenario = scenario::load(scenario)?;
    let not_production: NotProduction = place.check(&database.database_url)?;
    let db = database.open(Access::Existing, 2).await?;
    let manifest = seeding::manifest(&db, &scenario, not_production).await?;
    db.close().await?;
    write_manifest(&manifest, out)?;
    Ok(Exit::Done)
}

pub(crate) fn write_manifest(manifest: &Manifest, out: Option<&Path>) -> Result<()> {
    let Some(path) = out else {
        say_json(manifest);
        return Ok(());
    };
    let text = serde_json::to_string_pretty(manifest)
        .map_err(|error| Problem::work("seed.manifest_unwritable", error.to_string()))?;
    std::fs::write(path, text + "\n").map_err(|error| {
        let message = format!("cannot write the manifest `{}`: {error}", path.display());
        Problem::work("seed.manifest_unwritable", message).next("check the path and its rights")
    })
}

pub(crate) fn export(args: &Export) -> Result<Exit> {
    let scenario = scenario::load(&args.what.scenario)?;
    if args.format == Format::Csv && args.out.is_none() {
        let message = "tables have columns of their own, so CSV is one file a table";
        return Err(Problem::request("seed.export_needs_directory", message).next("name a directory with --out"));
    }
    // A file on this machine stands for "no production": nothing is opened.
    let options = args.what.options(NotProduction::check("sqlite://export", None, None)?)?;
    if let Some(directory) = &args.out {
        std::fs::create_dir_all(directory).map_err(|error| {
            let message = format!("cannot make the directory `{}`: {error}", directory.display());
            Problem::request("seed.export_failed", message).next("name another with --out")
        })?;
    }
    let open = |table: &str| -> io::Result<Box<dyn Write>> {
        Ok(match &args.out {
            None => Box::new(io::stdout().lock()),
            Some(directory) => {
                let file = directory.join(format!("{table}.{}", args.format.extension()));
                Box::new(BufWriter::new(File::create(file)?))
            }
        })
    };
    let rows = export_rows(&scenario, &options, Clock::system().now(), args.format, open)?;
    if args.out.is_some() {
        say(format!("{rows} rows"));
    }
    Ok(Exit::Done)
}
