// Sessions and breaks on the clock, by the same rule as the builder: a break goes to the boundary nearest to its time, and cuts
// sessions, never an activity.
(function (taller) {
  "use strict";

  /** Whether the boundary before a piece is nearer to the break's time than the one after it.
   * @param {number} at @param {number} clock @param {number} minutes */
  function isNearerBefore(at, clock, minutes) {
    return at <= clock || (at < clock + minutes && at - clock <= clock + minutes - at);
  }

  /** The pieces from `start` on, in minutes, with breaks between them. @param {TallerPiece[]} pieces @param {TallerPiece[]} breaks @param {number} start */
  function lay(pieces, breaks, start) {
    /** @type {{ref: string, start: number, minutes: number}[]} */ const slots = [];
    const waiting = breaks.slice();
    let clock = start;
    /** @param {TallerPiece} piece */
    const put = function (piece) {
      slots.push({ ref: piece.ref, start: clock, minutes: piece.minutes });
      clock += piece.minutes;
    };
    pieces.forEach(function (piece) {
      while (waiting.length && isNearerBefore(Number(waiting[0].at), clock, piece.minutes)) put(/** @type {TallerPiece} */ (waiting.shift()));
      put(piece);
    });
    waiting.forEach(function (pause) { if (Number(pause.at) < clock) put(pause); });
    return slots;
  }

  /** What takes time on a day of a variant, without its breaks. @param {TallerDay} day @param {Record<string, TallerPage>} pages @param {string} language */
  function pieces(day, pages, language) {
    /** @type {TallerPiece[]} */ const found = [];
    day.items.forEach(function (item, number) {
      if (item.kind === "own") found.push({ ref: "own." + number, kind: "own", page: "", title: named(item.title, language), minutes: item.minutes || 0, priority: item.priority || "must" });
      else (pages[item.key || ""] || { steps: [] }).steps.forEach(function (step, place) {
        found.push({ ref: item.key + "." + place, kind: item.kind, page: item.key || "", title: step.title || "", minutes: step.minutes, priority: step.priority || "must" });
      });
    });
    return found;
  }
  /** @param {TallerDay} day @param {string} language @returns {TallerPiece[]} */
  function breaks(day, language) {
    return day.breaks.map(function (pause, number) {
      return { ref: "break." + number, kind: "break", page: "", title: named(pause.title, language), minutes: pause.minutes, priority: "must", at: pause.at };
    }).sort(function (a, b) { return a.at - b.at; });
  }
  /** A text in a language, or in the first that it has. @param {Record<string, string> | undefined} titles @param {string} language */
  function named(titles, language) { return titles ? titles[language] || Object.keys(titles).map(function (key) { return titles[key]; })[0] || "" : ""; }

  taller.lay = { day: lay, pieces: pieces, breaks: breaks, named: named };
})(globalThis.taller = globalThis.taller || /** @type {any} */ ({}));
