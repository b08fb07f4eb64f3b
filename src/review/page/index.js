// The list of documents: counts, findings and the records to look at first; the documents that need a look most on top.

function drawList() {
  const host = byId("list");
  // A document that was not read, then the least sure record, then errors and warnings.
  const doubt = (entry) => Math.min(1, ...entry.worst.map((w) => w.confidence ?? 1));
  const weight = (entry) => [entry.error ? 0 : 1, doubt(entry), -entry.findings.error, -entry.findings.warning];
  const sorted = ENTRIES.map((entry) => ({ entry, weight: weight(entry) }))
    .sort((a, b) => a.weight.map((w, n) => w - b.weight[n]).find((d) => d !== 0) ?? 0);
  const failed = ENTRIES.filter((entry) => entry.error).length;
  const head = ["index.name", "index.records", "index.findings", "index.worst"];
  host.replaceChildren(
    make("p", { class: "hint", text: `${say("index.sum_documents")}: ${ENTRIES.length}${failed ? `, ${say("index.sum_failed")}: ${failed}` : ""}` }),
    make("table", { class: "documents" },
      make("thead", {}, make("tr", {}, ...head.map((key) => make("th", { scope: "col", text: say(key) })))),
      make("tbody", {}, ...sorted.map(({ entry }) => drawEntry(entry)))));
}

function drawEntry(entry) {
  const name = make("th", { scope: "row" },
    make("a", { href: entry.href, text: entry.title ?? entry.name }), make("span", { class: "below", text: entry.title ? entry.name : "" }));
  if (entry.error) {
    return make("tr", { class: "failed" }, name, make("td", { colspan: 3 },
      make("span", { class: "badge error", text: say("index.failed") }), ` ${entry.error}`));
  }
  const records = entry.records.filter(([, count]) => count)
    .map(([kind, count]) => make("li", {}, `${say(`kinds.${kind}`)}: `, make("b", { text: String(count) })));
  const findings = SEVERITIES.filter((severity) => entry.findings[severity])
    .map((severity) => make("li", {}, make("span", { class: `badge ${severity}`, text: say(`severity.${severity}s`) }), ` ${entry.findings[severity]}`));
  const worst = entry.worst.map((record) => make("li", {},
    make("a", { href: `${entry.href.split("#")[0]}#${entry.href.split("#")[1] ?? "document-0"}/${record.id}`, text: record.words || record.id }), " ",
    record.confidence === null ? null : make("span", { class: "confidence low", text: shortNumber(record.confidence) }),
    record.findings ? make("span", { class: "hint", text: ` ${say("ui.findings")}: ${record.findings}` }) : null));
  const list = (items) => make("td", {}, items.length ? make("ul", {}, ...items) : make("span", { class: "hint", text: say("index.nothing") }));
  return make("tr", {}, name, list(records), list(findings), list(worst));
}

/** Number of the document that was asked for last. */
let asked = -1;

/** Shows what the address names: the list, or `#document-2`, or a record of it, `#document-2/activity-17`. */
async function follow() {
  const [, number, record] = /^#document-(\d+)(?:\/(.+))?$/.exec(location.hash) ?? [];
  const only = ENTRIES.length === 1 && byId("data-0") ? 0 : -1;
  const wanted = number !== undefined && byId(`data-${number}`) ? Number(number) : only;
  asked = wanted;
  if (wanted < 0) showList();
  else if (wanted !== now.number) {
    const read = await unpack(wanted);
    // While it was unpacked, something else was asked for.
    if (asked !== wanted) return;
    open(wanted, read);
  }
  if (wanted >= 0 && record) choose(decodeURIComponent(record), { from: "address" });
}

function showList() {
  now.number = -1;
  now.doc = null;
  document.body.dataset.view = "list";
  byId("list").hidden = false;
  drawList();
  byId("title").textContent = say("ui.documents");
  byId("subtitle").textContent = "";
  byId("which-label").hidden = true;
  byId("peek").hidden = true;
  byId("home").hidden = HOME === null;
}

/** Shows a document. */
function open(number, read) {
  byId("list").hidden = true;
  load(number, read);
  filters.kind = filters.words = chosen.code = "";
  filters.doubtful = false;
  byId("search").value = "";
  drawPaper();
  draw();
  search("");
  document.body.dataset.view = "document";
}

/** Draws everything but the paper: after a document was opened, or the language changed. */
function draw() {
  translate(document);
  document.documentElement.lang = language;
  const home = byId("home");
  home.hidden = !HOME && ENTRIES.length < 2;
  home.href = HOME ?? "#";
  if (!now.doc) {
    showList();
    return;
  }
  const name = now.doc.source.path.split(/[\\/]/).at(-1);
  const { title, kind, period } = now.doc.document;
  byId("title").textContent = title ?? name;
  byId("subtitle").textContent = [say(`choices.${kind}`), period && (period.start === period.end ? period.start : `${period.start}\u2013${period.end}`),
    title ? name : null].filter(Boolean).join(" \u00b7 ");
  drawWhich();
  translatePaper();
  drawEdges();
  const { record, finding } = now;
  now.record = null;
  drawRecords();
  drawFindings();
  drawPictures();
  for (const [id, mark] of now.marks) byId(`card-${id}`)?.classList.toggle("left-out", mark === "wrong");
  showTab(isNarrow() && now.number >= 0 && document.body.dataset.tab === undefined ? "document" : now.tab);
  if (record) openCard(record, record, true);
  else if (finding !== null) document.querySelector(`.finding[data-n="${finding}"]`)?.classList.add("on");
}

/** The choice of a document, where the page holds several. */
function drawWhich() {
  byId("which-label").hidden = ENTRIES.length < 2;
  const options = ENTRIES.map((entry, n) => make("option", { value: n, text: entry.name, disabled: !byId(`data-${n}`) }));
  byId("which").replaceChildren(...options);
  byId("which").value = now.number;
}
