//! Where the server listens, and until when it runs.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

use crate::api;
use crate::command::NewCommand;
use crate::counted::Counted;
use crate::guard::hosts;
use crate::jobs::Jobs;
use crate::library::Library;
use crate::limits::Limits;
use crate::root::Root;
use crate::server::Server;
use crate::session::Session;

/// How long jobs have to keep what they have when the server ends.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a server is started with.
#[derive(Clone)]
pub struct Config {
    /// Folder that it shows.
    pub root: PathBuf,
    /// Port; 0 takes a free one.
    pub port: u16,
    /// Whether it may write: scenarios, runs, jobs.
    pub edit: bool,
    /// What it does at most.
    pub limits: Limits,
    /// Makes the commands that it starts.
    pub command: NewCommand,
}

/// Why a server could not be started.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The root is no folder.
    #[error("`{}` cannot be shown: {source}", path.display())]
    Root {
        /// The folder.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The port is taken, or not ours to take.
    #[error("cannot listen on 127.0.0.1:{port}: {source}")]
    Port {
        /// The port.
        port: u16,
        /// Why not.
        source: std::io::Error,
    },
    /// The system refused threads, random numbers or connections.
    #[error("the server cannot run: {0}")]
    System(#[from] std::io::Error),
}

impl ServeError {
    /// What to do about it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Root { .. } => Some("give --root a folder"),
            Self::Port { .. } => Some("give --port another number, or 0 for a free one"),
            Self::System(_) => None,
        }
    }
}

/// A server that listens and does not answer yet.
pub struct Ready {
    listener: TcpListener,
    server: Arc<Server>,
    token: String,
}

impl Ready {
    /// Listens on this machine.
    ///
    /// # Errors
    /// When the root is no folder or the port cannot be had.
    pub async fn new(config: Config) -> Result<Self, ServeError> {
        let Config { root, port, edit, limits, command } = config;
        let opened = Root::open(&root, edit).map_err(|source| ServeError::Root { path: root, source })?;
        let refused = |source| ServeError::Port { port, source };
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.map_err(refused)?;
        let port = listener.local_addr()?.port();
        let (session, token) = Session::new(port).map_err(std::io::Error::other)?;
        let library = Arc::new(Library::new(opened));
        let jobs = Jobs::open(library.clone(), limits, command)?;
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let [exports, readers] = [1, cores].map(|count| Arc::new(Semaphore::new(count)));
        let server = Arc::new(Server { hosts: hosts(port), session, library, jobs, limits, exports, readers });
        Ok(Self { listener, server, token })
    }

    /// The address to open: once, in one browser.
    pub fn address(&self) -> String {
        format!("http://{}/?token={}", self.server.hosts[0], self.token)
    }

    /// Answers until `end` comes. Jobs under way are ended then, and what they stored is kept.
    ///
    /// # Errors
    /// When the system refuses connections.
    pub async fn run(self, end: impl Future<Output = ()>) -> Result<(), ServeError> {
        let Self { listener, server, .. } = self;
        let permits = Arc::new(Semaphore::new(server.limits.connections));
        let own = Own { listener, permits, stalled: server.limits.stalled() };
        let jobs = server.jobs.clone();
        let (router, _) = api::router(server);
        // Readers of jobs stay for as long as the jobs do: they are not waited for.
        tokio::select! {
            ended = async { axum::serve(own, router).await } => ended?,
            () = end => {}
        }
        tokio::task::spawn_blocking(move || jobs.close(PATIENCE)).await.map_err(std::io::Error::other)?;
        Ok(())
    }
}

/// Takes connections: only so many at once, and none whose reader takes nothing for too long.
struct Own {
    listener: TcpListener,
    permits: Arc<Semaphore>,
    stalled: Duration,
}

/// A connection.
type Connection = Pin<Box<TimeoutStream<Counted>>>;

impl Listener for Own {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let place = self.permits.clone().acquire_owned().await.expect("the semaphore is never closed");
        // The listener of the library retries where the system is short of something.
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let mut stream = TimeoutStream::new(Counted { stream, _place: place });
        stream.set_write_timeout(Some(self.stalled));
        (Box::pin(stream), address)
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// Comes when this process is asked to end: by Ctrl-C, or by the signal with which a system ends its services.
pub async fn interrupted() {
    let typed = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ended) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = typed => {}
                _ = ended.recv() => {}
            }
            return;
        }
    }
    // Without a handler Ctrl-C ends the process by itself.
    if typed.await.is_err() {
        std::future::pending::<()>().await;
    }
}
