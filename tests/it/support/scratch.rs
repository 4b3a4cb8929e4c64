//! Where the files of a test go: memory if the machine has enough of it, else the temporary directory.
//!
//! Every commit of the ledger reaches the disk, so on a slow disk the tests would mostly measure that disk.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

/// A container's default of 64 MiB of shared memory does not hold even an empty server.
const ENOUGH_KIB: u64 = 1024 * 1024;

/// A new directory, gone when the value is.
pub fn directory(name: &str) -> TempDir {
    tempfile::Builder::new().prefix(&format!("opsledger-{name}-")).tempdir_in(root()).expect("make a scratch directory")
}

/// The directory that they are in.
pub fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        match free_kib(memory) {
            Some(free) if free >= ENOUGH_KIB => memory.to_owned(),
            _ => std::env::temp_dir(),
        }
    })
}

fn free_kib(path: &Path) -> Option<u64> {
    let output = Command::new("df").arg("-Pk").arg(path).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()?.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}
