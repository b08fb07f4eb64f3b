// Findings: a list with filters by severity and code, each a link to its place.

const SEVERITIES = ["error", "warning", "info"];
const chosen = { severities: new Set(SEVERITIES), code: "" };

/** The sentence of a finding in the language of the page, and what stands behind it. */
function sentence(finding) {
  const english = WORDS.en.codes[finding.code];
  const detail = english && finding.message.startsWith(english)
    ? finding.message.slice(english.length).replace(/^:\s*/, "")
    : finding.message;
  return { words: spoken(`codes.${finding.code}`) ?? finding.code, detail };
}

function drawFindings() {
  const all = now.doc.diagnostics;
  const host = byId("findings");
  const count = (severity) => all.filter((f) => f.severity === severity).length;
  const chips = SEVERITIES.map((severity) => make("button", {
    class: `chip ${severity}`, data: { severity }, "aria-pressed": String(chosen.severities.has(severity)),
    on: { click: () => {
      if (!chosen.severities.delete(severity)) chosen.severities.add(severity);
      filterFindings();
    } },
  }, `${say(`severity.${severity}s`)} `, make("span", { class: "count", text: String(count(severity)) })));
  // The gravest first, else in reading order.
  const inOrder = all.map((finding, n) => [finding, n])
    .sort(([a], [b]) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const codes = [...new Set(all.map((f) => f.code))];
  const select = make("select", { id: "finding-code", "aria-label": say("ui.filter_code"), on: { change: (event) => {
    chosen.code = event.target.value;
    filterFindings();
  } } }, make("option", { value: "", text: `${say("ui.all_codes")} (${all.length})` }),
  ...codes.map((code) => make("option", {
    value: code, text: `${spoken(`codes.${code}`) ?? code} (${all.filter((f) => f.code === code).length})`,
  })));
  if (!codes.includes(chosen.code)) chosen.code = "";
  select.value = chosen.code;
  host.replaceChildren(
    make("div", { class: "chips" }, make("div", { role: "group", class: "group", "aria-label": say("ui.filter_severity") }, ...chips), select),
    make("ol", { class: "finding-list" }, ...inOrder.map(([finding, n]) => drawFinding(finding, n))),
    make("p", { class: "nothing", id: "no-findings", hidden: true, text: say(all.length ? "ui.none_chosen" : "ui.no_findings") }));
  filterFindings();
  byId("count-findings").textContent = all.filter((f) => f.severity !== "info").length || all.length;
}

function drawFinding(finding, n) {
  const { words, detail } = sentence(finding);
  const related = (finding.related ?? []).map((span) => make("button", {
    class: "quiet place", text: `${say("ui.other_side")}: ${placeWords(span)}`,
    on: { click: (event) => {
      event.stopPropagation();
      chooseFinding(n, span);
    } },
  }));
  const records = (finding.records ?? []).filter((id) => now.records.has(id)).map((id) => {
    const { kind, record } = now.records.get(id);
    return make("button", {
      class: "quiet place", text: `${say(`kind.${kind.name}`)} ${record.number ?? ""}`.trim(), title: say("ui.show_record"),
      on: { click: () => choose(id) },
    });
  });
  const numbers = (finding.numbers ?? []).map(String).join(" \u00b7 ");
  return make("li", { class: `finding ${finding.severity}`, data: { n, severity: finding.severity, code: finding.code } },
    make("button", { class: "finding-head", on: { click: () => chooseFinding(n) } },
      make("span", { class: `badge ${finding.severity}`, text: say(`severity.${finding.severity}`) }),
      make("span", { class: "words" },
        make("span", { class: "title", text: words }),
        detail ? make("span", { class: "below", text: detail }) : null,
        numbers ? make("span", { class: "below", text: `${say("ui.numbers")}: ${numbers}` }) : null,
        make("span", { class: "below where", text: finding.span ? placeWords(finding.span) : say("ui.no_place") }))),
    ...related, ...records);
}

function filterFindings() {
  let shown = 0;
  for (const item of document.querySelectorAll(".finding")) {
    item.hidden = !chosen.severities.has(item.dataset.severity) || (chosen.code !== "" && item.dataset.code !== chosen.code);
    shown += item.hidden ? 0 : 1;
  }
  for (const chip of document.querySelectorAll("#findings .chip")) {
    chip.setAttribute("aria-pressed", String(chosen.severities.has(chip.dataset.severity)));
  }
  byId("no-findings").hidden = shown > 0;
}

/** Marks both sides of a finding and shows its place, or the side `span`. */
function chooseFinding(n, span) {
  const finding = now.doc.diagnostics[n];
  closeCard();
  now.finding = n;
  for (const item of document.querySelectorAll(".finding")) item.classList.toggle("on", Number(item.dataset.n) === n);
  const sides = [finding.span, ...(finding.related ?? [])];
  const named = (finding.records ?? []).flatMap((id) => places.elements.get(id) ?? []);
  markPlaces([...new Set(named.length ? named : sides.flatMap(elementsOn))], "on-finding");
  const target = elementsOn(span ?? finding.span)[0];
  if (isNarrow() && target) showTab("document");
  else showTab("findings");
  bring(byId("paper"), target);
  bring(byId("side"), document.querySelector(`.finding[data-n="${n}"]`));
  tell(`${sentence(finding).words}. ${placeWords(finding.span)}`);
}
