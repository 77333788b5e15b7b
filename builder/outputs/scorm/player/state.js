// What the platform keeps as one line of text: only plain letters, since platforms put it into pages and scripts of their own.
window.taller = window.taller || {};
(function (taller) {
  "use strict";

  var START = "t1", END = "$";
  var SIGNS = { "á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u", "ñ": "n", "ü": "U", "¿": "Q", "?": "q", "¡": "X", "!": "z", "\n": "l", "\"": "d", "'": "s", "%": "p", "*": "m", ";": "k", "$": "D", "=": "g", "Á": "A", "É": "E", "Ó": "O", "Ñ": "N" };
  var BACK = {};
  Object.keys(SIGNS).forEach(function (sign) { BACK[SIGNS[sign]] = sign; });

  /** @param {string} text anything @return {string} ASCII without quotes, line ends and marks of HTML */
  taller.encode = function (text) {
    return text.replace(/[^A-Za-z0-9 ,.:()_\/-]|^ | (?= |$)/g, function (sign) {
      return "*" + (SIGNS[sign] || "x" + sign.charCodeAt(0).toString(16) + ".");
    });
  };

  taller.decode = function (text) {
    return text.replace(/\*(?:x([0-9a-f]+)\.|(.))/g, function (all, code, letter) {
      return code ? String.fromCharCode(parseInt(code, 16)) : BACK[letter] || "";
    });
  };

  /**
   * @typedef {Object} State
   * @property {number} time seconds since 1970 of the last change
   * @property {string} location id of a chapter
   * @property {string[]} seen codes of chapters
   * @property {number} best the best score, 0 to 100; -1 while nothing is answered
   * @property {Array<[string, string]>} entries code and value of what was answered and written, most important first
   */

  /**
   * Puts as much into a line of text as has room.
   * @param {State} state
   * @param {number} limit characters
   * @return {{text: string, left: string[]}} the line, and the codes of entries that had no room
   */
  taller.pack = function (state, limit) {
    var parts = [START, state.time.toString(36), taller.encode(state.location), state.seen.join("."), String(state.best)];
    var length = parts.join("|").length + 2, left = [];
    state.entries.forEach(function (entry) {
      var part = entry[0] + "=" + taller.encode(entry[1]);
      if (length + part.length + 1 > limit) return left.push(entry[0]);
      parts.push(part);
      length += part.length + 1;
    });
    return { text: parts.join("|") + "|" + END, left: left };
  };

  /** @param {string} text @return {State|null} null for what isn't ours; what a platform cut off is left out */
  taller.unpack = function (text) {
    var parts = String(text).split("|"), last = parts.pop();
    if (parts[0] !== START || parts.length < 5) return null;
    var state = { time: parseInt(parts[1], 36) || 0, location: taller.decode(parts[2]), seen: parts[3].split(".").filter(Boolean), best: -1, entries: [] };
    var best = parseInt(parts[4], 10);
    state.best = best >= 0 && best <= 100 ? best : -1;
    state.isWhole = last === END;
    parts.slice(5).forEach(function (part) {
      var at = part.indexOf("=");
      if (at > 0) state.entries.push([part.slice(0, at), taller.decode(part.slice(at + 1))]);
    });
    return state;
  };
})(window.taller);
