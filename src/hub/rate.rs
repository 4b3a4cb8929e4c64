//! How much one visitor may ask: a bucket for each peer before anybody is believed, and one for each identity after.
//!
//! So a stolen or a guessed token costs the others nothing, and guessing tokens is slow.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::failure::Failure;
use super::view::Answer;

/// Requests a second that go on for ever, and how many may come at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// A second.
    pub steady: NonZeroU32,
    /// At once.
    pub burst: NonZeroU32,
}

/// For a person with many pages open, or a program that reads the API.
pub const DEFAULT: Rate = Rate { steady: NonZeroU32::new(50).unwrap(), burst: NonZeroU32::new(200).unwrap() };

/// How many peers and identities are remembered before those that have long been silent are forgotten.
const MANY: usize = 10_000;

/// The buckets.
pub(super) struct Rates {
    peers: DefaultKeyedRateLimiter<IpAddr>,
    visitors: DefaultKeyedRateLimiter<String>,
}

impl Rates {
    /// The rate is that of an identity; a peer, behind which several may sit, has four times as much.
    pub(super) fn new(rate: Rate) -> Self {
        let four = NonZeroU32::new(4).unwrap_or(NonZeroU32::MIN);
        let wide = |count: NonZeroU32| count.saturating_mul(four);
        Self {
            peers: RateLimiter::keyed(Quota::per_second(wide(rate.steady)).allow_burst(wide(rate.burst))),
            visitors: RateLimiter::keyed(Quota::per_second(rate.steady).allow_burst(rate.burst)),
        }
    }

    /// One more request from `peer`. Addresses of one IPv6 network are one peer.
    pub(super) fn peer(&self, peer: IpAddr) -> Answer<()> {
        let key = match peer.to_canonical() {
            IpAddr::V6(ip) => {
                let mut octets = ip.octets();
                octets[8..].fill(0);
                IpAddr::V6(octets.into())
            }
            v4 @ IpAddr::V4(_) => v4,
        };
        if self.peers.len() > MANY {
            self.peers.retain_recent();
        }
        self.peers.check_key(&key).map_err(|wait| too_many(wait.wait_time_from(DefaultClock::default().now())))
    }

    /// One more request of the visitor called `name`.
    pub(super) fn visitor(&self, name: &str) -> Answer<()> {
        if self.visitors.len() > MANY {
            self.visitors.retain_recent();
        }
        let wait = self.visitors.check_key(&name.to_owned());
        wait.map_err(|wait| too_many(wait.wait_time_from(DefaultClock::default().now())))
    }
}

fn too_many(wait: Duration) -> Failure {
    Failure::TooMany(wait.as_secs() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_let_through_and_what_comes_after_is_told_how_long_to_wait() {
        let one = NonZeroU32::MIN;
        let rates = Rates::new(Rate { steady: one, burst: NonZeroU32::new(3).unwrap() });
        assert!((0..3).all(|_| rates.visitor("ada").is_ok()));
        assert_eq!(rates.visitor("ada"), Err(Failure::TooMany(1)));
        assert!(rates.visitor("grace").is_ok(), "another's bucket is another's");
        let near = |last: u16| IpAddr::V6(std::net::Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 0, 0, 0, last));
        assert_eq!((0..20).filter(|n| rates.peer(near(*n)).is_ok()).count(), 12, "one network is one peer");
    }
}
