//! The page of the book that a study writes.

use std::path::PathBuf;

use clap::Args;
use righting_store::{is_stream, write_named_file};

use crate::fail::Fail;

/// Where the page goes.
#[derive(Debug, Args)]
pub struct PageArgs {
    /// Writes what is told into a page in Markdown, too; one that is there is replaced, a device or a pipe written through.
    #[arg(long, value_name = "FILE.md")]
    page: Option<PathBuf>,
}

impl PageArgs {
    /// Writes the page if one was asked for; `about` is what the study was asked about.
    pub fn write(&self, title: &str, about: &str, text: &str) -> Result<(), Fail> {
        let Some(path) = &self.page else { return Ok(()) };
        let page = format!(
            "# {title}: {about}\n\nMade by version {} of `righting study`; do not edit.\n\n```text\n{text}```\n",
            env!("CARGO_PKG_VERSION")
        );
        Ok(write_named_file(path, page.as_bytes())?)
    }

    /// Writes another file of the page's name beside it, if a page was asked for that is a file.
    pub fn write_beside(&self, ending: &str, bytes: &[u8]) -> Result<(), Fail> {
        let Some(path) = self.page.as_ref().filter(|path| !is_stream(path)) else { return Ok(()) };
        Ok(write_named_file(&path.with_extension(ending), bytes)?)
    }
}
