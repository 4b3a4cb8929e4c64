//! A wire between a scheduler process and PostgreSQL that can be cut, deafened and slowed down, and that can count
//! what goes over it: "the n-th message to the server" is a place to crash at that needs no hook in the product.
//!
//! A message is what one read returns: the driver writes each step of its conversation in one go.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::postgres;

/// What happens to a message to the server.
#[derive(Clone)]
pub enum Wire {
    /// It is passed on.
    Pass,
    /// It is passed on late.
    Slow(Duration),
    /// The n-th is lost, and this is done.
    Before(usize, Arc<dyn Fn() + Send + Sync>),
    /// The n-th is passed on, its answer is lost, and this is done.
    After(usize, Arc<dyn Fn() + Send + Sync>),
    /// Nothing gets through, and nobody is told; new connections are accepted and hear nothing.
    Deaf,
}

/// The wire, for as long as the value lives.
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    wire: Mutex<Wire>,
    sent: AtomicUsize,
    closed: AtomicBool,
    links: Mutex<Vec<Arc<Link>>>,
}

/// One connection. A deaf one stays deaf when the wire is mended, as it does behind a router that forgot it.
struct Link {
    client: TcpStream,
    server: UnixStream,
    deaf: AtomicBool,
    /// To be called when the answer arrives, which is then lost.
    on_answer: Mutex<Option<Arc<dyn Fn() + Send + Sync>>>,
}

impl Proxy {
    /// To the server of these tests, which listens on a socket in its directory.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("listen on loopback");
        let port = listener.local_addr().expect("a port").port();
        let shared = Arc::new(Shared {
            wire: Mutex::new(Wire::Pass),
            sent: AtomicUsize::new(0),
            closed: AtomicBool::new(false),
            links: Mutex::default(),
        });
        let inner = Arc::clone(&shared);
        thread::spawn(move || {
            let mut forgotten = Vec::new();
            for client in listener.incoming().flatten() {
                if inner.closed.load(Ordering::SeqCst) {
                    return;
                }
                let wire = inner.wire.lock().expect("the wire").clone();
                if matches!(wire, Wire::Deaf) {
                    forgotten.push(client);
                } else if let Ok(server) = UnixStream::connect(postgres::socket()) {
                    inner.link(client, server);
                }
            }
        });
        Self { port, shared }
    }

    /// The address of the same database by way of this wire.
    pub fn url(&self, direct: &str) -> String {
        let name = url::Url::parse(direct).expect("an address").path().to_owned();
        format!("postgres://postgres@127.0.0.1:{}{name}?sslmode=disable", self.port)
    }

    pub fn set(&self, wire: Wire) {
        let deaf = matches!(wire, Wire::Deaf);
        *self.shared.wire.lock().expect("the wire") = wire;
        if deaf {
            for link in self.shared.links.lock().expect("the links").iter() {
                link.deaf.store(true, Ordering::SeqCst);
            }
        }
    }

    /// How many messages went to the server.
    pub fn sent(&self) -> usize {
        self.shared.sent.load(Ordering::SeqCst)
    }

    /// Ends every connection at once.
    pub fn cut(&self) {
        for link in self.shared.links.lock().expect("the links").drain(..) {
            link.cut();
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::SeqCst);
        self.cut();
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Link {
    fn cut(&self) {
        let _ = self.client.shutdown(Shutdown::Both);
        let _ = self.server.shutdown(Shutdown::Both);
    }
}

impl Shared {
    fn link(self: &Arc<Self>, client: TcpStream, server: UnixStream) {
        let link = Arc::new(Link { client, server, deaf: AtomicBool::new(false), on_answer: Mutex::new(None) });
        self.links.lock().expect("the links").push(Arc::clone(&link));
        let (shared, back) = (Arc::clone(self), Arc::clone(&link));
        thread::spawn(move || {
            copy(&link.client, &link.server, |_| shared.passes(&link));
            link.cut();
        });
        thread::spawn(move || {
            copy(&back.server, &back.client, |_| {
                let lost = back.on_answer.lock().expect("the answer").take();
                lost.as_ref().inspect(|then| then()).is_none() && !back.deaf.load(Ordering::SeqCst)
            });
            back.cut();
        });
    }

    /// Whether the next message to the server is passed on.
    fn passes(&self, link: &Link) -> bool {
        let n = self.sent.fetch_add(1, Ordering::SeqCst) + 1;
        let wire = self.wire.lock().expect("the wire").clone();
        match wire {
            Wire::Slow(by) => thread::sleep(by),
            Wire::Before(at, then) if at == n => {
                then();
                return false;
            }
            Wire::After(at, then) if at == n => *link.on_answer.lock().expect("the answer") = Some(then),
            _ => {}
        }
        !link.deaf.load(Ordering::SeqCst)
    }
}

fn copy(mut from: impl Read, mut to: impl Write, mut passes: impl FnMut(&[u8]) -> bool) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if passes(&buffer[..count]) && to.write_all(&buffer[..count]).is_err() {
            return;
        }
    }
}
