//! Writes the JSON Schema of scenario files: `cargo run -p righting-scenario --example schema`.

fn main() -> std::io::Result<()> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/scenario.schema.json");
    std::fs::write(&path, righting_scenario::schema_text())?;
    println!("wrote {}", path.display());
    Ok(())
}
