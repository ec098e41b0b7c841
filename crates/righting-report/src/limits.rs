//! What every page says of its use.

/// Statement of use and limits that every page but that of a forecast carries.
pub const LIMITS: &str = "This is a simulation, not a forecast and not a finding of fact. It models populations and places, \
never identifiable persons, and takes no personal data. It is for research, teaching and the prevention of harm; it must \
not be used to target people or to plan repression.\n\nBands show the spread of runs under the assumptions of this page: \
chance, unobserved differences between places, errors of observation, and parameters where these are drawn. They do not \
contain the uncertainty of the equations or of assumed strengths. Contested accounts are hypotheses; a better fit under one \
of them does not make it true.\n\nA record of unrest is never complete, and much of it is contested. Where it leaves a number \
open it is an interval.";
