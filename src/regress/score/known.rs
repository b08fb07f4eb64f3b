//! Keys that the contract has: what gold says under another is not scored, and its writer should know.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::output::schema;

/// The schema of the contract.
#[derive(Debug)]
pub struct Known {
    schema: Value,
}

impl Known {
    /// Reads the schema of the contract.
    pub fn of_contract() -> Known {
        Known { schema: serde_json::from_str(&schema()).unwrap_or_default() }
    }

    /// Paths of the keys of `gold` that the contract does not have, as `activities.nmae`.
    pub fn strangers(&self, gold: &Value) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        self.visit(gold, &[&self.schema], "", &mut out);
        out
    }

    fn visit(&self, value: &Value, schemas: &[&Value], path: &str, out: &mut BTreeSet<String>) {
        let schemas: Vec<&Value> = schemas.iter().flat_map(|schema| self.resolved(schema)).collect();
        match value {
            Value::Array(list) => {
                let items: Vec<&Value> = schemas.iter().filter_map(|schema| schema.get("items")).collect();
                list.iter().for_each(|item| self.visit(item, &items, path, out));
            }
            Value::Object(map) => {
                let objects: Vec<&Value> = schemas.iter().filter_map(|schema| schema.get("properties")).collect();
                for (key, value) in map.iter().filter(|_| !objects.is_empty()) {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    let known: Vec<&Value> = objects.iter().filter_map(|object| object.get(key)).collect();
                    if known.is_empty() {
                        out.insert(path);
                    } else {
                        self.visit(value, &known, &path, out);
                    }
                }
            }
            _ => {}
        }
    }

    /// What a schema comes to: references followed, choices laid out.
    fn resolved<'a>(&'a self, schema: &'a Value) -> Vec<&'a Value> {
        let of = schema["$ref"].as_str().and_then(|path| self.schema.pointer(path.strip_prefix('#')?));
        let choices = ["anyOf", "oneOf", "allOf"].iter().filter_map(|key| schema[*key].as_array()).flatten();
        let below = of.into_iter().chain(choices).flat_map(|schema| self.resolved(schema));
        std::iter::once(schema).chain(below.collect::<Vec<_>>()).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_that_the_contract_lacks_are_named_with_their_path() {
        let gold = json!({
            "actvities": [],
            "activities": [
                {"name": "Мост", "deadline": {"raw": "май", "items": [{"kind": "date", "edft": "2025-05"}]}},
                {"nmae": "Липы", "responsible": {"raw": "отдел", "parties": ["отдел"]}, "span": {"start_line": 3}},
                {"nmae": "Снег"},
            ],
            "parts": [{"kind": "order", "act": {"number": "5", "signer": "Петров"}, "clauses": [{"text": "а"}]}],
            "source": {"path": "a.txt"},
        });
        let found: Vec<String> = Known::of_contract().strangers(&gold).into_iter().collect();
        assert_eq!(found, ["activities.deadline.items.edft", "activities.nmae", "actvities", "parts.act.signer"]);
    }

    #[test]
    fn a_result_holds_no_strangers() {
        use crate::{Grammars, Options, convert};
        let text = "План\n\n№ п/п\tМероприятие\tСрок\n1\tПосадить липы\tиюнь 2025 года\n2\tВымыть окна\tмай\n";
        let result = convert(text.as_bytes(), &Options::default(), &Grammars::builtin());
        let result = serde_json::to_value(&result).unwrap();
        assert_eq!(result["activities"].as_array().unwrap().len(), 2);
        assert_eq!(Known::of_contract().strangers(&result), BTreeSet::new());
    }
}
