//! A server as a browser, and as somebody else, finds it.

mod client;
mod editor;
mod exports;
mod gate;
mod jobs;
mod pages;
mod watchers;

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use righting_serve::{Command, Config, Ended, Limits, NewCommand, Ready};
use tokio::sync::oneshot;

use client::{Answer, Client};

/// A program without commands: what the laboratory does needs none.
struct None;

impl Command for None {
    fn run(&self, arguments: &[String], _progress: Box<dyn FnMut(u64, u64)>) -> Ended {
        Ended { code: 2, output: String::new(), said: format!("there is no {}", arguments[0]) }
    }

    fn interrupt(&self) {}
}

/// A server that answers until it is dropped.
struct Site {
    port: u16,
    token: String,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    fn open(root: &Path, edit: bool, limits: Limits) -> Self {
        let command: NewCommand = Arc::new(|| Arc::new(None));
        let config = Config { root: root.to_owned(), port: 0, edit, limits, command };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let ready = runtime.block_on(Ready::new(config)).unwrap();
        let address = ready.address();
        let (place, token) = address.strip_prefix("http://127.0.0.1:").unwrap().split_once("/?token=").unwrap();
        let (port, token) = (place.parse().unwrap(), token.to_owned());
        let (end, ended) = oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            runtime
                .block_on(ready.run(async {
                    let _ = ended.await;
                }))
                .unwrap();
        });
        Self { port, token, end: Some(end), thread: Some(thread) }
    }

    /// A browser that has opened the address.
    fn client(&self) -> Client {
        let stranger = Client::stranger(self.port);
        let answer = stranger.get(&format!("/?token={}", self.token));
        assert_eq!((answer.status, answer.header("location")), (303, Some("/")), "{answer:?}");
        let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        stranger.with("Cookie", &cookie)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

/// A server that only reads, of an empty folder, and a browser.
fn reading() -> (tempfile::TempDir, Site, Client) {
    limited(|_| ())
}

/// The same with other limits.
fn limited(change: impl FnOnce(&mut Limits)) -> (tempfile::TempDir, Site, Client) {
    let home = tempfile::tempdir().unwrap();
    let mut limits = Limits::default();
    change(&mut limits);
    let site = Site::open(home.path(), false, limits);
    let client = site.client();
    (home, site, client)
}

/// The kind of a refusal, after its status.
#[track_caller]
fn refused(answer: &Answer) -> (u16, String) {
    let problem = answer.json();
    assert!(problem["message"].as_str().is_some_and(|message| !message.is_empty()), "{answer:?}");
    (answer.status, problem["kind"].as_str().unwrap().to_owned())
}
