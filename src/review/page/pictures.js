// Charts: the drawings that came with the page, beside the words of their records. Each has its numbers as text.

function drawPictures() {
  const host = byId("pictures");
  const drawings = [...(byId(`drawings-${now.number}`)?.content.cloneNode(true).children ?? [])];
  let n = 0;
  const next = (words, stretched = false) => {
    const drawing = drawings[n++];
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", words);
    drawing.setAttribute("class", "drawing");
    if (stretched) drawing.setAttribute("preserveAspectRatio", "none");
    return drawing;
  };
  const p = now.pictures;
  // The order of the drawings: see `Pictures` in src/review/pictures/mod.rs.
  const indicators = p.indicators.map((id) => pictureOfIndicator(id, next));
  const funding = p.funding.map((item) => pictureOfMoney(item, next));
  const timeline = p.timeline ? pictureOfTime(p.timeline, next) : [];
  const parties = p.parties.map((party) => pictureOfParty(party, next));
  if (p.more_parties) parties.push(make("p", { class: "hint", text: `${say("pictures.more")} ${p.more_parties}` }));
  const sections = [
    ["indicators", indicators, [["c1", "pictures.plan"], ["c2", "pictures.fact"], ["c8", "pictures.baseline"]]],
    ["funding", funding, [["c1", "choices.federal"], ["c2", "choices.regional"], ["c3", "choices.municipal"],
      ["c4", "choices.extrabudgetary"], ["c5", "choices.other"]]],
    ["timeline", timeline, [["c1", "pictures.dated"], ["c1 pale", "pictures.until"], ["c3", "pictures.recurring"],
      ["c5 pale", "pictures.continuous"]]],
    ["parties", parties, []],
  ];
  const shown = sections.filter(([, list]) => list.length);
  host.replaceChildren(...shown.map(([name, list, legend]) => make("section", { class: `charts ${name}` },
    make("h2", { text: say(`pictures.${name}`) }),
    legend.length ? make("ul", { class: "legend", "aria-hidden": "true" },
      ...legend.map(([colour, key]) => make("li", {}, make("span", { class: `swatch ${colour}` }), say(key)))) : null,
    make("div", { class: "chart-list" }, ...list))));
  if (!shown.length) host.append(make("p", { class: "nothing", text: say("pictures.none") }));
}

/** A button with the words of a record that leads to it. */
function toRecord(id, words) {
  return make("button", { class: "link", text: words, on: { click: () => choose(id, { from: "pictures" }) } });
}

function pictureOfIndicator(id, next) {
  const { record } = now.records.get(id);
  const words = [
    record.baseline ? `${say("pictures.baseline")} ${record.baseline.raw}` : null,
    ...record.values.map((v) => `${v.year ?? ""}: ${v.raw}${v.kind === "plan" ? "" : ` (${say(`choices.${v.kind}`)})`}`),
  ].filter(Boolean).join("; ");
  const years = record.values.map((v) => v.year).filter(Boolean);
  const last = record.values.findLast((v) => v.kind !== "fact");
  return make("figure", { class: "small" },
    make("figcaption", {}, toRecord(id, record.name), record.unit ? make("span", { class: "hint", text: record.unit }) : null),
    next(`${record.name}: ${words}`),
    make("p", { class: "ends" },
      make("span", { text: record.baseline ? `${say("pictures.baseline")} ${record.baseline.raw}` : String(years[0] ?? "") }),
      last ? make("b", { text: `${last.year ?? ""}: ${last.raw}` }) : null));
}

function pictureOfMoney(item, next) {
  const records = item.ids.map((id) => now.records.get(id).record);
  const [first] = records;
  const sum = (record, year) => record.values.filter((v) => v.year === year).map((v) => v.raw).join(" / ") || "\u2013";
  const name = [first.number, first.name].filter(Boolean).join(" ");
  const words = item.years.map((year) => `${year}: ${records.map((r) => `${r.source ?? r.name} ${sum(r, year)}`).join(", ")}`).join("; ");
  const table = make("table", {},
    make("thead", {}, make("tr", {}, make("th", { scope: "col", text: say("pictures.source") }),
      ...item.years.map((year) => make("th", { scope: "col", text: String(year) })))),
    make("tbody", {}, ...records.map((record, n) => make("tr", {},
      make("th", { scope: "row" }, make("span", { class: `swatch c${item.colours[n]}` }), toRecord(record.id, record.source ?? record.name)),
      ...item.years.map((year) => make("td", { class: "number", text: sum(record, year) }))))));
  return make("figure", { class: "money" },
    make("figcaption", {}, toRecord(first.id, name),
      make("span", { class: "hint", text: [first.path.at(-1), first.unit].filter(Boolean).join(" \u00b7 ") })),
    next(`${name}. ${words}`),
    make("details", {}, make("summary", { text: say("pictures.table") }), make("div", { class: "scroll" }, table)));
}

function pictureOfTime(timeline, next) {
  const scale = make("div", { class: "scale" }, next(`${say("pictures.scale")}: ${timeline.start} \u2013 ${timeline.end}`));
  const rows = timeline.rows.map((id) => {
    const { kind, record } = now.records.get(id);
    const name = kind.title(record) ?? say("ui.empty");
    return make("li", { class: "time" },
      make("div", { class: "time-words" }, record.number ? make("span", { class: "number", text: record.number }) : null,
        toRecord(id, name), make("span", { class: "hint", text: record.deadline.raw })),
      next(record.deadline.raw, true));
  });
  const list = make("ol", { class: "times" }, ...rows);
  // A line at the beginning of each month, or of each year where the scale has whole years.
  const month = (text) => 12 * Number(text.slice(0, 4)) + Number(text.slice(5));
  const months = 1 + month(timeline.end) - month(timeline.start);
  list.style.setProperty("--steps", months > 26 ? months / 12 : months);
  return [scale, list];
}

function pictureOfParty(party, next) {
  return make("div", { class: "party" },
    make("button", { class: "link", text: party.name, on: { click: () => {
      showTab("records");
      search(party.name);
    } } }),
    next(`${party.activities} ${say("pictures.activities")}`, true),
    make("span", { class: "count", text: String(party.activities) }));
}
