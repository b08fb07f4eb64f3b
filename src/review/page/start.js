// Opening the page: language and theme as they were chosen last, what the address names, and what listens.

function stored(name) {
  try {
    return localStorage.getItem(`munidoc-review-${name}`);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(`munidoc-review-${name}`, value);
  } catch {
    // Without a store the choice lives as long as the page.
  }
}

/** Light, dark; without a choice as the system has it. */
function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  keep("theme", root.dataset.theme);
}

function switchLanguage() {
  language = language === "ru" ? "en" : "ru";
  keep("language", language);
  const top = byId("side").scrollTop;
  draw();
  byId("side").scrollTop = top;
  showHits();
}

function start() {
  if (stored("language") === "en") language = "en";
  const theme = stored("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  for (const tab of document.querySelectorAll("[role=tab]")) tab.addEventListener("click", () => showTab(tab.dataset.tab));
  byId("paper").addEventListener("click", clickPaper);
  byId("save").addEventListener("click", openSave);
  byId("theme").addEventListener("click", switchTheme);
  byId("language").addEventListener("click", switchLanguage);
  byId("help").addEventListener("click", openHelp);
  byId("which").addEventListener("change", (event) => { location.hash = `#document-${event.target.value}`; });
  window.addEventListener("hashchange", follow);
  window.addEventListener("resize", () => { if (!isNarrow() && now.tab === "document") showTab("records"); });
  startSearch();
  startKeys();
  translate(document);
  document.documentElement.lang = language;
  follow();
}
