//! The page of a study: sections without a run of their own.

use serde::{Deserialize, Serialize};

use crate::error::ReportError;
use crate::report::Provenance;
use crate::section::Section;

/// All that the page of a study shows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "report.ts"))]
pub struct StudyPage {
    /// Heading of the page.
    pub title: String,
    /// A line under the heading.
    pub subtitle: String,
    /// What a reader must know before the numbers; see [`Report::warnings`](crate::Report::warnings).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// What made the numbers.
    pub provenance: Provenance,
    /// The findings.
    pub sections: Vec<Section>,
    /// Statement of use and limits; blank lines part paragraphs.
    pub limits: String,
}

impl StudyPage {
    /// Checks that ids can be anchors and are used once, that the columns of a line are equally long
    /// and that rows fit their table; the first fault is returned.
    ///
    /// # Errors
    /// The first fault.
    pub fn validate(&self) -> Result<(), ReportError> {
        validate_sections(&self.sections)
    }
}

pub(crate) fn validate_sections(sections: &[Section]) -> Result<(), ReportError> {
    let mut ids: Vec<&str> = TAKEN.to_vec();
    for section in sections {
        let anchor = !section.id.is_empty()
            && section.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !anchor || ids.contains(&section.id.as_str()) {
            return Err(ReportError::BadSection { id: section.id.clone() });
        }
        ids.push(&section.id);
        for figure in &section.figures {
            for line in &figure.lines {
                if let Some((column, values)) = line.columns().find(|(_, values)| values.len() != line.x.len()) {
                    return Err(ReportError::LineLength {
                        figure: figure.title.clone(),
                        line: line.name.clone(),
                        column,
                        found: values.len(),
                        expected: line.x.len(),
                    });
                }
            }
        }
        for map in &section.maps {
            let known = |region: &str| map.regions.iter().any(|one| one.id == region);
            for layer in &map.layers {
                if let Some(row) = layer.rows.iter().find(|row| !known(&row.region)) {
                    let by = format!("map {}", layer.label);
                    return Err(ReportError::UnknownRegion { by, region: row.region.clone() });
                }
            }
        }
        for table in &section.tables {
            if let Some(row) = table.rows.iter().find(|row| row.len() != table.columns.len()) {
                let (found, expected) = (row.len(), table.columns.len());
                return Err(ReportError::RowLength { table: table.title.clone(), found, expected });
            }
        }
    }
    Ok(())
}

/// Anchors of the parts that every page, or the report of a run, has.
const TAKEN: [&str; 10] =
    ["reading", "map", "courses", "timeline", "onsets", "record", "hypotheses", "provenance", "limits", "contents"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Axis, Figure, Layer, LayerRow, Line, SectionMap, SectionTable};

    fn page(section: Section) -> StudyPage {
        StudyPage { sections: vec![section], ..StudyPage::default() }
    }

    #[test]
    fn ids_are_anchors_used_once() {
        for id in ["", "Two words", "map"] {
            let found = page(Section::new(id, "A", "B")).validate();
            assert_eq!(found, Err(ReportError::BadSection { id: id.to_owned() }));
        }
        let twice = Section::new("curve", "A", "B");
        let page = StudyPage { sections: vec![twice.clone(), twice], ..StudyPage::default() };
        assert!(page.validate().is_err());
    }

    #[test]
    fn columns_and_rows_must_fit() {
        let mut section = Section::new("curve", "A", "B");
        let mut figure = Figure::new("F", "", Axis::linear("x"), Axis::linear("y"));
        figure.lines = vec![Line::new("l", vec![0.0, 1.0], vec![0.0, 1.0]).between(vec![0.0], vec![1.0, 1.0])];
        section.figures.push(figure);
        assert!(matches!(page(section.clone()).validate(), Err(ReportError::LineLength { column: "low", .. })));
        section.figures.clear();
        section.tables = vec![SectionTable::new("T", ["a", "b"], vec![vec!["1".to_owned()]])];
        assert!(matches!(page(section).validate(), Err(ReportError::RowLength { found: 1, expected: 2, .. })));
    }

    #[test]
    fn a_map_speaks_of_its_own_regions_only() {
        let row = LayerRow { region: "nowhere".to_owned(), expected: 1.0, p5: 0.0, p95: 2.0 };
        let layer = Layer { label: "Deaths".to_owned(), unit: "people".to_owned(), share: false, rows: vec![row] };
        let mut section = Section::new("where", "A", "B");
        section.maps.push(SectionMap {
            title: "Where".to_owned(),
            caption: String::new(),
            regions: Vec::new(),
            map: serde_json::json!({ "type": "FeatureCollection", "features": [] }),
            places: Vec::new(),
            layers: vec![layer],
        });
        assert!(
            matches!(page(section).validate(), Err(ReportError::UnknownRegion { region, .. }) if region == "nowhere")
        );
    }

    #[test]
    fn a_value_that_is_no_number_is_a_gap_in_the_page() {
        let line =
            Line::new("l", vec![0.0, 1.0], vec![f64::NAN, 2.0]).between(vec![0.0, 1.0], vec![f64::INFINITY, 3.0]);
        let json = serde_json::to_string(&line).expect("a line is plain JSON");
        assert!(json.contains(r#""y":[null,2.0]"#) && json.contains(r#""high":[null,3.0]"#), "{json}");
        let back: Line = serde_json::from_str(&json).expect("and comes back");
        assert!(back.y[0].is_nan() && back.y[1] == 2.0);
        let plain = serde_json::to_string(&Line::new("l", vec![], vec![])).expect("a line is plain JSON");
        assert_eq!(serde_json::from_str::<Line>(&plain).expect("and comes back").low, None);
    }
}
