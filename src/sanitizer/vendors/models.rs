//! Keys of model and vector services.
//!
//! The prefix is proof enough: no entropy is asked for, and the whole run goes. Examples are put
//! together from pieces, so that scanners of git hosts do not mistake this file for a leak.

use super::token::prefixed;
use crate::sanitizer::rule::Rule;

pub(crate) const RULES: &[Rule] = &[
    prefixed(
        "openai-key",
        &["sk-"],
        r"\bsk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,}|\bsk-[A-Za-z0-9]{32,}",
        concat!("used sk-p", "roj-", "EXAMPLEexample0123456789EXAMPLEexample0123456789"),
        "locale sk-SK, project sk-proj-alpha",
    ),
    prefixed(
        "anthropic-key",
        &["sk-ant-"],
        r"\bsk-ant-[A-Za-z0-9_-]{20,}",
        concat!(
            "used sk-ant",
            "-api03-",
            "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456"
        ),
        "sk-ant- prefix expected",
    ),
    prefixed(
        "openrouter-key",
        &["sk-or-"],
        r"\bsk-or-(?:v1-)?[0-9a-f]{32,}",
        concat!("used sk-o", "r-v1-", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        "sk-or-v1 is a prefix",
    ),
    prefixed(
        "groq-key",
        &["gsk_"],
        r"\bgsk_[A-Za-z0-9]{32,}",
        concat!("used gs", "k_", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAM"),
        "gsk_ prefix expected",
    ),
    prefixed(
        "perplexity-key",
        &["pplx-"],
        r"\bpplx-[A-Za-z0-9]{32,}",
        concat!("used pp", "lx-", "EXAMPLEexample0123456789EXAMPLEexample0123456789"),
        "pplx-7b-online was removed",
    ),
    prefixed(
        "xai-key",
        &["xai-"],
        r"\bxai-[A-Za-z0-9]{40,}",
        concat!("used xa", "i-", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEe"),
        "xai-worker is down",
    ),
    prefixed(
        "replicate-token",
        &["r8_"],
        r"\br8_[A-Za-z0-9]{36,}",
        concat!("used r", "8_", "EXAMPLEexample0123456789EXAMPLEexampl"),
        "r8_ prefix expected",
    ),
    prefixed(
        "huggingface-token",
        &["hf_", "api_org_"],
        r"\b(?:hf_|api_org_)[A-Za-z0-9]{30,}",
        concat!("used h", "f_", "EXAMPLEexample0123456789EXAMPLEexa"),
        "hf_hub_offline=1",
    ),
    prefixed(
        "langsmith-key",
        &["lsv2_"],
        r"\blsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}\b",
        concat!("used lsv2", "_pt_", "0123456789abcdef0123456789abcdef_0123456789"),
        "lsv2_ prefix expected",
    ),
    prefixed(
        "pinecone-key",
        &["pcsk_"],
        r"\bpcsk_[A-Za-z0-9_]{40,}",
        concat!("used pc", "sk_", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexamp"),
        "pcsk_ prefix expected",
    ),
    prefixed(
        "elevenlabs-key",
        &["sk_"],
        r"\bsk_[0-9a-f]{48}\b",
        concat!("used s", "k_", "0123456789abcdef0123456789abcdef0123456789abcdef"),
        "locale sk_SK",
    ),
];
