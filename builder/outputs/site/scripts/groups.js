// Groups in which nobody sits with a colleague, where that can be.
(function (taller) {
  "use strict";

  /** Names with firms, one person a line: "Ana; Panadería", "Ana, Panadería", "Ana (Panadería)", a line of a spreadsheet; or a number.
   * @param {string} text @returns {TallerPerson[]} */
  function people(text) {
    const lines = text.split(/\r\n?|\n/).map(function (line) { return line.trim(); }).filter(Boolean);
    if (lines.length === 1 && /^\d{1,3}$/.test(lines[0])) {
      return Array.from({ length: Number(lines[0]) }, function (_, number) { return { name: String(number + 1), firm: "" }; });
    }
    return lines.map(person).filter(function (one) { return one.name; });
  }
  /** @param {string} line @returns {TallerPerson} */
  function person(line) {
    const bare = line.replace(/^(?:\d{1,3}[.)]|[-*•])\s+/, ""), brackets = /^(.*?)\s*\(([^()]+)\)$/.exec(bare);
    if (brackets) return { name: brackets[1].trim(), firm: brackets[2].trim() };
    const cut = bare.search(/\t|;/) >= 0 ? bare.search(/\t|;/) : bare.indexOf(",");
    return cut < 0 ? { name: bare, firm: "" } : { name: bare.slice(0, cut).trim(), firm: bare.slice(cut + 1).split(/[\t;]/)[0].trim() };
  }
  /** @param {string} firm */
  function folded(firm) { return firm.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\s+/g, " "); }

  /** Groups of about `size` whose sizes differ by one at most, and the firms of which two had to sit together.
   * The firms are dealt one after another, the largest first, so that a firm meets itself only when it has more people than there are groups.
   * @param {TallerPerson[]} people @param {number} size @param {() => number} random from 0 to below 1 */
  function make(people, size, random) {
    const count = Math.max(Math.round(people.length / size), people.length ? 1 : 0);
    /** @type {Record<string, TallerPerson[]>} */ const firms = {};
    shuffled(people, random).forEach(function (one, number) {
      const key = folded(one.firm) || "\n" + number;
      (firms[key] = firms[key] || []).push(one);
    });
    const order = shuffled(Object.keys(firms), random).sort(function (a, b) { return firms[b].length - firms[a].length; });
    /** @type {TallerPerson[][]} */ const groups = Array.from({ length: count }, function () { return []; });
    order.reduce(function (all, key) { return all.concat(firms[key]); }, /** @type {TallerPerson[]} */ ([]))
      .forEach(function (one, number) { groups[number % count].push(one); });
    const together = order.filter(function (key) { return firms[key].length > count; }).map(function (key) { return { firm: firms[key][0].firm, people: firms[key].length }; });
    return { groups: groups.map(function (group) { return shuffled(group, random); }), together: together };
  }
  /** @template T @param {T[]} all @param {() => number} random @returns {T[]} */
  function shuffled(all, random) {
    const found = all.slice();
    for (let place = found.length - 1; place > 0; place--) {
      const other = Math.floor(random() * (place + 1)), kept = found[place];
      found[place] = found[other];
      found[other] = kept;
    }
    return found;
  }

  taller.groups = { people: people, make: make };
})(globalThis.taller = globalThis.taller || /** @type {any} */ ({}));
