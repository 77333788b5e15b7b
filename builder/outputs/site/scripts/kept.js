// What the trainer chose, kept on this device: in localStorage, which answers at once, and in a database, which a page opened as a file
// can trust (`database.js`); else in this page alone, which is said.
(function (taller) {
  "use strict";
  const name = "taller/" + taller.course.id + "/room";
  /** @type {TallerRoom} */ const nothing = { variant: "", people: 0, runs: [], sound: false, ticks: {}, history: [], own: null, time: 0 };
  /** @type {TallerRoom} */ let last = nothing;
  /** @type {(() => void)[]} */ const listeners = [];
  let isKept = true;
  const opened = taller.database.open(name);


  /** What was kept, if it is of our form: another version or another hand may have written it. @param {string | null} text @returns {TallerRoom} */
  function parsed(text) {
    try {
      const found = Object.assign({}, nothing, JSON.parse(text || "{}"));
      const isOurs = Array.isArray(found.runs) && Array.isArray(found.history) && found.runs.every(function (/** @type {TallerRun} */ run) {
        return /^\d{4}-\d\d-\d\d$/.test(run.date) && Number.isFinite(run.start) && Number.isFinite(run.delay) && Array.isArray(run.left);
      });
      return isOurs && Number.isFinite(found.time) && (!found.own || Array.isArray(found.own.days)) ? found : Object.assign({}, nothing);
    } catch (error) { return Object.assign({}, nothing); }
  }
  /** @param {TallerRoom} other */
  function newer(other) {
    if (other.time > last.time) last = other;
    return last;
  }
  function read() {
    try { return newer(parsed(localStorage.getItem(name))); } catch (error) { return last; }
  }
  /** @param {Partial<TallerRoom>} part */
  function write(part) {
    const before = read().time;
    last = Object.assign({}, last, part, { time: Math.max(Date.now(), before + 1) });
    const text = JSON.stringify(last);
    try { localStorage.setItem(name, text); isKept = true; } catch (error) { isKept = false; }
    opened.then(function (database) { if (database) database.put({ room: text }); });
    return last;
  }
  async function look() {
    const database = await opened, before = read().time;
    if (database && newer(parsed((await database.all()).room)).time > before) listeners.forEach(function (listen) { listen(); });
  }
  /** @param {() => void} listen called when another page of the site wrote, or this one was shown something older */
  function onChange(listen) { listeners.push(listen); }

  addEventListener("storage", function (event) { if (event.key === name) listeners.forEach(function (listen) { listen(); }); });
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
  taller.kept = { read: read, write: write, onChange: onChange, isKept: function () { return isKept; } };
})(globalThis.taller);
