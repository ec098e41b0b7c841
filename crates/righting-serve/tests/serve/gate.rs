//! Who is let in, and with what.

use righting_serve::Limits;
use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::{Site, limited, reading, refused};

/// Addresses of every kind: data, pages, the description, what is not there.
const ADDRESSES: [&str; 8] = [
    "/",
    "/api/about",
    "/api/openapi.json",
    "/api/jobs/1/events",
    "/scenarios/shipped%3Afive-towns",
    "/editor/shipped%3Afive-towns",
    "/runs/x",
    "/nothing",
];

/// What a page that says why it is none has as its data.
fn problem(answer: &Answer) -> Value {
    let text = answer.text();
    if !text.starts_with("<!doctype html>") {
        return answer.json();
    }
    let (_, rest) = text.split_once("id=\"righting-data\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn only_our_own_names_are_answered() {
    let (_home, site, client) = reading();
    let port = site.port;
    for host in [
        "127.0.0.1".to_owned(),
        "localhost".to_owned(),
        format!("127.0.0.1.evil.com:{port}"),
        format!("evil.com:{port}"),
        "evil.com".to_owned(),
        format!("127.0.0.1:{}", port ^ 1),
        format!("[::1]:{port}"),
        format!("0.0.0.0:{port}"),
        format!("user@127.0.0.1:{port}"),
        String::new(),
    ] {
        for address in ADDRESSES {
            let answer = client.with("Host", &host).get(address);
            assert!(
                answer.status == 421 || (host.contains('@') || host.is_empty()) && answer.status == 400,
                "{host} {address}: {answer:?}"
            );
        }
    }
    assert_eq!(client.with("Host", &format!("localhost:{port}")).get("/api/about").status, 200);
    let none = client.without("Host").get("/api/about");
    assert!([400, 421].contains(&none.status), "{none:?}");
}

#[test]
fn a_hostile_origin_is_refused_even_where_the_host_is_the_same() {
    let (_home, site, client) = reading();
    let port = site.port;
    for (host, origin) in [
        ("evil.com".to_owned(), "http://evil.com".to_owned()),
        (format!("127.0.0.1.evil.com:{port}"), format!("http://127.0.0.1.evil.com:{port}")),
        (format!("127.0.0.1:{port}"), "http://evil.com".to_owned()),
        (format!("127.0.0.1:{port}"), format!("http://127.0.0.1.evil.com:{port}")),
        (format!("127.0.0.1:{port}"), format!("https://127.0.0.1:{port}")),
        (format!("127.0.0.1:{port}"), format!("http://127.0.0.1:{}", port ^ 1)),
        (format!("127.0.0.1:{port}"), "null".to_owned()),
    ] {
        let hostile = client.with("Host", &host).with("Origin", &origin);
        for answer in [hostile.get("/api/about"), hostile.post("/api/digest", &json!({ "replicates": [] }))] {
            assert!([403, 421].contains(&answer.status), "{host} {origin}: {answer:?}");
            assert!(answer.header("access-control-allow-origin").is_none());
        }
    }
    let own = client.with("Origin", &format!("http://127.0.0.1:{port}"));
    assert_eq!(own.post("/api/digest", &json!({ "replicates": [] })).status, 200);
    assert_eq!(refused(&client.with("Origin", "null").get("/api/about")), (403, "origin".to_owned()));
}

#[test]
fn what_changes_something_is_json() {
    let (_home, _site, client) = reading();
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/json",
        "application/jsonp",
        "",
    ] {
        let answer = client.with("Content-Type", kind).ask("POST", "/api/digest", b"{\"replicates\":[]}");
        assert_eq!(refused(&answer), (415, "content_type".to_owned()), "{kind}");
    }
    assert_eq!(client.ask("POST", "/api/digest", b"{\"replicates\":[]}").status, 415);
    let charset = client.with("Content-Type", "application/json; charset=utf-8");
    assert_eq!(charset.ask("POST", "/api/digest", b"{\"replicates\":[]}").status, 200);
    for (body, part) in [
        ("", "EOF"),
        ("{", "EOF"),
        ("{\"replicats\":[]}", "replicats"),
        ("[1]", "line 1"),
        ("{\"replicates\":[\"x\"]}", "x"),
    ] {
        let answer = charset.ask("POST", "/api/digest", body.as_bytes());
        assert!(answer.status == 400 && answer.text().contains(part), "{body}: {answer:?}");
    }
}

#[test]
fn a_token_opens_once_and_nothing_opens_without() {
    let home = tempfile::tempdir().unwrap();
    let site = Site::open(home.path(), false, Limits::default());
    let stranger = Client::stranger(site.port);
    for address in ADDRESSES {
        let answer = stranger.get(address);
        assert_eq!((answer.status, problem(&answer)["kind"].as_str()), (401, Some("no_session")), "{address}");
    }
    for token in ["", "0", &site.token[1..], &format!("{}0", site.token), "%00"] {
        let answer = stranger.get(&format!("/?token={token}"));
        assert_eq!((answer.status, problem(&answer)["kind"].as_str()), (403, Some("token_wrong")), "{token}");
        assert!(answer.header("set-cookie").is_none());
    }
    // The token goes for the first page only.
    assert_eq!(stranger.get(&format!("/api/about?token={}", site.token)).status, 401);
    let answer = stranger.get(&format!("/?token={}", site.token));
    let cookie = answer.header("set-cookie").unwrap().to_owned();
    assert!(
        cookie.starts_with(&format!("righting-{}=", site.port))
            && cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
        "{cookie}"
    );
    let again = stranger.get(&format!("/?token={}", site.token));
    assert_eq!((again.status, problem(&again)["kind"].as_str()), (403, Some("token_used")));
    let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
    for wrong in [
        format!("{name}=0"),
        format!("{name}="),
        format!("other={value}"),
        format!("{name}={}", &value[1..]),
        format!("{name}={}", site.token),
    ] {
        assert_eq!(stranger.with("Cookie", &wrong).get("/api/about").status, 401, "{wrong}");
    }
    assert_eq!(stranger.with("Cookie", &format!("a=b; {name}={value}")).get("/api/about").status, 200);
}

#[test]
fn answers_say_what_a_browser_may_do_with_them() {
    let (_home, _site, client) = reading();
    let pages = [
        "/",
        "/scenarios/shipped%3Afive-towns",
        "/editor/shipped%3Afive-towns",
        "/nothing",
        "/assets/serve.js",
        "/api/about",
    ];
    for address in pages {
        let answer = client.get(address);
        let policy = answer.header("content-security-policy").unwrap();
        let scripts = policy.split("; ").find(|part| part.starts_with("script-src")).unwrap();
        assert_eq!((scripts, policy.contains("default-src 'none'")), ("script-src 'self'", true), "{address}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert!(answer.header("access-control-allow-origin").is_none());
        if answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            let text = answer.text();
            for script in text.split("<script").skip(1) {
                let tag = script.split('>').next().unwrap();
                assert!(
                    tag.contains(" src=\"/assets/serve.js\"") || tag.contains("type=\"application/json\""),
                    "{address}: {tag}"
                );
            }
        }
    }
}

#[test]
fn a_body_has_its_limit() {
    let (_home, _site, client) = limited(|limits| limits.body_bytes = 1000);
    let client = client.with("Content-Type", "application/json");
    let body = format!("{{\"replicates\":[\"{}\"]}}", "0".repeat(2000));
    let answer = client.ask("POST", "/api/digest", body.as_bytes());
    assert_eq!(refused(&answer), (413, "body".to_owned()));
    assert!(answer.text().contains("expected at most 1000"), "{answer:?}");
    // One that does not say how long it is.
    let chunked = format!("7d0\r\n{}\r\n0\r\n\r\n", " ".repeat(2000));
    let unsaid = client.with("Transfer-Encoding", "chunked");
    let answer = unsaid.ask_as_is("POST", "/api/digest", chunked.as_bytes());
    assert_eq!(refused(&answer), (413, "body".to_owned()));
}

#[test]
fn other_methods_are_named() {
    let (_home, _site, client) = reading();
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        let answer = client.ask(method, "/api/jobs", b"");
        assert_eq!(refused(&answer), (405, "method".to_owned()), "{method}");
        assert!(
            answer.header("allow").is_some_and(|allowed| allowed.contains("GET") && allowed.contains("POST")),
            "{answer:?}"
        );
    }
    assert_eq!(refused(&client.get("/api/nothing")), (404, "address".to_owned()));
}

/// Nobody else on the network, and no other address of this machine, reaches the server.
#[cfg(target_os = "linux")]
#[test]
fn it_listens_on_one_address() {
    let (_home, site, _client) = reading();
    assert!(std::net::TcpStream::connect(("127.0.0.1", site.port)).is_ok());
    assert!(std::net::TcpStream::connect(("127.0.0.2", site.port)).is_err());
}

#[test]
fn the_description_is_of_what_is_answered() {
    let (_home, site, client) = reading();
    let found = client.get("/api/openapi.json").json();
    let made = serde_json::to_string(&righting_serve::description()).unwrap();
    let made: Value = serde_json::from_str(&made.replace("righting-PORT", &format!("righting-{}", site.port))).unwrap();
    assert_eq!(found, made);
    assert!(found["openapi"].as_str().unwrap().starts_with("3.1"), "{}", found["openapi"]);
    let paths = found["paths"].as_object().unwrap();
    assert!(paths.len() >= 10);
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            assert!(operation["security"][0]["session"].is_array(), "{method} {path}");
            assert!(operation["responses"]["401"]["content"]["application/json"].is_object(), "{method} {path}");
            assert!(operation["summary"].is_string(), "{method} {path}");
            // Whatever changes something takes JSON alone.
            if method == "post" {
                let address = path.replace("{id}", "1").replace("{origin}", "folder%3Ax");
                let answer = client.with("Content-Type", "text/plain").ask("POST", &address, b"{}");
                assert_eq!(refused(&answer), (415, "content_type".to_owned()), "{path}");
            }
        }
    }
}
