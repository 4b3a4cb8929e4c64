//! Addresses that are secrets themselves: who knows the path may post.
//!
//! The host stays, because it tells the operator which integration failed.

use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "slack-webhook",
        Class::Url,
        &["hooks.slack"],
        r"hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/(?P<s>[A-Za-z0-9+/_-]{16,})",
        "[token]",
    )
    .hides(concat!("post https://hooks.sl", "ack.com/services/T0EXAMPLE/B0EXAMPLE/EXAMPLEexample0123456789 failed"))
    .keeps("post https://hooks.slack.com/services failed"),
    Rule::text(
        "chat-webhook",
        Class::Url,
        &["/api/webhooks/", "webhook.office", "outlook.office", "hooks.zapier", "ifttt.com", "/webhookb2/", "events.pagerduty", "chat.googleapis", "oapi.dingtalk", "open.feishu", "open.larksuite", "logic.azure"],
        r"(?i)(?:discord(?:app)?\.com/api/(?:v[0-9]+/)?webhooks/|webhook\.office\.com/webhookb2/|outlook\.office\.com/webhook/|hooks\.zapier\.com/hooks/catch/|maker\.ifttt\.com/(?:use|trigger/[^/\s]{1,60}/with/key)/|events\.pagerduty\.com/integration/|open\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook/)(?P<s>[A-Za-z0-9@+/_.%=-]{10,})",
        "[token]",
    )
    .reach(120, 400)
    .hides(concat!("post https://discord.com/api/web", "hooks/000000000000000000/EXAMPLEexample0123456789 failed"))
    .keeps("post https://discord.com/api/webhooks/ failed"),
    Rule::text(
        "bot-path",
        Class::Url,
        &["/bot"],
        r"/bot(?P<s>[0-9]{6,12}:[A-Za-z0-9_-]{20,})",
        "[token]",
    )
    .hides("GET https://api.telegram.org/bot000000000:EXAMPLEexampleEXAMPLEexample/getMe failed")
    .keeps("GET https://api.internal/bot/17/status failed"),
    Rule::text(
        "secret-path",
        Class::Url,
        &["/webhook", "/hook", "/callback/", "/invite/", "/reset/", "/reset-password/", "/verify/", "/activate/", "/unsubscribe/", "/magic/", "/confirm/", "/share/", "/s/", "/token/", "/accept-invite/", "/password/"],
        r"(?i)/(?:(?:web)?hooks?|callback|invites?|invitations?|reset(?:-password)?|verify(?:-email)?|activate|unsubscribe|magic(?:-link)?|confirm|share|s|tokens?|accept-invite|password/(?:reset|edit))(?:/[a-z0-9-]{1,20}){0,2}?/(?P<s>[A-Za-z0-9_=-]{16,})",
        "[token]",
    )
    .when(|found: &Found<'_>| shapes::looks_random(found.secret(), 16) || is_hex(found.secret()) || is_serial(found.secret()))
    .hides("GET https://hub.internal/reset-password/Zk3Jq8Wm1Xr7Tb5Nv2Lc returned 410")
    .keeps("GET https://hub.internal/webhooks/restore-completed returned 410"),
    Rule::text(
        "sentry-dsn",
        Class::Url,
        &["ingest", "sentry"],
        r"://(?P<s>[0-9a-f]{32}(?::[0-9a-f]{32})?)@",
        "[token]",
    )
    .reach(80, 80)
    .hides("dsn https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/2 refused")
    .keeps("dsn https://o1.ingest.sentry.io/2 refused"),
];

fn is_hex(value: &str) -> bool {
    value.len() >= 24 && value.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Letters and digits without a joint, as Mattermost makes its paths.
fn is_serial(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    value.len() >= 24
        && digits >= 3
        && value.bytes().all(|b| b.is_ascii_alphanumeric())
        && !shapes::is_identifier(value)
}
