// How far somebody came: the last session, those that are done; on the home page, the way back.
(function (taller) {
  "use strict";
  const store = taller.store, here = location.href.replace(/[?#].*/, ""), root = taller.settings.root;
  const path = here.indexOf(root) === 0 ? here.slice(root.length) : "";

  /** @param {Element} link */
  function pathOf(link) { return taller.firstPath(/** @type {HTMLAnchorElement} */ (link).href.slice(root.length)); }
  function session() {
    const page = document.querySelector(".page-session");
    if (!page || !path) return;
    const name = "/done/" + taller.firstPath(path), line = taller.make("div", "session-done"), status = taller.make("p");
    line.lang = document.documentElement.lang;
    status.setAttribute("role", "status");
    const show = function () {
      const done = store.value(name) === "1";
      button.setAttribute("aria-pressed", String(done));
      button.textContent = taller.word(done ? "progress-is-done" : "progress-done");
    };
    const button = taller.button("", function () { store.set(name, store.value(name) === "1" ? "" : "1"); show(); });
    line.append(button);
    page.appendChild(line);
    show();
    store.ready.then(function () { store.set("/last", taller.firstPath(path)); show(); });
  }
  function home() {
    const map = document.querySelector(".course-map"), last = store.value("/last");
    if (!map) return;
    taller.all(".session-rows a", map).forEach(function (link) {
      const row = link.closest("li"), isDone = store.value("/done/" + pathOf(link)) === "1";
      if (!row || row.classList.contains("is-done") === isDone) return;
      row.classList.toggle("is-done", isDone);
      if (isDone) link.after(taller.make("span", "chip done", taller.word("progress-mark")));
      else taller.all(".chip.done", row).forEach(function (mark) { mark.remove(); });
    });
    const target = taller.all(".session-rows a", map).filter(function (link) { return pathOf(link) === last; })[0];
    const start = document.querySelector(".start");
    if (!target || !start || !last || document.querySelector(".go-on")) return;
    const line = taller.make("p", "go-on", taller.word("progress-go-on") + " "), link = document.createElement("a");
    link.href = /** @type {HTMLAnchorElement} */ (target).href;
    link.textContent = target.textContent;
    line.appendChild(link);
    start.after(line);
  }
  session();
  store.ready.then(home);
  store.onChange(home);
})(globalThis.taller);
