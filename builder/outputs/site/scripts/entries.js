// What somebody wrote in a field, when, and whether it was only carried over. The same on every page, in every tab and file.
(function (taller) {
  "use strict";

  /** Whether `other` is to stand where `mine` stands: the newer; of equal time own writing before a copy, then by letters, so that
   * two devices decide alike. @param {TallerEntry | undefined} mine @param {TallerEntry} other */
  function wins(mine, other) {
    if (!mine) return true;
    if (other.t !== mine.t) return other.t > mine.t;
    if (Boolean(other.c) !== Boolean(mine.c)) return !other.c;
    return other.v > mine.v;
  }

  /** Takes over what is newer; gives the names that changed. @param {TallerEntries} mine @param {TallerEntries} others */
  function merge(mine, others) {
    return Object.keys(others).filter(function (name) {
      if (!wins(mine[name], others[name])) return false;
      const changed = !mine[name] || mine[name].v !== others[name].v;
      mine[name] = others[name];
      return changed;
    });
  }

  /** @param {any} value @returns {value is TallerEntry} */
  function isEntry(value) {
    return Boolean(value) && typeof value.v === "string" && Number.isFinite(value.t) && value.t >= 0;
  }

  /** Names that stand for something else than a field: how far somebody came. @param {string} name */
  function isMark(name) { return name[0] === "/"; }

  taller.entries = { wins: wins, merge: merge, isEntry: isEntry, isMark: isMark };
})(globalThis.taller = globalThis.taller || /** @type {any} */ ({}));
