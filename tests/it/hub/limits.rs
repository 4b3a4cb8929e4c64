//! Bounds: how often, how long, how large; and that nothing that is sent brings the hub down.

use std::num::NonZeroU32;
use std::time::Duration;

use opsledger::clock::Clock;
use opsledger::domain::hub_tokens::Role;
use opsledger::hub::Door;
use opsledger::hub::rate::Rate;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::served::{Served, Setting};
use super::world;
use crate::support::TestDb;

on_both! {
    async fn who_asks_too_often_is_told_to_wait_and_the_others_are_not(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let rate = Rate { steady: NonZeroU32::MIN, burst: NonZeroU32::new(3).unwrap() };
        let hub = Served::start(&t, Setting { rate, door: Door::default(), ..Setting::default() }).await;
        let (eager, calm) = (world::token(&t, Some(1), &[], Role::Readonly).await, world::token(&t, Some(2), &[], Role::Readonly).await);
        let mut answers = Vec::new();
        for _ in 0..4 {
            answers.push(hub.get_as(&eager, "/api/operations").await);
        }
        let last = answers.last().unwrap();
        assert_eq!(last.status, 429, "{}", last.body);
        assert!(last.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
        assert!(last.body.contains("hub.too_many_requests"));
        assert_eq!(hub.get_as(&calm, "/api/operations").await.status, 200);
    }

    async fn guessing_tokens_is_slow(t: TestDb) {
        let rate = Rate { steady: NonZeroU32::MIN, burst: NonZeroU32::new(2).unwrap() };
        let hub = Served::start(&t, Setting { rate, door: Door::default(), ..Setting::default() }).await;
        let mut refused = 0;
        for _ in 0..12 {
            refused += u32::from(hub.get_as("opsl_guess", "/operations").await.status == 429);
        }
        assert!(refused >= 3, "{refused} of 12 guesses were told to wait");
    }

    async fn parameters_without_sense_are_refused_by_name_and_quickly(t: TestDb) {
        world::plant(&t, &Clock::system()).await;
        let hub = Served::open(&t).await;
        let long = format!("/operations?code={}", "x".repeat(5_000));
        let many = format!("/operations?{}", "a=1&".repeat(400));
        for (path, name) in [
            ("/operations?status=done", "status"),
            ("/operations?outcome=succeeded,x", "outcome"),
            ("/operations?limit=100000", "limit"),
            ("/operations?tenant=1%20or%201=1", "tenant"),
            ("/operations?since=yesterday", "since"),
            ("/operations?before=-1", "before"),
            (long.as_str(), "?"),
            (many.as_str(), "?"),
        ] {
            let began = std::time::Instant::now();
            let got = hub.get(path, &[]).await;
            assert_eq!(got.status, 400, "{path}");
            assert!(got.body.contains(&format!("“{name}”")), "{path}: {}", got.body);
            assert!(began.elapsed() < Duration::from_secs(2));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visitor_who_takes_an_hour_over_the_head_of_a_request_is_hung_up_on() {
    let t = TestDb::new(opsledger::db::Engine::Sqlite).await;
    let hub = Served::open(&t).await;
    let mut slow = tokio::net::TcpStream::connect(hub.address).await.unwrap();
    slow.write_all(b"GET /operations HTTP/1.1\r\nHost: localhost\r\nX-Slow: ").await.unwrap();
    let mut rest = Vec::new();
    let hung_up = tokio::time::timeout(Duration::from_secs(25), slow.read_to_end(&mut rest)).await;
    assert!(hung_up.is_ok(), "it waits for ever");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_http_and_heads_that_are_too_large_are_refused_and_the_hub_lives_on() {
    let t = TestDb::new(opsledger::db::Engine::Sqlite).await;
    let hub = Served::open(&t).await;
    let large = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(100_000));
    for bytes in [b"\x16\x03\x01\x02\x00\x01\x00".as_slice(), b"\r\n\r\n\r\n\r\nnonsense\r\n\r\n", large.as_bytes()] {
        let mut stream = tokio::net::TcpStream::connect(hub.address).await.unwrap();
        let _ = stream.write_all(bytes).await;
        let _ = stream.shutdown().await;
        let mut rest = Vec::new();
        let _ = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut rest)).await.expect("it ends");
        assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 4"), "{}", String::from_utf8_lossy(&rest));
    }
    assert_eq!(hub.get("/healthz", &[]).await.status, 204);
}
