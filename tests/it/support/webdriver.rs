//! A session of `WebDriver`: JSON over HTTP to a driver on this machine.
//!
//! By hand, for it is a page, and the libraries for it change how the rest is built: `thirtyfour` makes `serde_json` keep the
//! order of keys, in the program under test too, and `fantoccini` brings the types of a server.

use serde_json::{Value as Json, json};

/// A session; a request that the driver refuses fails the test, in the driver's words.
pub struct Session {
    client: reqwest::Client,
    address: String,
}

impl Session {
    /// A browser with these capabilities.
    pub async fn open(driver: &str, capabilities: Json) -> Self {
        // The client could speak TLS, and insists on knowing how.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let opening = Self { client, address: format!("{driver}/session") };
        let opened = opening.post("", json!({ "capabilities": { "alwaysMatch": capabilities } })).await;
        let id = opened["sessionId"].as_str().expect("the id of the session");
        Self { address: format!("{driver}/session/{id}"), ..opening }
    }

    /// `GET` of something of the session.
    pub async fn get(&self, path: &str) -> Json {
        let request = self.client.get(format!("{}{path}", self.address));
        answer(path, request).await.unwrap_or_else(|error| panic!("{error}"))
    }

    /// `POST` to something of the session.
    pub async fn post(&self, path: &str, body: Json) -> Json {
        let request = self.client.post(format!("{}{path}", self.address)).body(body.to_string());
        answer(path, request)
            .await
            .unwrap_or_else(|error| panic!("{error} of {}", &body.to_string().chars().take(300).collect::<String>()))
    }

    /// Ends the browser.
    pub async fn end(self) {
        answer("", self.client.delete(&self.address)).await.unwrap_or_else(|error| panic!("{error}"));
    }
}

async fn answer(path: &str, request: reqwest::RequestBuilder) -> Result<Json, String> {
    let response = request.header("content-type", "application/json").send().await;
    let text = response.expect("reach the driver").text().await.expect("an answer");
    let answer: Json = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{path}: {text}"));
    match answer["value"]["error"].as_str() {
        Some(error) => Err(format!("{path}: {error}: {}", answer["value"]["message"].as_str().unwrap_or_default())),
        None => Ok(answer["value"].clone()),
    }
}
