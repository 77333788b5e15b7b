// The page of the plan, drawn anew whenever something was written.
(function (taller) {
  "use strict";
  const page = /** @type {HTMLElement | null} */ (document.querySelector("section.my-plan"));
  if (!page) return;
  const box = page, store = taller.store, make = taller.make, draw = taller.draw;
  Object.assign(taller.settings.words, JSON.parse(String(box.dataset.words)));
  const word = taller.word, model = /** @type {TallerModel} */ (JSON.parse(String(box.dataset.model)));
  /** @param {string} name */
  function part(name) { return /** @type {HTMLElement | null} */ (box.querySelector('[data-part="' + name + '"]')); }
  /** @param {string} name @param {(string | Node)[]} content */
  function fill(name, content) {
    const place = part(name);
    if (!place) return;
    place.textContent = "";
    place.append.apply(place, content);
  }
  /** @param {string} href @param {string} text */
  function link(href, text) {
    const made = /** @type {HTMLAnchorElement} */ (make("a", "", text));
    made.href = href;
    return made;
  }
  function read() { return taller.model.read(model, taller.course, store.all(), taller.today()); }
  /** @param {number} row */
  function isDone(row) { return store.value("my-plan_done_" + row) === "yes"; }

  /** @param {TallerDue} one @param {TallerPlan} plan */
  function item(one, plan) {
    const made = make("li"), done = one.kind === "action" && isDone(one.row);
    made.append(make("span", "plan-day", draw.date(one.day)), " ");
    if (one.kind === "check") made.append(link(one.href, word("plan-check-point", { n: one.month })));
    else made.append(one.text + (one.owner ? " (" + one.owner + ")" : ""));
    if (done) made.append(" ", make("span", "chip done", word("plan-done")));
    else if (one.day < plan.today && one.kind === "action") made.append(" ", make("span", "chip late", word("plan-late")));
    return made;
  }
  /** @param {TallerDue[]} due @param {TallerPlan} plan */
  function list(due, plan) {
    const made = make("ul", "plan-due");
    due.forEach(function (one) { made.append(item(one, plan)); });
    return made;
  }

  /** @param {TallerPlan} plan @param {TallerDue[]} due */
  function month(plan, due) {
    if (!plan.start) return fill("month", [make("p", "", word("plan-no-start"))]);
    const now = taller.amounts.monthIn(plan.start, plan.today), end = taller.amounts.later(plan.start, Math.max(now, 1));
    const soon = due.filter(function (one) {
      const late = one.day < plan.today;
      return one.day < end && !(one.kind === "action" && isDone(one.row)) && (!late || one.kind === "action" || one.day >= taller.amounts.later(plan.start, Math.max(now - 1, 0)));
    });
    const most = Math.max.apply(null, plan.months.map(function (one) { return one.month; }).concat([0]));
    const head = now === 0 ? word("plan-begins", { day: draw.date(plan.start) }) : most && now > most ? word("plan-over", { n: most }) : word("plan-now", { n: now, all: most || now });
    const next = due.filter(function (one) { return one.day >= end && !(one.kind === "action" && isDone(one.row)); })[0];
    const content = /** @type {(string | Node)[]} */ ([make("p", "plan-lead", head), soon.length ? list(soon, plan) : make("p", "", word("plan-nothing-due"))]);
    if (next) content.push(make("p", "plan-next", word("plan-next")), list([next], plan));
    const checks = plan.months.filter(function (one) { return one.day; }).map(function (one) { return draw.date(one.day); });
    if (checks.length) content.push(make("p", "plan-checks", word("plan-checks", { days: checks.join("; ") })));
    fill("month", content);
  }
  /** @param {TallerPlan} plan */
  function money(plan) {
    plan.actions.forEach(function (action) {
      const back = action.payback;
      const said = back === null ? "" : back === Infinity ? word("plan-never") : back === 0 ? word("plan-at-once") : word("plan-back", { n: draw.number(back) });
      fill("payback-" + action.row, [said]);
    });
    /** @param {string} role */
    const sum = function (role) { return plan.actions.reduce(function (total, action) { return total + (taller.amounts.number(action[role]) || 0); }, 0); };
    const cost = sum("cost"), monthly = sum("monthly-cost"), saving = sum("saving");
    fill("total", cost || monthly || saving ? [word("plan-total", { cost: draw.number(cost), monthly: draw.number(monthly), saving: draw.number(saving) })] : []);
  }
  /** @param {TallerPlan} plan @param {TallerDue[]} due */
  function diary(plan, due) {
    if (!plan.start) return fill("diary", [make("p", "", word("plan-no-start"))]);
    const most = Math.max.apply(null, plan.months.map(function (one) { return one.month; }).concat([1])), made = make("ol", "plan-diary");
    const now = taller.amounts.monthIn(plan.start, plan.today);
    for (let number = 1; number <= most; number++) {
      const from = taller.amounts.later(plan.start, number - 1), to = taller.amounts.later(plan.start, number), one = make("li"), head = make("h3", "", word("plan-month-n", { n: number }));
      head.append(" ", make("span", "plan-day", word("plan-from", { day: draw.date(from) })));
      if (number === now) { one.className = "is-now"; head.append(" ", make("span", "chip", word("plan-this-month"))); }
      one.append(head);
      const inside = due.filter(function (other) { return other.kind === "check" ? other.month === number : other.day >= from && other.day < to; });
      one.append(inside.length ? list(inside, plan) : make("p", "", word("plan-nothing-due")));
      made.append(one);
    }
    fill("diary", [made]);
  }
  function progress() {
    const content = /** @type {(string | Node)[]} */ ([]), last = store.value("/last"), rows = /** @type {(string | Node)[][]} */ ([]);
    let done = 0, all = 0;
    model.sessions.forEach(function (module) {
      const ready = module.pages.filter(function (one) { return store.value("/done/" + taller.firstPath(one.path)) === "1"; });
      const asked = module.pages.reduce(function (names, one) { return names.concat(one.questions); }, /** @type {string[]} */ ([]));
      const right = asked.filter(function (name) { return store.value("/right/" + name) === "1"; });
      done += ready.length;
      all += module.pages.length;
      const next = module.pages.filter(function (one) { return taller.firstPath(one.path) === last; })[0];
      if (next) {
        const way = make("p");
        way.append(link(next.path, word("plan-go-on")));
        content.push(way);
      }
      if (module.pages.length) rows.push([module.module, word("plan-of", { n: ready.length, all: module.pages.length }), asked.length ? word("plan-of", { n: right.length, all: asked.length }) : "–"]);
    });
    content.push(draw.table(word("plan-progress-all", { n: done, all: all }), [word("plan-module"), word("plan-sessions"), word("plan-right")], rows));
    fill("progress", content);
  }
  /** A day that stands in words on a sheet is offered, never kept until somebody takes it. @param {TallerPlan} plan */
  function days(plan) {
    const own = taller.course.tables[taller.course.tables.length - 1], column = own.columns.indexOf("date") + 1;
    if (!column) return;
    plan.actions.forEach(function (action) {
      const input = /** @type {HTMLInputElement} */ (document.getElementById(own.name + "_r" + action.row + "c" + column)), entry = store.get(input.name);
      if (document.activeElement !== input) input.value = entry && !entry.c ? entry.v : action.due;
      const hint = input.nextElementSibling || make("span", "plan-said");
      hint.textContent = action.said && action.said !== input.value ? word("plan-said", { text: action.said }) : "";
      input.after(hint);
    });
  }

  function show() {
    const plan = read(), due = taller.model.due(plan);
    taller.carry(box);
    days(plan);
    money(plan);
    month(plan, due);
    diary(plan, due);
    fill("drawn", plan.drawn.map(draw.drawn));
    const curves = plan.indicators.filter(function (/** @type {any} */ one) { return one.points.some(function (/** @type {any} */ point) { return point.text; }); });
    fill("indicators", curves.length ? curves.map(draw.curve) : [make("p", "", word("plan-nothing-yet"))]);
    progress();
  }
  taller.plan = { read: read, model: model, part: part, fill: fill };
  store.ready.then(show);
  store.onChange(show);
  box.addEventListener("input", function () { setTimeout(show, 0); });
})(globalThis.taller);
