// What the page of the day holds in the hand: the course's data, what was chosen, the day that is on, and how both are changed.
(function (taller) {
  "use strict";
  const found = /** @type {HTMLElement | null} */ (document.querySelector("section.today, section.own-variant"));
  if (!found) return;
  const box = found, model = /** @type {TallerRoomModel} */ (JSON.parse(String(box.dataset.model)));
  Object.assign(taller.settings.words, JSON.parse(String(box.dataset.words)));
  const language = model.language;
  /** @type {(() => void)[]} */ const drawing = [];

  /** Every variant by name, the trainer's own one last. @returns {TallerVariant[]} */
  function variants() {
    const all = model.agendas.reduce(function (list, agenda, number) {
      return list.concat(agenda.variants.map(function (variant) { return Object.assign({}, variant, { people: agenda.people, agenda: number }); }));
    }, /** @type {TallerVariant[]} */ ([]));
    const own = taller.kept.read().own;
    return own ? all.concat([own]) : all;
  }
  /** @param {TallerRoom} room */
  function variant(room) { return variants().filter(function (one) { return one.name === room.variant; })[0] || null; }
  /** The days of the chosen variant. @param {TallerRoom} room @returns {TallerCourseDay[]} */
  function plans(room) {
    const chosen = variant(room);
    return (chosen ? chosen.days : []).map(function (day) {
      return { start: day.start, end: day.end, pieces: taller.lay.pieces(day, model.pages, language), breaks: taller.lay.breaks(day, language) };
    });
  }
  /** A run of each day: from a date on, day after day. @param {TallerVariant} chosen @param {string} date @returns {TallerRun[]} */
  function runs(chosen, date) {
    return chosen.days.map(function (day, number) {
      return { date: taller.day.later(date, number), start: day.start, delay: 0, entries: null, paused: 0, left: [] };
    });
  }

  /** All that there is to know at a moment; null before anything was chosen. @returns {TallerNow | null} */
  function state() {
    const room = taller.kept.read(), all = plans(room);
    if (!all.length || room.runs.length !== all.length) return null;
    const now = Date.now(), number = taller.day.which(all, room.runs, now), plan = all[number], run = room.runs[number];
    return { room: room, days: all.length, number: number, plan: plan, run: run, now: now, view: taller.day.view(plan, run, now) };
  }
  /** Changes the day that is on; what was before can be had back. @param {(at: TallerNow) => TallerRun} change */
  function act(change) {
    const at = state();
    if (!at) return;
    const after = at.room.runs.slice();
    after[at.number] = change(at);
    taller.kept.write({ runs: after, history: at.room.history.concat([at.room.runs]).slice(-20) });
    draw();
  }
  function undo() {
    const room = taller.kept.read(), before = room.history[room.history.length - 1];
    if (before) taller.kept.write({ runs: before, history: room.history.slice(0, -1) });
    draw();
  }
  /** What it takes of a piece's materials for so many people. @param {TallerStep} step @param {number} people */
  function needs(step, people) {
    const groups = step.size ? Math.ceil(people / step.size) : 1, by = { person: people, group: groups, room: 1 };
    return (step.materials || []).map(function (item) { return { name: item[0], number: item[1] * by[item[2]] }; });
  }
  /** @param {TallerPiece} piece */
  function step(piece) { return piece.page ? model.pages[piece.page].steps[Number(piece.ref.slice(piece.ref.lastIndexOf(".") + 1))] || null : null; }

  /** 10:40, as on a wall. @param {number} moment */
  function clock(moment) {
    const date = new Date(moment);
    return date.getHours() + ":" + String(date.getMinutes()).padStart(2, "0");
  }
  /** @param {number} moment */
  function day(moment) { return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" }).format(new Date(moment)); }
  /** 19:42; 1:05:00 from an hour on. @param {number} left in milliseconds */
  function countdown(left) {
    const seconds = Math.max(Math.ceil(left / 1000), 0), rest = Math.floor(seconds / 60) % 60, hours = Math.floor(seconds / 3600);
    return (hours ? hours + ":" + String(rest).padStart(2, "0") : String(rest)) + ":" + String(seconds % 60).padStart(2, "0");
  }
  /** @param {string} name */
  function part(name) { return /** @type {HTMLElement} */ (box.querySelector('[data-part="' + name + '"]')); }
  /** @param {string} name @param {(string | Node)[]} content */
  function fill(name, content) {
    part(name).textContent = "";
    part(name).append.apply(part(name), content);
  }
  /** @param {string} name @param {(event: Event) => void} action */
  function on(name, action) {
    taller.all('[data-do="' + name + '"]', box).forEach(function (one) { one.addEventListener("click", action); });
  }
  /** Tables that may scroll can be reached by the keyboard. @param {HTMLElement} within */
  function reach(within) { taller.all("table", within).forEach(function (table) { /** @type {HTMLElement} */ (table).tabIndex = 0; }); }
  function draw() { drawing.forEach(function (one) { one(); }); }

  taller.room = {
    box: box, model: model, variants: variants, variant: variant, runs: runs, state: state, act: act, undo: undo, needs: needs, step: step,
    clock: clock, day: day, countdown: countdown, part: part, fill: fill, on: on, reach: reach, draw: draw, drawing: drawing,
  };
})(globalThis.taller);
