//! Many readers of one job, and readers that take nothing.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::limited;

fn job(replicates: u32) -> serde_json::Value {
    json!({ "kind": "laboratory", "origin": "shipped:five-towns", "arms": [{ "changes": [] }], "seed": "1", "replicates": replicates })
}

fn memory() -> usize {
    memory_stats::memory_stats().unwrap().physical_mem
}

/// Readers.
const MANY: usize = 1000;
/// Replicates that each of them gets.
const REPLICATES: u32 = 500;

/// Budget: 60 s unoptimised.
#[test]
fn a_thousand_readers_of_one_job_get_all_of_it_and_cost_no_copy() {
    let (_home, site, client) = limited(|_| ());
    let asked = client.job(&job(REPLICATES));
    let told = client.events(asked);
    let size: usize = told.iter().map(|event| event.data.to_string().len()).sum();
    let cookie = client.cookie();
    let before = memory();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let peak = runtime.block_on(async {
        let readers: Vec<_> = (0..MANY).map(|_| tokio::spawn(read(site.port, cookie.clone(), asked))).collect();
        let mut peak = 0;
        for reader in readers {
            let events = reader.await.unwrap();
            assert_eq!(events, told.len());
            peak = peak.max(memory());
        }
        peak
    });
    let grown = peak.saturating_sub(before);
    // Copies for each would be this much; what is allowed is what a thousand connections cost on both of their sides.
    assert!(size * MANY > 3 * (128 << 20), "{size}");
    assert!(grown < 128 << 20, "{} MB for {} MB told", grown >> 20, (size * MANY) >> 20);
}

/// Reads a job to its end and counts its events; keeps nothing.
async fn read(port: u16, cookie: String, job: u64) -> usize {
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let head = format!(
        "GET /api/jobs/{job}/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut buffer, mut events, mut last) = (vec![0; 8192], 0, [0; 6]);
    loop {
        let count = stream.read(&mut buffer).await.unwrap();
        if count == 0 {
            return events;
        }
        // Each event has one line that begins so, also where a read cuts it.
        for &byte in &buffer[..count] {
            last.rotate_left(1);
            last[5] = byte;
            events += usize::from(&last == b"\ndata:");
        }
    }
}

/// The short form of a minute: who takes nothing for a second loses the line, and others get the place.
#[test]
fn a_reader_that_takes_nothing_is_let_go() {
    let (_home, _site, client) = limited(|limits| {
        limits.stalled_seconds = 1;
        limits.connections = 2;
    });
    let id = client.job(&job(4000));
    // Far more than a system holds for a connection.
    let begun = Instant::now();
    while client.get(&format!("/api/jobs/{id}")).json()["state"] == "running"
        || begun.elapsed() < Duration::from_millis(100)
    {
        assert!(begun.elapsed() < Duration::from_secs(100), "the job ends");
        std::thread::sleep(Duration::from_millis(100));
    }
    let path = format!("/api/jobs/{id}/events");
    let stalled: Vec<_> = (0..2).map(|_| client.send("GET", &path, b"")).collect();
    let begun = Instant::now();
    // Both places are taken by readers who take nothing: an answer comes only when one of them is let go.
    assert_eq!(client.get("/api/about").status, 200);
    assert!(begun.elapsed() > Duration::from_millis(500), "they held their places");
    drop(stalled);
}
