//! Four kinds of network: small world, village, opinion leader, hierarchy.

use crate::chance::Chance;

/// Whom each person heeds.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    heeds: Vec<Vec<u32>>,
}

impl Network {
    /// People.
    pub fn len(&self) -> usize {
        self.heeds.len()
    }

    /// Whether nobody is there.
    pub fn is_empty(&self) -> bool {
        self.heeds.is_empty()
    }

    /// Whom `person` heeds.
    pub fn heeded_by(&self, person: usize) -> &[u32] {
        &self.heeds[person]
    }

    fn empty(people: usize) -> Self {
        Self { heeds: vec![Vec::new(); people] }
    }

    fn tie(&mut self, a: usize, b: usize) {
        if a != b && !self.heeds[a].contains(&(b as u32)) {
            self.heeds[a].push(b as u32);
            self.heeds[b].push(a as u32);
        }
    }

    /// A ring in which each knows `reach` on either side, every tie replaced by a random, weak one
    /// with probability `weak` (Watts and Strogatz).
    pub fn small_world(people: usize, reach: usize, weak: f64, chance: &mut Chance) -> Self {
        let mut network = Self::empty(people);
        for a in 0..people {
            for step in 1..=reach {
                let b = if chance.happens(weak) { chance.below(people as u32) as usize } else { (a + step) % people };
                network.tie(a, b);
            }
        }
        network
    }

    /// Villages of `size` in which all know all, and each pair of people of two villages is tied
    /// with probability `weak`.
    pub fn village(people: usize, size: usize, weak: f64, chance: &mut Chance) -> Self {
        let mut network = Self::empty(people);
        for a in 0..people {
            for b in 0..a {
                if a / size == b / size || chance.happens(weak) {
                    network.tie(a, b);
                }
            }
        }
        network
    }

    /// Newcomers tie `ties` times to people drawn in proportion to the ties they have: few leaders,
    /// many followers.
    pub fn opinion_leader(people: usize, ties: usize, chance: &mut Chance) -> Self {
        let mut network = Self::empty(people);
        let mut ends: Vec<u32> = Vec::new();
        for a in 1..people {
            for _ in 0..ties.min(a) {
                let b = match chance.pick(&ends) {
                    Some(&end) if (end as usize) < a => end as usize,
                    _ => chance.below(a as u32) as usize,
                };
                network.tie(a, b);
                ends.extend([a as u32, b as u32]);
            }
        }
        network
    }

    /// A tree in which each leads `span` others; person 0 is the top. Ties run both ways.
    pub fn hierarchy(people: usize, span: usize) -> Self {
        let mut network = Self::empty(people);
        for person in 1..people {
            network.tie(person, (person - 1) / span);
        }
        network
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_have_the_ties_they_should() {
        let mut chance = Chance::new(1, 0);
        let ring = Network::small_world(100, 5, 0.0, &mut chance);
        assert!((0..100).all(|p| ring.heeded_by(p).len() == 10));
        let villages = Network::village(100, 10, 0.0, &mut chance);
        assert!((0..100).all(|p| villages.heeded_by(p).len() == 9));
        let tree = Network::hierarchy(111, 10);
        assert_eq!(tree.heeded_by(0).len(), 10);
        assert_eq!(tree.heeded_by(110), &[10]);
        let leaders = Network::opinion_leader(500, 2, &mut chance);
        let most = (0..500).map(|p| leaders.heeded_by(p).len()).max();
        assert!(most > Some(20));
    }
}
