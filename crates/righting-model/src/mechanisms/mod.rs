//! The mechanisms, one file each: its equation, units, source, parameters and one function.
pub(crate) mod alliance;
pub(crate) mod economy;
pub(crate) mod escalation;
pub(crate) mod facilities;
pub(crate) mod government;
pub(crate) mod grievance;
pub(crate) mod hardship;
pub(crate) mod harm;
pub(crate) mod hypotheses;
pub(crate) mod joining;
pub(crate) mod leaving;
pub(crate) mod legitimacy;
pub(crate) mod news;
pub(crate) mod observation;
pub(crate) mod policing;
pub(crate) mod shocks;
