// Due days and check points as a calendar file (RFC 5545). The same event has the same UID, so that a second import changes it.
(function (taller) {
  "use strict";

  /** @param {string} text */
  function escaped(text) { return text.replace(/[\\;,]/g, "\\$&").replace(/\r\n?|\n/g, "\\n").replace(/[\u0000-\u001f]/g, " "); }
  /** At most 75 bytes a line, never within a letter. @param {string} line */
  function folded(line) {
    let out = "", bytes = 0;
    Array.from(line).forEach(function (letter) {
      const size = new TextEncoder().encode(letter).length;
      if (bytes + size > 74) { out += "\r\n "; bytes = 1; }
      out += letter;
      bytes += size;
    });
    return out;
  }
  /** @param {string} day @param {number} days */
  function after(day, days) {
    const parts = day.split("-").map(Number);
    return new Date(Date.UTC(parts[0], parts[1] - 1, parts[2] + days)).toISOString().slice(0, 10);
  }

  /** @param {TallerDue[]} due @param {{course: string, title: string, now: Date, word: (key: string, values?: any) => string}} about */
  function calendar(due, about) {
    const stamp = about.now.toISOString().replace(/[-:]|\.\d+/g, "");
    const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Taller//" + escaped(about.course) + "//", "CALSCALE:GREGORIAN", "X-WR-CALNAME:" + escaped(about.title)];
    due.forEach(function (one) {
      const isCheck = one.kind === "check", name = isCheck ? "check-" + one.month : "action-" + one.row;
      const title = isCheck ? about.word("plan-check-point", { n: one.month }) : about.word("plan-due", { text: one.text });
      lines.push("BEGIN:VEVENT", "UID:" + name + "@" + about.course + ".taller", "DTSTAMP:" + stamp,
        "DTSTART;VALUE=DATE:" + one.day.replace(/-/g, ""), "DTEND;VALUE=DATE:" + after(one.day, 1).replace(/-/g, ""),
        "SUMMARY:" + escaped(title), "DESCRIPTION:" + escaped([one.owner, isCheck ? one.text : "", about.title].filter(Boolean).join("\n")),
        "TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D", "DESCRIPTION:" + escaped(title), "END:VALARM", "END:VEVENT");
    });
    lines.push("END:VCALENDAR");
    return lines.map(folded).join("\r\n") + "\r\n";
  }

  taller.calendar = calendar;
})(globalThis.taller = globalThis.taller || /** @type {any} */ ({}));
