//! A directory on a disk. A file system in memory would make every commit free and every ratio meaningless.

use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::TempDir;

use crate::Result;

pub struct Disk {
    pub dir: TempDir,
    /// The kind of file system, for the report.
    pub kind: String,
}

/// A new directory, gone when the value is: the usual place for such, unless that is in memory.
pub fn directory() -> Result<Disk> {
    let usual = std::env::temp_dir();
    let candidates = [usual.as_path(), Path::new("/var/tmp"), Path::new(env!("CARGO_TARGET_TMPDIR"))];
    let place = candidates.into_iter().find(|place| place.is_dir() && !in_memory(place)).unwrap_or(&usual);
    let dir = tempfile::Builder::new().prefix("opsledger-bench-").tempdir_in(place).context("make a directory")?;
    Ok(Disk { kind: file_system(dir.path()), dir })
}

impl Disk {
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
}

fn in_memory(place: &Path) -> bool {
    matches!(file_system(place).as_str(), "tmpfs" | "ramfs")
}

/// The type of the mount that holds `place`: of all mounts above it, the longest.
fn file_system(place: &Path) -> String {
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let fields = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        Some((fields.next()?, fields.next()?))
    });
    let above = fields.filter(|(mount, _)| place.starts_with(mount));
    above.max_by_key(|(mount, _)| mount.len()).map_or("an unknown file system", |(_, kind)| kind).to_owned()
}
