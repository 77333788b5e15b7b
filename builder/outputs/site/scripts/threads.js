// Cells that hold the same thing: the name of action 1, its owner, its cost. Written once, they show it wherever nobody wrote another.
(function (taller) {
  "use strict";
  /** What differs from month to month is no thread. */
  const SINGLE = ["-", "number"];

  /** @param {TallerCourse} course @returns {TallerThreads} */
  function find(course) {
    /** @type {Record<string, string>} */ const of = {};
    /** @type {Record<string, string[]>} */ const cells = {};
    course.tables.forEach(function (table) {
      table.columns.forEach(function (role, column) {
        if (SINGLE.indexOf(role) >= 0) return;
        for (let row = 1; row <= table.rows; row++) {
          const name = table.name + "_r" + row + "c" + (column + 1), thread = role + " " + row;
          of[name] = thread;
          (cells[thread] = cells[thread] || []).push(name);
        }
      });
    });
    return { of: of, cells: cells };
  }

  /** The latest words that somebody wrote into one of the cells. @param {string[]} names @param {TallerEntries} entries */
  function latest(names, entries) {
    /** @type {TallerEntry | undefined} */ let found;
    names.forEach(function (name) {
      const entry = entries[name];
      if (entry && !entry.c && entry.v && (!found || entry.t > found.t)) found = entry;
    });
    return found;
  }

  /** What a cell is to show: its own words, deleted ones too, else those of its thread. @param {string} name
   * @param {TallerThreads} threads @param {TallerEntries} entries @returns {TallerEntry | undefined} */
  function shown(name, threads, entries) {
    const own = entries[name];
    if (own && !own.c) return own;
    const thread = threads.of[name], source = thread && latest(threads.cells[thread], entries);
    if (source) return { v: source.v, t: source.t, c: true };
    return thread && own && own.v ? { v: "", t: own.t + 1, c: true } : own;
  }

  taller.threads = { find: find, latest: latest, shown: shown };
})(globalThis.taller = globalThis.taller || /** @type {any} */ ({}));
