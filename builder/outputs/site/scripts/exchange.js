// The record as a file: docs/developers/record.md says what is in it, record.schema.json in a form for programs.
(function (taller) {
  "use strict";
  const FORMAT = "taller-record", VERSION = 1, LARGEST = 5000000, MOST = 20000;

  /** @param {TallerEntries} entries @param {{course: string, language: string, now: Date, part?: string}} about
   * @returns {string} */
  function toFile(entries, about) {
    /** @type {Record<string, any>} */ const fields = {}, /** @type {Record<string, any>} */ marks = {};
    Object.keys(entries).sort().forEach(function (name) {
      const entry = entries[name], kept = { value: entry.v, time: new Date(entry.t).toISOString() };
      if (taller.entries.isMark(name)) marks[name.slice(1)] = kept;
      else fields[name] = entry.c ? Object.assign(kept, { copied: true }) : kept;
    });
    return JSON.stringify({
      format: FORMAT, version: VERSION, course: about.course, language: about.language, part: about.part || "all",
      saved: about.now.toISOString(), fields: fields, marks: marks,
    }, null, 1) + "\n";
  }

  /** What a file holds, or why it can't be taken. @param {string} text @param {string} course
   * @returns {{entries: TallerEntries, problem: "" | "format" | "version" | "course"}} */
  function fromFile(text, course) {
    /** @type {any} */ let data = null;
    try { data = text.length <= LARGEST ? JSON.parse(text.replace(/^\ufeff/, "")) : null; } catch (error) { /* no JSON */ }
    /** @type {TallerEntries} */ const entries = Object.create(null);
    if (!data || data.format !== FORMAT || !isTable(data.fields)) return { entries: entries, problem: "format" };
    if (data.version !== VERSION) return { entries: entries, problem: "version" };
    if (data.course !== course) return { entries: entries, problem: "course" };
    take(entries, data.fields, "");
    if (isTable(data.marks)) take(entries, data.marks, "/");
    return { entries: entries, problem: "" };
  }

  /** A clock that goes ahead must not win for ever. @param {TallerEntries} entries @param {any} table @param {string} before */
  function take(entries, table, before) {
    const latest = Date.now();
    Object.keys(table).slice(0, MOST).forEach(function (name) {
      const given = table[name], time = given ? Date.parse(given.time) : NaN;
      if (!given || typeof given.value !== "string" || !(time >= 0) || !/^[A-Za-z0-9][\w./-]{0,300}$/.test(name)) return;
      entries[before + name] = { v: given.value, t: Math.min(time, latest) };
      if (given.copied === true) entries[before + name].c = true;
    });
  }

  /** @param {any} value */
  function isTable(value) { return Boolean(value) && typeof value === "object" && !Array.isArray(value); }

  taller.exchange = { toFile: toFile, fromFile: fromFile };
})(globalThis.taller = globalThis.taller || /** @type {any} */ ({}));
