//! The list of classics, from which names, help, `--all` and the book are made.

use serde::Serialize;

use crate::effort::Effort;
use crate::error::ClassicError;
use crate::options::Options;
use crate::outcome::Outcome;
use crate::{contagion, davies, epstein, granovetter, hawkes, kuran, lang_de_sterck, moro, siegel};

/// A published model.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Classic {
    /// Name on the command line.
    pub name: &'static str,
    /// What it is.
    pub title: &'static str,
    /// Where it was published.
    pub citation: &'static str,
    /// Options it has beside the seed.
    pub options: &'static [&'static str],
    #[serde(skip)]
    run: fn(&Options) -> Result<Outcome, ClassicError>,
    #[serde(skip)]
    replicate: fn(Effort, u64) -> Result<Outcome, ClassicError>,
}

const CLASSICS: &[Classic] = &[
    Classic {
        name: "epstein",
        title: "Civil violence on a grid",
        citation: "Epstein JM (2002) Modeling civil violence: an agent-based computational approach. PNAS 99 \
                   (suppl 3): 7243-7250. doi:10.1073/pnas.092080199",
        options: Options::ALL,
        run: epstein::epstein,
        replicate: epstein::replicate,
    },
    Classic {
        name: "granovetter",
        title: "Thresholds of collective behaviour",
        citation: "Granovetter M (1978) Threshold models of collective behavior. American Journal of Sociology 83: 1420-1443",
        options: &["replicates"],
        run: granovetter::granovetter,
        replicate: granovetter::replicate,
    },
    Classic {
        name: "kuran",
        title: "Private and public opposition",
        citation: "Kuran T (1989) Sparks and prairie fires. Public Choice 61: 41-74; (1991) Now out of never. World Politics 44: 7-48",
        options: &["replicates"],
        run: kuran::kuran,
        replicate: kuran::replicate,
    },
    Classic {
        name: "lang-de-sterck",
        title: "Revolt under censorship and police",
        citation: "Lang J, De Sterck H (2014) The Arab Spring: a simple compartmental model for the dynamics of a revolution. Mathematical Social Sciences 69: 12-21. doi:10.1016/j.mathsocsci.2014.01.004",
        options: &[],
        run: lang_de_sterck::lang_de_sterck,
        replicate: lang_de_sterck::replicate,
    },
    Classic {
        name: "contagion",
        title: "Contagion of riots on sites",
        citation: "Bonnasse-Gahot L et al. (2018) Epidemiological modelling of the 2005 French riots: a spreading wave and the role of contagion. Scientific Reports 8: 107. doi:10.1038/s41598-017-18093-4",
        options: &["replicates"],
        run: contagion::contagion,
        replicate: contagion::replicate,
    },
    Classic {
        name: "hawkes",
        title: "Disorder that excites itself",
        citation: "Campedelli GM, D'Orsogna MR (2021) Temporal clustering of disorder events during the COVID-19 pandemic. PLoS ONE 16(4): e0250433 (title recalled)",
        options: &["replicates", "ticks"],
        run: hawkes::hawkes,
        replicate: hawkes::replicate,
    },
    Classic {
        name: "moro",
        title: "Violent political revolutions",
        citation: "Moro A (2016) Understanding the dynamics of violent political revolutions in an agent-based framework. PLoS ONE 11(4): e0154175",
        options: &["replicates"],
        run: moro::moro,
        replicate: moro::replicate,
    },
    Classic {
        name: "siegel",
        title: "Networks and collective action",
        citation: "Siegel DA (2009) Social networks and collective action. American Journal of Political Science 53: 122-138",
        options: &["replicates"],
        run: siegel::siegel,
        replicate: siegel::replicate,
    },
    Classic {
        name: "davies",
        title: "Riots and their policing in a city",
        citation: "Davies TP, Fry HM, Wilson AG, Bishop SR (2013) A mathematical model of the London riots and their policing. Scientific Reports 3: 1303. doi:10.1038/srep01303",
        options: &["replicates"],
        run: davies::davies,
        replicate: davies::replicate,
    },
];

/// All classics.
pub fn classics() -> &'static [Classic] {
    CLASSICS
}

/// Runs one classic by name.
pub fn classic(name: &str, options: &Options) -> Result<Outcome, ClassicError> {
    let Some(found) = CLASSICS.iter().find(|classic| classic.name == name) else {
        let names: Vec<&str> = CLASSICS.iter().map(|classic| classic.name).collect();
        return Err(ClassicError::unknown("classic", name, &names));
    };
    options.check(found.name, found.options)?;
    let short = options.replicates.is_some() || options.ticks.is_some();
    (found.run)(options).map(|outcome| explained(outcome, short))
}

/// Runs every claim of every classic, in the order of the list; `begin` is told each name.
pub fn replication(effort: Effort, seed: u64, mut begin: impl FnMut(&str)) -> Result<Vec<Outcome>, ClassicError> {
    CLASSICS
        .iter()
        .map(|classic| {
            begin(classic.name);
            let mut outcome = (classic.replicate)(effort, seed)?;
            outcome.settings.retain(|(name, _)| *name != "seed");
            outcome.set("seed", seed);
            outcome.set("effort", effort.pick("full", "light"));
            Ok(explained(outcome, effort == Effort::Light))
        })
        .collect()
}

/// No miss stands without a word, if only that its reason is not known.
fn explained(mut outcome: Outcome, short: bool) -> Outcome {
    let reason = if short {
        "Perhaps chance: this is not the number of runs and ticks that the statement is checked with."
    } else {
        "The reason is not known."
    };
    for claim in outcome.claims.iter_mut().filter(|claim| !claim.hit && claim.note.is_empty()) {
        claim.note = reason.into();
    }
    outcome
}
