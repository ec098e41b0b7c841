//! A shard: some replicates of a run, simulated elsewhere into a folder of their own.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One of several shards of nearly equal size, written `2/8`. Where there are fewer replicates than shards, some have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shard {
    number: u32,
    pub(crate) of: u32,
}

impl Shard {
    /// The shard of a number, from 1, among so many; `None` if it is none of them.
    pub fn new(number: u32, of: u32) -> Option<Self> {
        (1..=of).contains(&number).then_some(Self { number, of })
    }

    /// All of so many, in order.
    pub fn all(of: u32) -> impl Iterator<Item = Self> {
        (1..=of).map(move |number| Self { number, of })
    }

    /// Which of `total` things, numbered from 0, belong to it.
    pub fn share(self, total: u32) -> Range<u32> {
        let edge = |shards: u32| (u64::from(total) * u64::from(shards) / u64::from(self.of)) as u32;
        edge(self.number - 1)..edge(self.number)
    }

    /// The first, of as many shards as there are of this one, that has one of `total` things.
    pub(crate) fn sibling_with(self, thing: u32, total: u32) -> Option<Self> {
        Self::all(self.of).find(|shard| shard.share(total).contains(&thing))
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> Self {
        shard.to_string()
    }
}

impl TryFrom<String> for Shard {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.parse::<u32>().ok();
        let read = text.split_once('/').and_then(|(this, of)| Self::new(number(this)?, number(of)?));
        read.ok_or_else(|| "expected the number of a part and how many there are, such as 2/8".to_owned())
    }
}
