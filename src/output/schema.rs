//! The JSON Schema of a result, made from the model; `docs/schema.json` is its copy.

use schemars::generate::SchemaSettings;

use crate::model::Output;

/// JSON Schema (draft 2020-12) of one result, pretty, with a line end. The same text every time.
pub fn schema() -> String {
    let schema = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Output>();
    format!("{:#}\n", schema.as_value())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_always_written_is_required() {
        let schema: serde_json::Value = serde_json::from_str(&schema()).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        let required = |name: &str| schema["$defs"][name]["required"].as_array().map_or(0, Vec::len);
        assert_eq!(required("Span"), 2);
        assert_eq!(required("Source"), 8);
        assert_eq!(required("FailureReason"), 3);
    }
}
