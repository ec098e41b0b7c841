//! The nearest known name, to suggest and never to substitute.

/// The candidate nearest to `name`, if one is near enough to be a slip of the hand: at most a third
/// of its letters away (Damerau-Levenshtein, case ignored). The first of equals.
pub fn nearest<'a, I>(name: &str, candidates: I) -> Option<&'a str>
where
    I: IntoIterator<Item = &'a str>,
{
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&name, &candidate.to_lowercase());
            (distance, candidate)
        })
        .filter(|(distance, candidate)| 3 * distance <= name.chars().count().max(candidate.chars().count()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The end of a message that names the nearest.
pub(crate) fn hint(nearest: &Option<String>) -> String {
    match nearest {
        Some(name) => format!("; did you mean `{name}`?"),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_found_and_another_word_is_not() {
        let regions = ["aktobe", "atyrau", "almaty-city", "almaty-region"];
        assert_eq!(nearest("aktobbe", regions), Some("aktobe"));
        assert_eq!(nearest("Almaty_City", regions), Some("almaty-city"));
        assert_eq!(nearest("bavaria", regions), None);
        assert_eq!(nearest("", regions), None);
    }
}
