//! Where the features of a GeoJSON text begin, since a parsed value no longer knows.

/// The byte at which each object whose `type` is `Feature` begins, in the order of the text, which is valid JSON.
pub(super) fn features(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut found = Vec::new();
    let (mut at, mut last, mut key) = (0, "", "");
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let end = end_of_string(bytes, at);
                last = &text[at + 1..end];
                if key == "type" && last == "Feature" && open.last().is_some_and(|(_, object)| *object) {
                    found.extend(open.last().map(|(start, _)| *start));
                }
                key = "";
                at = end;
            }
            b':' => key = last,
            b'{' | b'[' => {
                open.push((at, bytes[at] == b'{'));
                key = "";
            }
            b'}' | b']' => {
                open.pop();
                key = "";
            }
            b',' => key = "",
            _ => {}
        }
        at += 1;
    }
    found.sort_unstable();
    found
}

/// The closing quote of the string that opens at `from`.
fn end_of_string(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::features;

    #[test]
    fn features_are_found_past_names_that_look_like_them() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"name":"a \" } { type: Feature","tags":["type","Feature"]}},
            {"properties":{"name":"b"},"type" : "Feature"}]}"#;
        let starts: Vec<usize> = features(text);
        let expected: Vec<usize> = [r#"{"type":"Feature","prop"#, r#"{"properties":{"name":"b"#]
            .iter()
            .map(|begin| text.find(begin).expect("it stands there"))
            .collect();
        assert_eq!(starts, expected);
        assert!(features("").is_empty());
    }
}
