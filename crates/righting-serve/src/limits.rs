//! What a server does at most.

use std::time::Duration;

use serde::Serialize;
use utoipa::ToSchema;

/// What a server does at most. Whatever is beyond one of these is refused or ended with a message that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "serve.ts"))]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of the body of a request.
    pub body_bytes: usize,
    /// Replicates of each arm of a laboratory, and of a run.
    pub replicates: u32,
    /// Jobs that wait or run.
    pub jobs: usize,
    /// Seconds of a job of the laboratory.
    pub laboratory_seconds: u64,
    /// Seconds of a run, a calibration or a forecast.
    pub command_seconds: u64,
    /// Bytes of the results of a job.
    pub job_bytes: usize,
    /// Bytes of memory of the whole server.
    pub memory_bytes: usize,
    /// Connections at once; further ones wait.
    pub connections: usize,
    /// Seconds for which a reader may take nothing of what it asked for.
    pub stalled_seconds: u64,
    /// Finished jobs that are remembered, the latest.
    pub remembered: usize,
    /// Bytes of an export.
    pub export_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1 << 20,
            replicates: 4000,
            jobs: 8,
            laboratory_seconds: 600,
            command_seconds: 12 * 3600,
            job_bytes: 128 << 20,
            memory_bytes: 4 << 30,
            connections: 2048,
            stalled_seconds: 60,
            remembered: 50,
            export_bytes: 4 << 30,
        }
    }
}

impl Limits {
    /// The same with so many bytes of memory of the whole server.
    #[must_use]
    pub fn with_memory(self, bytes: usize) -> Self {
        Self { memory_bytes: bytes, ..self }
    }

    /// For which time a reader may take nothing.
    pub(crate) fn stalled(&self) -> Duration {
        Duration::from_secs(self.stalled_seconds)
    }
}
