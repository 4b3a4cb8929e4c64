//! A server that plays the directory provider: it has tokens, policies, assignments and roles, keeps what is sent to
//! it, and behaves badly on demand. It speaks real HTTP on loopback, so a child process can use it too.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, Response, StatusCode};
use futures::stream;
use opsledger::clock::Clock;
use opsledger::graph::{ClientSecret, Directory, HttpProvider, Settings};
use serde_json::{Value as Json, json};
use tokio::task::JoinHandle;

/// What proves who we are to this server.
pub const SECRET: &str = "provider-client-secret-0451";

/// The server, for as long as the value lives.
pub struct Provider {
    address: String,
    world: Arc<Mutex<World>>,
    server: JoinHandle<()>,
}

/// What the server has and what it was told.
pub struct World {
    /// What happens to the next requests whose path contains the word, instead of an answer.
    pub mishaps: VecDeque<(&'static str, Mishap)>,
    /// Policies, by the last part of their collection's path.
    pub policies: BTreeMap<String, Vec<Json>>,
    /// By the id of the policy.
    pub assignments: BTreeMap<String, Vec<Json>>,
    pub roles: Vec<Json>,
    /// So many records a page.
    pub page_size: usize,
    /// Seconds that a token says it lives.
    pub token_life: u64,
    /// The only token that is accepted; a new one is made with each grant.
    token: u64,
    /// Method, path with query, and body, in the order in which they came; tokens left out.
    pub seen: Vec<(Method, String, String)>,
    /// How often a token was given.
    pub grants: usize,
    /// Waited before each answer to a change.
    pub slow: Duration,
}

/// How a request can go wrong.
#[derive(Clone, Debug)]
pub enum Mishap {
    /// A status with a header, and a body that must never be seen again.
    Status(u16, Option<(&'static str, String)>),
    /// A body as it is, with status 200.
    Body(String),
    /// Half of a body that was promised.
    Half,
    /// No answer.
    Hang,
}

impl Provider {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("listen on loopback");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let world = Arc::new(Mutex::new(World {
            mishaps: VecDeque::new(),
            policies: BTreeMap::new(),
            assignments: BTreeMap::new(),
            roles: Vec::new(),
            page_size: 100,
            token_life: 3_600,
            token: 0,
            seen: Vec::new(),
            grants: 0,
            slow: Duration::ZERO,
        }));
        let app = Router::new().fallback(answer).with_state((address.clone(), Arc::clone(&world)));
        let server = tokio::spawn(async move { axum::serve(listener, app).await.expect("serve") });
        Self { address, world, server }
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().expect("the world")
    }

    /// The next request whose path contains `word` goes wrong so.
    pub fn goes_wrong(&self, word: &'static str, mishap: Mishap) {
        self.world().mishaps.push_back((word, mishap));
    }

    /// A token that was given is no longer good.
    pub fn forget_tokens(&self) {
        self.world().token += 1_000;
    }

    /// The paths that were asked for with this method, tokens left out.
    pub fn asked(&self, method: &Method) -> Vec<String> {
        let world = self.world();
        let asked = world.seen.iter().filter(|(how, path, _)| how == method && !path.contains("/token"));
        asked.map(|(_, path, _)| path.clone()).collect()
    }

    /// What was sent to change something.
    pub fn changes(&self) -> usize {
        self.asked(&Method::POST).len()
    }

    /// The address below which the API is.
    pub fn base_url(&self) -> String {
        format!("{}/v1.0", self.address)
    }

    /// Where tokens come from.
    pub fn token_url(&self) -> String {
        format!("{}/{{tenant}}/oauth2/v2.0/token", self.address)
    }

    /// Settings for this server with little patience.
    pub fn settings(&self) -> Settings {
        let settings = Settings::new(&self.base_url(), &self.token_url(), "opsledger").expect("good settings");
        Settings { timeout: Duration::from_millis(600), connect_timeout: Duration::from_millis(500), ..settings }
    }

    /// A client of this server.
    pub fn client(&self) -> HttpProvider {
        self.client_with(self.settings(), Clock::system())
    }

    pub fn client_with(&self, settings: Settings, clock: Clock) -> HttpProvider {
        HttpProvider::new(settings, ClientSecret::new(SECRET), clock).expect("a client")
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The directory of the tests.
pub fn directory() -> Directory {
    Directory::new("contoso.example").expect("a good id")
}

async fn answer(State((address, world)): State<(String, Arc<Mutex<World>>)>, request: Request) -> Response<Body> {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 1 << 24).await.unwrap_or_default();
    let path = head.uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let bearer = head.headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (mishap, slow) = {
        let mut world = world.lock().expect("the world");
        world.seen.push((head.method.clone(), path.clone(), String::from_utf8_lossy(&body).into_owned()));
        let due = world.mishaps.iter().position(|(word, _)| path.contains(word));
        (
            due.and_then(|at| world.mishaps.remove(at)),
            if head.method == Method::POST { world.slow } else { Duration::ZERO },
        )
    };
    tokio::time::sleep(slow).await;
    match mishap {
        Some((_, mishap)) => misbehave(mishap).await,
        None => world.lock().expect("the world").answer(&address, &head.method, &path, &bearer, &body),
    }
}

async fn misbehave(mishap: Mishap) -> Response<Body> {
    let response = Response::builder();
    let response = match mishap {
        Mishap::Status(status, header) => {
            let response = response.status(status);
            let response = header.iter().fold(response, |response, (name, value)| response.header(*name, value));
            response.body(Body::from("body-canary-7731"))
        }
        Mishap::Body(body) => response.body(Body::from(body)),
        Mishap::Half => {
            let half = stream::iter([Ok(Bytes::from_static(b"{\"value\":[")), Err(std::io::Error::other("cut"))]);
            response.header("content-length", "4000").body(Body::from_stream(half))
        }
        Mishap::Hang => std::future::pending().await,
    };
    response.expect("a response")
}

impl World {
    fn answer(&mut self, address: &str, method: &Method, path: &str, bearer: &str, body: &[u8]) -> Response<Body> {
        let (place, query) = path.split_once('?').unwrap_or((path, ""));
        if place.ends_with("/oauth2/v2.0/token") {
            return self.grant(body);
        }
        if bearer != format!("Bearer token-{}", self.token) {
            return reply(StatusCode::UNAUTHORIZED, &json!({ "error": { "message": format!("bad {bearer}") } }));
        }
        let parts: Vec<&str> = place.trim_start_matches("/v1.0/").split('/').collect();
        let list = match (method, parts.as_slice()) {
            (&Method::POST, [.., id, "assign"]) => {
                let sent: Json = serde_json::from_slice(body).expect("JSON was sent");
                let sent = sent["assignments"].as_array().expect("assignments were sent").clone();
                self.assignments.insert((*id).to_owned(), sent);
                return reply(StatusCode::OK, &json!({ "value": [] }));
            }
            (&Method::GET, [.., id, "assignments"]) => self.assignments.get(*id),
            (&Method::GET, [.., "roleDefinitions"]) => Some(&self.roles),
            (&Method::GET, [.., collection]) => self.policies.get(*collection),
            _ => None,
        };
        let Some(list) = list else { return reply(StatusCode::NOT_FOUND, &json!({ "error": {} })) };
        let at: usize = query.strip_prefix("skip=").and_then(|skip| skip.parse().ok()).unwrap_or(0);
        let mut page = json!({ "value": list.iter().skip(at).take(self.page_size).collect::<Vec<_>>() });
        let next = at + self.page_size;
        if next < list.len() {
            page["@odata.nextLink"] = json!(format!("{address}{place}?skip={next}"));
        }
        reply(StatusCode::OK, &page)
    }

    fn grant(&mut self, body: &[u8]) -> Response<Body> {
        let form: BTreeMap<String, String> = url::form_urlencoded::parse(body).into_owned().collect();
        if form.get("client_secret").map(String::as_str) != Some(SECRET) || form["grant_type"] != "client_credentials" {
            return reply(StatusCode::BAD_REQUEST, &json!({ "error": "invalid_client", "error_description": form }));
        }
        self.token += 1;
        self.grants += 1;
        let token = format!("token-{}", self.token);
        reply(StatusCode::OK, &json!({ "access_token": token, "expires_in": self.token_life, "token_type": "Bearer" }))
    }
}

fn reply(status: StatusCode, body: &Json) -> Response<Body> {
    Response::builder().status(status).body(Body::from(body.to_string())).expect("a response")
}
