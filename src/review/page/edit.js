// Corrections: fields are edited in place, records are marked as right or wrong. What the program read stays in
// `now.read`, so that every correction can be taken back.

/** A row of a card: label, value, and a button that turns the value into an input. */
function fieldRow(entry, owner, steps, f) {
  const own = [...steps, ...f.path.split(".")];
  const label = say(`fields.${f.label}`);
  const value = at(owner, f.path) ?? null;
  const row = make("div", { class: "field", data: { path: own.join("/") } }, make("dt", { text: label }));
  if (f.as === "amounts" || f.as === "amount") {
    const host = make("dd", {}, f.as === "amount" && value === null ? blank() : amounts(entry, f, own, f.as === "amount" ? [value] : value));
    row.append(host);
    return row;
  }
  const path = own.join("/");
  const corrected = isCorrected(path, f, steps);
  const show = make("dd", { class: corrected ? "corrected" : null });
  const open = () => openEditor(show, { entry, f, own, steps, label, value });
  show.append(...shown(f, value), make("button", {
    class: "edit", title: say("ui.edit"), "aria-label": `${say("ui.edit")}: ${label}`, text: "\u270e", on: { click: open },
  }));
  if (corrected) show.append(before(entry, f, own, steps));
  row.append(show);
  return row;
}

const blank = () => make("span", { class: "blank", text: say("ui.empty") });

function shown(f, value) {
  if (value === null || value === "" || (Array.isArray(value) && !value.length)) return [blank()];
  if (f.as === "list") return [make("ul", { class: "texts" }, ...value.map((text) => make("li", { text })))];
  return [make("span", { class: "value", text: valueWords(f, value) })];
}

function valueWords(f, value) {
  if (f.as === "choice") return spoken(`choices.${value}`) ?? String(value);
  if (typeof value === "number") return language === "ru" ? String(value).replace(".", ",") : String(value);
  return Array.isArray(value) ? value.join("; ") : String(value);
}

/** Whether the field, or the object that it stands in, was corrected. */
function isCorrected(path, f, steps) {
  return now.edits.has(path) || Boolean(f.shell && now.edits.has([...steps, f.shell].join("/")));
}

/** «было: …» with a button that puts it back. */
function before(entry, f, own, steps) {
  const old = own.reduce((inner, step) => inner?.[step], now.read) ?? null;
  return make("span", { class: "before" }, `${say("ui.was")} ${old === null || old.length === 0 ? say("ui.empty") : valueWords(f, old)} `,
    make("button", { class: "quiet undo", text: say("ui.undo"), on: { click: () => {
      if (f.shell) restore(entry, [...steps, f.shell]);
      restore(entry, own);
    } } }));
}

/** Values by years as a small table, each cell a button. */
function amounts(entry, f, own, list) {
  const used = f.with.filter((key) => ["year", "value", "kind"].includes(key) || list.some((v) => v[key] !== null && v[key] !== undefined));
  const names = { year: "fields.year", value: "ui.value_short", min: "ui.min_short", max: "ui.max_short", kind: "fields.kind" };
  const columns = [...used.filter((key) => key === "year"), "raw", ...used.filter((key) => key !== "year")];
  const fields = Object.fromEntries(columns.map((key) => [key, {
    path: key, label: key, as: { raw: "must", year: "year", kind: "choice" }[key] ?? "number", of: VALUE_KINDS,
    blank: entry.kind.name === "funding",
  }]));
  const head = columns.map((key) => make("th", { scope: "col", text: say(names[key] ?? "ui.raw_short") }));
  const rows = list.map((value, n) => make("tr", {}, ...columns.map((key) => {
    const steps = f.as === "amount" ? own : [...own, String(n)];
    const cell = make("td", { class: now.edits.has([...steps, key].join("/")) ? "corrected" : null });
    const label = say(names[key] ?? "ui.raw_short");
    const words = value[key] === null || value[key] === undefined ? "\u2013" : valueWords(fields[key], value[key]);
    cell.append(make("button", {
      class: "amount", text: words, "aria-label": `${say("ui.edit")}: ${label}, ${words}`, data: { path: [...steps, key].join("/") },
      on: { click: () => openEditor(cell, { entry, f: fields[key], own: [...steps, key], steps, label, value: value[key] ?? null }) },
    }));
    return cell;
  })));
  return make("div", { class: "amounts" }, make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows)));
}

/** Turns a value into an input. Enter or leaving it takes the new value, Escape leaves the old one. */
function openEditor(host, { entry, f, own, steps, label, value }) {
  const text = value === null ? "" : f.as === "list" ? value.join("\n") : f.as === "choice" ? value : valueWords(f, value);
  const long = f.as === "text" || f.as === "must" && text.length > 40 || f.as === "list";
  const input = f.as === "choice"
    ? make("select", {}, ...(f.blank ? [make("option", { value: "", text: "\u2013" })] : []),
      ...f.of.map((name) => make("option", { value: name, text: spoken(`choices.${name}`) ?? name })))
    : make(long ? "textarea" : "input", long ? { rows: Math.min(12, 1 + text.split("\n").length + text.length / 60 | 0) } : { type: "text" });
  input.value = text;
  input.setAttribute("aria-label", f.as === "list" ? `${label} (${say("ui.one_per_line")})` : label);
  const problem = make("p", { class: "problem", role: "alert", hidden: true });
  let open = true;
  const close = (save) => {
    if (!open) return;
    const [fine, result] = save ? parsed(f, input.value) : [true, value];
    if (!fine) {
      problem.textContent = say(result);
      problem.hidden = false;
      input.setAttribute("aria-invalid", "true");
      return;
    }
    open = false;
    if (save) correct(entry, f, own, steps, result);
    else refreshCard(entry.id);
    const row = byId(`card-${entry.id}`)?.querySelector(`[data-path="${CSS.escape(own.join("/"))}"]`);
    (row?.querySelector(".edit") ?? row)?.focus();
  };
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close(false);
    if (event.key === "Enter" && (!long || event.ctrlKey || event.metaKey || (f.as !== "list" && !event.shiftKey))) {
      event.preventDefault();
      close(true);
    }
  });
  input.addEventListener("blur", () => close(true));
  host.replaceChildren(input, problem);
  input.focus();
  if (input.select) input.select();
}

/** [true, value] of what was typed, or [false, words that say what was expected]. */
function parsed(f, typed) {
  const text = typed.trim();
  switch (f.as) {
    case "list": return [true, text.split("\n").map((line) => line.trim()).filter(Boolean)];
    case "choice": return [true, text === "" ? null : text];
    case "number": case "year": {
      if (text === "") return f.required ? [false, "ui.required"] : [true, null];
      const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".").replace("\u2212", "-");
      const number = Number(plain);
      const fits = /^-?\d+(\.\d+)?$/.test(plain) && Number.isFinite(number) && (f.as === "number" || Number.isInteger(number));
      return fits ? [true, number] : [false, "ui.number_expected"];
    }
    case "must": return text === "" ? [false, "ui.required"] : [true, text];
    default: return [true, text === "" ? null : text];
  }
}

/** Takes a corrected value. */
function correct(entry, f, own, steps, value) {
  const shell = f.shell ? [...steps, f.shell] : null;
  const owner = shell && shell.reduce((inner, step) => inner?.[step], now.doc);
  if (shell && value === null) change(shell, null);
  else if (shell && !owner) change(shell, { ...f.empty, raw: value });
  else if (f.path.startsWith("act.signatory.") && !at(entry.record, "act.signatory")) {
    change([...steps, "act", "signatory"], { position: null, name: null, [own.at(-1)]: value });
  } else change(own, value);
  remember();
  refreshCard(entry.id);
}

/** Sets a value; what is as the program read it is no correction. */
function change(own, value) {
  const path = own.join("/");
  const old = own.reduce((inner, step) => inner?.[step], now.read);
  put(now.doc, own, value);
  for (const inner of [...now.edits.keys()]) if (inner.startsWith(`${path}/`)) now.edits.delete(inner);
  if (JSON.stringify(old ?? null) === JSON.stringify(value)) now.edits.delete(path);
  else now.edits.set(path, value);
}

/** Puts back what the program read. */
function restore(entry, own) {
  const old = own.reduce((inner, step) => inner?.[step], now.read);
  if (old !== undefined) change(own, structuredClone(old));
  else now.edits.delete(own.join("/"));
  remember();
  refreshCard(entry.id);
}

/** Marks a record; the same mark again takes it away. */
function markRecord(id, mark) {
  if (now.marks.get(id) === mark) now.marks.delete(id);
  else now.marks.set(id, mark);
  remember();
  holding(byId("side"), byId(`card-${id}`), () => refreshCard(id));
  if (now.record === id) byId(`card-${id}`).classList.add("on");
}

function markAll(kind) {
  for (const entry of now.records.values()) {
    if (entry.kind === kind && !stateOf(entry)) {
      now.marks.set(entry.id, "right");
      refreshCard(entry.id);
    }
  }
  remember();
}
