// What the page of the plan shows: tables that say all in words, with bars and lines beside them.
(function (taller) {
  "use strict";
  const make = taller.make, word = taller.word, SVG = "http://www.w3.org/2000/svg";
  const language = document.documentElement.lang;

  /** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [text] */
  function svg(tag, attributes, text) {
    const made = document.createElementNS(SVG, tag);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, String(attributes[key])); });
    if (text) made.textContent = text;
    return made;
  }
  /** @param {string} day */
  function date(day) {
    return new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(day + "T00:00:00Z"));
  }
  /** @param {number} value */
  function number(value) { return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value); }

  /** @param {string} caption @param {string[]} head @param {(string | Node)[][]} rows */
  function table(caption, head, rows) {
    const made = make("table", "plan-table"), top = make("thead"), line = make("tr"), body = make("tbody");
    made.append(make("caption", "", caption), top, body);
    top.append(line);
    head.forEach(function (text) {
      const cell = make("th", "", text);
      cell.setAttribute("scope", "col");
      line.append(cell);
    });
    rows.forEach(function (row) {
      const one = make("tr");
      row.forEach(function (content, column) {
        const cell = make(column ? "td" : "th");
        if (!column) cell.setAttribute("scope", "row");
        cell.dataset.label = head[column];
        cell.append(content);
        one.append(cell);
      });
      body.append(one);
    });
    return made;
  }
  /** @param {number} share 0 to 1 */
  function bar(share) {
    const made = svg("svg", { viewBox: "0 0 100 10", class: "plan-bar", "aria-hidden": "true", preserveAspectRatio: "none" });
    made.append(svg("rect", { class: "back", x: 0, y: 0, width: 100, height: 10 }), svg("rect", { class: "part", x: 0, y: 0, width: Math.max(0, Math.min(1, share)) * 100, height: 10 }));
    return made;
  }

  /** A question has its own end. @param {string} text */
  function ended(text) { return /[.?!]$/.test(text) ? text : text + "."; }

  /** A sheet's scales: sums with bars, and where to act first. @param {any} sheet */
  function drawn(sheet) {
    const box = make("div", "plan-sheet"), title = make("h3"), link = /** @type {HTMLAnchorElement} */ (make("a", "", sheet.title));
    link.href = sheet.href;
    title.append(link);
    box.append(title);
    if (!sheet.given) { box.append(make("p", "", word("plan-nothing-yet"))); return box; }
    const rows = sheet.groups.map(function (/** @type {any} */ group) {
      const cell = make("span", "plan-amount", group.given ? word("plan-of", { n: group.sum, all: group.most }) : "–"), both = make("div", "plan-both");
      both.append(bar(group.given ? group.sum / group.most : 0), cell);
      return [group.name, both];
    });
    box.append(table(word("plan-answered", { n: sheet.given, all: sheet.all }), [word("plan-group"), word("plan-sum")], rows));
    if (sheet.given < sheet.all) box.append(make("p", "", word("plan-unfinished", { n: sheet.all - sheet.given })));
    const first = make("p", "plan-first"), names = sheet.first.map(function (/** @type {any} */ group) { return group.name; });
    first.append(make("strong", "", word(sheet.kind === "diagnosis" ? "plan-first" : "plan-first-check")), " " + ended(names.join(", ")));
    if (!sheet.level) box.append(first); // where all are equal, none is the lowest
    const lowest = sheet.first.reduce(function (/** @type {string[]} */ all, /** @type {any} */ group) { return all.concat(group.lowest); }, []).slice(0, 6);
    if (lowest.length) {
      const list = make("ul");
      lowest.forEach(function (/** @type {string} */ text) { list.append(make("li", "", text)); });
      box.append(make("p", "", word("plan-lowest")), list);
    }
    return box;
  }

  /** An indicator from month to month: a line, and the same in a table. @param {any} one */
  function curve(one) {
    const box = make("div", "plan-curve"), name = word("plan-action-n", { n: one.row }) + ": " + (one.indicator || one.action);
    const points = one.points.filter(function (/** @type {any} */ point) { return point.number !== null; });
    box.append(make("h3", "", name));
    if (points.length > 1) box.append(line(one, points, name));
    const head = [word("plan-when")].concat(one.points.map(function (/** @type {any} */ point) { return point.month ? word("plan-month-n", { n: point.month }) : word("plan-baseline"); }), [word("plan-goal")]);
    box.append(table(name, head, [[word("plan-number")].concat(one.points.map(function (/** @type {any} */ point) { return point.text || "–"; }), [one.goal || "–"])]));
    return box;
  }
  /** @param {any} one @param {any[]} points @param {string} name */
  function line(one, points, name) {
    const months = Math.max.apply(null, one.points.map(function (/** @type {any} */ point) { return point.month; })) || 1;
    const all = points.map(function (point) { return point.number; }).concat(one.goalNumber === null ? [] : [one.goalNumber], [0]);
    const most = Math.max.apply(null, all) || 1;
    /** @param {number} month */ const x = function (month) { return 30 + month / months * 250; };
    /** @param {number} value */ const y = function (value) { return 100 - value / most * 80; };
    // The goal's name stands on the other side of its line than the last number, but not among the months.
    const isBelow = points[points.length - 1].number >= one.goalNumber && y(one.goalNumber) < 84;
    const words = points.map(function (point) { return (point.month ? word("plan-month-n", { n: point.month }) : word("plan-baseline")) + ": " + number(point.number); });
    const made = svg("svg", { viewBox: "0 0 310 122", class: "plan-line", role: "img", "aria-label": name + ". " + words.join("; ") });
    made.append(svg("line", { class: "axis", x1: 30, y1: 100, x2: 290, y2: 100 }));
    if (one.goalNumber !== null) made.append(svg("line", { class: "goal", x1: 30, y1: y(one.goalNumber), x2: 290, y2: y(one.goalNumber) }), svg("text", { x: 292, y: y(one.goalNumber) + (isBelow ? 14 : -4), "text-anchor": "end" }, word("plan-goal") + " " + number(one.goalNumber)));
    made.append(svg("polyline", { class: "curve", points: points.map(function (point) { return x(point.month) + "," + y(point.number); }).join(" ") }));
    points.forEach(function (point) {
      made.append(svg("circle", { cx: x(point.month), cy: y(point.number), r: 4 }), svg("text", { x: x(point.month), y: y(point.number) - 8, "text-anchor": "middle" }, number(point.number)), svg("text", { x: x(point.month), y: 116, "text-anchor": "middle" }, String(point.month)));
    });
    return made;
  }

  taller.draw = { drawn: drawn, curve: curve, table: table, bar: bar, date: date, number: number };
})(globalThis.taller);
