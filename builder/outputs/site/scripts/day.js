// A day as it really runs: what is on at a moment, and what pausing, pushing and leaving out do to the rest of it.
// Nothing is counted by ticks. All follows from the moment that is asked about, so that sleep and reload change nothing.
(function (taller) {
  "use strict";
  const MINUTE = 60000;

  /** The moment of a wall clock's time on a day; what a change of the clock skips is later. @param {string} date @param {number} minutes */
  function moment(date, minutes) {
    const parts = date.split("-").map(Number);
    return new Date(parts[0], parts[1] - 1, parts[2], Math.floor(minutes / 60), minutes % 60).getTime();
  }
  /** The day some days later. @param {string} date @param {number} days */
  function later(date, days) {
    const parts = date.split("-").map(Number);
    return new Date(Date.UTC(parts[0], parts[1] - 1, parts[2] + days)).toISOString().slice(0, 10);
  }

  /** @param {TallerRun} run */
  function begin(run) { return moment(run.date, run.start) + run.delay * MINUTE; }
  /** @param {TallerCourseDay} plan @param {TallerRun} run */
  function entries(plan, run) {
    if (run.entries) return run.entries;
    const whole = plan.pieces.filter(function (piece) { return run.left.indexOf(piece.ref) < 0; });
    return laid(plan, run, whole, plan.breaks, begin(run));
  }
  /** The rest of the day from a moment on. Breaks are wished for by the clock on the wall. @param {TallerCourseDay} plan @param {TallerRun} run
   * @param {TallerPiece[]} pieces @param {TallerPiece[]} breaks @param {number} from @returns {TallerEntryOfDay[]} */
  function laid(plan, run, pieces, breaks, from) {
    const shift = run.start - plan.start, zero = moment(run.date, run.start) - run.start * MINUTE;
    const moved = breaks.map(function (pause) { return Object.assign({}, pause, { at: Number(pause.at) + shift }); });
    return taller.lay.day(pieces, moved, (from - zero) / MINUTE).map(function (slot) { return { ref: slot.ref, minutes: slot.minutes }; });
  }

  /** The day at a moment. @param {TallerCourseDay} plan @param {TallerRun} run @param {number} now @returns {TallerView} */
  function view(plan, run, now) {
    const start = begin(run), known = byRef(plan);
    let clock = start, at = -1;
    const slots = entries(plan, run).filter(function (entry) { return known[entry.ref]; }).map(function (entry, number) {
      const from = clock;
      let minutes = entry.minutes;
      if (run.paused && from <= run.paused && run.paused < from + minutes * MINUTE) minutes += Math.max(now - run.paused, 0) / MINUTE;
      clock += minutes * MINUTE;
      if (from <= now && now < clock) at = number;
      return { ref: entry.ref, piece: known[entry.ref], start: from, end: clock };
    });
    const limit = moment(run.date, run.start) + (plan.end - plan.start) * MINUTE;
    return {
      slots: slots, at: at, begin: start, end: clock, limit: limit, over: Math.max(Math.ceil((clock - limit) / MINUTE), 0),
      phase: now < start ? "before" : at < 0 ? "after" : "during", paused: Boolean(run.paused) && at >= 0,
      left: at >= 0 ? slots[at].end - now : 0,
    };
  }
  /** @param {TallerCourseDay} plan */
  function byRef(plan) {
    /** @type {Record<string, TallerPiece>} */ const found = {};
    plan.pieces.concat(plan.breaks).forEach(function (piece) { found[piece.ref] = piece; });
    return found;
  }

  /** The run with the entries up to number `last` kept, one of them lasting until `end`, and the rest laid anew.
   * @param {TallerCourseDay} plan @param {TallerRun} run @param {TallerView} seen @param {number} last @param {number} end @param {string[]} [without] @returns {TallerRun} */
  function from(plan, run, seen, last, end, without) {
    const left = run.left.concat(without || []);
    const kept = seen.slots.slice(0, last + 1).map(function (slot, number) { return { ref: slot.ref, minutes: ((number === last ? end : slot.end) - slot.start) / MINUTE }; });
    const rest = seen.slots.slice(last + 1).map(function (slot) { return slot.piece; }).filter(function (piece) { return left.indexOf(piece.ref) < 0; });
    /** @param {boolean} isBreak */
    const those = function (isBreak) { return rest.filter(function (piece) { return (piece.kind === "break") === isBreak; }); };
    const breaks = those(true).sort(function (a, b) { return Number(a.at) - Number(b.at); });
    return Object.assign({}, run, { entries: kept.concat(laid(plan, run, those(false), breaks, end)), left: left, paused: 0 });
  }

  /** So many minutes more for what is on; before the day a later start, after it more of its last piece. @param {TallerCourseDay} plan @param {TallerRun} run @param {number} now @param {number} minutes */
  function push(plan, run, now, minutes) {
    const seen = view(plan, run, now), last = seen.slots.length - 1;
    if (seen.phase === "before" || last < 0) return Object.assign({}, run, { delay: run.delay + minutes, entries: null });
    if (seen.phase === "after") return from(plan, run, seen, last, now + minutes * MINUTE);
    const pushed = from(plan, run, seen, seen.at, Math.max(seen.slots[seen.at].end + minutes * MINUTE, now + MINUTE));
    return run.paused ? Object.assign(pushed, { paused: now }) : pushed;
  }
  /** @param {TallerCourseDay} plan @param {TallerRun} run @param {number} now */
  function pause(plan, run, now) { return view(plan, run, now).at < 0 || run.paused ? run : Object.assign({}, run, { entries: entries(plan, run), paused: now }); }
  /** @param {TallerCourseDay} plan @param {TallerRun} run @param {number} now */
  function resume(plan, run, now) {
    const seen = view(plan, run, now);
    return seen.at < 0 ? Object.assign({}, run, { paused: 0 }) : from(plan, run, seen, seen.at, seen.slots[seen.at].end);
  }
  /** What is on ends now; before the day, the day begins now. @param {TallerCourseDay} plan @param {TallerRun} run @param {number} now */
  function finish(plan, run, now) {
    const seen = view(plan, run, now);
    if (seen.phase === "before") return Object.assign({}, run, { delay: Math.round((now - moment(run.date, run.start)) / 1000) / 60, entries: null });
    return seen.at < 0 ? run : from(plan, run, seen, seen.at, now);
  }
  /** What was on before goes on for so many minutes. @param {TallerCourseDay} plan @param {TallerRun} run @param {number} now @param {number} minutes */
  function again(plan, run, now, minutes) {
    const seen = view(plan, run, now);
    if (seen.phase === "after") return push(plan, run, now, minutes);
    return seen.at < 1 ? run : from(plan, run, seen, seen.at - 1, now + minutes * MINUTE);
  }
  /** @param {TallerCourseDay} plan @param {TallerRun} run @param {number} now @param {string[]} refs */
  function leaveOut(plan, run, now, refs) {
    const seen = view(plan, run, now);
    if (seen.phase === "before") return Object.assign({}, run, { left: run.left.concat(refs), entries: null });
    return seen.at < 0 ? run : from(plan, run, seen, seen.at, seen.slots[seen.at].end, refs);
  }

  /** What can still be left out, that which matters least first. @param {TallerView} seen */
  function loose(seen) {
    const rest = seen.slots.slice(seen.at + 1).filter(function (slot) { return slot.piece.kind !== "break" && slot.piece.priority !== "must"; });
    /** @param {{piece: TallerPiece}} slot */
    const rank = function (slot) { return (slot.piece.priority === "could" ? 0 : 2) + (slot.piece.kind === "own" ? 0 : 1); };
    return rest.map(function (slot, order) { return { slot: slot, order: order }; })
      .sort(function (a, b) { return rank(a.slot) - rank(b.slot) || a.order - b.order; }).map(function (one) { return one.slot.piece; });
  }
  /** As few of these as give so many minutes; all of them where that is not enough. @param {TallerPiece[]} pieces @param {number} minutes @returns {string[]} */
  function enough(pieces, minutes) {
    /** @type {TallerPiece[]} */ const chosen = [];
    let sum = 0;
    pieces.forEach(function (piece) {
      if (sum >= minutes) return;
      chosen.push(piece);
      sum += piece.minutes;
    });
    return chosen.slice().reverse().reduce(function (kept, piece) {
      if (sum - piece.minutes < minutes) return [piece.ref].concat(kept);
      sum -= piece.minutes;
      return kept;
    }, /** @type {string[]} */ ([]));
  }

  /** Which day it is: the one that runs, else the next, else the last. @param {TallerCourseDay[]} plans @param {TallerRun[]} runs @param {number} now */
  function which(plans, runs, now) {
    const seen = plans.map(function (plan, number) { return view(plan, runs[number], now); });
    const phases = seen.map(function (one) { return one.phase; }), running = phases.indexOf("during");
    if (running >= 0) return running;
    const ended = phases.lastIndexOf("after");
    if (ended >= 0 && now - seen[ended].end < 60 * MINUTE) return ended;
    const next = phases.indexOf("before");
    return next >= 0 ? next : plans.length - 1;
  }

  taller.day = {
    moment: moment, later: later, view: view, push: push, pause: pause, resume: resume, finish: finish, again: again, leaveOut: leaveOut,
    loose: loose, enough: enough, which: which,
  };
})(globalThis.taller = globalThis.taller || /** @type {any} */ ({}));
