// What the trainer chose, kept on this device: in localStorage, else in this page alone, which is said.
(function (taller) {
  "use strict";
  const name = "taller/" + taller.course.id + "/room";
  /** @type {TallerRoom} */ const nothing = { variant: "", people: 0, runs: [], sound: false, ticks: {}, history: [], own: null };
  let isKept = true, /** @type {string | null} */ last = null;

  /** @returns {TallerRoom} */
  function read() {
    try {
      const text = (isKept ? localStorage.getItem(name) : null) || last, found = JSON.parse(text || "{}");
      return Object.assign({}, nothing, found && typeof found === "object" ? found : {});
    } catch (error) {
      try { return Object.assign({}, nothing, JSON.parse(last || "{}")); } catch (other) { return Object.assign({}, nothing); }
    }
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
