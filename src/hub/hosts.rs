//! The names that this server answers to. Without such a list any web page could make its own name point at this machine
//! and read the hub from the browser of whoever visits it (DNS rebinding), loopback or not.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, Uri};

/// Names and addresses, each without its port.
#[derive(Debug, Clone)]
pub(super) struct Hosts(Vec<String>);

impl Hosts {
    /// Those of `address`, and `more`.
    #[must_use]
    pub(super) fn new(address: SocketAddr, more: &[String]) -> Self {
        let mut names: Vec<String> = more.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
        if address.ip().is_loopback() {
            names.extend(["localhost", "127.0.0.1", "[::1]"].map(str::to_owned));
        }
        if !address.ip().is_unspecified() {
            names.push(match address.ip() {
                IpAddr::V4(ip) => ip.to_string(),
                IpAddr::V6(ip) => format!("[{ip}]"),
            });
        }
        Self(names)
    }

    /// Whether a request to this address with these headers is meant for us. Exactly one Host header, as HTTP asks for.
    #[must_use]
    pub(super) fn allow(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let mut given = headers.get_all(axum::http::header::HOST).iter();
        let (Some(host), None) = (given.next(), given.next()) else { return false };
        let Ok(host) = host.to_str() else { return false };
        let is_ours = |host: &str| {
            let name = without_port(host).to_ascii_lowercase();
            self.0.contains(&name)
        };
        // An absolute address names a host too; both must be ours.
        is_ours(host) && uri.authority().is_none_or(|authority| is_ours(authority.as_str()))
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(hosts: &Hosts, host: &str) -> bool {
        hosts.allow(&Uri::from_static("/"), &[(axum::http::header::HOST, host.parse().unwrap())].into_iter().collect())
    }

    #[test]
    fn on_loopback_only_the_names_of_loopback_are_answered() {
        let hosts = Hosts::new("127.0.0.1:8086".parse().unwrap(), &[]);
        for ours in ["127.0.0.1:8086", "localhost", "LOCALHOST:8086", "[::1]:8086"] {
            assert!(allowed(&hosts, ours), "{ours}");
        }
        for foreign in ["evil.test", "127.0.0.1.evil.test:8086", "localhost.evil.test", "", "[::1].evil.test"] {
            assert!(!allowed(&hosts, foreign), "{foreign}");
        }
    }

    #[test]
    fn names_of_a_public_server_are_those_that_were_allowed() {
        let hosts = Hosts::new("0.0.0.0:8086".parse().unwrap(), &["Ops.Acme.Test".into()]);
        assert!(allowed(&hosts, "ops.acme.test:443"));
        assert!(!allowed(&hosts, "localhost") && !allowed(&hosts, "0.0.0.0"));
    }

    #[test]
    fn no_host_and_two_hosts_are_refused() {
        let hosts = Hosts::new("127.0.0.1:1".parse().unwrap(), &[]);
        assert!(!hosts.allow(&Uri::from_static("/"), &HeaderMap::new()));
        let mut two = HeaderMap::new();
        for host in ["localhost", "evil.test"] {
            two.append(axum::http::header::HOST, host.parse().unwrap());
        }
        assert!(!hosts.allow(&Uri::from_static("/"), &two));
        let one = [(axum::http::header::HOST, "localhost".parse().unwrap())].into_iter().collect();
        assert!(!hosts.allow(&Uri::from_static("http://evil.test/"), &one));
    }
}
