// A variant of one's own: the rules that the course's check has for it, and the file in which the course takes it.
(function (taller) {
  "use strict";
  const FAR = 30, MARKS = /[*_`~<>[\]{}\\&]|:::/;

  /** 8:30. @param {number} minutes */
  function clock(minutes) { return Math.floor(minutes / 60) % 24 + ":" + String(minutes % 60).padStart(2, "0"); }

  /** Everything that the check would find, with the number of its day (0: of the whole). @param {TallerVariant} own @param {TallerRoomModel} model @returns {TallerFault[]} */
  function check(own, model) {
    /** @type {TallerFault[]} */ const found = [];
    /** @type {Record<string, number>} */ const used = {};
    found.push.apply(found, titles(own.title, model.languages, 0, ""));
    own.days.forEach(function (day, place) {
      found.push.apply(found, ofDay(day, place + 1, model));
      day.items.forEach(function (item) {
        if (!item.key) return;
        if (used[item.key]) found.push({ day: place + 1, code: "twice", isError: true, values: { title: model.pages[item.key].title, n: used[item.key] } });
        used[item.key] = used[item.key] || place + 1;
      });
    });
    if (model.core.some(function (key) { return used[key]; })) {
      model.core.filter(function (key) { return !used[key]; }).forEach(function (key) {
        found.push({ day: 0, code: "core", isError: false, values: { title: (model.pages[key] || { title: key }).title } });
      });
    }
    return found;
  }
  /** @param {TallerDay} day @param {number} number @param {TallerRoomModel} model */
  function ofDay(day, number, model) {
    /** @type {TallerFault[]} */ const found = [];
    /** @param {string} code @param {Record<string, string | number>} values @param {boolean} [isMild] */
    const fault = function (code, values, isMild) { found.push({ day: number, code: code, isError: !isMild, values: values }); };
    const slots = taller.lay.day(taller.lay.pieces(day, model.pages, model.language), taller.lay.breaks(day, model.language), day.start);
    const last = slots[slots.length - 1];
    if (!day.items.length) fault("empty", {});
    if (last && last.start + last.minutes > day.end) fault("long", { end: clock(last.start + last.minutes), limit: clock(day.end), n: last.start + last.minutes - day.end });
    if (day.end <= day.start) fault("end", { start: clock(day.start), end: clock(day.end) });
    day.items.forEach(function (item) {
      if (item.kind !== "own") return;
      found.push.apply(found, titles(item.title, model.languages, number, ""));
      if (!isWhole(item.minutes, 1, 480)) fault("minutes", { title: taller.lay.named(item.title, model.language), most: 480 });
    });
    day.breaks.forEach(function (pause) {
      const slot = slots.filter(function (one) { return one.ref === "break." + day.breaks.indexOf(pause); })[0];
      found.push.apply(found, titles(pause.title, model.languages, number, clock(pause.at)));
      if (!isWhole(pause.minutes, 1, 240)) fault("minutes", { title: taller.lay.named(pause.title, model.language), most: 240 });
      if (!(day.start < pause.at && pause.at < day.end)) fault("outside", { at: clock(pause.at), start: clock(day.start), end: clock(day.end) });
      else if (!slot) fault("left-out", { at: clock(pause.at) }, true);
      else if (Math.abs(slot.start - pause.at) > FAR) fault("far", { at: clock(pause.at), start: clock(slot.start), limit: FAR }, true);
    });
    return found;
  }
  /** @param {number | undefined} value @param {number} low @param {number} high */
  function isWhole(value, low, high) { return Number.isInteger(value) && Number(value) >= low && Number(value) <= high; }
  /** A title has words in each language, and no signs of Markdown. @param {Record<string, string> | undefined} title @param {string[]} languages @param {number} day @param {string} at @returns {TallerFault[]} */
  function titles(title, languages, day, at) {
    const texts = languages.map(function (language) { return (title && title[language] || "").trim(); });
    if (texts.some(function (text) { return !text; })) return [{ day: day, code: "title", isError: true, values: { title: taller.lay.named(title, languages[0]) || at || "?", language: languages[texts.indexOf("")] } }];
    const marked = texts.filter(function (text) { return MARKS.test(text); })[0];
    return marked ? [{ day: day, code: "marks", isError: true, values: { title: marked } }] : [];
  }

  /** @param {string} text */
  function quoted(text) {
    const whole = Array.from(text).filter(function (sign) { return sign.length > 1 || !/[\ud800-\udfff]/.test(sign); }).join("");
    return JSON.stringify(whole.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g, " ").replace(/\s+/g, " ").trim());
  }
  /** @param {Record<string, string> | undefined} title @param {string[]} languages */
  function words(title, languages) {
    return "{" + languages.map(function (language) { return language + ": " + quoted(taller.lay.named(title, language)); }).join(", ") + "}";
  }
  /** An id that no other variant has. @param {TallerVariant} own @param {TallerVariant[]} others @param {string} language */
  function idOf(own, others, language) {
    const plain = taller.lay.named(own.title, language).toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+|-+$/g, "").slice(0, 40).replace(/-+$/, "") || "own";
    let id = plain;
    for (let number = 2; others.some(function (one) { return one.id === id; }); number++) id = plain + "-" + number;
    return id;
  }
  /** @param {TallerVariant} one @param {string} id @param {string[]} languages */
  function variant(one, id, languages) {
    const lines = ["  " + id + ":", "    title: " + words(one.title, languages), "    days:"];
    one.days.forEach(function (day) {
      lines.push("      - start: " + clock(day.start));
      if (day.end < 1440) lines.push("        end: " + clock(day.end));
      if (day.breaks.length) lines.push("        breaks:");
      day.breaks.forEach(function (pause) { lines.push("          - {at: " + clock(pause.at) + ", minutes: " + pause.minutes + ", title: " + words(pause.title, languages) + "}"); });
      lines.push("        items:");
      day.items.forEach(function (item) {
        if (item.kind !== "own") return lines.push("          - " + item.kind + ": " + String(item.key).slice(item.kind === "guide" ? "guides/".length : 0));
        lines.push("          - title: " + words(item.title, languages), "            minutes: " + item.minutes);
        if (item.priority && item.priority !== "must") lines.push("            priority: " + item.priority);
      });
    });
    return lines;
  }
  /** The agenda's whole file with one's own variant at its end. @param {TallerVariant} own @param {TallerRoomModel} model @param {string} comment */
  function toYaml(own, model, comment) {
    const agenda = model.agendas[own.agenda || 0], lines = ["# " + comment];
    if (agenda.participants) lines.push("participants: " + agenda.participants);
    lines.push("variants:");
    agenda.variants.forEach(function (one) { lines.push.apply(lines, variant(one, one.id, model.languages)); });
    lines.push.apply(lines, variant(own, idOf(own, agenda.variants, model.languages[0]), model.languages));
    return lines.join("\n") + "\n";
  }

  taller.variant = { check: check, toYaml: toYaml, clock: clock };
})(globalThis.taller = globalThis.taller || /** @type {any} */ ({}));
