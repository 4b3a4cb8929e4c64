//! A real browser: Debian's chromium, driven through its chromedriver (`WebDriver`).
//!
//! One driver for the test process, started by whoever asks first; a browser of its own, with nothing remembered, for each
//! test. As with PostgreSQL, a shell supervises: it ends the driver and every browser of it, and removes what they wrote,
//! when its standard input ends, and we hold the other end of that pipe.
//!
//! Each page is watched from before it begins: what the Content Security Policy refused and what a script did not catch is
//! kept in `reports` of the window, and the browser's console is kept by the driver.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::process::eventually;
use super::scratch;
use super::webdriver::Session;

/// Browsers at the same time: each wants most of a core while a page is made.
static PLACES: Semaphore = Semaphore::const_new(2);

const ARGUMENTS: [&str; 12] = [
    "--headless",
    // Containers have neither the user namespaces of the sandbox nor much shared memory; the pages are our own.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--hide-scrollbars",
    "--lang=en-US",
];

const WATCH: &str = "window.reports = []; \
    document.addEventListener('securitypolicyviolation', e => reports.push(`refused ${e.violatedDirective}: ${e.blockedURI}`)); \
    addEventListener('error', e => reports.push(`not caught: ${e.message}`)); \
    addEventListener('unhandledrejection', e => reports.push(`not caught: ${e.reason}`));";

/// A browser that looks at one site.
pub struct Browser {
    session: Session,
    site: String,
    _place: SemaphorePermit<'static>,
}

impl Browser {
    /// A fresh one, 1280 pixels wide, in light; `site` is where addresses begin, without the last slash.
    pub async fn open(site: &str) -> Self {
        let place = PLACES.acquire().await.expect("never closed");
        let binary = program(&["chromium", "chromium-browser", "google-chrome"]);
        let wanted = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "binary": binary, "args": ARGUMENTS },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let browser =
            Self { session: Session::open(&driver().address, wanted).await, site: site.to_owned(), _place: place };
        browser.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
        browser.width(1280).await;
        browser.dark(false).await;
        browser
    }

    /// Ends it; when a test fails, the supervisor does.
    pub async fn close(self) {
        self.session.end().await;
    }

    /// Says something in the browser's own protocol.
    pub async fn tell(&self, method: &str, parameters: Json) {
        self.session.post("/goog/cdp/execute", json!({ "cmd": method, "params": parameters })).await;
    }

    /// A window of this width.
    pub async fn width(&self, width: u32) {
        self.size(width, 900).await;
    }

    /// A window of this size.
    pub async fn size(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// As a system with dark colours has it, or one with light ones.
    pub async fn dark(&self, is_dark: bool) {
        let value = if is_dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.tell("Emulation.setEmulatedMedia", features).await;
    }

    /// Goes there and waits until the page has loaded.
    pub async fn go(&self, path: &str) {
        self.session.post("/url", json!({ "url": format!("{}{path}", self.site) })).await;
    }

    /// Path and query of where it is.
    pub async fn place(&self) -> String {
        let url = self.session.get("/url").await;
        let url = url.as_str().expect("an address");
        url.strip_prefix(&self.site).unwrap_or(url).to_owned()
    }

    /// What `script` returns; `arguments[0]` is `argument`.
    pub async fn ask(&self, script: &str, argument: Json) -> Json {
        self.session.post("/execute/sync", json!({ "script": script, "args": [argument] })).await
    }

    /// What the promise in `expression` comes to.
    pub async fn promised(&self, expression: &str) -> Json {
        let script =
            format!("const done = arguments[0]; ({expression}).then(done, e => done({{ failed: String(e) }}));");
        self.session.post("/execute/async", json!({ "script": script, "args": [] })).await
    }

    /// What a reader sees of the first such element; nothing when there is none.
    pub async fn sees(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        self.ask(script, json!(selector)).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until `expression` is true on the page.
    pub async fn until(&self, what: &str, expression: &str) {
        let script = format!("return Boolean({expression})");
        eventually(what, async || self.ask(&script, Json::Null).await == json!(true)).await;
    }

    /// Presses keys, one after the other: letters, and those of [`key`].
    pub async fn press(&self, keys: &str) {
        self.perform(keys.chars().flat_map(|key| [down(key), up(key)]).collect()).await;
    }

    /// Presses a key while another is held.
    pub async fn press_holding(&self, held: char, key: char) {
        self.perform(vec![down(held), down(key), up(key), up(held)]).await;
    }

    async fn perform(&self, actions: Vec<Json>) {
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.session.post("/actions", json!({ "actions": [keyboard] })).await;
    }

    /// Presses keys that lead to another page, and waits for it.
    pub async fn press_to_leave(&self, keys: &str) {
        self.ask("window.isLeft = true", Json::Null).await;
        self.press(keys).await;
        self.until("another page", "!window.isLeft && document.readyState === 'complete'").await;
    }

    /// Clicks the first such element as a hand would, without any script of the page.
    pub async fn click(&self, selector: &str) {
        let found = self.session.post("/element", json!({ "using": "css selector", "value": selector })).await;
        let id = found.as_object().and_then(|found| found.values().next()?.as_str()).expect("an element").to_owned();
        self.session.post(&format!("/element/{id}/click"), json!({})).await;
    }

    /// What the page did that it should not, and what the console says of it.
    pub async fn complaints(&self) -> Vec<String> {
        let reports = self.ask("return window.reports", Json::Null).await;
        let mut all: Vec<String> = serde_json::from_value(reports).expect("reports");
        let console = self.session.post("/se/log", json!({ "type": "browser" })).await;
        let entries = console.as_array().expect("the console").iter();
        all.extend(entries.map(|entry| format!("{} {}", entry["level"], entry["message"])));
        all
    }

    /// The picture of the window, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        let picture = self.session.get("/screenshot").await;
        STANDARD.decode(picture.as_str().expect("a picture")).expect("base64")
    }
}

/// Keys that are no letters, as `WebDriver` writes them.
pub mod key {
    pub const TAB: char = '\u{e004}';
    pub const ENTER: char = '\u{e007}';
    pub const ALT: char = '\u{e00a}';
    pub const ESCAPE: char = '\u{e00c}';
}

fn down(key: char) -> Json {
    json!({ "type": "keyDown", "value": key })
}

fn up(key: char) -> Json {
    json!({ "type": "keyUp", "value": key })
}

const SUPERVISOR: &str = r#"
dir=$1 driver=$2
setsid "$driver" --port=0 >"$dir/log" 2>&1 </dev/null &
group=$!
while :; do
    port=$(sed -n 's/.*started successfully on port \([0-9]*\).*/\1/p' "$dir/log")
    [ -z "$port" ] || break
    kill -0 $group 2>/dev/null || { cat "$dir/log"; rm -rf "$dir"; exit 1; }
    sleep 0.02
done
echo "port $port"
cat >/dev/null
kill -s KILL -- -$group
wait $group 2>/dev/null
# What collects crashes is of no group, and may still be writing.
rm -rf "$dir" || { sleep 1; rm -rf "$dir"; }
"#;

/// The driver of this process.
struct Driver {
    address: String,
    dir: PathBuf,
    /// Held open for as long as this process lives; never read.
    _supervisor: Child,
}

fn driver() -> &'static Driver {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    DRIVER.get_or_init(start)
}

/// Where the driver and its browsers keep their files.
pub fn home() -> &'static Path {
    &driver().dir
}

fn start() -> Driver {
    let dir = scratch::directory("browser").keep();
    let mut supervisor = Command::new("/bin/sh")
        .args(["-c", SUPERVISOR, "supervisor"])
        .args([&dir, &program(&["chromedriver", "chromium.chromedriver"])])
        // Browsers put their profiles under the one and their other files under the other.
        .env_clear()
        .envs([
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
            ("LANG", "C.UTF-8"),
            ("HOME", text(&dir)),
            ("TMPDIR", text(&dir)),
        ])
        .current_dir(&dir)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("start /bin/sh");
    let mut line = String::new();
    let out = supervisor.stdout.take().expect("its output is piped");
    BufReader::new(out).read_line(&mut line).expect("read its first line");
    let port = line.trim().strip_prefix("port ").unwrap_or_else(|| panic!("chromedriver did not start: {line}"));
    Driver { address: format!("http://127.0.0.1:{port}"), dir, _supervisor: supervisor }
}

/// The first of these programs that is installed.
fn program(names: &[&str]) -> PathBuf {
    let folders = ["/usr/bin", "/usr/local/bin", "/bin", "/snap/bin", "/opt/homebrew/bin"];
    let mut places = names.iter().flat_map(|name| folders.iter().map(move |folder| Path::new(folder).join(name)));
    places.find(|place| place.is_file()).unwrap_or_else(|| {
        panic!(
            "{} is not installed, and the tests of the hub look at it in a real browser: \
             `apt-get install -y chromium chromium-driver`",
            names[0]
        )
    })
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}
