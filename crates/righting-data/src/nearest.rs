//! The nearest known name, to suggest and never to substitute.

/// The candidate nearest to `name`, if one is near enough to be a slip of the hand: at most a third
/// of its letters away (Damerau-Levenshtein, case ignored). The first of equals.
pub fn nearest<'a, I>(name: &str, candidates: I) -> Option<&'a str>
where
    I: IntoIterator<Item = &'a str>,
{
    // Long input is no slip of the hand, and the comparison is quadratic.
    if name.chars().count() > 80 {
        return None;
    }
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

/// The end of a message that names the nearest, and the known ones where they are few.
pub(crate) fn hint(nearest: &Option<String>, known: &[String]) -> String {
    const FEW: usize = 24;
    let near = nearest.as_ref().map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
    if known.is_empty() || known.len() > FEW {
        return near;
    }
    let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    let comma = if near.is_empty() { "," } else { "" };
    format!("{near}{comma} expected one of {}", known.join(", "))
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
        assert_eq!(nearest(&"a".repeat(100), regions), None);
    }
}
