//! What all requests share.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::jobs::Jobs;
use crate::library::Library;
use crate::limits::Limits;
use crate::session::Session;

/// What all requests share.
pub struct Server {
    pub hosts: [String; 2],
    pub session: Session,
    pub library: Arc<Library>,
    pub jobs: Arc<Jobs>,
    pub limits: Limits,
    /// Held by an export: they are made one at a time.
    pub exports: Arc<Semaphore>,
    /// Held by work that takes a core for a moment, such as reading a scenario.
    pub readers: Arc<Semaphore>,
}
