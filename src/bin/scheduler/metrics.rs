//! Serves the metrics of `scheduler run` on an address that the operator chose.

use std::net::SocketAddr;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use opsledger::metrics;
use opsledger::problem::{Problem, Result};

/// Serves `GET /metrics` until the process ends.
pub(crate) async fn serve(address: SocketAddr) -> Result<()> {
    let handle = metrics::start()?;
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|error| {
        Problem::request("metrics.address_taken", format!("cannot listen on {address}: {error}"))
            .next("choose another address for --metrics")
    })?;
    let upkeep = handle.clone();
    tokio::spawn(async move {
        let mut every = tokio::time::interval(std::time::Duration::from_secs(5));
        loop {
            every.tick().await;
            // Empties the buckets that histograms collect into between two scrapes.
            upkeep.run_upkeep();
        }
    });
    let text = move || async move { ([(CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()) };
    tracing::info!(%address, "metrics are served on http://{address}/metrics");
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, Router::new().route("/metrics", get(text))).await {
            tracing::error!("metrics are no longer served: {error}");
        }
    });
    Ok(())
}
