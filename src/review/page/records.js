// The records, right: a list for each kind, a card for each record, its fields where it is open.

const filters = { kind: "", words: "", doubtful: false };
/** Records with less confidence than this need a look. */
const DOUBTFUL = 0.8;
const isDoubtful = (record) => typeof record.confidence === "number" && record.confidence < DOUBTFUL;

function drawRecords() {
  const host = byId("records");
  const kinds = KINDS.filter((kind) => now.doc[kind.name]?.length);
  const chip = (name, words, count) => make("button", {
    class: "chip", data: { kind: name }, "aria-pressed": String(filters.kind === name),
    on: { click: () => { filters.kind = name; filterRecords(); byId("side").scrollTop = 0; } },
  }, `${words} `, make("span", { class: "count", text: String(count) }));
  const chips = make("div", { class: "chips", role: "group", "aria-label": say("ui.filter_kind") },
    chip("", say("ui.all"), now.records.size), ...kinds.map((kind) => chip(kind.name, say(`kinds.${kind.name}`), now.doc[kind.name].length)));
  const doubtful = [...now.records.values()].filter(({ record }) => isDoubtful(record)).length;
  if (doubtful) {
    chips.append(make("button", {
      class: "chip", id: "doubtful", "aria-pressed": String(filters.doubtful),
      on: { click: () => { filters.doubtful = !filters.doubtful; filterRecords(); } },
    }, `${say("ui.doubtful")} `, make("span", { class: "count", text: String(doubtful) })));
  }
  host.replaceChildren(chips, ...kinds.map(drawKind));
  if (!kinds.length) host.append(make("p", { class: "nothing", text: say("ui.none_here") }));
  host.append(make("p", { class: "nothing", id: "no-records", text: say("ui.nothing_found"), hidden: true }));
  filterRecords();
  byId("count-records").textContent = now.records.size;
}

function drawKind(kind) {
  const cards = now.doc[kind.name].map((record) => drawCard(now.records.get(record.id)));
  return make("section", { class: "kind", data: { kind: kind.name }, "aria-labelledby": `kind-${kind.name}` },
    make("div", { class: "kind-head" },
      make("h2", { id: `kind-${kind.name}`, text: say(`kinds.${kind.name}`) }),
      make("span", { class: "progress", data: { progress: kind.name }, text: progress(kind) }),
      make("button", {
        class: "quiet", title: say("ui.all_right_title"), text: say("ui.all_right"), on: { click: () => markAll(kind) },
      })),
    make("ol", { class: "cards" }, ...cards));
}

/** «проверено 3 / 20» */
function progress(kind) {
  const [done, all] = checked(kind);
  return done ? `${say("ui.checked")} ${done} / ${all}` : String(all);
}

/** Records of a kind about which something was said, and all. */
function checked(kind) {
  const entries = [...now.records.values()].filter((entry) => entry.kind === kind);
  return [entries.filter((entry) => stateOf(entry)).length, entries.length];
}

function drawCard(entry) {
  return make("li", { class: "card", id: `card-${entry.id}`, data: { id: entry.id } }, ...cardParts(entry));
}

function cardParts(entry) {
  const { id, kind, record } = entry;
  const state = stateOf(entry);
  const below = kind.below(record).filter(Boolean).join(" \u00b7 ");
  const head = make("button", {
    class: "card-head", "aria-expanded": "false", "aria-controls": `fields-${id}`,
    on: { click: () => now.record === id ? release() : choose(id, { from: "side" }) },
  },
  record.number && kind.name !== "references" ? make("span", { class: "number", text: record.number }) : null,
  make("span", { class: "words" },
    make("span", { class: "title", text: kind.title(record) ?? say("ui.empty") }),
    below ? make("span", { class: "below", text: below }) : null),
  isDoubtful(record) ? make("span", {
    class: "confidence low", title: say("ui.confidence"), text: `${say("ui.confidence")} ${shortNumber(record.confidence)}`,
  }) : null,
  state ? make("span", { class: `state ${state}`, text: say(STATE_WORDS[state]) }) : null);
  return [head, make("div", { class: "fields", id: `fields-${id}`, hidden: true })];
}

const STATE_WORDS = { right: "ui.marked_right", wrong: "ui.marked_wrong", edited: "ui.edited" };

/** Draws the head of a card anew, and what counts it. */
function refreshCard(id) {
  const entry = now.records.get(id);
  const card = byId(`card-${id}`);
  const hadFocus = card.contains(document.activeElement) && document.activeElement.className;
  const isOpen = now.record === id;
  card.replaceChildren(...cardParts(entry));
  card.classList.toggle("left-out", now.marks.get(id) === "wrong");
  if (isOpen) fillCard(card, entry);
  if (hadFocus) (card.querySelector(`.${hadFocus.split(" ")[0]}`) ?? card.querySelector(".card-head")).focus();
  const counter = document.querySelector(`[data-progress="${entry.kind.name}"]`);
  counter.textContent = progress(entry.kind);
}

function closeCard() {
  const card = now.record && byId(`card-${now.record}`);
  now.record = null;
  if (!card) return;
  card.classList.remove("on");
  card.removeAttribute("aria-current");
  card.querySelector(".card-head").setAttribute("aria-expanded", "false");
  card.querySelector(".fields").replaceChildren();
  card.querySelector(".fields").hidden = true;
}

/** Opens the card of a record. With `still` the card does not move; else it is brought into view. */
function openCard(id, key, still) {
  const card = byId(`card-${id}`);
  const side = byId("side");
  if (card.hidden || card.closest(".kind").hidden) {
    filters.kind = "";
    filters.doubtful = false;
    if (card.dataset.hit === "no") clearSearch();
    filterRecords();
  }
  holding(side, still ? card : null, () => {
    if (now.record !== id) closeCard();
    now.record = id;
    card.classList.add("on");
    card.setAttribute("aria-current", "true");
    fillCard(card, now.records.get(id));
  });
  const part = key === id ? null : card.querySelector(`[data-key="${CSS.escape(key)}"]`);
  for (const other of card.querySelectorAll(".part.on")) other.classList.remove("on");
  part?.classList.add("on");
  if (!still) bring(side, part ?? card);
}

function fillCard(card, entry) {
  const { id, kind, record, index } = entry;
  const steps = [kind.name, String(index)];
  const host = card.querySelector(".fields");
  const rows = fieldsOf(record, kind.fields).map((f) => fieldRow(entry, record, steps, f));
  const parts = (kind.parts ?? []).flatMap((part) => {
    const list = at(record, part.array) ?? [];
    if (!list.length) return [];
    const items = list.map((value, n) => {
      const key = `${id}/${part.array}/${n}`;
      const own = [...steps, ...part.array.split("."), String(n)];
      const item = make("li", { class: "part", data: { key } },
        make("dl", {}, ...part.fields.map((f) => fieldRow(entry, value, own, f))));
      if (value.at) item.addEventListener("click", (event) => {
        if (!event.target.closest("button, input, textarea, select")) choose(id, { key, from: "side" });
      });
      return item;
    });
    const label = part.array === "deadline.items" ? "readings" : part.array;
    return [make("h3", { text: say(`fields.${label}`) }), make("ol", { class: "parts" }, ...items)];
  });
  host.replaceChildren(...[make("dl", {}, ...rows), ...parts, why(record), cardTools(entry)].filter(Boolean));
  host.hidden = false;
  card.querySelector(".card-head").setAttribute("aria-expanded", "true");
}

/** Confidence and its reasons, where the record has them. */
function why(record) {
  if (typeof record.confidence !== "number") return null;
  const reasons = Object.entries(record.reasons ?? {})
    .map(([reason, weight]) => `${spoken(`reasons.${reason}`) ?? reason} (${weight < 0 ? "\u2212" : "+"}${Math.abs(weight)})`);
  const words = `${say("ui.confidence")} ${shortNumber(record.confidence)}`;
  return make("p", { class: "why", text: reasons.length ? `${words} \u2013 ${reasons.join("; ")}` : words });
}

function cardTools({ id, record }) {
  const button = (mark, label, title) => make("button", {
    class: `mark-${mark}`, "aria-pressed": String(now.marks.get(id) === mark), title: say(title), text: say(label),
    on: { click: () => markRecord(id, mark) },
  });
  return make("div", { class: "card-tools" },
    button("right", "ui.right", "ui.right_title"), button("wrong", "ui.wrong", "ui.wrong_title"),
    make("button", {
      class: "quiet place", text: places.elements.get(id)?.length ? placeWords(record.span) : say("ui.no_place"), title: say("ui.show_place"),
      on: { click: () => {
        if (isNarrow()) showTab("document");
        bring(byId("paper"), (places.elements.get(id) ?? [])[0]);
      } },
    }));
}

/** Shows the records that pass the kind and the search. */
function filterRecords() {
  byId("doubtful")?.setAttribute("aria-pressed", String(filters.doubtful));
  for (const chip of document.querySelectorAll("#records .chip[data-kind]")) {
    chip.setAttribute("aria-pressed", String(chip.dataset.kind === filters.kind));
  }
  const words = folded(filters.words);
  let shown = 0;
  for (const section of document.querySelectorAll("#records .kind")) {
    let here = 0;
    for (const card of section.querySelectorAll(".card")) {
      const hit = (!words || recordWords(card.dataset.id).includes(words))
        && (!filters.doubtful || isDoubtful(now.records.get(card.dataset.id).record));
      card.dataset.hit = hit ? "yes" : "no";
      card.hidden = !hit;
      here += hit ? 1 : 0;
    }
    section.hidden = here === 0 || (filters.kind !== "" && filters.kind !== section.dataset.kind);
    if (!section.hidden) shown += here;
  }
  byId("no-records").hidden = shown > 0 || now.records.size === 0;
}

/** All texts of a record, folded. */
function recordWords(id) {
  const texts = [];
  const walk = (value, key) => {
    if (typeof value === "string" && key !== "id") texts.push(value);
    else if (typeof value === "number") texts.push(String(value));
    else if (value && typeof value === "object" && key !== "span" && key !== "at") {
      for (const [name, inner] of Object.entries(value)) walk(inner, name);
    }
  };
  walk(now.records.get(id).record, "");
  return folded(texts.join("\n"));
}
