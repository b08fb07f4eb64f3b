// The document as a person reads it, left: contents, headings, paragraphs, lists, tables.

const SECTIONS_FOR_CONTENTS = 3;

function drawPaper() {
  const paper = byId("paper");
  clearPlaces();
  const sheet = make("div", { class: "sheet" });
  const sections = new Map(now.doc.sections.map((section) => [section.id, section]));
  const tables = new Map(now.doc.tables.map((table) => [table.id, table]));
  const headings = new Map();
  let list = null;
  let page = null;
  for (const block of now.doc.blocks) {
    if (block.span.page && block.span.page !== page) {
      page = block.span.page;
      sheet.append(make("p", { class: "page", data: { page } }));
      list = null;
    }
    if (block.kind !== "list_item") list = null;
    if (block.kind === "table") {
      const table = tables.get(block.table);
      if (table) sheet.append(drawTable(table));
      continue;
    }
    const element = drawText(block, sections);
    addSpot(element, block.at);
    addLines(element, block.span);
    if (block.kind === "list_item") {
      if (!list) sheet.append(list = make("ul", { class: "items" }));
      list.append(element);
    } else {
      sheet.append(element);
      if (block.kind === "heading") headings.set(block.section, element);
    }
  }
  const contents = drawContents(headings);
  paper.replaceChildren(...(contents ? [contents, sheet] : [sheet]));
  paper.scrollTop = 0;
  pairPlaces();
}

function drawText(block, sections) {
  if (block.kind === "list_item") return make("li", { text: block.text });
  if (block.kind !== "heading") return make("p", { text: block.text });
  const section = sections.get(block.section);
  const level = section?.span.start_line === block.span.start_line ? section.level : 4;
  return make(`h${Math.min(level + 1, 6)}`, { text: block.text });
}

/** Roles of columns whose cells are numbers. */
const NUMBERS = ["value", "baseline", "total"];

function drawTable(table) {
  const right = table.columns.map((column) => NUMBERS.includes(column.role));
  const body = make("tbody");
  const head = make("thead");
  for (const row of table.rows) {
    const tr = make("tr", { class: row.kind });
    addLines(tr, row.span);
    const words = [...new Set(row.cells.filter((cell) => cell !== null))];
    // A heading row says one thing over the whole width; the cells of its copies are one place.
    if (row.kind === "group" && words.length === 1) {
      const cell = make("th", { scope: "colgroup", colspan: row.cells.length, text: words[0] });
      row.at.forEach((ranges) => addSpot(cell, ranges));
      tr.append(cell);
    } else {
      row.cells.forEach((text, n) => {
        const is_head = row.kind === "header";
        const cell = make(is_head ? "th" : "td", {
          class: right[n] && !is_head ? "number" : null, scope: is_head ? "col" : null, text: text ?? "",
        });
        addSpot(cell, row.at[n] ?? []);
        tr.append(cell);
      });
    }
    // Header rows open the table; one further down stays where it is.
    (row.kind === "header" && !body.firstChild ? head : body).append(tr);
  }
  const grid = make("table", { class: table.columns.length > 2 ? "grid" : "grid labels" });
  if (head.firstChild) grid.append(head);
  grid.append(body);
  return make("div", { class: "table", role: "region", tabindex: 0, "aria-label": table.title ?? table.id }, grid);
}

function drawContents(headings) {
  const sections = now.doc.sections.filter((section) => headings.has(section.id));
  if (sections.length < SECTIONS_FOR_CONTENTS) return null;
  const links = sections.map((section) => make("li", { class: `level-${Math.min(section.level, 4)}` },
    make("button", {
      class: "link", text: [section.number, section.title].filter(Boolean).join(". "),
      on: { click: () => bring(byId("paper"), headings.get(section.id)) },
    })));
  return make("nav", { class: "contents", "data-say-label": "ui.contents" },
    make("details", {}, make("summary", { "data-say": "ui.contents" }), make("ol", {}, ...links)));
}

/** Marks at the edge where a warning or an error stands. */
function drawEdges() {
  for (const { element } of places.lines) element.classList.remove("warned", "failed");
  for (const finding of now.doc.diagnostics) {
    if (finding.severity === "info") continue;
    for (const element of elementsOn(finding.span)) element.classList.add(finding.severity === "error" ? "failed" : "warned");
  }
}

/** Words of the paper that are the page's own. */
function translatePaper() {
  translate(byId("paper"));
  for (const mark of byId("paper").querySelectorAll(".page")) mark.textContent = `${say("ui.page")} ${mark.dataset.page}`;
}
