//! What happens around every handler, in this order: a number for the request, the name of the host, the method, how often
//! this peer asks, who it is, how often that visitor asks, and a limit on the time. Then the headers that tell the browser
//! what a page of ours may do, which is little; and one line in the log, without the values of the address.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::failure::Failure;
use super::layout;
use super::routes;
use super::shared::Hub;
use super::view::Answer;
use super::visitor::Visitor;

/// How long a page may take in all; a statement alone has less.
const WHOLE: Duration = Duration::from_secs(10);

/// Where the connection comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) SocketAddr);

/// Around everything.
pub(super) async fn around(State(hub): State<Hub>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let number = uuid::Uuid::new_v4().simple().to_string();
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.0.ip());
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let (method, wants_json) = (request.method().clone(), wants_json(&request));
    let let_in = admit(&hub, peer, &route, &mut request).await;
    let visitor = request.extensions().get::<Visitor>().cloned();
    let mut response = match let_in {
        Err(failure) => failure.into_response(),
        Ok(()) if route == routes::LIVE => next.run(request).await,
        Ok(()) => {
            tokio::time::timeout(WHOLE, next.run(request)).await.unwrap_or_else(|_| Failure::TooSlow.into_response())
        }
    };
    let who = visitor.as_ref().map_or("nobody", |visitor| visitor.name.as_str());
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        response = told(&failure, visitor.as_ref(), wants_json, &number);
    }
    dress(response.headers_mut(), &route, &number, hub.0.behind_tls);
    let (status, spent) = (response.status().as_u16(), began.elapsed().as_millis());
    tracing::info!(
        target: "opsledger::hub::access",
        request = number, visitor = who, %peer, %method, route, status, spent_ms = u64::try_from(spent).unwrap_or(0),
        "{method} {route} {status} in {spent} ms for {who}"
    );
    response
}

/// Whether the request goes on to its handler; if so the visitor stands in its extensions.
async fn admit(hub: &Hub, peer: IpAddr, route: &str, request: &mut Request) -> Answer<()> {
    if !hub.0.hosts.allow(request.uri(), request.headers()) {
        return Err(Failure::Misdirected);
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return Err(Failure::Method);
    }
    hub.0.rates.peer(peer)?;
    if routes::is_public(route) {
        return Ok(());
    }
    let view = hub.door_view().await?;
    let visitor = hub.0.door.visitor(&view, peer, request.headers()).await?;
    hub.0.rates.visitor(&visitor.name)?;
    request.extensions_mut().insert(visitor);
    Ok(())
}

fn wants_json(request: &Request) -> bool {
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    request.uri().path().starts_with("/api/") || (accepts.contains("json") && !accepts.contains("html"))
}

/// A failure in the form in which the visitor asked.
fn told(failure: &Failure, visitor: Option<&Visitor>, wants_json: bool, number: &str) -> Response {
    let told = failure.told();
    let mut response = if wants_json {
        let body = json!({"error": {"code": told.code, "message": told.message, "next": told.next, "request": number}});
        (told.status, Json(body)).into_response()
    } else {
        (told.status, layout::failure(&told, visitor, number)).into_response()
    };
    let headers = response.headers_mut();
    match failure {
        Failure::Unauthorised => {
            // A browser then asks for a name and a password: the token is the password.
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Basic realm=\"opsledger\", charset=\"UTF-8\""),
            );
        }
        Failure::TooMany(seconds) => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
        Failure::Method => {
            headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        _ => {}
    }
    response
}

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What every answer carries.
const DRESS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
];

fn dress(headers: &mut HeaderMap, route: &str, number: &str, behind_tls: bool) {
    for (name, value) in DRESS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let kept = if routes::is_asset(route) { "public, max-age=31536000, immutable" } else { "no-store" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::VARY, HeaderValue::from_static("Authorization, Accept"));
    if behind_tls {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    if let Ok(number) = HeaderValue::from_str(number) {
        headers.insert(HeaderName::from_static("x-request-id"), number);
    }
}
