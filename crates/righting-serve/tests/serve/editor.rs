//! The editor: every fault with its place while one writes, and nothing lost in saving.

use righting_serve::Limits;
use serde_json::{Value, json};

use crate::client::Client;
use crate::{Site, limited, reading, refused};

fn editing() -> (tempfile::TempDir, Site, Client) {
    let home = tempfile::tempdir().unwrap();
    righting_scenario::init("five-towns", &home.path().join("mine")).unwrap();
    let site = Site::open(home.path(), true, Limits::default());
    let client = site.client();
    (home, site, client)
}

fn checked(client: &Client, origin: &str, text: &str) -> Value {
    let answer = client.post("/api/validate", &json!({ "origin": origin, "text": text }));
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

#[test]
fn every_fault_has_its_line_column_and_nearest_name() {
    let (_home, _site, client) = reading();
    let opened = client.get("/api/scenarios/shipped%3Afive-towns").json();
    let text = opened["text"].as_str().unwrap();
    assert_eq!((&opened["writable"], &opened["diagnosis"]["faults"]), (&false.into(), &json!([])));
    assert_eq!(checked(&client, "shipped:five-towns", text), opened["diagnosis"]);
    let line_of = |text: &str, part: &str| text.lines().position(|line| line.contains(part)).unwrap() + 1;
    let wrong = text.replace("days = 14", "dayz = 14").replace("[country]", "[country]\npopulaton = 5");
    let found = checked(&client, "shipped:five-towns", &wrong);
    let faults = found["faults"].as_array().unwrap();
    assert_eq!(faults.len(), 2, "{found}");
    for (word, nearest) in [("dayz", "days"), ("populaton", "")] {
        let fault = faults.iter().find(|fault| fault["message"].as_str().unwrap().contains(word)).unwrap();
        assert_eq!(
            (fault["line"].as_u64().unwrap() as usize, &fault["column"], &fault["own"]),
            (line_of(&wrong, word), &1.into(), &true.into())
        );
        assert_eq!(fault["length"], word.len());
        assert!(nearest.is_empty() || fault["nearest"] == nearest, "{fault}");
    }
    let torn = checked(&client, "shipped:five-towns", "id = \"x\"\n[time\n");
    assert_eq!((&torn["faults"][0]["kind"], &torn["faults"][0]["line"]), (&"syntax".into(), &2.into()));
    assert_eq!(
        refused(&client.post("/api/validate", &json!({ "origin": "shipped:x", "text": "" }))),
        (404, "scenario".to_owned())
    );
}

#[test]
fn a_text_cannot_name_what_lies_outside() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.toml"), "password = [\n").unwrap();
    let (home, _site, client) = editing();
    let relative = format!("../../{}/secret.toml", outside.path().file_name().unwrap().to_str().unwrap());
    let absolute = outside.path().join("secret.toml").display().to_string();
    for path in [relative.as_str(), &absolute, "../../../../../../etc/passwd", "/etc/passwd"] {
        for key in ["base", "places", "alliance"] {
            let text = format!("format = 1\nid = \"mine\"\ntitle = \"Mine\"\n{key} = \"{path}\"\n");
            let said = checked(&client, "folder:mine", &text).to_string();
            assert!(!said.contains("password") && !said.contains("root:"), "{key} = {path}: {said}");
            assert!(!said.contains(home.path().to_str().unwrap()), "{said}");
        }
    }
}

#[test]
fn a_text_is_saved_over_what_was_opened_and_nothing_else() {
    let (home, _site, client) = editing();
    let opened = client.get("/api/scenarios/folder%3Amine").json();
    assert_eq!(opened["writable"], true);
    let save = |text: &str, before: &Value| {
        client.post("/api/scenarios/folder%3Amine", &json!({ "text": text, "before": before }))
    };
    let longer = opened["text"].as_str().unwrap().replace("days = 14", "days = 12");
    let saved = save(&longer, &opened["hash"]).json();
    assert_eq!((&saved["text"], &saved["diagnosis"]["faults"]), (&longer.as_str().into(), &json!([])));
    let file = home.path().join("mine/scenario.toml");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), longer);
    // What another program wrote meanwhile is not lost.
    assert_eq!(refused(&save("x", &opened["hash"])), (409, "changed".to_owned()));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), longer);
    // What does not run yet is saved too, and said to be at fault.
    let begun = save("id = \"mine\"\n", &saved["hash"]).json();
    assert!(!begun["diagnosis"]["faults"].as_array().unwrap().is_empty());
    let left: Vec<_> = home.path().join("mine").read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
    assert_eq!(
        refused(&client.post("/api/scenarios/shipped%3Afive-towns", &json!({ "text": "", "before": "0" }))),
        (403, "shipped".to_owned())
    );
}

#[test]
fn a_scenario_is_copied_to_change_it() {
    let (home, _site, client) = editing();
    let create = |from: &str, name: &str| client.post("/api/scenarios", &json!({ "from": from, "name": name }));
    let made = create("shipped:kazakhstan-2022-no-alliance", "quiet");
    assert_eq!(
        (made.status, &made.json()["origin"], &made.json()["diagnosis"]["faults"]),
        (201, &"folder:quiet".into(), &json!([]))
    );
    assert!(home.path().join("quiet/scenario.toml").is_file());
    assert_eq!(create("folder:mine", "again").status, 201);
    assert_eq!(refused(&create("folder:mine", "again")), (409, "taken".to_owned()));
    for name in ["", "..", "a/b", "../x", ".x", "A", "-x", "a b", &"x".repeat(65)] {
        assert_eq!(refused(&create("folder:mine", name)), (400, "name".to_owned()), "{name}");
    }
}

#[test]
fn a_server_that_reads_writes_nothing() {
    let (home, _site, client) = limited(|_| ());
    righting_scenario::init("five-towns", &home.path().join("mine")).unwrap();
    let before = std::fs::read(home.path().join("mine/scenario.toml")).unwrap();
    let opened = client.get("/api/scenarios/folder%3Amine").json();
    assert_eq!(opened["writable"], false);
    let save = client.post("/api/scenarios/folder%3Amine", &json!({ "text": "x", "before": opened["hash"] }));
    assert_eq!(refused(&save), (403, "read_only".to_owned()));
    let create = client.post("/api/scenarios", &json!({ "from": "shipped:five-towns", "name": "x" }));
    assert_eq!(refused(&create), (403, "read_only".to_owned()));
    assert_eq!(std::fs::read(home.path().join("mine/scenario.toml")).unwrap(), before);
    assert_eq!(home.path().read_dir().unwrap().count(), 1);
}
