//! What members weigh, and what help does: the parameters of the alliance.

crate::parameters! {
    /// Parameters of the alliance.
    AllianceParameters in "alliance" {
        /// Weight of the risk to the regime times alignment with it.
        regime = 2.0 "utility", 0.0..=10.0, Assumed "weakly informative; one positive case cannot fit it";
        /// Weight of a hostile successor.
        successor = 1.0 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of assets at risk.
        assets = 0.5 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of overstretch.
        overstretch = 1.0 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of missing legal ground.
        ground = 1.5 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of a rival's pull: what helping keeps out.
        rival = 0.5 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of the value a member puts on the opposing state.
        opponent = 1.5 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of fighting outside the treaty area.
        area = 1.5 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of third powers' objection.
        objection = 0.5 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Readiness to act when nothing speaks for or against it; negative for reluctance.
        readiness = 0.0 "utility", -10.0..=10.0, Assumed "weakly informative";
        /// Utility below which a member vetoes, as a positive number.
        veto = 1.0 "utility", 0.0..=10.0, Assumed "abstention does not block";
        /// Standard deviation of the noise in utilities.
        noise = 0.5 "utility", 0.0..=5.0, Assumed "weakly informative";
        /// Share of the noise's variance that members have in common.
        common = 0.5 "1", 0.0..=1.0, Assumed "errors of members are correlated";
        /// Added to the recovery of reliability by allies at full strength.
        signal = 1.0 "per day", 0.0..=20.0, Assumed "symbolic effect (Libman & Davidzon 2023); prior 0-3";
        /// Effect of the announcement relative to arrival at full strength.
        announcement = 0.5 "1", 0.0..=1.0, Assumed "prior 0-1";
        /// Time from first arrival over which foreign troops are not resented.
        welcome_days = 14.0 "days", 0.0..=3650.0, Assumed "the short stay of 2022 was accepted (Libman & Davidzon 2023); prior a week to two months";
        /// Loss of legitimacy per day for as long as they stay beyond it, at full strength.
        resentment = 0.002 "per day", 0.0..=0.1, Assumed "no figure was found; prior 0-0.01";
    }
}
