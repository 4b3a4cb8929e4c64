//! One PostgreSQL server for the test process, from the binaries that are installed here.
//!
//! The child is a shell that supervises. It ends the server and removes its directory when its standard input
//! ends, and we hold the other end of that pipe: whatever ends this process, SIGKILL included, ends the server.
//! (Asking the kernel to signal the child would not do: that fires when the *thread* which spawned it ends, and
//! the threads of tests come and go.) A socket in a directory of its own, so no ports and no clashes.
//!
//! `TEST_DATABASE_URL` names a server to use instead; its user must be allowed to create databases.

use std::io::{Read, Write};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use url::Url;

use super::scratch;

/// A running server.
pub struct Server {
    /// A database that is always there, to create others from.
    pub admin: Url,
    /// Held open for as long as this process lives; never read.
    _supervisor: Option<Child>,
}

impl Server {
    /// The address of the database called `name`.
    pub fn url(&self, name: &str) -> String {
        let mut url = self.admin.clone();
        url.set_path(name);
        url.into()
    }
}

/// Where the server listens; a server that was named in the environment must do so on a socket, too.
pub fn socket() -> PathBuf {
    let admin = &server().admin;
    let dir = admin.query_pairs().find(|(key, _)| key == "host").expect("a server with a socket directory").1;
    Path::new(&*dir).join(format!(".s.PGSQL.{}", admin.port().unwrap_or(5432)))
}

/// The server, started by whoever asks first.
pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var("TEST_DATABASE_URL") {
        Ok(given) => {
            let admin = Url::parse(&given).expect("TEST_DATABASE_URL is an address such as postgres://USER@HOST/NAME");
            Server { admin, _supervisor: None }
        }
        Err(_) => start(),
    })
}

/// A further server, for a test that looks at all of its databases. It ends with the value.
pub fn another() -> Server {
    start()
}

/// Durability off: these databases live for one test.
const SUPERVISOR: &str = r#"
dir=$1 bin=$2
give_up() { cat "$dir/log"; rm -rf "$dir"; exit 1; }
"$bin/initdb" -N -A trust -U postgres --locale=C -E UTF8 -D "$dir/data" >"$dir/log" 2>&1 || give_up
"$bin/postgres" -D "$dir/data" -k "$dir" -p 5432 -c listen_addresses= \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=128MB \
    -c max_connections=300 >>"$dir/log" 2>&1 </dev/null &
server=$!
until "$bin/pg_isready" -q -h "$dir" -p 5432; do
    kill -0 $server 2>/dev/null || give_up
    sleep 0.02
done
echo ready
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$dir"
"#;

fn start() -> Server {
    let bin = installed().unwrap_or_else(|| {
        panic!(
            "PostgreSQL is not installed, and half of these tests need it: `apt-get install -y postgresql` \
             (or name a server in TEST_DATABASE_URL)"
        )
    });
    // The supervisor removes it, after the server that lives in it.
    let dir = scratch::directory("postgres").keep();
    let mut shell = Command::new("/bin/sh");
    shell
        .args(["-c", SUPERVISOR, "supervisor"])
        .args([&dir, &bin])
        // A PGPORT or LC_ALL of the developer is no business of this server.
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .current_dir(&dir)
        // Ctrl-C must reach the tests first, not their server.
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if we_are_root() {
        // PostgreSQL refuses to run as root.
        let (uid, gid) = account("postgres").expect("installing PostgreSQL makes the account `postgres`");
        std::os::unix::fs::chown(&dir, Some(uid), Some(gid)).expect("hand the directory to `postgres`");
        shell.uid(uid).gid(gid);
    }
    let mut supervisor = shell.spawn().expect("start /bin/sh");
    let word = first_words(&mut supervisor);
    assert_eq!(word.trim(), "ready", "PostgreSQL from {} did not start", bin.display());
    let admin = format!("postgres://postgres@localhost:5432/postgres?host={}", dir.display());
    Server { admin: Url::parse(&admin).expect("a path is an address"), _supervisor: Some(supervisor) }
}

/// `ready`, or all that the server said before it gave up.
fn first_words(supervisor: &mut Child) -> String {
    let mut out = supervisor.stdout.take().expect("its output is piped");
    let mut text = String::new();
    let mut chunk = [0_u8; 4096];
    while text.trim() != "ready" {
        match out.read(&mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(read) => text.push_str(&String::from_utf8_lossy(&chunk[..read])),
        }
    }
    if text.trim() != "ready" {
        // Shown even when the assertion that follows is captured and cut.
        let _ = writeln!(std::io::stderr(), "{text}");
    }
    text
}

/// The newest Debian layout, else whatever `pg_config` says.
fn installed() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path());
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = debian.filter(|path| path.join("bin/initdb").is_file()).max_by_key(|path| version(path));
    newest.map(|path| path.join("bin")).or_else(from_pg_config).filter(|bin| bin.join("initdb").is_file())
}

fn from_pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

fn we_are_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

fn account(name: &str) -> Option<(u32, u32)> {
    let passwd = std::fs::read_to_string("/etc/passwd").ok()?;
    let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}
