//! A client that sends exactly what it is told, as no library would.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// Generous: a loaded machine takes seconds for what takes a moment elsewhere.
const PATIENCE: Duration = Duration::from_secs(120);

/// Who asks, with the headers of each request.
#[derive(Clone)]
pub struct Client {
    pub port: u16,
    headers: Vec<(String, String)>,
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// One server-sent event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub id: usize,
    pub name: String,
    pub data: Value,
}

impl Client {
    /// Somebody without a session.
    pub fn stranger(port: u16) -> Self {
        Self { port, headers: vec![("Host".to_owned(), format!("127.0.0.1:{port}"))] }
    }

    /// The same with a header, in place of the one of its name.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut client = self.without(name);
        client.headers.push((name.to_owned(), value.to_owned()));
        client
    }

    /// The same without a header.
    pub fn without(&self, name: &str) -> Self {
        let kept = self.headers.iter().filter(|(own, _)| !own.eq_ignore_ascii_case(name)).cloned();
        Self { port: self.port, headers: kept.collect() }
    }

    /// The cookie of the session.
    pub fn cookie(&self) -> String {
        self.headers.iter().find(|(name, _)| name == "Cookie").unwrap().1.clone()
    }

    /// Sends a request and leaves the connection open.
    pub fn send(&self, method: &str, path: &str, body: &[u8]) -> TcpStream {
        if method == "GET" {
            return self.send_as_is(method, path, body);
        }
        self.with("Content-Length", &body.len().to_string()).send_as_is(method, path, body)
    }

    /// The same without a word on the length of the body.
    fn send_as_is(&self, method: &str, path: &str, body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += "\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        // A server that refuses may stop reading before all is written.
        let _ = stream.write_all(body);
        stream
    }

    pub fn ask(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        read(self.send(method, path, body))
    }

    /// Asks without a word on the length of the body.
    pub fn ask_as_is(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        read(self.send_as_is(method, path, body))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, b"")
    }

    /// Sends JSON.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.with("Content-Type", "application/json").ask("POST", path, body.to_string().as_bytes())
    }

    /// Queues a job and gives its number.
    #[track_caller]
    pub fn job(&self, asked: &Value) -> u64 {
        let answer = self.post("/api/jobs", asked);
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()["id"].as_u64().unwrap()
    }

    /// The events of a job to its end.
    pub fn events(&self, id: u64) -> Vec<Event> {
        let stream = BufReader::new(self.send("GET", &format!("/api/jobs/{id}/events"), b""));
        let mut events = Vec::new();
        let (mut number, mut name) = (0, String::new());
        // Lines between events are the lengths of chunks.
        for line in stream.lines().map_while(Result::ok) {
            if let Some(text) = line.strip_prefix("id: ") {
                number = text.parse().unwrap();
            } else if let Some(text) = line.strip_prefix("event: ") {
                text.clone_into(&mut name);
            } else if let Some(text) = line.strip_prefix("data: ") {
                events.push(Event { id: number, name: name.clone(), data: serde_json::from_str(text).unwrap() });
            }
        }
        events
    }
}

/// The whole of an answer.
fn read(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no answer: {read:?}"));
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap();
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
    Answer { status, headers: lines.filter_map(header).collect(), body: bytes[end + 4..].to_vec() }
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}
