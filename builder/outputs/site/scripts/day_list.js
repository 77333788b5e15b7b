// The whole day in a list, and what to leave out when it ends too late.
(function (taller) {
  "use strict";
  const room = taller.room;
  if (!room || !document.querySelector("section.today")) return;
  const make = taller.make, word = taller.word;

  /** @param {TallerPiece} piece */
  function title(piece) {
    const page = piece.page ? room.model.pages[piece.page] : null;
    return page ? (piece.title ? page.title + ": " + piece.title : page.title) : piece.title;
  }
  /** @param {TallerNow} at @param {TallerSlot | null} shown @param {(ref: string) => void} look */
  function draw(at, shown, look) {
    const view = at.view, list = make("ol", "today-list");
    view.slots.forEach(function (slot, number) {
      const item = make("li", view.phase === "after" || (view.at >= 0 && number < view.at) ? "is-past" : number === view.at ? "is-now" : "");
      const row = taller.button("", function () { look(number === view.at ? "" : slot.ref); }, "today-row");
      const page = slot.piece.page, isFirst = !page || !view.slots.slice(0, number).some(function (other) { return other.piece.page === page; });
      row.append(make("span", "clock", room.clock(slot.start)), " ", make("span", "", isFirst ? title(slot.piece) : slot.piece.title || title(slot.piece)), " ", make("span", "today-minutes", Math.round((slot.end - slot.start) / 60000) + " " + word("room-min")));
      if (number === view.at) row.setAttribute("aria-current", "time");
      if (slot === shown && number !== view.at) item.classList.add("is-shown");
      if (slot.piece.kind === "break") item.classList.add("is-break");
      item.append(row);
      list.append(item);
    });
    const end = make("p", "today-end", word(view.over ? "room-ends-late" : "room-ends", { time: room.clock(view.end), n: view.over, limit: room.clock(view.limit) }));
    const out = at.run.left.map(function (ref) { return at.plan.pieces.filter(function (piece) { return piece.ref === ref; })[0]; }).filter(Boolean);
    room.fill("list", [list, end].concat(out.length ? [make("p", "today-left", word("room-left-out", { what: out.map(title).join("; ") }))] : []));
  }

  /** Proposes what to leave out, so that the day ends in time. @param {TallerNow} at */
  function late(at) {
    const view = at.view, place = room.part("late");
    place.textContent = "";
    place.hidden = !view.over || view.phase === "after";
    if (place.hidden) return;
    const loose = taller.day.loose(view), chosen = taller.day.enough(loose, view.over);
    /** @type {Record<string, string>} */ const starts = {};
    view.slots.forEach(function (slot) { starts[slot.ref] = room.clock(slot.start); });
    const group = make("fieldset"), sum = make("p", "today-sum"), boxes = /** @type {HTMLInputElement[]} */ ([]);
    group.append(make("legend", "", word("room-late", { n: view.over, time: room.clock(view.end) })));
    const count = function () {
      const minutes = boxes.reduce(function (total, box, number) { return total + (box.checked ? Math.round(loose[number].minutes) : 0); }, 0);
      sum.textContent = word(minutes >= view.over ? "room-saves" : "room-saves-not", { n: minutes, all: view.over });
    };
    loose.forEach(function (piece) {
      const line = make("label"), box = /** @type {HTMLInputElement} */ (make("input"));
      box.type = "checkbox";
      box.checked = chosen.indexOf(piece.ref) >= 0;
      box.addEventListener("change", count);
      boxes.push(box);
      line.append(box, " " + (starts[piece.ref] || "") + " " + title(piece) + " (" + Math.round(piece.minutes) + " " + word("room-min") + ", " + word("priority-" + piece.priority) + ")");
      group.append(line);
    });
    count();
    group.append(sum, loose.length ? taller.button(word("room-leave-out"), function () {
      const refs = loose.filter(function (_, number) { return boxes[number].checked; }).map(function (piece) { return piece.ref; });
      room.act(function (now) { return taller.day.leaveOut(now.plan, now.run, now.now, refs); });
    }) : word("room-nothing-loose"));
    place.append(group);
  }
  room.on("late", function () {
    const minutes = Number(/** @type {HTMLInputElement} */ (room.part("minutes")).value) || 15;
    room.act(function (at) { return taller.day.push(at.plan, at.run, at.now, Math.min(Math.max(minutes, -60), 240)); });
    if (!room.part("late").hidden) room.part("late").scrollIntoView();
  });

  taller.dayList = { draw: draw, late: late };
})(globalThis.taller);
