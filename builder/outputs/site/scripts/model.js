// The record, read as a plan: actions, diagnosis, months. No page is needed for it.
(function (taller) {
  "use strict";

  /** @param {TallerModel} model @param {TallerCourse} course @param {TallerEntries} entries @param {string} today
   * @returns {TallerPlan} */
  function read(model, course, entries, today) {
    const threads = taller.threads.find(course), own = course.tables[course.tables.length - 1];
    const start = (entries[model.start] || { v: "" }).v;
    /** @param {string} name */
    const value = function (name) { const entry = taller.threads.shown(name, threads, entries); return entry ? entry.v : ""; };
    const actions = [];
    for (let row = 1; row <= own.rows; row++) {
      /** @type {any} */ const action = { row: row };
      own.columns.forEach(function (role, column) {
        const name = own.name + "_r" + row + "c" + (column + 1);
        action[role] = value(name);
        if (role === "date") action.said = (taller.threads.latest(threads.cells[threads.of[name]].filter(function (cell) { return cell !== name; }), entries) || { v: "" }).v;
      });
      action.due = taller.amounts.day(action.date, start || today);
      const number = taller.amounts.number;
      action.payback = taller.amounts.payback(number(action.cost), number(action["monthly-cost"]), number(action.saving));
      actions.push(action);
    }
    return {
      start: start, today: today, actions: actions,
      months: months(model, entries, start),
      drawn: model.drawn.map(function (sheet) { return drawn(sheet, entries); }),
      indicators: indicators(model, actions, entries),
    };
  }

  /** @param {TallerModel} model @param {TallerEntries} entries @param {string} start */
  function months(model, entries, start) {
    return model.months.map(function (month) {
      const filled = month.cells.filter(function (cell) { return entries[cell] && entries[cell].v; }).length;
      return { month: month.month, day: start ? taller.amounts.later(start, month.month) : "", href: month.href, sheet: month.sheet, filled: filled };
    });
  }

  /** @param {any} sheet @param {TallerEntries} entries */
  function drawn(sheet, entries) {
    const groups = sheet.groups.map(function (/** @type {any} */ group) {
      const answers = group.items.map(function (/** @type {string[]} */ item) {
        const entry = entries[item[0]];
        return { text: item[1], value: entry && entry.v ? Number(entry.v) : null };
      });
      const given = answers.filter(function (/** @type {any} */ answer) { return answer.value !== null; });
      const sum = given.reduce(function (/** @type {number} */ total, /** @type {any} */ answer) { return total + answer.value; }, 0);
      return {
        name: group.name, low: group.low, high: group.high, sum: sum, most: group.high * answers.length, all: answers.length,
        given: given.length, mean: given.length ? sum / given.length : null,
        lowest: given.filter(function (/** @type {any} */ answer) { return answer.value === group.low; }).map(function (/** @type {any} */ answer) { return answer.text; }),
      };
    });
    const answered = groups.filter(function (/** @type {any} */ group) { return group.mean !== null; });
    const least = Math.min.apply(null, answered.map(function (/** @type {any} */ group) { return group.mean; }));
    return {
      kind: sheet.kind, title: sheet.title, href: sheet.href, groups: groups,
      given: groups.reduce(function (/** @type {number} */ total, /** @type {any} */ group) { return total + group.given; }, 0),
      all: groups.reduce(function (/** @type {number} */ total, /** @type {any} */ group) { return total + group.all; }, 0),
      first: answered.filter(function (/** @type {any} */ group) { return group.mean === least; }),
      level: answered.length > 1 && answered.every(function (/** @type {any} */ group) { return group.mean === least; }),
    };
  }

  /** @param {TallerModel} model @param {any[]} actions @param {TallerEntries} entries */
  function indicators(model, actions, entries) {
    return actions.map(function (action) {
      const points = model.months.filter(function (month) { return month.cells[action.row - 1]; }).map(function (month) {
        const text = (entries[month.cells[action.row - 1]] || { v: "" }).v;
        return { month: month.month, text: text, number: taller.amounts.number(text) };
      });
      const base = { month: 0, text: action.baseline || "", number: taller.amounts.number(action.baseline) };
      return { row: action.row, action: action.action, indicator: action.indicator || "", goal: action.goal || "", goalNumber: taller.amounts.number(action.goal), points: [base].concat(points) };
    });
  }

  /** What is due, by day: check points and actions; late ones first said. @param {TallerPlan} plan @returns {TallerDue[]} */
  function due(plan) {
    /** @type {TallerDue[]} */ const found = [];
    plan.actions.forEach(function (action) {
      if (action.due && action.action) found.push({ kind: "action", day: action.due, row: action.row, text: action.action, owner: action.owner || "", href: "", month: 0 });
    });
    plan.months.forEach(function (month) {
      if (month.day) found.push({ kind: "check", day: month.day, row: 0, text: month.sheet, owner: "", href: month.href, month: month.month });
    });
    return found.sort(function (a, b) { return a.day < b.day ? -1 : a.day > b.day ? 1 : a.row - b.row; });
  }

  taller.model = { read: read, due: due };
})(globalThis.taller = globalThis.taller || /** @type {any} */ ({}));
