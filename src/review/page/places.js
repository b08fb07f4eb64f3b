// Where things stand: records ↔ blocks and cells by byte ranges (`at`), findings ↔ blocks and rows by lines.
//
// A spot is a block of text or a cell: {element, start, end, lines, records}. Spots do not overlap, every letter of the
// document belongs to one of them.

const places = {
  /** Spots sorted by their first byte; one spot stands as often as it has ranges. */
  pieces: [],
  /** Elements with lines: blocks and rows. */
  lines: [],
  /** id of a record, or `id/array/n` of a part of it → elements */
  elements: new Map(),
};

function clearPlaces() {
  places.pieces = [];
  places.lines = [];
  places.elements = new Map();
}

/** Enters an element with its byte ranges. */
function addSpot(element, ranges) {
  for (const [start, end] of ranges) places.pieces.push({ start, end, element });
}

/** Enters an element with its lines. */
function addLines(element, span) {
  places.lines.push({ start: span.start_line, end: span.end_line, element });
}

/** Elements that share a byte with one of the ranges, in reading order. */
function elementsAt(ranges) {
  const found = new Set();
  for (const [start, end] of ranges ?? []) {
    let low = 0;
    let high = places.pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places.pieces[middle].end > start) high = middle;
      else low = middle + 1;
    }
    for (let n = low; n < places.pieces.length && places.pieces[n].start < end; n++) found.add(places.pieces[n].element);
  }
  return [...found];
}

/** Elements on the lines of a span. */
function elementsOn(span) {
  if (!span) return [];
  const on = places.lines.filter((l) => l.start <= span.end_line && l.end >= span.start_line);
  return on.map((l) => l.element);
}

/** Pairs all records with their elements; elements learn their records, the smallest first. */
function pairPlaces() {
  places.pieces.sort((a, b) => a.start - b.start);
  const size = (ranges) => (ranges ?? []).reduce((sum, [start, end]) => sum + end - start, 0);
  const owners = new Map();
  const enter = (key, id, value) => {
    const elements = value.at ? elementsAt(value.at) : elementsOn(value.span);
    places.elements.set(key, elements);
    for (const element of elements) {
      if (!owners.has(element)) owners.set(element, []);
      owners.get(element).push({ key, id, size: size(value.at) });
    }
  };
  for (const { id, kind, record } of now.records.values()) {
    enter(id, id, record);
    for (const part of kind.parts ?? []) {
      (at(record, part.array) ?? []).forEach((value, n) => {
        if (value.at) enter(`${id}/${part.array}/${n}`, id, value);
      });
    }
  }
  for (const [element, list] of owners) {
    list.sort((a, b) => a.size - b.size);
    const seen = new Set();
    element.records = list.filter(({ id }) => !seen.has(id) && seen.add(id));
    element.classList.add("has");
  }
}
