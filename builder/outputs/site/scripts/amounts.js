// Numbers and days as people write them on a sheet: "USD 1,200", "1.200,50", "15 de marzo", "by 3/4/2027".
(function (taller) {
  "use strict";
  const MONTHS = {
    en: ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"],
    es: ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
  };

  /** The first number of a text; null without one. A comma or point before three digits parts thousands, else decimals.
   * @param {string} text @returns {number | null} */
  function number(text) {
    const found = /\d{1,3}(?:[ \u00a0\u202f']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d[\d.,]*/.exec(text || "");
    if (!found) return null;
    let digits = found[0].replace(/[ \u00a0\u202f']/g, "").replace(/[.,]+$/, "");
    const signs = digits.match(/[.,]/g) || [], lastSign = signs[signs.length - 1], end = lastSign ? digits.length - digits.lastIndexOf(lastSign) - 1 : 0;
    const isDecimal = lastSign && (end !== 3 || /^0[.,]/.test(digits)) && (signs.length === 1 || signs[0] !== lastSign);
    if (isDecimal) {
      const place = digits.lastIndexOf(lastSign);
      digits = digits.slice(0, place).replace(/[.,]/g, "") + "." + digits.slice(place + 1);
    } else digits = digits.replace(/[.,]/g, "");
    const value = Number(digits);
    return Number.isFinite(value) ? value : null;
  }

  /** Months until the money is back: null where a number is missing, Infinity when it never is.
   * @param {number | null} cost @param {number | null} monthly @param {number | null} saving */
  function payback(cost, monthly, saving) {
    if (cost === null || saving === null) return null;
    const gain = saving - (monthly || 0);
    if (gain <= 0) return Infinity;
    return Math.round(cost / gain * 10) / 10;
  }

  /** @param {string} text */
  function plain(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, ""); }
  /** @param {string} word */
  function monthOf(word) {
    if (word.length < 3) return 0;
    const fits = [MONTHS.en, MONTHS.es].map(function (names) { return names.findIndex(function (name) { return name.indexOf(word) === 0 || name === word; }); });
    const other = word.indexOf("setiem") === 0 ? 8 : Math.max.apply(null, fits);
    return other + 1;
  }
  /** @param {number} year @param {number} month @param {number} day */
  function iso(year, month, day) {
    const date = new Date(Date.UTC(year, month - 1, day));
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : "";
  }

  /** The first day of a text as 2027-03-15; "" without one. Without a year it is the first such day after `after`.
   * @param {string} text @param {string} after */
  function day(text, after) {
    const words = plain(text || "");
    let found = /(\d{4})-(\d{2})-(\d{2})/.exec(words);
    if (found) return iso(Number(found[1]), Number(found[2]), Number(found[3]));
    found = /\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b/.exec(words);
    if (found) return iso(Number(found[3]) + (found[3].length === 2 ? 2000 : 0), Number(found[2]), Number(found[1]));
    const pattern = /(\d{1,2})\.?(?:st|nd|rd|th|º|o)?(?: de| of)? ([a-z]{3,})\.?,?(?: de| del)?(?: (\d{4}))?/g;
    for (let match = pattern.exec(words); match; match = pattern.exec(words)) {
      if (monthOf(match[2])) return dated(Number(match[1]), monthOf(match[2]), match[3], after);
      pattern.lastIndex = match.index + match[1].length;
    }
    const other = /([a-z]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?\b(?!\d),?(?: (\d{4}))?/.exec(words);
    return other && monthOf(other[1]) ? dated(Number(other[2]), monthOf(other[1]), other[3], after) : "";
  }
  /** @param {number} date @param {number} month @param {string | undefined} year @param {string} after */
  function dated(date, month, year, after) {
    if (year) return iso(Number(year), month, date);
    const first = iso(Number(after.slice(0, 4)), month, date);
    return !first || first >= after ? first : iso(Number(after.slice(0, 4)) + 1, month, date);
  }

  /** The same day some months later; the last of the month where it has no such day. @param {string} start @param {number} months */
  function later(start, months) {
    const parts = start.split("-").map(Number), last = new Date(Date.UTC(parts[0], parts[1] + months, 0)).getUTCDate();
    return new Date(Date.UTC(parts[0], parts[1] - 1 + months, Math.min(parts[2], last))).toISOString().slice(0, 10);
  }
  /** Which month of the plan a day is in: 1 from the first day on; 0 before. @param {string} start @param {string} today */
  function monthIn(start, today) {
    let month = 0;
    while (month < 120 && later(start, month) <= today) month++;
    return month;
  }

  taller.amounts = { number: number, payback: payback, day: day, later: later, monthIn: monthIn };
})(globalThis.taller = globalThis.taller || /** @type {any} */ ({}));
