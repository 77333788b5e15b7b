// What is chosen once: the variant, the date and the start of each day, for how many people.
(function (taller) {
  "use strict";
  const room = taller.room;
  if (!room || !document.querySelector("section.today")) return;
  const make = taller.make, word = taller.word;
  let isDrawn = false, offered = "";

  /** @param {string} label @param {HTMLElement} control */
  function labelled(label, control) {
    const line = make("label", "today-field", label);
    line.append(" ", control);
    return line;
  }
  /** @param {string} type @param {string} value */
  function input(type, value) {
    const made = /** @type {HTMLInputElement} */ (make("input"));
    made.type = type;
    made.value = value;
    return made;
  }
  /** @param {number} minutes */
  function time(minutes) { return String(Math.floor(minutes / 60)).padStart(2, "0") + ":" + String(minutes % 60).padStart(2, "0"); }

  function draw() {
    const kept = taller.kept.read(), own = JSON.stringify(kept.own);
    if (isDrawn && own === offered) return; // an own variant may come from the database after the form was drawn
    isDrawn = true;
    offered = own;
    const choice = /** @type {HTMLSelectElement} */ (make("select")), days = make("div", "today-days");
    room.variants().forEach(function (one) {
      const option = /** @type {HTMLOptionElement} */ (make("option", "", taller.lay.named(one.title, room.model.language)));
      option.value = one.name;
      option.selected = one.name === kept.variant;
      choice.append(option);
    });
    const people = input("number", "20"), sound = input("checkbox", "");
    people.min = "1";
    people.max = "500";
    sound.checked = kept.sound;
    /** @type {{date: HTMLInputElement, start: HTMLInputElement}[]} */ let rows = [];
    /** A later day that no longer comes after the one before it follows the day before. @param {number} from */
    const follow = function (from) {
      rows.slice(from + 1).forEach(function (row, place) {
        const before = rows[from + place].date.value;
        if (before && row.date.value <= before) row.date.value = taller.day.later(before, 1);
      });
    };
    const fill = function () {
      const chosen = room.variants()[choice.selectedIndex], same = kept.variant === chosen.name && kept.runs.length === chosen.days.length;
      people.value = String(same && kept.people || chosen.people);
      days.textContent = "";
      rows = (same ? kept.runs : room.runs(chosen, taller.today())).map(function (run, number) {
        const group = make("fieldset"), row = { date: input("date", run.date), start: input("time", time(run.start)) };
        row.date.required = row.start.required = true;
        row.date.addEventListener("change", function () { follow(number); });
        group.append(make("legend", "", word("room-day", { n: number + 1 })), labelled(word("room-date"), row.date), labelled(word("room-start"), row.start));
        days.append(group);
        return row;
      });
    };
    choice.addEventListener("change", fill);
    const form = /** @type {HTMLFormElement} */ (make("form")), save = /** @type {HTMLButtonElement} */ (make("button", "md-button md-button--primary", word("room-save")));
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      const chosen = room.variants()[choice.selectedIndex];
      keep(chosen, Number(people.value) || chosen.people, sound.checked, rows.map(function (row) { return { date: row.date.value, start: row.start.value }; }));
    });
    form.append(labelled(word("room-variant"), choice), labelled(word("room-people"), people), days, labelled(word("room-sound"), sound), save);
    fill();
    room.fill("setup", [make("h2", "", word("room-setup")), make("p", "", word("room-setup-lead")), form]);
  }
  /** What ran already stays where it is when only other days are changed. @param {TallerVariant} chosen @param {number} people @param {boolean} sound @param {{date: string, start: string}[]} rows */
  function keep(chosen, people, sound, rows) {
    const kept = taller.kept.read(), same = kept.variant === chosen.name && kept.runs.length === rows.length;
    const runs = room.runs(chosen, rows[0].date).map(function (fresh, number) {
      const parts = rows[number].start.split(":").map(Number), start = parts[0] * 60 + parts[1], old = kept.runs[number];
      return same && old.date === rows[number].date && old.start === start ? old : Object.assign(fresh, { date: rows[number].date, start: start });
    });
    taller.kept.write({ variant: chosen.name, people: people, sound: sound, runs: runs, history: [], ticks: same ? kept.ticks : {} });
    if (sound) taller.awake.unlock();
    isDrawn = false;
    taller.todayPage.ready();
  }
  taller.setup = { draw: draw };
})(globalThis.taller);
