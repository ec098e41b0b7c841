//! Which parts of an explanation are asked for.

use clap::Args;
use righting_scenario::nearest;

use super::Explanation;
use crate::fail::Fail;
use crate::terminal::table;

/// Sections of an explanation.
const SECTIONS: [&str; 9] =
    ["schedule", "shocks", "acts", "prices", "alliance", "hypotheses", "parameters", "numbers", "files"];

/// Parts of an explanation.
#[derive(Debug, Args)]
pub struct Parts {
    /// Shows these parts only: a section (schedule, shocks, acts, prices, alliance, hypotheses, parameters, numbers,
    /// files), a mechanism or a group of parameters such as `joining`, a parameter, or the id of a shock or an act.
    #[arg(value_name = "PART")]
    parts: Vec<String>,
    /// Shows only parameters that do not have their default.
    #[arg(long)]
    changed: bool,
}

impl Parts {
    /// Whether nothing was left out.
    pub fn is_whole(&self) -> bool {
        self.parts.is_empty() && !self.changed
    }

    /// Whether a section is shown, even if nothing is left of it.
    pub fn names(&self, section: &str) -> bool {
        self.is_whole() || self.asked(section) || (self.changed && section == "parameters")
    }

    fn asked(&self, name: &str) -> bool {
        // Without another word, what changed are parameters.
        self.parts.iter().any(|part| part == name) || (self.parts.is_empty() && self.changed && name == "parameters")
    }

    /// Whether a row of a section is shown: all were asked for, or this one, or its group.
    fn keeps(&self, section: &str, name: &str) -> bool {
        let group = name.split_once('.').map_or(name, |(group, _)| group);
        self.is_whole() || self.asked(section) || self.asked(name) || self.asked(group)
    }

    /// Takes everything else out.
    pub fn filter(&self, told: &mut Explanation) -> Result<(), Fail> {
        self.check(told)?;
        told.schedule.retain(|row| self.keeps("schedule", &row.name));
        told.shocks.retain(|row| self.keeps("shocks", &row.id));
        told.actions.retain(|row| self.keeps("acts", &row.id));
        told.prices.retain(|_| self.names("prices"));
        told.alliance.take_if(|_| !self.names("alliance"));
        told.hypotheses.retain(|row| self.keeps("hypotheses", &row.id));
        told.parameters.retain(|row| self.keeps("parameters", &row.path));
        told.parameters.retain(|row| !self.changed || row.value != row.default);
        told.numbers.retain(|row| self.keeps("numbers", &row.path));
        told.sources.retain(|row| self.keeps("files", &row.file));
        Ok(())
    }

    /// Refuses the name of a part that the explanation does not have.
    fn check(&self, told: &Explanation) -> Result<(), Fail> {
        let paths = told.parameters.iter().map(|row| &row.path).chain(told.numbers.iter().map(|row| &row.path));
        let dated = told.shocks.iter().chain(&told.actions).map(|row| &row.id);
        let others = told.schedule.iter().map(|row| &row.name).chain(told.hypotheses.iter().map(|row| &row.id));
        let files = told.sources.iter().map(|row| &row.file);
        let mut known = SECTIONS.to_vec();
        known.extend(paths.clone().filter_map(|path| Some(path.split_once('.')?.0)));
        known.extend(paths.chain(dated).chain(others).chain(files).map(String::as_str));
        let Some(unknown) = self.parts.iter().find(|part| !known.contains(&part.as_str())) else { return Ok(()) };
        let sections = SECTIONS.join(", ");
        let near = nearest(unknown, known).map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        Err(Fail::input(format!("{} has no part `{unknown}`", told.scenario), format!("{near}sections are {sections}")))
    }
}

/// An explanation as text, section by section.
pub struct Page<'a> {
    parts: &'a Parts,
    text: String,
}

impl<'a> Page<'a> {
    /// A page that begins with a heading, if everything was asked for.
    pub fn new(parts: &'a Parts, heading: String) -> Self {
        Self { parts, text: if parts.is_whole() { heading } else { String::new() } }
    }

    /// Adds a section, if it was asked for or something in it was.
    pub fn section(&mut self, name: &str, title: &str, told: Option<String>) {
        if self.parts.names(name) || told.is_some() {
            let gap = if self.text.is_empty() { "" } else { "\n" };
            self.text += &format!("{gap}{title}\n{}", told.unwrap_or_else(|| "none\n".to_owned()));
        }
    }

    /// Adds a section that is a table.
    pub fn table(&mut self, name: &str, title: &str, headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        let mut rows = rows.into_iter().peekable();
        let told = rows.peek().is_some().then(|| table(headings, rows));
        self.section(name, title, told);
    }

    /// The text.
    pub fn text(self) -> String {
        self.text
    }
}
