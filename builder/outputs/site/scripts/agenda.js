// The agenda page: a variant of one's own, changed here, checked at once, used on the page of the day, saved for the course.
(function (taller) {
  "use strict";
  const room = taller.room;
  if (!room || !document.querySelector("section.own-variant")) return;
  const make = taller.make, word = taller.word, model = room.model, NAME = "own-variant";

  let drawn = "";
  function own() { return taller.kept.read().own; }
  /** @param {TallerVariant | null} changed */
  function keep(changed) {
    drawn = JSON.stringify(changed);
    const kept = taller.kept.read(), isUsed = kept.variant === NAME, isOther = !changed || changed.days.length !== kept.runs.length;
    const runs = kept.runs.map(function (run) { return Object.assign({}, run, { entries: null, left: [], paused: 0 }); });
    taller.kept.write(Object.assign({ own: changed }, !isUsed ? {} : isOther ? { variant: "", runs: [], history: [] } : { runs: runs, history: [] }));
  }
  /** Changes the variant; the form is drawn anew when `isWhole`. @param {(own: TallerVariant) => void} how @param {boolean} [isWhole] */
  function change(how, isWhole) {
    const changed = own();
    if (!changed) return;
    how(changed);
    keep(changed);
    if (isWhole) draw(); else results(changed);
  }
  /** @param {string} label @param {string} type @param {string} value @param {(value: string) => void} set */
  function field(label, type, value, set) {
    const line = make("label", "today-field", label), input = /** @type {HTMLInputElement} */ (make("input"));
    input.type = type;
    input.value = value;
    input.addEventListener("input", function () { set(input.value); });
    line.append(" ", input);
    return line;
  }
  /** @param {string} label @param {string} text @param {() => void} action */
  function button(label, text, action) {
    const made = taller.button(text, action);
    made.setAttribute("aria-label", text.length > 2 ? text + ": " + label : label);
    return made;
  }
  /** @param {string} text */
  function minutes(text) { const parts = text.split(":").map(Number); return (parts[0] * 60 + parts[1]) || 0; }
  /** @param {number} at */
  function time(at) { return String(Math.floor(Math.min(at, 1439) / 60)).padStart(2, "0") + ":" + String(Math.min(at, 1439) % 60).padStart(2, "0"); }
  /** The fields of a title, one in each language. @param {Record<string, string>} title @param {(change: (title: Record<string, string>) => void) => void} set */
  function titles(title, set) {
    return model.languages.map(function (language) {
      return field(word("room-title", { language: language }), "text", title[language] || "", function (text) { set(function (changed) { changed[language] = text; }); });
    });
  }

  /** @param {TallerItem} item */
  function named(item) { return item.key ? model.pages[item.key].title : taller.lay.named(item.title, model.language); }
  /** @param {TallerDay} day @param {number} number @param {TallerItem} item @param {number} place */
  function itemRow(day, number, item, place) {
    const row = make("li"), name = named(item), buttons = make("span", "today-buttons");
    const length = item.key ? model.pages[item.key].steps.reduce(function (sum, step) { return sum + step.minutes; }, 0) : 0;
    if (item.key) row.append(make("strong", "", name), " (" + length + " " + word("room-min") + ")");
    else {
      row.append.apply(row, titles(item.title || {}, function (set) { change(function (changed) { set(changed.days[number].items[place].title = changed.days[number].items[place].title || {}); }); }));
      row.append(field(word("room-minutes"), "number", String(item.minutes), function (text) { change(function (changed) { changed.days[number].items[place].minutes = Number(text); }); }));
    }
    /** @param {number} to */
    const move = function (to) { change(function (changed) { const items = changed.days[number].items; items.splice(to, 0, items.splice(place, 1)[0]); }, true); };
    if (place) buttons.append(button(word("room-up", { title: name }), "↑", function () { move(place - 1); }));
    if (place < day.items.length - 1) buttons.append(button(word("room-down", { title: name }), "↓", function () { move(place + 1); }));
    buttons.append(button(name, word("room-drop"), function () { change(function (changed) { changed.days[number].items.splice(place, 1); }, true); }));
    row.append(buttons);
    return row;
  }
  /** @param {number} number @param {TallerBreak} pause @param {number} place */
  function breakRow(number, pause, place) {
    const row = make("li"), name = taller.lay.named(pause.title, model.language);
    row.append.apply(row, titles(pause.title, function (set) { change(function (changed) { set(changed.days[number].breaks[place].title); }); }));
    row.append(
      field(word("room-at"), "time", time(pause.at), function (text) { change(function (changed) { changed.days[number].breaks[place].at = minutes(text); }); }),
      field(word("room-minutes"), "number", String(pause.minutes), function (text) { change(function (changed) { changed.days[number].breaks[place].minutes = Number(text); }); }),
      button(name, word("room-drop"), function () { change(function (changed) { changed.days[number].breaks.splice(place, 1); }, true); }),
    );
    return row;
  }
  /** What a day can get: a session or guide that is not in it yet, something of one's own, a break. @param {TallerVariant} variant @param {number} number */
  function adding(variant, number) {
    const box = make("div", "today-buttons"), choice = /** @type {HTMLSelectElement} */ (make("select")), label = make("label", "today-field", word("room-session"));
    const used = variant.days.reduce(function (all, day) { return all.concat(day.items.map(function (item) { return item.key || ""; })); }, /** @type {string[]} */ ([]));
    Object.keys(model.pages).filter(function (key) { return used.indexOf(key) < 0; }).forEach(function (key) {
      const option = /** @type {HTMLOptionElement} */ (make("option", "", model.pages[key].title));
      option.value = key;
      choice.append(option);
    });
    label.append(" ", choice);
    /** @param {TallerItem} item */
    const add = function (item) { change(function (changed) { changed.days[number].items.push(item); }, true); };
    if (choice.options.length) box.append(label, button(word("room-day", { n: number + 1 }), word("room-add-session"), function () { add({ kind: model.pages[choice.value].kind, key: choice.value }); }));
    box.append(
      button(word("room-day", { n: number + 1 }), word("room-add-own"), function () { add({ kind: "own", title: {}, minutes: 30, priority: "must" }); }),
      button(word("room-day", { n: number + 1 }), word("room-add-break"), function () { change(function (changed) { const day = changed.days[number]; day.breaks.push({ at: Math.min(day.start + 90, 1439), minutes: 15, title: {} }); }, true); }),
    );
    return box;
  }
  /** @param {TallerVariant} variant @param {TallerDay} day @param {number} number */
  function dayForm(variant, day, number) {
    const group = make("fieldset"), items = make("ol"), breaks = make("ul");
    day.items.forEach(function (item, place) { items.append(itemRow(day, number, item, place)); });
    day.breaks.forEach(function (pause, place) { breaks.append(breakRow(number, pause, place)); });
    group.append(make("legend", "", word("room-day", { n: number + 1 })),
      field(word("room-start"), "time", time(day.start), function (text) { change(function (changed) { changed.days[number].start = minutes(text); }); }),
      field(word("room-end"), "time", time(day.end), function (text) { change(function (changed) { changed.days[number].end = minutes(text); }); }),
      items, adding(variant, number), breaks);
    if (variant.days.length > 1) group.append(button(word("room-day", { n: number + 1 }), word("room-drop-day"), function () { change(function (changed) { changed.days.splice(number, 1); }, true); }));
    return group;
  }

  /** The clock of each day, and every fault. @param {TallerVariant} variant */
  function results(variant) {
    const faults = taller.variant.check(variant, model), list = make("ul", "variant-faults");
    faults.forEach(function (fault) {
      const day = fault.day ? word("room-day", { n: fault.day }) + ": " : "";
      list.append(make("li", fault.isError ? "is-error" : "", day + word("room-fault-" + fault.code, fault.values)));
    });
    const isWrong = faults.some(function (fault) { return fault.isError; });
    const lead = make("p", "variant-lead", word(isWrong ? "room-wrong" : faults.length ? "room-hints" : "room-right"));
    const tables = variant.days.map(function (day, number) { return table(day, number); });
    room.fill("verdict", [lead].concat(faults.length ? [list] : []));
    room.fill("results", tables);
    /** @type {HTMLButtonElement} */ (room.box.querySelector('[data-do="yaml"]')).disabled = isWrong;
  }
  /** @param {TallerDay} day @param {number} number */
  function table(day, number) {
    const made = make("table", "agenda"), body = make("tbody"), pieces = taller.lay.pieces(day, model.pages, model.language), breaks = taller.lay.breaks(day, model.language);
    const known = pieces.concat(breaks);
    made.append(make("caption", "", word("room-day", { n: number + 1 })));
    taller.lay.day(pieces, breaks, day.start).forEach(function (slot) {
      const row = make("tr"), piece = known.filter(function (one) { return one.ref === slot.ref; })[0], head = make("th", "clock", taller.variant.clock(slot.start));
      head.setAttribute("scope", "row");
      row.append(head, make("td", "", piece.page ? model.pages[piece.page].title + ": " + piece.title : piece.title), make("td", "", slot.minutes + " " + word("room-min")));
      body.append(row);
    });
    made.append(body);
    return made;
  }

  function draw() {
    const variant = own(), form = make("div");
    drawn = JSON.stringify(variant);
    room.part("begin").hidden = Boolean(variant);
    room.part("editor").hidden = !variant;
    if (!variant) return;
    form.append.apply(form, titles(variant.title, function (set) { change(function (changed) { set(changed.title); }); }));
    variant.days.forEach(function (day, number) { form.append(dayForm(variant, day, number)); });
    room.fill("form", [form]);
    results(variant);
  }
  room.on("begin", function () {
    const name = /** @type {HTMLSelectElement} */ (room.part("from")).value;
    model.agendas.forEach(function (agenda, number) {
      agenda.variants.filter(function (one) { return one.name === name; }).forEach(function (one) {
        const copy = /** @type {TallerVariant} */ (JSON.parse(JSON.stringify(one)));
        Object.keys(copy.title).forEach(function (language) { copy.title[language] += " 2"; });
        keep(Object.assign(copy, { name: NAME, people: agenda.people, agenda: number }));
      });
    });
    draw();
    room.part("form").querySelector("input")?.focus();
  });
  room.on("yaml", function () {
    const variant = own();
    if (!variant) return;
    const file = model.agendas[variant.agenda || 0].file;
    taller.download(file, taller.variant.toYaml(variant, model, word("room-yaml-comment", { file: file })), "application/yaml");
  });
  room.on("forget", function () { keep(null); draw(); });
  room.on("day", function () { change(function (changed) { const last = changed.days[changed.days.length - 1]; changed.days.push({ start: last.start, end: last.end, breaks: [], items: [] }); }, true); });
  /** One variant is open and would be printed: the theme opens all that can be folded when a page is printed. @param {Element | null} chosen */
  function choose(chosen) {
    if (!chosen) return;
    taller.all("details.variant").forEach(function (one) {
      one.classList.toggle("is-chosen", one === chosen);
      if (one !== chosen) one.removeAttribute("open");
    });
  }
  taller.all("details.variant > summary").forEach(function (summary) { summary.addEventListener("click", function () { choose(summary.parentElement); }); });
  function chooseNamed() {
    const marked = document.getElementById(location.hash.slice(1)), inside = marked && marked.closest("details.variant");
    if (inside) inside.setAttribute("open", "open");
    choose(inside);
  }
  chooseNamed();
  addEventListener("hashchange", chooseNamed);
  taller.all("button[data-print]").forEach(function (one) { one.addEventListener("click", function () { print(); }); });
  taller.kept.onChange(function () { if (JSON.stringify(own()) !== drawn) draw(); });
  draw();
})(globalThis.taller);
