use super::*;
use crate::error::ReportError;
use crate::report::Report;

fn awkward() -> Report {
    let mut report = Report::new("A < B & C", "Examplia");
    report.limits = "ends </script><!-- and \u{2028} goes on {{data}}".into();
    report
}

fn data_of(page: &str) -> &str {
    let start = page.find(r#"id="righting-data">"#).expect("the page has a data element");
    let rest = &page[start + r#"id="righting-data">"#.len()..];
    &rest[..rest.find("</script>").expect("the data element is closed")]
}

#[test]
fn data_comes_back_as_it_went_in() {
    let report = awkward();
    let page = render(&report);
    let back: Report = serde_json::from_str(data_of(&page)).expect("the data are JSON");
    assert_eq!(back, report);
}

#[test]
fn nothing_in_the_data_can_end_its_element_or_a_line() {
    let page = render(&awkward());
    let data = data_of(&page);
    assert!(!data.contains('<') && !data.contains('\u{2028}'), "{data}");
    assert!(data.contains("{{data}}"), "braces of the text are not slots");
    assert!(page.contains("<title>A &lt; B &amp; C</title>"));
}

#[test]
fn page_is_one_file() {
    let page = render(&awkward());
    let head = &page[..page.find("<style>").expect("the page has a style")];
    assert!(head.contains("default-src 'none'"), "the page forbids itself the network");
    assert_eq!(page.matches("<script").count(), page.matches("</script>").count());
    assert_eq!(page.matches("<style>").count(), 1);
    for outside in ["<link rel=\"stylesheet\"", "<script src", "@import", "url(http", "<img"] {
        assert!(!page.contains(outside), "{outside} would load something");
    }
}

#[test]
fn built_front_end_fits_into_a_page() {
    assert!(!STYLE.contains("</style"), "the style would end its element");
    let script = escape_script(SCRIPT);
    assert!(!script.contains("</script") && !script.contains("<!--"));
    assert!(script.contains("righting-data"), "the script reads another element than the page has");
}

#[test]
fn same_report_same_bytes() -> Result<(), ReportError> {
    let report = awkward();
    report.validate()?;
    assert_eq!(render(&report), render(&report.clone()));
    Ok(())
}

#[test]
fn large_seed_keeps_its_digits() {
    let mut report = awkward();
    report.provenance.seed = u64::MAX;
    assert!(data_of(&render(&report)).contains(r#""seed":"18446744073709551615""#));
}
