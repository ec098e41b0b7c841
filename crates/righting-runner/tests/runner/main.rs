//! The runner as its users meet it.

mod job;
