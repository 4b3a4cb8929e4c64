//! A hub over the database of a test, and a client that sends exactly what it is told to: no library in between that would
//! mend a header. On PostgreSQL it reads as the hub's own role, so row level security stands behind every page that is asked for.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use opsledger::adapters::resolve::Link;
use opsledger::clock::Clock;
use opsledger::db::Db;
use opsledger::hub::rate::{self, Rate};
use opsledger::hub::serve::STATEMENT_LIMIT;
use opsledger::hub::{Door, Start, listen};
use serde_json::Value as Json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

use crate::support::TestDb;

/// A served hub; it ends with the value.
pub struct Served {
    pub address: SocketAddr,
    stop: CancellationToken,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Got {
    pub status: u16,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// What a hub is started with, on loopback with an open door.
pub struct Setting {
    pub door: Door,
    pub rate: Rate,
    pub clock: Clock,
    pub behind_tls: bool,
    pub limit: Duration,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            door: Door { open_locally: true, ..Door::default() },
            rate: rate::DEFAULT,
            clock: Clock::system(),
            behind_tls: false,
            limit: STATEMENT_LIMIT,
        }
    }
}

impl Served {
    /// Whoever asks is the local operator.
    pub async fn open(t: &TestDb) -> Self {
        Self::start(t, Setting::default()).await
    }

    /// Whoever asks must say who they are.
    pub async fn locked(t: &TestDb) -> Self {
        Self::start(t, Setting { door: Door::default(), ..Setting::default() }).await
    }

    pub async fn start(t: &TestDb, setting: Setting) -> Self {
        let Setting { door, rate, clock, behind_tls, limit } = setting;
        let start = Start {
            address: "127.0.0.1:0".parse().unwrap(),
            hosts: vec!["ops.acme.test".into()],
            door,
            rate,
            behind_tls,
            db: Db::open_reading(&t.url_for_hub().await, 4, limit).await.unwrap(),
            clock,
            legacy: Arc::new(|view, table, id| {
                let link = Link::parse(&format!("{table}:{id}"));
                Box::pin(async move { link?.resolve(view.connection(), view.engine()).await })
            }),
        };
        let stop = CancellationToken::new();
        let listening = listen(start, stop.clone()).await.unwrap();
        let address = listening.address().unwrap();
        tokio::spawn(listening.serve());
        Self { address, stop }
    }

    /// `GET path` with these headers besides Host.
    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Got {
        self.ask("GET", path, headers).await
    }

    /// `GET path` with a token.
    pub async fn get_as(&self, token: &str, path: &str) -> Got {
        self.get(path, &[("Authorization", &format!("Bearer {token}"))]).await
    }

    /// The page of a local operator, which must be there.
    pub async fn page(&self, path: &str) -> String {
        let got = self.get(path, &[]).await;
        assert_eq!(got.status, 200, "{path}: {}", got.body);
        got.body
    }

    /// The same as JSON.
    pub async fn json(&self, path: &str) -> Json {
        serde_json::from_str(&self.page(path).await).expect("JSON")
    }

    /// A request as it is written here.
    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Got {
        let mut text = format!("{method} {path} HTTP/1.1\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            text += &format!("Host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        text += "Connection: close\r\n\r\n";
        self.send(text.as_bytes()).await
    }

    /// These bytes, and everything that comes back.
    pub async fn send(&self, bytes: &[u8]) -> Got {
        let mut stream = TcpStream::connect(self.address).await.expect("connect to the hub");
        stream.write_all(bytes).await.expect("send");
        let mut answer = Vec::new();
        let read = stream.read_to_end(&mut answer);
        tokio::time::timeout(Duration::from_secs(30), read).await.expect("an answer in time").expect("read");
        Got::parse(&answer)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Got {
    fn parse(answer: &[u8]) -> Self {
        let text = String::from_utf8_lossy(answer);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let is_chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
        Self { status, body: if is_chunked { unchunked(body) } else { body.to_owned() }, headers }
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn unchunked(body: &str) -> String {
    let mut whole = String::new();
    let mut rest = body;
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        let Some(chunk) = after.get(..size).filter(|_| size > 0) else { break };
        whole += chunk;
        rest = after[size..].trim_start_matches("\r\n");
    }
    whole
}

/// A hub that another process serves.
pub fn at(address: SocketAddr) -> Served {
    Served { address, stop: CancellationToken::new() }
}
