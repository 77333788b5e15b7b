// What the page says to its scripts: words in its language, the name under which the first version kept what people wrote.
(function (taller) {
  "use strict";
  const kept = document.getElementById("taller-settings"), config = document.getElementById("__config");
  taller.settings = JSON.parse((kept && kept.textContent) || "{}");
  taller.settings.course = taller.course;
  /** The folder of the page's language. */
  taller.settings.root = new URL(String(JSON.parse((config && config.textContent) || "{}").base || ".").replace(/\/?$/, "/"), location.href).href;

  /** The path on which what is known of a page hangs: the first that it had. @param {string} path */
  taller.firstPath = function (path) { return (taller.course.moved || {})[path] || path; };

  /** An element with a text. @param {string} tag @param {string} [css] @param {string} [text] */
  taller.make = function (tag, css, text) {
    const made = document.createElement(tag);
    if (css) made.className = css;
    if (text) made.textContent = text;
    return made;
  };
  /** @param {string} text @param {() => void} action @param {string} [css] */
  taller.button = function (text, action, css) {
    const made = /** @type {HTMLButtonElement} */ (taller.make("button", css || "md-button", text));
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  };
  /** A text with its braces filled in. @param {string} text @param {Record<string, string | number>} [values] */
  taller.fill = function (text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, name) { return values && name in values ? String(values[name]) : all; });
  };
  /** The words of the page's language. @param {string} key @param {Record<string, string | number>} [values] */
  taller.word = function (key, values) { return taller.fill(String(taller.settings.words[key] || key), values); };
  /** @template {Element} T @param {string} selector @param {ParentNode} [within] @returns {T[]} */
  taller.all = function (selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); };
})(globalThis.taller = globalThis.taller || /** @type {any} */ ({}));
