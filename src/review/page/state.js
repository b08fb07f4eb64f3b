// What the page holds while it is open: the document, its records, what is selected, what was corrected.

const ENTRIES = JSON.parse(document.getElementById("all-entries").textContent);
const HOME = JSON.parse(document.getElementById("list-of-all").textContent);
const byId = (id) => document.getElementById(id);

/** The document that is shown; everything in it is made anew by `open`. */
const now = {
  number: -1,
  doc: null,
  /** The same, as the program read it. */
  read: null,
  pictures: null,
  /** {id, kind, record, index} by id, and in the order of the page. */
  records: new Map(),
  /** Chosen record, place, finding. */
  record: null,
  finding: null,
  tab: "records",
  /** id → "right" | "wrong" */
  marks: new Map(),
  /** path → corrected value; a path as `activities/3/deadline/raw` */
  edits: new Map(),
};

function dataOf(name, number) {
  const block = byId(`${name}-${number}`);
  return block ? JSON.parse(block.textContent) : null;
}

/** A document as it came with the page: packed, since it says most things twice. */
async function unpack(number) {
  const bytes = Uint8Array.from(atob(byId(`data-${number}`).textContent), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(plain).text());
}

/** Takes a document, and what was corrected in it before. */
function load(number, read) {
  now.number = number;
  now.read = read;
  now.doc = structuredClone(read);
  now.pictures = dataOf("pictures", number);
  now.record = now.finding = null;
  now.records = new Map();
  now.marks = new Map();
  now.edits = new Map();
  for (const kind of KINDS) {
    (now.doc[kind.name] ?? []).forEach((record, index) => now.records.set(record.id, { id: record.id, kind, record, index }));
  }
  recall();
}

/** Corrections are kept by the content of the document: another version of the file has its own. */
function storeName() {
  return `munidoc-review:${now.doc.source.sha256}`;
}

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(storeName()) ?? "{}");
    for (const [id, mark] of Object.entries(kept.marks ?? {})) if (now.records.has(id)) now.marks.set(id, mark);
    for (const [path, value] of Object.entries(kept.edits ?? {})) {
      const steps = path.split("/");
      // A correction of something that an earlier version read is of no use any more.
      if (steps.slice(0, -1).reduce((inner, step) => inner?.[step], now.doc) instanceof Object) {
        put(now.doc, steps, value);
        now.edits.set(path, value);
      }
    }
  } catch {
    // No store (a browser may forbid it for files): corrections live as long as the page is open.
  }
}

function remember() {
  const kept = { marks: Object.fromEntries(now.marks), edits: Object.fromEntries(now.edits) };
  try {
    if (now.marks.size + now.edits.size > 0) localStorage.setItem(storeName(), JSON.stringify(kept));
    else localStorage.removeItem(storeName());
  } catch {
    // As above.
  }
}

/** Sets the value at the steps of a path. */
function put(root, steps, value) {
  const owner = steps.slice(0, -1).reduce((inner, step) => inner[step], root);
  owner[steps.at(-1)] = value;
}

/** The state of a record: "right", "wrong", "edited" or null. */
function stateOf({ id, kind, index }) {
  if (now.marks.has(id)) return now.marks.get(id);
  const own = `${kind.name}/${index}/`;
  return [...now.edits.keys()].some((path) => path.startsWith(own)) ? "edited" : null;
}

/** Says something to people who do not see the page. */
function tell(words) {
  byId("status").textContent = words;
}
