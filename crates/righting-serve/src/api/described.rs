//! The description of what scripts may ask, completed: why requests are refused, who may ask, and kinds of jobs as one
//! object each.

use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::AllOf;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder, Schema};
use utoipa::{OpenApi as _, ToSchema as _};

use crate::jobs::{ProgressTold, ReplicateTold};
use crate::refusal::Problem;

/// The heading of the description.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Righting",
        description = "A server of scenarios, runs and simulations on this machine. Every request needs the cookie that \
                       the address printed at its start was exchanged for."
    ),
    components(schemas(Problem, ReplicateTold, ProgressTold))
)]
struct Head;

/// Name of the cookie in the description.
const SESSION: &str = "session";

/// Why any request may be refused.
const REFUSED: [(&str, &str); 8] = [
    ("400", "The request is wrong in itself"),
    ("401", "The browser has no session"),
    ("403", "It is not allowed: another origin, a server that only reads, a path that leads out of the root"),
    ("404", "It is not there"),
    ("421", "The request is for another host"),
    ("422", "The scenario, the run or the change does not allow it"),
    ("429", "More than the server does at once"),
    ("500", "A fault of this machine"),
];

/// Why one with a body may be, beside those.
const REFUSED_OF_BODIES: [(&str, &str); 3] = [
    ("409", "Something is in the way, or has changed"),
    ("413", "The body is too large"),
    ("415", "The body is no `application/json`"),
];

/// What the description begins with.
pub fn head() -> OpenApi {
    let mut head = Head::openapi();
    env!("CARGO_PKG_VERSION").clone_into(&mut head.info.version);
    head
}

/// Says by which cookie a session is known.
pub fn with_cookie(description: &mut OpenApi, name: &str) {
    let cookie = ApiKeyValue::with_description(name, "The cookie of the session; its number is the server's port");
    let components = description.components.get_or_insert_with(Components::new);
    components.add_security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
}

/// Completes what the handlers say of themselves.
pub fn complete(description: &mut OpenApi) {
    let components = description.components.get_or_insert_with(Components::new);
    flatten(components);
    for item in description.paths.paths.values_mut() {
        if let Some(operation) = &mut item.get {
            refuse(operation, &REFUSED);
        }
        if let Some(operation) = &mut item.post {
            refuse(operation, &REFUSED);
            refuse(operation, &REFUSED_OF_BODIES);
        }
    }
}

fn refuse(operation: &mut Operation, reasons: &[(&str, &str)]) {
    for (status, about) in reasons {
        let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
        let response = ResponseBuilder::new().description(*about).content("application/json", problem).build();
        operation.responses.responses.entry((*status).to_owned()).or_insert(RefOr::T(response));
    }
    let none: [&str; 0] = [];
    operation.security = Some(vec![SecurityRequirement::new(SESSION, none)]);
}

/// A kind of job is described as its own object and its tag, side by side; but an object that allows no other keys
/// forbids the tag. Together they are one object.
fn flatten(components: &mut Components) {
    let known = components.schemas.clone();
    let whole = |all: &AllOf| -> Option<Schema> {
        let [RefOr::Ref(body), RefOr::T(Schema::Object(tag))] = all.items.as_slice() else { return None };
        let RefOr::T(Schema::Object(body)) = known.get(body.ref_location.rsplit('/').next()?)? else { return None };
        let mut whole = body.clone();
        whole.properties.extend(tag.properties.clone());
        whole.required.extend(tag.required.clone());
        Some(Schema::Object(whole))
    };
    for schema in components.schemas.values_mut() {
        let RefOr::T(Schema::OneOf(choices)) = schema else { continue };
        for choice in &mut choices.items {
            if let RefOr::T(Schema::AllOf(all)) = choice
                && let Some(whole) = whole(all)
            {
                *choice = RefOr::T(whole);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_kind_of_job_is_one_object_with_its_tag() {
        let found = serde_json::to_value(crate::description()).unwrap();
        let kinds = found["components"]["schemas"]["Asked"]["oneOf"].as_array().unwrap();
        let of = |kind: &serde_json::Value| kind["properties"]["kind"]["enum"][0].as_str().unwrap().to_owned();
        assert_eq!(kinds.iter().map(of).collect::<Vec<_>>(), ["laboratory", "run", "calibrate", "forecast"]);
        for kind in kinds {
            let required = kind["required"].as_array().unwrap();
            assert!(required.contains(&"kind".into()) && required.contains(&"origin".into()), "{kind}");
            assert_eq!(kind["additionalProperties"], false, "{kind}");
        }
    }
}
