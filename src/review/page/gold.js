// Gold: the corrected records as JSON of the contract. `munidoc score --gold` takes the kinds that were checked,
// fixtures and `munidoc check` take the whole document.

/** Keys whose values stay on one line, as the program writes them. */
const ON_ONE_LINE = ["at", "span"];
/** Keys whose numbers are written with a point, whole ones too. */
const WITH_POINT = ["confidence"];

/** JSON as `munidoc convert --format json` writes it. */
function pretty(value, level = 0) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const open = Array.isArray(value) ? "[" : "{";
  const close = Array.isArray(value) ? "]" : "}";
  const members = Array.isArray(value)
    ? value.map((inner) => pretty(inner, level + 1))
    : Object.entries(value).map(([key, inner]) => {
      const words = ON_ONE_LINE.includes(key) && inner !== null && typeof inner === "object" ? flat(inner)
        : WITH_POINT.includes(key) && Number.isInteger(inner) ? inner.toFixed(1) : pretty(inner, level + 1);
      return `${JSON.stringify(key)}: ${words}`;
    });
  if (!members.length) return open + close;
  const indent = "  ".repeat(level + 1);
  return `${open}\n${indent}${members.join(`,\n${indent}`)}\n${"  ".repeat(level)}${close}`;
}

function flat(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flat).join(", ")}]`;
  return `{${Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${flat(inner)}`).join(", ")}}`;
}

/** The records of a kind that are not marked as wrong. */
function kept(kind) {
  return (now.doc[kind.name] ?? []).filter((record) => now.marks.get(record.id) !== "wrong");
}

/** Gold with the named kinds. */
function goldOf(names) {
  return Object.fromEntries(KINDS.filter((kind) => names.includes(kind.name)).map((kind) => [kind.name, kept(kind)]));
}

/** The whole document, corrected. */
function wholeDocument() {
  return { ...now.doc, ...goldOf(KINDS.map((kind) => kind.name)) };
}

/**
 * Names as score and check look for them: of `orders.zip!inner/order.txt` gold is `order.json`, the expected result
 * `order.txt.json`.
 */
function fileName(whole) {
  const file = now.doc.source.path.split(/[\\/!]/).at(-1);
  return `${(whole ? file : file.replace(/\.[^.]+$/, "")) || "document"}.json`;
}

function openSave() {
  if (!now.doc) return;
  const dialog = byId("save-dialog");
  const ways = (value, label, hint) => make("label", { class: "way" },
    make("input", { type: "radio", name: "way", value, checked: value === "gold" }),
    make("span", {}, make("b", { text: say(label) }), make("small", { text: say(hint) })));
  const kinds = KINDS.map((kind) => {
    const [done, all] = checked(kind);
    return make("label", { class: "kind-choice" },
      make("input", { type: "checkbox", name: "kind", value: kind.name, checked: all > 0 && done === all }),
      `${say(`kinds.${kind.name}`)} `,
      make("small", { text: all ? `${say("ui.checked")} ${done} ${say("save.of")} ${all}` : say("ui.none_here") }));
  });
  const problem = make("p", { class: "problem", role: "alert", hidden: true, text: say("save.nothing") });
  const kindList = make("div", { class: "kind-choices" }, ...kinds);
  const form = make("form", { method: "dialog", on: { change: () => {
    kindList.hidden = form.elements.way.value === "whole";
  } } },
  make("h2", { id: "save-title", text: say("save.title") }),
  make("p", { text: say("save.intro") }),
  ways("gold", "save.gold", "save.gold_hint"), kindList, ways("whole", "save.whole", "save.whole_hint"), problem,
  make("div", { class: "dialog-tools" },
    make("button", { type: "button", class: "main", id: "download", text: say("save.download"), on: { click: () => {
      const whole = form.elements.way.value === "whole";
      const names = [...form.querySelectorAll("[name=kind]:checked")].map((box) => box.value);
      problem.hidden = whole || names.length > 0;
      if (problem.hidden) {
        download(whole ? wholeDocument() : goldOf(names), fileName(whole));
        dialog.close();
      }
    } } }),
    make("button", { value: "close", text: say("save.close") })));
  dialog.replaceChildren(form);
  dialog.showModal();
}

function download(value, name) {
  const address = URL.createObjectURL(new Blob([`${pretty(value)}\n`], { type: "application/json" }));
  const link = make("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  tell(`${say("save.saved")} ${link.download}`);
}
