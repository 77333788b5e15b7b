// Taking it along: the record as a file, back from a file, as a spreadsheet, as calendar entries, to the coach; and forgetting it.
(function (taller) {
  "use strict";
  if (!taller.plan) return;
  const store = taller.store, make = taller.make, word = taller.word, plan = taller.plan, model = plan.model;
  const own = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  /** @type {Promise<unknown> | undefined} */ let office;
  /** What makes files of office programs is loaded when it is asked for. @param {() => void} then */
  function withOffice(then) {
    office = office || Promise.all([own.replace(/[^/]*$/, "office.js"), taller.settings.root + "assets/taller/labels." + document.documentElement.lang + ".js"].map(function (address) {
      return new Promise(function (resolve, reject) {
        const script = document.createElement("script");
        script.src = address;
        script.onload = resolve;
        script.onerror = reject;
        document.head.append(script);
      });
    }));
    office.then(then, function () { office = undefined; say(word("plan-not-loaded")); });
  }
  const status = make("p", "take-status");
  status.setAttribute("role", "status");
  /** @param {string} text */
  function say(text) { status.textContent = text; }
  /** @param {(name: string) => boolean} fits @param {string} which */
  function file(fits, which) {
    /** @type {TallerEntries} */ const some = {};
    Object.keys(store.all()).filter(fits).forEach(function (name) { some[name] = store.all()[name]; });
    return taller.exchange.toFile(some, { course: taller.course.id, language: document.documentElement.lang, now: new Date(), part: which });
  }
  /** What the coach may see: the plan and what is drawn in it, no sheet that is sensitive. @param {string} name */
  function forCoach(name) { return model.coach.some(function (start) { return name.indexOf(start) === 0; }); }

  async function send() {
    const text = file(forCoach, "plan"), name = taller.fileName("plan", "json");
    const files = [[name, "application/json"], [taller.fileName("plan", "txt"), "text/plain"]].map(function (one) { return new File([text], one[0], { type: one[1] }); });
    const can = files.filter(function (one) { return navigator.canShare && navigator.canShare({ files: [one] }); })[0];
    if (!can) { taller.download(name, text, "application/json"); return say(word("plan-sent-file")); }
    try { await navigator.share({ files: [can], title: model.title }); say(word("plan-sent")); } catch (error) { /* thought better of it */ }
  }
  /** @param {File} given */
  async function bring(given) {
    const found = taller.exchange.fromFile(await given.text(), taller.course.id);
    if (found.problem) return say(word("plan-import-" + found.problem));
    const all = Object.keys(found.entries).length, taken = store.take(found.entries);
    say(word("plan-imported", { n: taken, all: all }));
  }
  /** The words of a field's sheet: its id is the part of the name that the course knows. @param {string} name */
  function sheetOf(name) {
    const known = name.split("_").filter(function (one) { return one in taller.labels; })[0];
    return known ? taller.labels[known] : name.indexOf("my-plan_") === 0 ? word("plan-name") : "";
  }
  function answers() {
    const names = Object.keys(store.all()).filter(function (name) { return !taller.entries.isMark(name) && store.value(name) !== ""; }).sort();
    /** @type {(string | number)[][]} */ const rows = [["field", word("plan-sheet"), word("plan-answer")]];
    return rows.concat(names.map(function (name) { return [name, sheetOf(name), store.value(name)]; }));
  }
  /** @returns {TallerSheet[]} */
  function sheets() {
    const read = plan.read(), own = taller.course.tables[taller.course.tables.length - 1], found = [];
    if (own.rows) {
      const head = ["#"].concat(own.columns.map(function (role) { return word("plan-" + role); }), [word("plan-payback"), word("plan-done")]);
      /** @type {TallerCell[][]} */ const rows = [head];
      read.actions.forEach(function (action) {
        const cells = own.columns.map(function (role) {
          const number = ["cost", "monthly-cost", "saving"].indexOf(role) >= 0 ? taller.amounts.number(action[role]) : null;
          return role === "date" ? action.due ? new Date(action.due + "T00:00:00Z") : action.said || "" : number !== null && /^[\d.,\s]+$/.test(action[role]) ? number : action[role];
        });
        rows.push([action.row].concat(cells, [action.payback === null || action.payback === Infinity ? "" : action.payback, store.value("my-plan_done_" + action.row) ? "x" : ""]));
      });
      found.push({ name: word("plan-name"), rows: rows });
      const months = read.indicators.map(function (one) { return [one.row, one.action, one.indicator].concat(one.points.map(function (/** @type {any} */ point) { return point.number !== null && String(point.number) === point.text ? point.number : point.text; }), [one.goal]); });
      const points = read.indicators.length ? read.indicators[0].points : [];
      found.push({ name: word("plan-indicator"), rows: [["#", word("plan-action"), word("plan-indicator")].concat(points.map(function (/** @type {any} */ point) { return point.month ? word("plan-month-n", { n: point.month }) : word("plan-baseline"); }), [word("plan-goal")])].concat(months) });
    }
    read.drawn.forEach(function (sheet) {
      found.push({ name: sheet.title, rows: [[word("plan-group"), word("plan-sum"), word("plan-most")]].concat(sheet.groups.map(function (/** @type {any} */ group) { return [group.name, group.given ? group.sum : "", group.most]; })) });
    });
    found.push({ name: word("plan-answers"), rows: answers() });
    const taken = new Set();
    found.forEach(function (sheet) { while (taken.has(sheet.name.toLowerCase())) sheet.name = sheet.name.slice(0, 28) + " 2"; taken.add(sheet.name.toLowerCase()); });
    return found;
  }
  function dates() {
    const due = taller.model.due(plan.read());
    if (!due.length) return say(word("plan-no-dates"));
    withOffice(function () {
      taller.download(taller.fileName("plan", "ics"), taller.calendar(due, { course: taller.course.id, title: model.title, now: new Date(), word: word }), "text/calendar");
    });
  }
  function forget() {
    if (!confirm(word("plan-clear-sure"))) return;
    store.clear().then(function () { location.reload(); });
  }

  const choose = /** @type {HTMLInputElement} */ (make("input"));
  choose.type = "file";
  choose.id = "bring-in";
  choose.accept = ".json,.txt,application/json,text/plain";
  choose.addEventListener("change", function () {
    const given = choose.files && choose.files[0];
    if (given) bring(given).then(function () { choose.value = ""; });
  });
  /** @param {string} title @param {(string | Node)[]} content */
  function row(title, content) {
    const made = make("div", "take-row");
    made.append(make("p", "", title));
    made.append.apply(made, content);
    return made;
  }
  const label = make("label", "", word("plan-bring"));
  label.setAttribute("for", choose.id);
  const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", actions = taller.course.tables[taller.course.tables.length - 1].rows;
  plan.fill("take", /** @type {(string | Node)[]} */ ([
    row(word("plan-move"), [taller.button(word("plan-save"), taller.saveAll), label, choose]),
    actions ? row(word("plan-coach-lead"), [taller.button(word("plan-coach"), send)]) : "",
    row(word("plan-office"), [
      taller.button(word("plan-xlsx"), function () { withOffice(function () { taller.download(taller.fileName("plan", "xlsx"), taller.workbook(sheets()), xlsx); }); }),
      taller.button(word("plan-csv"), function () { withOffice(function () { taller.download(taller.fileName("answers", "csv"), taller.csv(answers()), "text/csv"); }); }),
      actions ? taller.button(word("plan-ics"), dates) : "",
      taller.button(word("plan-print"), function () { window.print(); }),
    ]),
    row(word("plan-forget"), [taller.button(word("plan-clear"), forget)]),
    status,
  ]).filter(Boolean));

  function privacy() {
    const made = make("p"), shared = store.isShared();
    if (!store.isAsked()) return plan.fill("privacy", [make("p", "", word("keep-unanswered"))]);
    made.textContent = word(shared ? "plan-is-shared" : "plan-is-own") + " ";
    const button = taller.button(word(shared ? "keep-own" : "keep-shared"), function () { store.share(!shared).then(privacy); });
    plan.fill("privacy", [made, button]);
    if (shared || !navigator.storage || !navigator.storage.persisted) return;
    navigator.storage.persisted().then(function (kept) { made.textContent += word(kept ? "plan-persisted" : "plan-not-persisted"); }, function () { /* it doesn't tell */ });
  }
  store.ready.then(privacy);
  store.onChange(function (names) { if (names.indexOf("/own") >= 0) privacy(); });
})(globalThis.taller);
