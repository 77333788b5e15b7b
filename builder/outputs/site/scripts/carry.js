// What was written on one sheet appears on a later one, is kept there too, and can be changed there.
(function (taller) {
  "use strict";
  const store = taller.store, threads = taller.threads.find(taller.course);

  /** @param {string} end */
  function ending(end) {
    return Object.keys(store.all()).filter(function (name) { return name.slice(-end.length) === end; });
  }
  /** What `from=sheet.field` names, as one text or, of a table, row by row. @param {string} from @returns {TallerEntry[]} */
  function earlier(from) {
    const end = "_" + from.replace(".", "_"), whole = ending(end)[0];
    if (whole) return [store.all()[whole]];
    const cell = new RegExp(end + "_r(\\d+)c1$");
    /** @param {string} name */
    const row = function (name) { return Number((cell.exec(name) || ["", "0"])[1]); };
    return Object.keys(store.all()).filter(function (name) { return cell.test(name) && Boolean(store.value(name)); })
      .sort(function (a, b) { return row(a) - row(b); }).map(function (name) { return store.all()[name]; });
  }
  /** @param {TallerControl} control @param {TallerEntry | undefined} source */
  function copy(control, source) {
    const key = taller.controls.keyOf(control), own = store.get(key);
    if (!source || (own && !own.c)) return;
    if (source.v || own) store.set(key, source.v, source.t);
    taller.controls.show(control, source.v);
  }
  /** Fields that say where they come from and belong to no thread. @param {HTMLElement} field */
  function fromField(field) {
    const controls = taller.controls.find(field).filter(function (control) { return control.tagName === "TEXTAREA"; });
    let sources = earlier(String(field.dataset.from));
    if (!sources.length || !controls.length) return;
    if (!field.querySelector("table")) {
      return copy(controls[0], { v: sources.map(function (source) { return source.v; }).join("\n"), t: Math.max.apply(null, sources.map(function (source) { return source.t; })) });
    }
    if (sources.length === 1) sources = sources[0].v.split("\n").map(function (line) { return { v: line, t: sources[0].t }; });
    controls.filter(function (control) { return /_r\d+c1$/.test(control.name) && !threads.of[control.name]; })
      .forEach(function (control, order) { copy(control, sources[order]); });
  }
  /** Fills what may be filled. @param {ParentNode} within */
  function carry(within) {
    taller.all(".field[data-from]", within).forEach(function (field) { fromField(/** @type {HTMLElement} */ (field)); });
    taller.controls.find(within).forEach(function (control) {
      const key = taller.controls.keyOf(control);
      if (threads.of[key] && control.type !== "date") copy(control, taller.threads.shown(key, threads, store.all()));
    });
  }

  taller.carry = carry;
})(globalThis.taller);
