// The trainer's day: what is on now, how long it still lasts, what to say.
(function (taller) {
  "use strict";
  const room = taller.room;
  if (!room || !document.querySelector("section.today")) return;
  const make = taller.make, word = taller.word, HALF = 500;
  let isByHand = false, drawn = "", written = "", looked = "", sounded = "", isSettingUp = false;

  /** @param {string} ref */
  function look(ref) {
    looked = ref;
    room.draw();
    room.part("title").querySelector("h2")?.focus();
  }
  /** The slot whose text is shown: the one that is on, or one that was looked up. @param {TallerNow} at */
  function shown(at) {
    const wanted = at.view.slots.filter(function (slot) { return slot.ref === looked; })[0];
    return wanted || at.view.slots[at.view.at] || (at.view.phase === "before" ? at.view.slots[0] : null);
  }

  /** @param {TallerNow} at @param {TallerSlot | null} slot */
  function heading(at, slot) {
    const made = make("h2", "", slot ? slot.piece.title || pageTitle(slot.piece) : word("room-over"));
    made.tabIndex = -1;
    const page = slot && slot.piece.page ? room.model.pages[slot.piece.page] : null, step = slot && room.step(slot.piece);
    const about = make("p", "today-about"), chosen = room.variant(at.room), guide = chosen && room.model.agendas[chosen.agenda || 0];
    const link = /** @type {HTMLAnchorElement} */ (make("a", "", page ? page.title : guide ? guide.guide : ""));
    if (slot && slot.piece.kind === "own" && guide) {
      link.href = guide.href;
      about.append(link);
      return [made, about];
    }
    if (page) {
      link.href = page.href + (step && step.id ? "#" + step.id : "");
      about.append(link, [step && step.kind, step && step.group, slot && slot.piece.priority !== "must" && word("priority-" + slot.piece.priority)].filter(Boolean).map(function (text) { return " · " + text; }).join(""));
    }
    return page ? [made, about] : [made];
  }
  /** @param {TallerPiece} piece */
  function pageTitle(piece) { return piece.page ? room.model.pages[piece.page].title : ""; }

  /** @param {TallerNow} at @param {TallerSlot | null} slot */
  function content(at, slot) {
    const html = slot && taller.pieces && taller.pieces.pieces[slot.ref], piece = room.part("piece");
    piece.innerHTML = html || "";
    room.reach(piece);
    room.fill("needs", slot ? materials(at, slot) : []);
    const step = slot && room.step(slot.piece);
    if (step && step.size && step.size > 1) /** @type {HTMLInputElement} */ (room.part("size")).value = String(step.size);
  }
  /** @param {TallerNow} at @param {TallerSlot} slot */
  function materials(at, slot) {
    const step = room.step(slot.piece), rows = step ? room.needs(step, at.room.people) : [];
    if (!rows.length) return [];
    const fold = make("details", "today-needs"), list = make("ul"), head = make("summary");
    /** @param {number} number */
    const key = function (number) { return at.number + "/" + slot.ref + "/" + number; };
    const count = function () {
      const ticks = taller.kept.read().ticks;
      head.textContent = word("room-materials", { n: rows.filter(function (_, number) { return ticks[key(number)]; }).length, all: rows.length });
    };
    rows.forEach(function (row, number) {
      const line = make("label"), tick = /** @type {HTMLInputElement} */ (make("input")), item = make("li");
      tick.type = "checkbox";
      tick.checked = Boolean(at.room.ticks[key(number)]);
      tick.addEventListener("change", function () {
        const ticks = Object.assign({}, taller.kept.read().ticks);
        if (tick.checked) ticks[key(number)] = 1; else delete ticks[key(number)];
        taller.kept.write({ ticks: ticks });
        count();
      });
      line.append(tick, " ", make("strong", "", String(row.number)), " " + row.name);
      item.append(line);
      list.append(item);
    });
    count();
    fold.append(head, list);
    return [fold];
  }

  /** Left alone while it is the same, so that what was unfolded stays so. @param {TallerNow} at @param {TallerSlot | null} slot */
  function text(at, slot) {
    const key = [at.number, at.room.variant, at.room.people, slot ? slot.ref : at.view.phase].join("|");
    if (key === written) return;
    written = key;
    room.fill("title", heading(at, slot));
    content(at, slot);
  }
  /** What is drawn only when something else is on. @param {TallerNow} at */
  function whole(at) {
    const slot = shown(at), view = at.view, seen = [at.number, view.at, view.phase, view.paused, slot && slot.ref, JSON.stringify(at.room.runs), at.room.people, at.room.variant, view.over > 0].join("|");
    if (seen === drawn) return;
    const before = drawn.split("|").slice(0, 3).join("|"), isOther = drawn && before !== seen.split("|").slice(0, 3).join("|");
    drawn = seen;
    text(at, slot);
    taller.dayList.draw(at, slot, look);
    taller.dayList.late(at);
    const pause = /** @type {HTMLElement} */ (room.box.querySelector('[data-do="pause"]'));
    pause.textContent = word(view.paused ? "room-resume" : "room-pause");
    room.box.classList.toggle("is-running", view.phase === "during");
    room.box.classList.toggle("is-before", view.phase === "before");
    room.box.classList.toggle("is-ahead", Boolean(slot && view.slots[view.at] !== slot && looked));
    if (isOther) tell(at);
  }
  /** @param {TallerNow} at */
  function tell(at) {
    const slot = at.view.slots[at.view.at];
    room.part("status").textContent = slot ? word("room-now-on", { title: slot.piece.title || pageTitle(slot.piece) }) : word(at.view.phase === "after" ? "room-over" : "room-before");
  }

  /** What changes with every second. @param {TallerNow} at */
  function seconds(at) {
    const view = at.view, slot = view.slots[view.at], clock = room.part("clock"), next = view.slots[view.at + 1];
    const name = at.days > 1 ? word("room-day", { n: at.number + 1 }) + " · " : "";
    room.part("when").textContent = name + (slot ? room.clock(slot.start) + "–" + room.clock(slot.end) : room.day(view.begin) + ", " + room.clock(view.begin));
    clock.textContent = slot ? room.countdown(view.left) : view.phase === "before" ? until(view.begin - at.now) : room.clock(at.now);
    room.part("unit").textContent = word(slot ? (view.paused ? "room-paused" : "room-left") : view.phase === "before" ? "room-until" : "room-it-is");
    const bar = /** @type {HTMLProgressElement} */ (room.part("bar"));
    bar.hidden = !slot;
    if (slot) { bar.max = slot.end - slot.start; bar.value = at.now - slot.start; }
    clock.classList.toggle("soon", Boolean(slot) && view.left <= 120000 && !view.paused);
    clock.classList.toggle("still", view.paused);
    const first = view.phase === "before" ? view.slots[0] : next;
    room.part("next").textContent = first ? word("room-next", { time: room.clock(first.start), title: first.piece.title || pageTitle(first.piece), n: Math.round((first.end - first.start) / 60000) }) : "";
    ended(at, slot);
  }
  /** @param {number} left */
  function until(left) { return left > 86400000 ? word("room-days", { n: Math.floor(left / 86400000) }) : room.countdown(left); }

  /** For five minutes: what has just ended, and the way back to it. @param {TallerNow} at @param {TallerSlot | undefined} slot */
  function ended(at, slot) {
    const view = at.view, last = slot ? view.slots[view.at - 1] : view.phase === "after" ? view.slots[view.slots.length - 1] : null;
    const isFresh = last !== null && last !== undefined && at.now - last.end < 300000 && !view.paused;
    const place = room.part("ended"), said = last && isFresh ? word("room-ended", { title: last.piece.title || pageTitle(last.piece) }) : "";
    if (place.dataset.said !== said) {
      place.dataset.said = said;
      place.textContent = "";
      if (said) place.append(make("span", "", said), " ", taller.button(word("room-again"), function () { room.act(function (now) { return taller.day.again(now.plan, now.run, now.now, 5); }); }));
    }
    const mark = at.number + "/" + (last ? last.ref + "/" + last.end : "");
    if (isFresh && last && sounded !== mark && at.now - last.end < 5000 && at.room.sound && !isByHand) taller.awake.beep();
    if (isFresh) sounded = mark;
  }

  function draw() {
    const at = room.state();
    const isReady = Boolean(at) && !isSettingUp;
    room.part("setup").hidden = isReady;
    room.part("running").hidden = !isReady;
    document.documentElement.classList.toggle("taller-today", isReady);
    if (!at || !isReady) return taller.setup.draw();
    whole(at);
    seconds(at);
    taller.beam.send(at);
    taller.awake.want(at.view.phase === "during");
    room.part("kept").textContent = taller.kept.isKept() ? "" : word("room-not-kept");
  }

  room.on("pause", function () { room.act(function (at) { return at.run.paused ? taller.day.resume(at.plan, at.run, at.now) : taller.day.pause(at.plan, at.run, at.now); }); });
  room.on("more", function () { room.act(function (at) { return taller.day.push(at.plan, at.run, at.now, 5); }); });
  room.on("finish", function () {
    looked = "";
    isByHand = true;
    room.act(function (at) { return taller.day.finish(at.plan, at.run, at.now); });
    isByHand = false;
  });
  room.on("undo", room.undo);
  room.on("now", function () { look(""); });
  room.on("unfold", function () {
    const folds = /** @type {HTMLDetailsElement[]} */ (taller.all("details.room-fold", room.part("piece"))), open = folds.some(function (one) { return !one.open; });
    folds.forEach(function (one) { one.open = open; });
  });
  room.on("settings", function () { isSettingUp = true; room.draw(); room.part("setup").querySelector("select")?.focus(); });
  taller.todayPage = { ready: function () { isSettingUp = false; drawn = written = looked = ""; room.draw(); room.part("title").querySelector("h2")?.focus(); } };
  room.drawing.push(draw);
  taller.kept.onChange(room.draw);
  addEventListener("visibilitychange", room.draw);
  addEventListener("pageshow", room.draw);
  document.addEventListener("DOMContentLoaded", room.draw, { once: true });
  setInterval(room.draw, HALF);
  room.draw();
})(globalThis.taller);
