// Groups for the activity, and games for tired faces. Names are written nowhere: they are gone when the page is closed.
(function (taller) {
  "use strict";
  const room = taller.room;
  if (!room || !document.querySelector("section.today")) return;
  const make = taller.make, word = taller.word;

  function deal() {
    const names = /** @type {HTMLTextAreaElement} */ (room.part("names")).value, size = Number(/** @type {HTMLInputElement} */ (room.part("size")).value) || 4;
    const people = taller.groups.people(names || String(taller.kept.read().people || 20));
    const made = taller.groups.make(people, Math.max(size, 2), Math.random), list = make("ol", "today-groups");
    made.groups.forEach(function (group) {
      const item = make("li");
      item.append(group.map(function (one) { return one.firm ? one.name + " (" + one.firm + ")" : one.name; }).join(", "));
      list.append(item);
    });
    const said = made.together.map(function (one) { return make("p", "today-together", word("room-together", { firm: one.firm, n: one.people, all: made.groups.length })); });
    const none = people.some(function (one) { return one.firm; }) && !said.length ? [make("p", "", word("room-apart"))] : [];
    room.fill("groups", [make("p", "", word("room-groups-made", { n: people.length, all: made.groups.length })), list].concat(said, none));
  }
  room.on("groups", deal);
  const games = taller.pieces ? taller.pieces.energisers : "";
  room.part("energisers").innerHTML = games;
  room.reach(room.part("energisers"));
  const fold = /** @type {HTMLElement} */ (room.part("energisers").closest("details"));
  fold.hidden = !games;
})(globalThis.taller);
