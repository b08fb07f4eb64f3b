// Words of the page in two languages, and the few ways to put them into elements. Text goes in by text nodes only.

const WORDS = JSON.parse(document.getElementById("all-words").textContent);
let language = "ru";

/** Words of a key as `ui.save`; null where there are none. */
function spoken(key) {
  const [table, name] = [key.slice(0, key.indexOf(".")), key.slice(key.indexOf(".") + 1)];
  return WORDS[language][table]?.[name] ?? null;
}

function say(key) {
  return spoken(key) ?? key;
}

/** Puts the words of the language into every element that names some. */
function translate(root) {
  const each = (attribute, put) => {
    for (const element of root.querySelectorAll(`[${attribute}]`)) put(element, say(element.getAttribute(attribute)));
  };
  each("data-say", (element, words) => { element.textContent = words; });
  each("data-say-label", (element, words) => element.setAttribute("aria-label", words));
  each("data-say-title", (element, words) => { element.title = words; });
  each("data-say-placeholder", (element, words) => { element.placeholder = words; });
}

/**
 * A new element. `traits`: `class`, `text`, `on` (event → function), `data` (data-attributes), else attributes;
 * what is null, undefined or false is left out. `children`: elements or strings.
 */
function make(tag, traits = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "text") element.textContent = value;
    else if (name === "on") for (const [event, run] of Object.entries(value)) element.addEventListener(event, run);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** 0.625 → «0,63» or “0.63”. */
function shortNumber(number) {
  return number.toLocaleString(language === "ru" ? "ru-RU" : "en-GB", { maximumFractionDigits: 2 });
}

/** «стр. 3, строки 40–41» */
function placeWords(span) {
  if (!span) return "";
  const lines = span.start_line === span.end_line
    ? `${say("ui.line")} ${span.start_line}`
    : `${say("ui.lines")} ${span.start_line}\u2013${span.end_line}`;
  return span.page ? `${say("ui.page")} ${span.page}, ${lines}` : lines;
}

function folded(text) {
  return text.toLowerCase().replaceAll("\u0451", "\u0435").replaceAll("\u00a0", " ");
}
