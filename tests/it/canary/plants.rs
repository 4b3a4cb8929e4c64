//! The canaries: one value for each place where a secret can start, each as such a secret really looks.

use opsledger::db::Engine;

use crate::support::TestDb;

/// A place, and the value planted there. No value is part of another.
pub const PLANTS: [(&str, &str); 17] = [
    ("environment", "CANARY-env-7kQ2x~"),
    ("database url", "CANARY-url-9Zr&4/p"),
    ("url query", "CANARY-query-3Wd+8"),
    ("upstream header", "CANARYhdr5Tn8vQ2mZx7"),
    ("upstream body", "CANARY body of Zsofia"),
    ("upstream error", "CANARY-err-6Lm#1"),
    ("panic", "CANARY-panic-2Bs\"8"),
    ("panic payload", "CANARY-owned-4Gh7"),
    ("sql parameter", "CANARY param of Bela"),
    ("sql literal", "CANARY-literal-8Jk3"),
    ("context", "CANARY-ctx-1Pv9"),
    ("counts", "CANARY-count-5Xc2"),
    ("job configuration", "CANARY-cfg-3Nf6"),
    ("domain record", "CANARY-record-8Dq4"),
    ("scenario", "CANARY-scene-2Yt7"),
    // Vendor tokens have a shape; nothing but the shape gives them away on a command line.
    ("workspace argument", concat!("gh", "p_CANARY3kQ8mZx2LwRtY5bNcVfHgPdUa6Eo")),
    ("log filter", "CANARY-log-6Rw5"),
];

/// The value planted at a place.
pub fn value(place: &str) -> &'static str {
    PLANTS.iter().find(|(name, _)| *name == place).unwrap_or_else(|| panic!("nothing is planted in {place}")).1
}

/// The address of the database with a canary for a password: PostgreSQL gets a role of that password; SQLite
/// has none, and gets it where a careless hand would write it.
pub async fn in_url(t: &TestDb) -> String {
    if t.engine == Engine::Sqlite {
        return t.url.clone();
    }
    let role = format!("canary_{}", uuid::Uuid::new_v4().simple());
    let password = value("database url");
    t.sql(&format!("create role {role} login superuser password '{password}'")).await;
    let mut url = url::Url::parse(&t.url).unwrap();
    url.set_username(&role).unwrap();
    url.set_password(Some(&password.replace('%', "%25").replace('&', "%26").replace('/', "%2F"))).unwrap();
    url.into()
}
