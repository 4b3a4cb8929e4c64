//! Identifiers that open a door: a UUID or a short code is a key where a vendor's header, scheme, address or file says so.
//!
//! By its shape it would stay, as the UUIDs of jobs and requests do; the place alone makes it secret, so each place is
//! named.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "token-header-of-vendor",
        Class::Header,
        &["x-"],
        r#"(?i)\bx-(?P<h>[a-z0-9]{1,24}(?:-[a-z0-9]{1,24}){0,3})["']?\s?(?:[:=]|=>)\s?["']?(?P<s>[A-Za-z0-9._~+/=-]{10,400})"#,
        "[token]",
    )
    .when(is_key_of_header)
    .reach(2, 480)
    .hides("POST /email 401 X-Relaymail-Server-Token: 01234567-89ab-4def-8123-456789abcdef")
    .keeps("X-Idempotency-Key: 01234567-89ab-4def-8123-456789abcdef, X-Sync-Key: 01234567-89ab-4def-8123-456789abcdef"),
    Rule::text(
        "scheme-of-vendor",
        Class::Header,
        &["geniekey ", "accesskey ", "auth-key ", "splunk ", "client-id ", "serverkey "],
        r#"(?i)\b(?:GenieKey|[a-z]{2,16}-Auth-Key|AccessKey|Splunk|Client-ID|ServerKey)[\s:]{1,2}["']?(?P<s>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:-[0-9a-f]{4}){0,2}(?::fx)?|[A-Za-z0-9_-]{24,80})\b"#,
        "[token]",
    )
    .when(|found| found.secret().bytes().any(|b| b.is_ascii_digit()))
    .hides("retry with GenieKey 01234567-89ab-4def-8123-456789abcdef for team sre")
    .keeps("GenieKey missing, splunk forwarder-with-a-long-name-here down"),
    Rule::text(
        "secret-id-of-role",
        Class::Pair,
        &["secret_id", "secretid", "secret-id"],
        r#"(?i)\b(?:[a-z]{1,16}_)?secret[_-]?id\\{0,3}["']?(?:\s?(?:[:=]|=>)\s?|\s{1,32})\\{0,3}["']?(?P<s>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b"#,
        "[secret]",
    )
    .when(logs_in_by_role)
    .reach(20, 90)
    .hides("login payload {\"role_id\":\"01234567-89ab-4def-8123-456789abcdef\",\"secret_id\":\"89abcdef-0123-4567-89ab-cdef01234567\"}")
    .keeps("rotated secret_id=89abcdef-0123-4567-89ab-cdef01234567 of tenant 17"),
    Rule::text(
        "id-within-session",
        Class::Cookie,
        &["session"],
        r#"(?i)\bsession[a-z0-9_.]{0,24}["']?\s?(?:[:=]|=>)\s?\{\s?[^{}\n]{0,80}?:?["']?\bid["']?\s?(?:=>|[:=])\s?["']?(?P<s>[A-Za-z0-9_-]{24,128})"#,
        "[cookie]",
    )
    .when(|found| shapes::looks_random(found.secret(), 24))
    .reach(2, 280)
    .hides("rack.session.options: {:id=>\"7b19f04ce2a85d3361c90be47fd2a8150c6e93b7d4f1a26885e03c9d7b41f6a2\", :expire_after=>86400}")
    .keeps("session_store: {:id=>\"main-store-of-the-first-region\"}"),
    Rule::text(
        "argument-of-log-in-command",
        Class::CommandLine,
        &["snyk ", "doppler ", "infisical ", "railway ", "flyctl ", "heroku ", "netlify ", "vercel ", "sentry-cli ", "codecov ", "cloudsmith ", "scalingo ", "circleci ", "buildkite", "pulumi ", "ngrok ", "tailscale ", "tower-cli ", "sonar"],
        r#"\b(?:snyk|doppler|infisical|railway|flyctl|heroku|netlify|vercel|sentry-cli|codecov|cloudsmith|scalingo|circleci|pulumi|ngrok|tailscale|tower-cli)\s(?:config\s)?(?:set\s|setup\s)?(?:auth|login|authtoken|add-authtoken|token|api)(?:[\s=]["']?)(?P<s>[A-Za-z0-9_.-]{16,120})"#,
        "[token]",
    )
    .when(|found| not_blank(found) && found.secret().bytes().any(|b| b.is_ascii_digit()) && (found.secret().len() == 36 || shapes::looks_random(found.secret(), 16)))
    .reach(2, 160)
    .hides("+ snyk auth 01234567-89ab-4def-8123-456789abcdef")
    .keeps("snyk auth failed, ngrok authtoken missing, codecov token not-found-in-environment-17"),
    Rule::text(
        "end-of-card",
        Class::Bank,
        &["expir", "exp_", "exp=", "exp:", "expdate", "valid_thru", "validthru", "valid thru", "valid until", "gültig bis", "card_exp"],
        r#"(?i)(?:\bexp(?:iry|ir(?:ation|es|y)|\.)?|valid[ _-]?(?:thru|until|to)|gültig bis)[a-z_ -]{0,12}\]?\\{0,3}["']?\s?(?:[:=]|=>)?\s?\\{0,3}["']?(?P<s>(?:0[1-9]|1[0-2])\s?/\s?(?:20)?[2-4][0-9])\b"#,
        "[card]",
    )
    .when(|found| {
        let near = crate::sanitizer::words::context::before(found.text, found.secret.start, 160);
        ["card", "cvv", "cvc", "karte", "carte", "tarjeta", "carta"].iter().any(|word| near.contains(word))
    })
    .reach(4, 60)
    .hides("creditCard[number]=[card] creditCard[expirationDate]=11/29")
    .keeps("certificate expires 11/29, card reader firmware exp=17"),
    Rule::text(
        "service-key-by-name",
        Class::Pair,
        &["pagerduty", "opsgenie", "victorops", "pushover", "postmark", "twilio", "sendgrid", "mailgun", "datadog", "newrelic", "codecov", "honeycomb", "rollbar", "loggly"],
        r#"(?i)\b(?:pagerduty|opsgenie|victorops|pushover|postmark|twilio|sendgrid|mailgun|datadog|newrelic|codecov|honeycomb|rollbar|loggly)["']?\s?(?:[:=]|=>)\s?["']?(?P<s>[A-Za-z0-9+_-]{16,80})(?:["'\s,;)}]|$)|\bcodecov\b[^\n]{0,40}?\s-t\s+(?P<t>[0-9a-f-]{36})\b"#,
        "[token]",
    )
    .when(|found| found.secret().len() == 36 || shapes::looks_random(found.secret(), 16))
    .hides("pagerduty=u+7Kq2Wm9Xr4Tb5Nv8Lc opsgenie=01234567-89ab-4def-8123-456789abcdef")
    .keeps("pagerduty=on-call-schedule-2 datadog: agent-7.52.1-rollout"),
    Rule::text(
        "address-of-capability",
        Class::Url,
        &[
            "qyapi.weixin", "loggly.com/inputs", "hc-ping.com/", "/ping/", "/api/push/", "cronitor.link/", "nosnch.in/", "heartbeats/", "heartbeat/", "betterstack",
            "webhook.site/", "/calendar/ical/", "/owa/calendar/", "/webhook/", "genericwebhook/", "datadoghq.com/v1/input/", "/integrations/generic/", "pipedream.net", "cronitor.io/", "deadmanssnitch",
            "/feed/", "/ical/", "/subscribe/",
        ],
        r#"(?ix)(?:
            qyapi\.weixin\.qq\.com/cgi-bin/webhook/[a-z_]{3,20}\?(?:[a-z_=&0-9]{0,40}&)?key=
           |loggly\.com/(?:inputs|bulk)/
           |\bhc-ping\.com/|/(?:ping|heartbeats?)/
           |/api/push/
           |cronitor\.(?:link|io)/(?:p|ping)/
           |\bnosnch\.in/
           |\bwebhook\.site/
           |/calendar/ical/[^\s/]{3,100}/private-
           |/owa/calendar/[0-9a-f]{20,64}@[^\s/]{3,80}/
           |/genericwebhook/[^\s/]{2,40}/[^\s/]{2,40}/
           |/webhook/
           |/(?:ical|feed|subscribe)/
           |datadoghq\.(?:com|eu)/v1/input/
           |/integrations/generic/[0-9]{1,12}/alert/
          )(?P<s>[A-Za-z0-9_-]{8,100})"#,
        "[token]",
    )
    .when(is_capability)
    .reach(140, 200)
    .hides("curl -fsS https://hc-ping.com/01234567-89ab-4def-8123-456789abcdef/fail")
    .keeps("GET /api/v2/ping/healthcheck 200, GET https://hub.internal/heartbeats/nightly-restore 200, POST /webhook/deliveries 202"),
    Rule::text(
        "storage-key-id",
        Class::Pair,
        &["b2_", "b2]", " b2 ", "\"b2\"", "b2-", "b2.", "key_id", "keyid", "key-id"],
        r#"(?i)\b(?:b2[_-]?(?:application[_-]?)?(?:account|key)[_-]?id|b2_account|app(?:lication)?_?key_?id|account|keyid)["']?\s?(?:[:=]|=>)\s?["']?(?P<s>(?:00|[0-9a-f])[0-9a-f]{23,24})\b|\bb2\b[^\n]{0,60}?\b(?P<t>00[0-9][0-9a-f]{12}[0-9]{10})\b"#,
        "[key]",
    )
    .when(|found| found.secret().len() == 25 || crate::sanitizer::words::context::before(found.text, found.secret.start, 40).contains("b2"))
    .reach(60, 90)
    .hides("Store { kind: \"b2\", app_key_id: \"0030123456789ab0000000007\" }")
    .keeps("b2 bucket id=e73ede9c9c8412db49f60715, keyid=4f2a91"),
    Rule::text(
        "key-of-machine-client",
        Class::Pair,
        &["loginmodule required", "sasl.username", "sasl_username", "sasl_plain_username", "sasl.plain.username", "confluent", "onelogin", "customer-secret-key", "customer_secret_key", "customer secret key", "hcaptcha", "atlas"],
        r#"(?is)(?:LoginModule\s+required\s+username=|\bsasl[._](?:plain[._])?username["']?\s?[=:]\s?)["']?(?P<s>[A-Z0-9]{16})\b|\bconfluent\b[^\n]{0,60}?\bkey["']?[\s:=]{1,3}["']?(?P<t>[A-Z0-9]{16})\b|\bonelogin\b.{0,300}?\bclient_?id["']?\s?[:=]\s?["']?(?P<u>[0-9a-f]{64})\b|\bcustomer[-_ ]secret[-_ ]key.{0,400}?\bid"?[\s:=]{1,4}"?(?P<v>[0-9a-f]{40})\b|\bhcaptcha\b[^\n]{0,60}?\b(?P<w>0x[0-9a-fA-F]{40})\b|\batlas\b[^\n]{0,80}?\bprivate[ _-]?key["']?[\s:=]{1,3}["']?(?P<q>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b"#,
        "[key]",
    )
    .when(|found| found.secret().bytes().any(|b| b.is_ascii_digit()) && found.secret().bytes().any(|b| b.is_ascii_alphabetic()))
    .reach(4, 520)
    .hides("PlainLoginModule required username=\"7KQ2WM9XR4TB5NV8\" password=\"[password]\";")
    .keeps("PlainLoginModule required username=\"PRODUCERBACKUPEU\" password=\"[password]\";"),
    Rule::text(
        "spoken-key-identifier",
        Class::Pair,
        &["apikey ", "api key ", "api-key ", "access key "],
        r#"(?i)\b(?:api[ -]?key|access key)\s["']?(?P<s>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b"#,
        "[key]",
    )
    .reach(2, 60)
    .hides("provider said: apikey 01234567-89ab-4def-8123-456789abcdef is revoked")
    .keeps("api key id 01234567-89ab-4def-8123-456789abcdef is revoked"),
    Rule::text(
        "secret-beside-its-key",
        Class::Pair,
        &["SCW", "EXO"],
        r#"\bEXO(?P<t>[0-9a-f]{24})\b|\b(?:SCW[A-Z0-9]{17}|\[token\])["']?[^\n]{0,40}?\bsecret(?:[_-]?key)?["']?[\s:=]{1,3}["']?(?P<s>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b"#,
        "[key]",
    )
    .reach(60, 140)
    .hides(concat!("used SC", "WEXAMPLE234567EXAM", " secret 01234567-89ab-4def-8123-456789abcdef"))
    .keeps("secret 01234567-89ab-4def-8123-456789abcdef not found, SCW zone is down"),
    Rule::text(
        "token-as-user",
        Class::CommandLine,
        &["-u ", "--user "],
        r#"\s(?:-u|--user)\s+["']?(?P<s>[A-Za-z0-9_-]{16,120}):[Xx]?["']?(?:\s|$)"#,
        "[token]",
    )
    .when(|found| not_blank(found) && shapes::looks_random(found.secret(), 16))
    .hides("curl -u kJ8sQ2mZx7Lw0RtY5bNc:X https://acme.desk.example/api/v2/tickets")
    .keeps("curl -u service-account-billing: https://hub.internal/"),
];

/// What the header is called says that it holds a key, and none that pages, retries or sorts.
fn is_key_of_header(found: &Found<'_>) -> bool {
    let near = crate::sanitizer::words::context::before(found.text, found.secret.start, 110);
    let Some(at) = near.rfind("x-") else { return false };
    let name = near[at..].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let last = name.rsplit('-').next().unwrap_or("");
    let mut words = name.split('-').skip(1);
    let opens = matches!(
        last,
        "token" | "key" | "apikey" | "secret" | "team" | "accesskey" | "pat" | "password" | "usertoken" | "passphrase"
    );
    let other = words.any(|word| {
        matches!(
            word,
            "idempotency"
                | "idempotent"
                | "continuation"
                | "cache"
                | "partition"
                | "sort"
                | "routing"
                | "page"
                | "next"
                | "dedup"
                | "deduplication"
                | "object"
                | "surrogate"
                | "trace"
                | "request"
                | "correlation"
                | "sync"
                | "skip"
                | "lock"
                | "event"
                | "public"
                | "shard"
                | "message"
                | "delta"
                | "change"
                | "tenant"
                | "ratelimit"
                | "limit"
                | "encryption"
                | "kms"
                | "etag"
                | "snapshot"
        )
    });
    let secret = found.secret();
    let told = secret.len() == 36 && shapes::is_identifier(secret)
        || shapes::looks_random(secret, 12)
        || shapes::looks_drawn(secret);
    opens && !other && not_blank(found) && told && (last != "team" || name.contains("honeycomb"))
}

/// A drawn code, or a UUID; in addresses of a shape that others have too, a UUID only.
fn is_capability(found: &Found<'_>) -> bool {
    let secret = found.secret();
    let near = crate::sanitizer::words::context::before(found.text, found.secret.start, 140);
    let uuid = secret.get(..36).is_some_and(shapes::is_identifier);
    let hex = secret.len() >= 10 && secret.bytes().all(|b| b.is_ascii_hexdigit());
    let drawn = uuid || hex || shapes::looks_random(secret, 10) || shapes::looks_drawn(secret);
    let own = [
        "hc-ping.com/",
        "nosnch.in/",
        "loggly.com/",
        "cronitor.",
        "weixin.",
        "webhook.site/",
        "datadoghq.",
        "/private-",
        "/genericwebhook/",
        "/api/push/",
        "/owa/calendar/",
    ];
    if own.iter().any(|host| near.contains(host)) {
        return drawn
            || near.ends_with("/push/")
                && secret.bytes().any(|b| b.is_ascii_digit())
                && secret.bytes().any(|b| b.is_ascii_uppercase());
    }
    // A relay of hooks or a watch of jobs, by the name of its host.
    let host = [
        "healthcheck",
        "hc.",
        "n8n",
        "betterstack",
        "betteruptime",
        "deadmanssnitch",
        "heartbeat",
        "calendar",
        "uptime",
        "checks.",
    ];
    let watched = host.iter().any(|name| {
        near.rsplit("://").next().is_some_and(|rest| rest.split('/').next().is_some_and(|host| host.contains(name)))
    });
    watched && drawn || near.ends_with("/webhook/") && uuid && near.contains("://")
}

/// Beside the id of a role, or where a text speaks of such a log-in, the id is what the password is elsewhere.
fn logs_in_by_role(found: &Found<'_>) -> bool {
    let start = found.text.ceil_char_boundary(found.secret.start.saturating_sub(400));
    let near = [
        &found.text[start..found.secret.start],
        crate::sanitizer::words::context::ahead(found.text, found.secret.end, 200),
    ];
    near.iter().any(|near| {
        let near = near.to_ascii_lowercase();
        ["role_id", "role-id", "roleid", "approle", "vault"].iter().any(|word| near.contains(word))
    })
}
