//! The contested structures: one declaration for files, pages and messages.

use serde::{Deserialize, Serialize};

/// A contested structure, as files, pages and messages tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SwitchInfo {
    /// Name in files: that of its field in [`Hypotheses`].
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// Inside a sentence.
    pub label: &'static str,
    /// What is assumed.
    pub about: &'static str,
    /// What it does.
    pub effect: &'static str,
}

macro_rules! switches {
    ($( #[doc = $text:literal] $field:ident $title:literal, $label:literal, $about:literal, $effect:literal; )*) => {
        /// Contested structures; each is a hypothesis that can be switched off and weighed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Hypotheses { $( #[doc = $text] pub $field: bool, )* }

        impl Hypotheses {
            /// Every switch there is.
            pub const SWITCHES: &'static [SwitchInfo] = &[ $(
                SwitchInfo {
                    name: stringify!($field), title: $title, label: $label, about: $about, effect: $effect,
                },
            )* ];

            /// Whether each is on, in the order of [`SWITCHES`](Self::SWITCHES).
            pub fn states(&self) -> impl Iterator<Item = (&'static SwitchInfo, bool)> {
                Self::SWITCHES.iter().zip([ $( self.$field, )* ])
            }

            /// Switches the structure of this name; false if there is none.
            pub fn switch(&mut self, name: &str, on: bool) -> bool {
                match name { $( stringify!($field) => self.$field = on, )* _ => return false }
                true
            }
        }
    };
}

switches! {
    /// Organisers mobilise, with support from outside.
    organisers "Organisers with outside support", "organisers with outside support",
        "organisers mobilise, with support from outside", "raises joining in the seats of government";
    /// Armed groups lead attacks.
    armed_groups "Armed groups", "armed groups",
        "armed groups lead attacks", "raises escalation and killings where crowds are large";
    /// The elite is split: part of the security services stands aside.
    elite_split "Elite split", "a split elite",
        "the elite is split: part of the security services stands aside",
        "part of the security forces stands aside until the command changes";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_switch_is_found_by_its_name() {
        for (place, info) in Hypotheses::SWITCHES.iter().enumerate() {
            let mut on = Hypotheses::default();
            assert!(on.switch(info.name, true) && !on.switch("spontaneous", true));
            assert!(on.states().enumerate().all(|(other, (_, state))| state == (other == place)));
        }
    }
}
