//! Listens, and answers until it is told to stop.
//!
//! The loop is our own so that a connection has limits: how many there are, how long a visitor may take over the head of a
//! request, and how large it may be. Requests have no body that anybody reads.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower_service::Service as _;

use super::door::Door;
use super::frame::{self, Peer};
use super::hosts::Hosts;
use super::rate::{Rate, Rates};
use super::routes;
use super::scope::Scope;
use super::shared::{Hub, Inner, Legacy};
use super::view::View;
use crate::clock::Clock;
use crate::db::Db;
use crate::problem::{Problem, Result};

/// How long a statement of a page may take.
pub const STATEMENT_LIMIT: Duration = Duration::from_secs(2);

/// Connections to the database that the hub takes at most: few, for the scheduler's own work goes before.
pub const CONNECTIONS: u32 = 4;

/// Visitors connected at the same time.
const VISITORS: usize = 512;

/// How long a visitor may take over the head of a request, and between two requests.
const HEAD: Duration = Duration::from_secs(15);

/// How long open requests have when the hub stops.
const DRAIN: Duration = Duration::from_secs(3);

/// How a hub is started.
pub struct Start {
    /// Where it listens.
    pub address: SocketAddr,
    /// Further names that it answers to.
    pub hosts: Vec<String>,
    /// Who is let in.
    pub door: Door,
    /// How much one visitor may ask.
    pub rate: Rate,
    /// Whether visitors reach it over TLS, which somebody in front ends.
    pub behind_tls: bool,
    /// The database, opened for reading.
    pub db: Db,
    /// What time it is.
    pub clock: Clock,
    /// From old records to their runs.
    pub legacy: Legacy,
}

/// A hub that listens, and is not yet served.
pub struct Listening {
    listener: TcpListener,
    hub: Hub,
}

/// Binds the address.
///
/// # Errors
/// `hub.open_to_all` when other machines could reach it and nobody would be asked who they are; `hub.address_taken`.
pub async fn listen(start: Start, stop: CancellationToken) -> Result<Listening> {
    let Start { address, hosts, door, rate, behind_tls, db, clock, legacy } = start;
    if !address.ip().is_loopback() && !door.has_lock() && !has_token(&db, &clock).await? {
        let message =
            format!("{address} can be reached from other machines, and the hub would ask nobody who they are");
        return Err(Problem::request("hub.open_to_all", message)
            .next("make a token with `scheduler token create`, set OPSLEDGER_HUB_TOKEN, or listen on 127.0.0.1 only"));
    }
    let listener = TcpListener::bind(address).await.map_err(|error| {
        Problem::request("hub.address_taken", format!("cannot listen on {address}: {error}"))
            .next("choose another address for --hub; port 0 takes any that is free")
    })?;
    let hosts = Hosts::new(address, &hosts);
    let rates = Rates::new(rate);
    let hub = Hub(Arc::new(Inner { db, clock, door, hosts, rates, legacy, behind_tls, stop }));
    Ok(Listening { listener, hub })
}

/// Whether there is a token in the database that would be believed.
async fn has_token(db: &Db, clock: &Clock) -> Result<bool> {
    let broken = |_| Problem::work("hub.unreadable", "the tokens of the hub cannot be read");
    let view = View::open(db, &Scope::Everything, clock.now()).await.map_err(broken)?;
    let sql = "select count(*) from hub_tokens where revoked_at is null and (expires_at is null or expires_at > $1)";
    Ok(view.count(sql, [view.now().into()]).await.map_err(broken)? > 0)
}

impl Listening {
    /// Where it listens, with the port that it got.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn address(&self) -> Result<SocketAddr> {
        self.listener.local_addr().map_err(|error| Problem::work("hub.address_taken", error.to_string()))
    }

    /// Answers until it is told to stop; what is open then has a few seconds.
    pub async fn serve(self) {
        let Self { listener, hub } = self;
        let stop = hub.0.stop.clone();
        let router = routes::router().layer(from_fn_with_state(hub.clone(), frame::around)).with_state(hub);
        let places = Arc::new(Semaphore::new(VISITORS));
        let tracker = tokio_util::task::TaskTracker::new();
        loop {
            let Some(Ok(place)) = stop.run_until_cancelled(Arc::clone(&places).acquire_owned()).await else { break };
            let (stream, peer) = match stop.run_until_cancelled(listener.accept()).await {
                None => break,
                Some(Ok(accepted)) => accepted,
                Some(Err(error)) => {
                    // Out of file handles, most likely: those who are connected go first.
                    tracing::warn!("the hub could not take a connection: {error}");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let (router, stop) = (router.clone(), stop.clone());
            tracker.spawn(async move {
                converse(stream, peer, router, stop).await;
                drop(place);
            });
        }
        tracker.close();
        let _ = tokio::time::timeout(DRAIN, tracker.wait()).await;
    }
}

/// One connection, request by request.
async fn converse(stream: TcpStream, peer: SocketAddr, router: Router, stop: CancellationToken) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        // A router is always ready, so nobody need ask.
        router.clone().call(request)
    });
    let mut conversation = std::pin::pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(32 * 1024)
            .serve_connection(TokioIo::new(stream), service)
    );
    // A connection that breaks is the visitor's business.
    if stop.run_until_cancelled(conversation.as_mut()).await.is_none() {
        conversation.as_mut().graceful_shutdown();
        let _ = conversation.await;
    }
}
