// What is selected: a record with its place, or a finding with its place; both sides are marked, the other one is shown.

const isNarrow = () => window.matchMedia("(max-width: 56rem)").matches;
const isCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Scrolls a pane so that an element can be seen; what can be seen already stays where it is. */
function bring(pane, element) {
  if (!element || !pane.clientHeight) return;
  const box = pane.getBoundingClientRect();
  const own = element.getBoundingClientRect();
  const chips = pane.querySelector(":scope > section:not([hidden]) > .chips");
  const head = 24 + (chips?.offsetHeight ?? 0);
  if (own.top >= box.top + head && own.bottom <= box.bottom - 24) return;
  const way = own.top - box.top - Math.max(head, (box.height - own.height) / 3);
  const far = Math.abs(way) > 2 * box.height;
  pane.scrollTo({ top: pane.scrollTop + way, behavior: far || isCalm() ? "instant" : "smooth" });
}

/** Runs what changes a pane, so that `element` does not move under the pointer. */
function holding(pane, element, run) {
  const before = element?.getBoundingClientRect().top;
  run();
  if (element?.isConnected && before !== undefined) pane.scrollTop += element.getBoundingClientRect().top - before;
}

let marked = [];

function markPlaces(elements, name) {
  for (const element of marked) element.classList.remove("on", "on-finding");
  marked = elements;
  for (const element of elements) element.classList.add(name);
}

/** Takes every mark away. */
function release() {
  markPlaces([], "on");
  closeCard();
  now.finding = null;
  for (const item of document.querySelectorAll(".finding.on")) item.classList.remove("on");
  byId("peek").hidden = true;
}

/**
 * Selects a record. `key`: the record or one of its parts; `from`: where the wish came from ("paper", "side", "keys");
 * that side does not move.
 */
function choose(id, { key = id, from = "keys" } = {}) {
  const entry = now.records.get(id);
  if (!entry) return;
  const elements = places.elements.get(key) ?? [];
  now.finding = null;
  for (const item of document.querySelectorAll(".finding.on")) item.classList.remove("on");
  markPlaces(elements, "on");
  if (!isNarrow() || from !== "paper") showTab(isNarrow() && now.tab === "document" ? "document" : "records");
  openCard(id, key, from === "side");
  if (from !== "paper") bring(byId("paper"), elements[0]);
  peek(entry, elements, from);
  tell(`${say(`kind.${entry.kind.name}`)}: ${entry.kind.title(entry.record) ?? ""}. ${placeWords(entry.record.span)}`);
}

/** On a narrow page, where only one side is seen: a bar that leads to the other. */
function peek(entry, elements, from) {
  const bar = byId("peek");
  bar.hidden = !isNarrow();
  if (bar.hidden) return;
  const onPaper = from === "paper" || now.tab === "document";
  byId("peek-words").textContent = onPaper
    ? `${say(`kind.${entry.kind.name}`)}: ${entry.kind.title(entry.record) ?? ""}`
    : placeWords(entry.record.span);
  const go = byId("peek-go");
  go.textContent = say(onPaper ? "ui.show_record" : "ui.show_place");
  go.onclick = () => {
    showTab(onPaper ? "records" : "document");
    if (onPaper) bring(byId("side"), byId(`card-${entry.id}`));
    else bring(byId("paper"), elements[0]);
    bar.hidden = true;
  };
}

/** A click on the paper: the smallest record there; a second click the next one. */
function clickPaper(event) {
  if (!getSelection().isCollapsed) return;
  const element = event.target.closest(".has");
  if (!element) return;
  const list = element.records;
  const before = element.classList.contains("on") ? list.findIndex(({ id }) => id === now.record) : -1;
  const next = list[(before + 1) % list.length];
  choose(next.id, { key: next.key, from: "paper" });
}

/** Shows one of the views; on a wide page the document stays beside it. */
function showTab(name) {
  now.tab = name;
  document.body.dataset.tab = name;
  for (const tab of document.querySelectorAll("[data-tab][role=tab]")) {
    tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
    tab.tabIndex = tab.dataset.tab === name ? 0 : -1;
  }
  if (name === "document") return;
  for (const panel of byId("side").children) panel.hidden = panel.id !== name;
}
