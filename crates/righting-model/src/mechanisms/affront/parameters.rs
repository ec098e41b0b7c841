//! What is known of affronts. It stands apart, as prices make affronts and the pool feels them.

crate::parameters! {
    /// Parameters of affront.
    AffrontParameters in "affront" {
        /// Size of the case's affronts, prices and outrages alike, relative to what the scenario says.
        size = 1.0 "1", 0.001..=1000.0, Interim "confounded with the pool: one of the two may be fitted", Level Log 1.0;
        /// Affront per relative price rise at the mean exposure of a polity.
        per_rise = 1.93 "1", 0.0..=20.0, Assumed "set once, so that the price rise of January 2022 has a national mean of 1";
        /// Time over which affront fades by a factor e.
        fade_days = 4.0 "days", 0.2..=365.0, Interim "seven cases, prototype", Level Log 1.0;
        /// Affront at rest where the pool is at its median.
        at_rest = 0.0011 "1", 0.0..=0.05, Interim "rest of five countries, prototype: 0.003 where the pool was 0.01", Level Log 0.7;
        /// Largest affront at rest.
        rest_most = 0.05 "1", 0.0..=1.0, Assumed "keeps rest apart from a crisis";
        /// What many deaths in a day add to an affront at most, relative.
        deaths = 0.6 "1", 0.0..=10.0, Interim "seven cases, prototype", Shape Log 0.5;
        /// Share of the affront that a concession of size 1 ends.
        relief = 0.4013 "1", 0.0..=1.0, Interim "seven cases, prototype", Shape Logit 0.8;
        /// Share of the affront that ends when a price rise is wholly undone.
        undone = 0.5 "1", 0.0..=1.0, Assumed "prior 0.2-0.8";
    }
}
