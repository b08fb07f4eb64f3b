// Search over the document and its records: places are highlighted one by one, records that lack the words are hidden.

const LEAST = 2;
const MOST_HITS = 2000;
let hits = [];
let hit = -1;

function search(words) {
  byId("search").value = words;
  filters.words = words.trim().length >= LEAST ? words.trim() : "";
  findHits();
  filterRecords();
  hit = -1;
  if (hits.length) nextHit(1);
  showHits();
}

function clearSearch() {
  if (filters.words || byId("search").value) search("");
}

/** Every place of the words in the document, as ranges of its text. */
function findHits() {
  hits = [];
  const words = folded(filters.words);
  if (words) {
    const seen = new Set();
    for (const { element } of places.pieces) {
      if (seen.has(element) || hits.length >= MOST_HITS) continue;
      seen.add(element);
      const node = element.firstChild;
      const text = node ? folded(node.data) : "";
      // Folding keeps lengths, or places would be wrong; where it does not, the whole text is the place.
      const exact = text.length === node?.data.length;
      for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + words.length)) {
        const range = new Range();
        range.setStart(node, exact ? from : 0);
        range.setEnd(node, exact ? from + words.length : node.data.length);
        hits.push({ element, range });
        if (!exact) break;
      }
    }
  }
  highlight("hit", hits.map(({ range }) => range));
}

function highlight(name, ranges) {
  // Browsers without highlights still scroll to the places.
  if (typeof Highlight === "undefined") return;
  CSS.highlights.set(name, new Highlight(...ranges));
}

/** Shows the next (1) or previous (-1) place. */
function nextHit(step) {
  if (!hits.length) return;
  hit = (hit + step + hits.length) % hits.length;
  highlight("hit-now", [hits[hit].range]);
  bring(byId("paper"), hits[hit].element);
  showHits();
}

function showHits() {
  if (!hits.length) highlight("hit-now", []);
  byId("hits").textContent = !filters.words ? "" : hits.length ? `${hit + 1} / ${hits.length}` : say("ui.no_hits");
  byId("previous-hit").hidden = byId("next-hit").hidden = hits.length < 2;
}

function startSearch() {
  const input = byId("search");
  let wait = 0;
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => search(input.value), 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") nextHit(event.shiftKey ? -1 : 1);
    if (event.key === "Escape") {
      search("");
      input.blur();
    }
  });
  byId("next-hit").addEventListener("click", () => nextHit(1));
  byId("previous-hit").addEventListener("click", () => nextHit(-1));
}
