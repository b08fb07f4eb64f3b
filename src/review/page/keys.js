// The keyboard. Letters count by their place on the keyboard, so that they work with Russian letters switched on too.

const HELP = [
  [["J", "\u2193"], "next"], [["K", "\u2191"], "previous"], [["/"], "search"], [["1", "2", "3", "4"], "tabs"],
  [["V", "X"], "mark"], [["E"], "edit"], [["T"], "theme"], [["L"], "language"], [["?"], "help"], [["Esc"], "escape"],
];

const TABS = ["document", "records", "findings", "pictures"];

function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, textarea, select")) return;
    const run = keyOf(event);
    if (run) {
      event.preventDefault();
      run();
    }
  });
}

function keyOf(event) {
  const inTabs = event.target.closest("[role=tablist]");
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return openHelp;
  if (event.key === "/" || event.code === "Slash") return () => byId("search").select() ?? byId("search").focus();
  if (event.key === "Escape") return () => { release(); clearSearch(); };
  if (event.code === "KeyT") return switchTheme;
  if (event.code === "KeyL") return switchLanguage;
  if (!now.doc) return null;
  if (inTabs && ["ArrowRight", "ArrowLeft"].includes(event.key)) return () => stepTab(event.key === "ArrowRight" ? 1 : -1);
  const inPane = event.target.closest("#paper, .scroll, .table");
  if (event.code === "KeyJ" || (event.key === "ArrowDown" && !inPane)) return () => step(1);
  if (event.code === "KeyK" || (event.key === "ArrowUp" && !inPane)) return () => step(-1);
  const tab = TABS[Number(event.key) - 1];
  if (tab) return () => { showTab(tab); byId(tab === "document" ? "paper" : "side").focus(); };
  if (now.record && event.code === "KeyV") return () => markRecord(now.record, "right");
  if (now.record && event.code === "KeyX") return () => markRecord(now.record, "wrong");
  if (now.record && event.code === "KeyE") return () => byId(`card-${now.record}`).querySelector(".edit")?.click();
  return null;
}

function stepTab(way) {
  const tabs = [...document.querySelectorAll("[role=tab]")].filter((tab) => tab.offsetParent);
  const next = tabs[(tabs.findIndex((tab) => tab.dataset.tab === now.tab) + way + tabs.length) % tabs.length];
  showTab(next.dataset.tab);
  next.focus();
}

/** The next thing of the view: a finding, a found place, a record. */
function step(way) {
  if (now.tab === "findings") {
    const list = [...document.querySelectorAll(".finding:not([hidden])")].map((item) => Number(item.dataset.n));
    if (list.length) chooseFinding(neighbour(list, now.finding, way));
  } else if (now.tab === "document" && hits.length) {
    nextHit(way);
  } else {
    const list = [...document.querySelectorAll(".kind:not([hidden]) .card:not([hidden])")].map((card) => card.dataset.id);
    if (list.length) choose(neighbour(list, now.record, way));
  }
}

function neighbour(list, current, way) {
  const n = list.indexOf(current);
  if (n < 0) return way > 0 ? list[0] : list.at(-1);
  return list[Math.min(Math.max(n + way, 0), list.length - 1)];
}

function openHelp() {
  const dialog = byId("help-dialog");
  const rows = HELP.map(([keys, name]) => make("tr", {},
    make("th", { scope: "row" }, ...keys.flatMap((key) => [make("kbd", { text: key }), " "])), make("td", { text: say(`help.${name}`) })));
  dialog.replaceChildren(make("form", { method: "dialog" },
    make("h2", { id: "help-title", text: say("help.title") }),
    make("table", {}, make("tbody", {}, ...rows)), make("p", { text: say("help.hint") }),
    make("div", { class: "dialog-tools" }, make("button", { value: "close", text: say("help.close") }))));
  dialog.showModal();
}
