//! `righting serve`: the real server, asked as a script asks.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{json as told, refused};

/// A running server, and its cookie.
struct Site {
    process: Child,
    port: u16,
    cookie: String,
}

impl Site {
    fn open(root: &Path) -> Self {
        let mut process = Command::new(assert_cmd::cargo::cargo_bin("righting"));
        process
            .args(["serve", "--edit", "--port", "0", "--root"])
            .arg(root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = process.spawn().unwrap();
        let mut address = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let (port, token) = address.trim().strip_prefix("http://127.0.0.1:").unwrap().split_once("/?token=").unwrap();
        let mut site = Self { process, port: port.parse().unwrap(), cookie: String::new() };
        let answer = site.ask("GET", &format!("/?token={token}"), None);
        let line = answer.lines().find(|line| line.to_lowercase().starts_with("set-cookie: ")).unwrap();
        line[12..].split(';').next().unwrap().clone_into(&mut site.cookie);
        site
    }

    /// The whole answer, head and body.
    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let body = body.map_or_else(String::new, Value::to_string);
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: {}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.port,
            self.cookie,
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[track_caller]
    fn json(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let answer = self.ask(method, path, body);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 20"), "{answer}");
        serde_json::from_str(body).unwrap()
    }

    /// A job at its end.
    #[track_caller]
    fn over(&self, id: u64) -> Value {
        let begun = Instant::now();
        loop {
            let info = self.json("GET", &format!("/api/jobs/{id}"), None);
            if info["state"] != "waiting" && info["state"] != "running" {
                return info;
            }
            assert!(begun.elapsed() < Duration::from_secs(300), "{info}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    #[track_caller]
    fn job(&self, asked: Value) -> Value {
        let id = self.json("POST", "/api/jobs", Some(&asked))["id"].as_u64().unwrap();
        self.over(id)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Budget: 20 s unoptimised.
#[test]
fn the_laboratory_has_the_digest_of_the_command_line_and_survives_a_kill() {
    let home = tempfile::tempdir().unwrap();
    let site = Site::open(home.path());
    let arms = json!([{ "changes": [] }, { "changes": ["emergency.at=2030-03-05T13:00", "time.days=8", "without reinforce"] }]);
    let asked =
        json!({ "kind": "laboratory", "origin": "shipped:five-towns", "arms": arms, "seed": "3", "replicates": 5 });
    let info = site.job(asked);
    let digest = |name: &str, changes: &[&str]| {
        let out = home.path().join(name).to_string_lossy().into_owned();
        let run = [
            "run",
            "five-towns",
            "--replicates",
            "5",
            "--seed",
            "3",
            "--digest",
            "--json",
            "--no-report",
            "--out",
            &out,
        ];
        told(&[&run[..], changes].concat())["digest"].clone()
    };
    let changed = digest(
        "changed",
        &["--set", "emergency.at=2030-03-05T13:00", "--set", "time.days=8", "--without", "reinforce"],
    );
    assert_eq!(info["digests"], json!([digest("base", &[]), changed]));

    let events = site.ask("GET", "/api/jobs/1/events", None);
    assert!(events.contains("event: replicate") && events.contains("event: ended"));
    // Dropped, the process is killed, with no time to end anything.
    drop(site);
    let site = Site::open(home.path());
    let body = |answer: &str| answer.split_once("\r\n\r\n").unwrap().1.to_owned();
    assert_eq!(
        body(&site.ask("GET", "/api/jobs/1/events", None)).replace("\r\n", ""),
        body(&events).replace("\r\n", "")
    );
    assert_eq!(site.json("GET", "/api/jobs", None)["jobs"][0]["digests"], info["digests"]);
}

/// Budget: 60 s unoptimised.
#[test]
fn runs_calibrations_and_forecasts_are_those_of_the_commands() {
    let home = tempfile::tempdir().unwrap();
    let site = Site::open(home.path());
    let common = |kind: &str, more: Value| {
        let mut asked =
            json!({ "kind": kind, "origin": "shipped:five-towns", "seed": "3", "changes": ["time.days=8"] });
        asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        asked
    };
    let run = site.job(common("run", json!({ "replicates": 5 })));
    assert_eq!((&run["state"], &run["result"]), (&"done".into(), &"runs/five-towns".into()), "{run}");
    let own = home.path().join("own").to_string_lossy().into_owned();
    told(&[
        "run",
        "five-towns",
        "--replicates",
        "5",
        "--seed",
        "3",
        "--set",
        "time.days=8",
        "--json",
        "--no-report",
        "--out",
        &own,
    ]);
    assert_eq!(crate::tables(&home.path().join("runs/five-towns")), crate::tables(Path::new(&own)));
    let page = site.ask("GET", "/runs/runs%2Ffive-towns", None);
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("id=\"righting-live\""));

    let fit = site.job(common("calibrate", json!({ "runs": 300, "replicates": 2, "predictive": 4 })));
    assert_eq!((&fit["state"], &fit["result"]), (&"done".into(), &"runs/five-towns-calibrate".into()), "{fit}");
    assert!(fit["total"].as_u64() > Some(0) && fit["said"].as_str().unwrap().contains("posterior predictive"));
    let page = site.ask("GET", "/runs/runs%2Ffive-towns-calibrate", None);
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("data-page=\"study\""), "{}", &page[..300]);

    let wrong =
        site.job(common("forecast", json!({ "as_of": "2030-02-30", "days": 3, "replicates": 20, "members": 5 })));
    assert_eq!(wrong["state"], "refused", "{wrong}");
    assert!(!home.path().join("runs/five-towns-forecast-2030-02-30").exists(), "what was refused leaves nothing");
    let ahead =
        site.job(common("forecast", json!({ "as_of": "2030-03-04", "days": 3, "replicates": 20, "members": 5 })));
    assert!(
        ahead["state"] == "done" && ahead["result"] == "runs/five-towns-forecast-2030-03-04"
            || ahead["state"] == "refused",
        "{ahead}"
    );
}

/// Budget: 60 s unoptimised.
#[test]
fn a_run_that_was_ended_or_killed_is_gone_on_with() {
    let home = tempfile::tempdir().unwrap();
    let site = Site::open(home.path());
    let asked = json!({ "kind": "run", "origin": "shipped:five-towns", "seed": "3", "replicates": 3000 });
    let id = site.json("POST", "/api/jobs", Some(&asked))["id"].as_u64().unwrap();
    while site.json("GET", &format!("/api/jobs/{id}"), None)["done"] == 0 {
        std::thread::sleep(Duration::from_millis(20));
    }
    site.json("POST", &format!("/api/jobs/{id}/cancel"), Some(&json!({})));
    let info = site.over(id);
    assert_eq!(info["state"], "cancelled", "{info}");
    let next = site.json("POST", &format!("/api/jobs/{id}/resume"), Some(&json!({})))["id"].as_u64().unwrap();
    while site.json("GET", &format!("/api/jobs/{next}"), None)["done"] == 0 {
        std::thread::sleep(Duration::from_millis(20));
    }
    drop(site);
    let site = Site::open(home.path());
    let killed = site.json("GET", &format!("/api/jobs/{next}"), None);
    assert_eq!((&killed["state"], &killed["result"]), (&"interrupted".into(), &info["result"]));
    let last = site.json("POST", &format!("/api/jobs/{next}/resume"), Some(&json!({})))["id"].as_u64().unwrap();
    let done = site.over(last);
    assert_eq!((&done["state"], &done["result"]), (&"done".into(), &"runs/five-towns".into()), "{done}");
    let run = righting_store::StoredRun::open(&home.path().join("runs/five-towns")).unwrap();
    assert_eq!(run.succeeded(), 3000);
}

#[test]
fn what_cannot_be_served_is_said() {
    let (code, said) = refused(&["serve", "--root", "/no/such/folder"]);
    assert!(
        code == 2 && said.contains("`/no/such/folder` cannot be shown") && said.contains("give --root a folder"),
        "{said}"
    );
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, said) = refused(&["serve", "--port", &port]);
    assert!(
        code == 2 && said.contains(&format!("cannot listen on 127.0.0.1:{port}")) && said.contains("--port"),
        "{said}"
    );
}
