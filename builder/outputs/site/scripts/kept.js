// What the trainer chose, kept on this device: in localStorage, else in this page alone, which is said.
(function (taller) {
  "use strict";
  const name = "taller/" + taller.course.id + "/room";
  /** @type {TallerRoom} */ const nothing = { variant: "", people: 0, runs: [], sound: false, ticks: {}, history: [], own: null };
  let isKept = true, /** @type {string | null} */ last = null;

  /** What was kept, if it is of our form: another version or another hand may have written it. @param {string | null} text @returns {TallerRoom} */
  function parsed(text) {
    try {
      const found = Object.assign({}, nothing, JSON.parse(text || "{}"));
      const isOurs = Array.isArray(found.runs) && Array.isArray(found.history) && found.runs.every(function (/** @type {TallerRun} */ run) {
        return /^\d{4}-\d\d-\d\d$/.test(run.date) && Number.isFinite(run.start) && Number.isFinite(run.delay) && Array.isArray(run.left);
      });
      return isOurs && (!found.own || Array.isArray(found.own.days)) ? found : Object.assign({}, nothing);
    } catch (error) { return Object.assign({}, nothing); }
  }
  function read() {
    try { return parsed((isKept ? localStorage.getItem(name) : null) || last); } catch (error) { return parsed(last); }
  }
  /** @param {Partial<TallerRoom>} part */
  function write(part) {
    const whole = Object.assign(read(), part);
    last = JSON.stringify(whole);
    try { localStorage.setItem(name, last); isKept = true; } catch (error) { isKept = false; }
    return whole;
  }
  /** @param {() => void} listen called when another page of the site wrote */
  function onChange(listen) { addEventListener("storage", function (event) { if (event.key === name) listen(); }); }

  taller.kept = { read: read, write: write, onChange: onChange, isKept: function () { return isKept; } };
})(globalThis.taller);
