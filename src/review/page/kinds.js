// What the page knows of the contract: kinds of records, their fields, and how each field is edited.
//
// A field is {path, label, as}: `path` with points within the record, `label` in [fields], `as` one of
//   text     a text or null           line   the same, short
//   must     a text that cannot be blank
//   list     texts, one in each line
//   number   a number or null         year   a whole number or null
//   choice   one of `of`, words in [choices]; `blank` where null is allowed
//   amounts  values by years, `with` their keys

const PASSPORT_KEYS = ["name", "basis", "customer", "developer", "responsible_executor", "executors", "participants", "goal",
  "tasks", "indicators", "period", "stages", "funding", "expected_results", "subprograms", "mechanisms", "control", "other"];
const PART_KINDS = ["order", "resolution", "directive", "decision", "regulation", "program", "action_plan", "goals",
  "conference_resolution", "protocol", "letter", "other"];
const DEADLINE_KINDS = ["date", "interval", "recurring", "continuous", "by_plan", "on_request", "event", "unparsed"];
const VALUE_KINDS = ["plan", "fact", "estimate"];

const field = (path, label, as, more = {}) => ({ path, label, as, ...more });
const choice = (path, label, of, blank = false) => field(path, label, "choice", { of, blank });

/** Kinds in the order of the page. `parts`: arrays within a record whose members are marked on their own. */
const KINDS = [
  {
    name: "parts",
    fields: [
      choice("kind", "kind", PART_KINDS), field("title", "title", "text"),
      field("act.kind_text", "kind_text", "line"), field("act.issuer", "issuer", "list"),
      field("act.date", "date", "line"), field("act.number", "number", "line"), field("act.place", "place", "line"),
      field("act.preamble", "preamble", "text"), field("act.enacting", "enacting", "line"),
      field("act.signatory.position", "position", "text"), field("act.signatory.name", "signatory_name", "line"),
      field("attachment.label", "label", "must"), field("attachment.act_kind_text", "act_kind_text", "line"),
      field("attachment.act_date", "act_date", "line"), field("attachment.act_number", "act_number", "line"),
      field("lead_in", "lead_in", "text"),
    ],
    parts: [{ array: "clauses", one: "clause", fields: [field("number", "number", "line"), field("text", "text", "must")] }],
    title: (r) => r.title ?? r.act?.kind_text ?? r.attachment?.label,
    below: (r) => [r.kind && say(`choices.${r.kind}`), r.act?.date, r.act?.number && `\u2116 ${r.act.number}`],
  },
  {
    name: "passports",
    fields: [field("title", "title", "text")],
    parts: [{
      array: "fields", one: "field", fields: [choice("key", "key", PASSPORT_KEYS), field("label", "field_label", "must"),
        field("text", "text", "text"), field("items", "items", "list")],
    }],
    title: (r) => r.title ?? r.fields[0]?.text,
    below: (r) => [`${say("fields.fields")}: ${r.fields.length}`],
  },
  {
    name: "goals",
    fields: [field("number", "number", "line"), field("text", "text", "must"),
      choice("origin", "origin", ["section", "passport"])],
    parts: [{
      array: "tasks", one: "task", fields: [field("number", "number", "line"), field("group", "task_group", "text"),
        field("text", "text", "must")],
    }],
    title: (r) => r.text,
    below: (r) => [r.tasks.length ? `${say("fields.tasks")}: ${r.tasks.length}` : null],
  },
  {
    name: "indicators",
    fields: [field("number", "number", "line"), field("name", "name", "must"), field("unit", "unit", "line"),
      field("group", "group", "list"), field("baseline", "baseline", "amount", { with: ["value", "min", "max", "year"] }),
      field("values", "values", "amounts", { with: ["year", "value", "min", "max", "kind"] }),
      choice("direction", "direction", ["up", "down"], true)],
    title: (r) => r.name,
    below: (r) => [r.unit, r.values.map((v) => v.raw).join(" \u2192 ")],
  },
  {
    name: "targets",
    fields: [field("text", "text", "must"), choice("comparator", "comparator", ["=", ">=", "<=", ">", "<"]),
      field("value", "value", "number", { required: true }), field("unit", "unit", "line"), field("year", "year", "year"),
      choice("origin", "origin", ["passport", "section", "activity", "clause"])],
    title: (r) => r.text,
    below: (r) => [`${r.comparator} ${shortNumber(Number(r.value))}${r.unit ? ` ${r.unit}` : ""}`, r.year && String(r.year)],
  },
  {
    name: "funding",
    fields: [field("number", "number", "line"), field("name", "name", "must"), field("source", "source", "text"),
      choice("level", "level", ["federal", "regional", "municipal", "extrabudgetary", "total"], true),
      field("unit", "unit", "line"), field("path", "path", "list"),
      field("values", "values", "amounts", { with: ["year", "value", "kind"] }),
      choice("origin", "origin", ["table", "passport"])],
    title: (r) => r.name,
    below: (r) => [r.source, r.values.map((v) => v.raw).join(" \u00b7 "), r.unit],
  },
  {
    name: "activities",
    fields: [field("number", "number", "line"), field("name", "name", "text"), field("form", "form", "text"),
      field("deadline.raw", "deadline", "text", { shell: "deadline", empty: { raw: null, items: [] } }),
      field("responsible.raw", "responsible", "text", { shell: "responsible", empty: { raw: null, parties: [] } }),
      field("responsible.parties", "parties", "list", { within: "responsible" }),
      field("result", "result", "text"), field("note", "note", "text"), field("group", "group", "list")],
    parts: [{
      array: "deadline.items", one: "item", fields: [choice("kind", "kind", DEADLINE_KINDS), field("edtf", "edtf", "line"),
        field("rrule", "rrule", "line"), field("basis", "basis", "text")],
    }],
    title: (r) => r.name ?? r.result ?? r.deadline?.raw,
    below: (r) => [r.deadline?.raw, r.responsible?.raw],
  },
  {
    name: "risks",
    fields: [field("number", "number", "line"), field("text", "risk", "must"), field("level", "risk_level", "line"),
      field("response", "response", "text")],
    title: (r) => r.text,
    below: (r) => [r.level],
  },
  {
    name: "references",
    fields: [field("kind", "reference_kind", "must"), field("issuer", "issuer", "text"), field("date", "date", "line"),
      field("number", "number", "line"), field("title", "title", "text"), field("raw", "raw", "must")],
    title: (r) => r.raw,
    below: (r) => [r.date, r.number && `\u2116 ${r.number}`],
  },
];

/** The value at a path with points; undefined where a step is missing. */
function at(value, path) {
  return path.split(".").reduce((inner, key) => inner?.[key], value);
}

/** Fields of a record that can be shown: those of an act only where there is one. */
function fieldsOf(record, fields) {
  const owners = ["act", "attachment"];
  return fields.filter(({ path, within }) => {
    const owner = path.split(".")[0];
    return !(owners.includes(owner) && !record[owner]) && !(within && !record[within]);
  });
}
