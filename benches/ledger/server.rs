//! A private PostgreSQL server with stock settings, which are the durable ones: fsync and `synchronous_commit` on.
//! Only its connections are more, for 256 clients of `pgbench`.
//!
//! A shell supervises it and ends it when its standard input ends, so it goes when the bench goes, however that
//! happens. A socket in a directory of its own: no ports, no clashes.

use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, bail};

use crate::Result;
use crate::disk::Disk;

const SUPERVISOR: &str = r#"
dir=$1 bin=$2
shift 2
give_up() { cat "$dir/log"; exit 1; }
"$bin/initdb" -A trust -U postgres --locale=C -E UTF8 -D "$dir/data" >"$dir/log" 2>&1 || give_up
"$bin/postgres" -D "$dir/data" -k "$dir" -p 5432 -c listen_addresses= -c max_connections=300 "$@" >>"$dir/log" 2>&1 </dev/null &
server=$!
until "$bin/pg_isready" -q -h "$dir" -p 5432; do
    kill -0 $server 2>/dev/null || give_up
    sleep 0.05
done
echo ready
cat >/dev/null
kill -INT $server
wait $server
"#;

pub struct Server {
    /// Where the socket is.
    pub socket: PathBuf,
    /// Where `pgbench` is.
    pub bin: PathBuf,
    supervisor: Child,
}

impl Server {
    pub fn start(disk: &Disk) -> Result<Self> {
        Self::start_with(disk, &[])
    }

    /// With settings that are not the stock ones, such as `fsync=off`.
    pub fn start_with(disk: &Disk, settings: &[&str]) -> Result<Self> {
        let bin = installed().context("PostgreSQL is not installed: `apt-get install -y postgresql`")?;
        let socket = disk.path(&format!("pg{}", settings.len()));
        std::fs::create_dir(&socket)?;
        let mut shell = Command::new("/bin/sh");
        shell
            .args(["-c", SUPERVISOR, "supervisor"])
            .args([&socket, &bin])
            .args(settings.iter().flat_map(|setting| ["-c", setting]))
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .current_dir(&socket)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if std::fs::metadata("/proc/self")?.uid() == 0 {
            // PostgreSQL refuses to run as root; its account must be able to reach the directory.
            let (uid, gid) = account("postgres").context("installing PostgreSQL makes the account `postgres`")?;
            std::os::unix::fs::chown(&socket, Some(uid), Some(gid))?;
            let rights = std::os::unix::fs::PermissionsExt::from_mode(0o711);
            std::fs::set_permissions(disk.dir.path(), rights)?;
            shell.uid(uid).gid(gid);
        }
        let mut supervisor = shell.spawn()?;
        let mut said = String::new();
        let mut chunk = [0_u8; 4096];
        let out = supervisor.stdout.as_mut().context("its output is piped")?;
        while said.trim() != "ready" {
            match out.read(&mut chunk)? {
                0 => bail!("PostgreSQL from {} did not start:\n{said}", bin.display()),
                read => said.push_str(&String::from_utf8_lossy(&chunk[..read])),
            }
        }
        Ok(Self { socket, bin, supervisor })
    }

    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost:5432/{database}?host={}", self.socket.display())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.supervisor.stdin.take());
        // Its files are removed next; a server that still writes would be in the way.
        let _ = self.supervisor.wait();
    }
}

fn installed() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path());
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = debian.filter(|path| path.join("bin/initdb").is_file()).max_by_key(|path| version(path));
    newest.map(|path| path.join("bin")).or_else(from_pg_config).filter(|bin| bin.join("pgbench").is_file())
}

fn from_pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

fn account(name: &str) -> Option<(u32, u32)> {
    let passwd = std::fs::read_to_string("/etc/passwd").ok()?;
    let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}
