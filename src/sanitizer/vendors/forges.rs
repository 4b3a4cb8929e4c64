//! Tokens of code forges, package registries and build services.
//!
//! The prefix is proof enough: no entropy is asked for, and the whole run goes. Examples are put
//! together from pieces, so that scanners of git hosts do not mistake this file for a leak.

use super::token::{prefixed, token};
use crate::sanitizer::rule::Rule;

pub(crate) const RULES: &[Rule] = &[
    prefixed(
        "github-token",
        &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"],
        r"\bgh[pousr]_[A-Za-z0-9]{20,}",
        concat!("used gh", "p_", "EXAMPLEexample0123456789EXAMPLEexamp"),
        "scope ghp_ is the prefix of a personal token",
    ),
    prefixed(
        "github-fine-token",
        &["github_pat_"],
        r"\bgithub_pat_[A-Za-z0-9_]{22,}",
        concat!(
            "used githu",
            "b_pat_",
            "EXAMPLEexample01234567_EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexam"
        ),
        "github_pat_ tokens are refused",
    ),
    prefixed(
        "gitlab-token",
        &[
            "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-", "glagent-", "gloas-", "glimt-",
            "glffct-", "glrtr-",
        ],
        r"\bgl(?:pat|dt|rtr?|cbt|ptt|ft|soat|agent|oas|imt|ffct)-[A-Za-z0-9_.-]{16,}",
        concat!("used glp", "at-", "EXAMPLEexample012345"),
        "glpat- prefix expected",
    ),
    prefixed(
        "bitbucket-token",
        &["ATBB", "ATCTT3"],
        r"\b(?:ATBB[A-Za-z0-9]{24,}|ATCTT3[A-Za-z0-9_=-]{40,})",
        concat!("used AT", "BB", "EXAMPLEexample0123456789EXAMPLEe"),
        "ATBB is the prefix of an app password",
    ),
    prefixed(
        "atlassian-token",
        &["ATATT3"],
        r"\bATATT3[A-Za-z0-9_=-]{40,}",
        concat!("used ATA", "TT3", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexamp"),
        "ATATT3 tokens expire after a year",
    ),
    prefixed(
        "npm-token",
        &["npm_"],
        r"\bnpm_[A-Za-z0-9]{30,}",
        concat!("used np", "m_", "EXAMPLEexample0123456789EXAMPLEexamp"),
        "npm_config_registry is not set",
    ),
    prefixed(
        "pypi-token",
        &["pypi-"],
        r"\bpypi-[A-Za-z0-9_-]{16,}",
        concat!("used pypi", "-AgE", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexamp"),
        "mirror pypi-proxy is down",
    ),
    prefixed(
        "rubygems-token",
        &["rubygems_"],
        r"\brubygems_[0-9a-f]{32,}",
        concat!("used ruby", "gems_", "0123456789abcdef0123456789abcdef0123456789abcdef"),
        "rubygems_version=3.5.1",
    ),
    prefixed(
        "crates-token",
        &["cio"],
        r"\bcio[A-Za-z0-9]{32}\b",
        concat!("used c", "io", "EXAMPLEexample0123456789EXAMPLEe"),
        "cioHandler failed to start",
    ),
    prefixed(
        "nuget-token",
        &["oy2"],
        r"\boy2[a-z0-9]{43}\b",
        concat!("used o", "y2", "example0123456789example0123456789example01"),
        "job oy2 finished",
    ),
    prefixed(
        "clojars-token",
        &["CLOJARS_", "clojars_"],
        r"(?i)\bCLOJARS_[a-z0-9]{40,}",
        concat!("used CLOJ", "ARS_", "example0123456789example0123456789example0123456789example01"),
        "CLOJARS_USERNAME is not set",
    ),
    prefixed(
        "docker-token",
        &["dckr_pat_", "dckr_oat_"],
        r"\bdckr_[po]at_[A-Za-z0-9_-]{20,}",
        concat!("used dckr", "_pat_", "EXAMPLEexample0123456789EXA"),
        "dckr_pat_ prefix expected",
    ),
    prefixed(
        "artifactory-token",
        &["AKCp", "cmVmdGtu"],
        r"\b(?:AKCp[A-Za-z0-9]{50,}|cmVmdGtu[A-Za-z0-9+/=]{40,})",
        concat!("used AK", "Cp", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456"),
        "AKCp keys are deprecated",
    ),
    prefixed(
        "sourcegraph-token",
        &["sgp_", "slk_"],
        r"\b(?:sgp|slk)_[A-Za-z0-9_]{32,}",
        concat!("used sg", "p_", "0123456789abcdef0123456789abcdef01234567"),
        "sgp_ is a prefix",
    ),
    prefixed(
        "sonar-token",
        &["squ_", "sqp_", "sqa_"],
        r"\bsq[upa]_[0-9a-f]{40}\b",
        concat!("used sq", "u_", "0123456789abcdef0123456789abcdef01234567"),
        "squ_ tokens are per user",
    ),
    prefixed(
        "buildkite-token",
        &["bkua_", "bkaj_", "bkct_"],
        r"\bbk(?:ua|aj|ct)_[A-Za-z0-9]{32,}",
        concat!("used bk", "ua_", "0123456789abcdef0123456789abcdef01234567"),
        "bkua_ prefix expected",
    ),
    prefixed(
        "circleci-token",
        &["CCIPAT_", "CCIPRJ_"],
        r"\bCCI(?:PAT|PRJ)_[A-Za-z0-9_]{20,}",
        concat!("used CCI", "PAT_", "EXAMPLEexample01234567_0123456789abcdef0123456789abcdef01234567"),
        "CCIPAT_ prefix expected",
    ),
    token(
        "jenkins-token",
        &["jenkins"],
        r"(?i)\bjenkins[^\n]{0,30}\b(?P<s>11[0-9a-f]{32})\b",
        concat!("used jenkins", " crumb ", "110123456789abcdef0123456789abcdef"),
        "jenkins build 1102 failed",
    ),
];
