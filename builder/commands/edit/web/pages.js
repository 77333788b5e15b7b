// The list of pages: by module, language and audience.

const at = id => document.getElementById(id);
const KINDS = ["home", "module", "case", "guide", "table"];

export class Pages {
  constructor(words, open, make) {
    Object.assign(this, { words, open, all: [], current: "", ask: null, isKept: () => false });
    for (const id of ["find", "language", "for"]) at(id).addEventListener("input", () => this.draw());
    at("kind").addEventListener("change", () => { at("in").hidden = at("kind").value !== "session"; });
    at("new").querySelector("form").addEventListener("submit", event => {
      event.preventDefault();
      make({ kind: at("kind").value, module: at("module").value, name: at("name").value });
      at("name").value = "";
    });
  }

  async load() {
    const found = await this.ask("pages");
    this.all = found.pages;
    const chosen = at("language").value || found.languages.find(one => one === document.documentElement.lang) || found.languages[0];
    const names = new Intl.DisplayNames([document.documentElement.lang], { type: "language" });
    at("language").replaceChildren(...found.languages.map(one => new Option(names.of(one), one, false, one === chosen)));
    at("module").replaceChildren(...found.modules.map(one => new Option(one.title, one.name)));
    this.draw();
    return found;
  }

  // What the check has just said of a page, so that the list needn't ask for all of them.
  report(path, errors) {
    const page = this.all.find(one => one.path === path);
    if (page && page.errors !== errors) { page.errors = errors; this.draw(); }
  }

  has(path) { return this.all.some(page => page.path === path); }

  titleOf(path) { return this.all.find(page => page.path === path)?.title || path; }

  mark(path) {
    this.current = path;
    sessionStorage.setItem("taller-page", path);
    this.draw();
  }

  shown() {
    const plain = text => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
    const find = plain(at("find").value.trim());
    return this.all.filter(page =>
      (!page.language || page.language === at("language").value) &&
      (!at("for").value || page.audience === at("for").value) &&
      (!find || plain(`${page.title} ${page.path} ${page.group}`).includes(find)));
  }

  draw() {
    const groups = new Map();
    for (const page of this.shown()) {
      const kind = page.kind === "session" ? "module" : page.kind;
      const title = kind === "module" ? page.group : this.words[`list-${KINDS.includes(kind) ? kind : "page"}`];
      groups.set(title, [...(groups.get(title) || []), page]);
    }
    const focused = document.activeElement?.closest("#list") ? document.activeElement.dataset.path : "";
    at("list").replaceChildren(...[...groups].flatMap(([title, list]) => this.group(title, list)));
    if (!groups.size) at("list").textContent = this.words["list-none"];
    if (focused) at("list").querySelector(`[data-path="${CSS.escape(focused)}"]`)?.focus();
  }

  group(title, list) {
    const rows = document.createElement("ul");
    rows.append(...list.map(page => {
      const item = document.createElement("li");
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: page.title, title: page.path });
      button.dataset.path = page.path;
      if (page.path === this.current) button.setAttribute("aria-current", "page");
      if (page.errors) button.append(Object.assign(document.createElement("span"), { className: "errors", textContent: ` ${this.words["list-errors"].replace("{n}", page.errors)}` }));
      if (this.isKept(page.path)) button.append(Object.assign(document.createElement("span"), { className: "unsaved", textContent: ` ${this.words["list-unsaved"]}` }));
      button.addEventListener("click", () => this.open(page.path));
      item.append(button);
      return item;
    }));
    return [Object.assign(document.createElement("h3"), { textContent: title }), rows];
  }
}
