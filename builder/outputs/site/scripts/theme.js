// The theme's script (search, the list of contents that follows) is three times as large as ours, and a page stands without it: it
// comes when all else is there. `mkdocs serve` has it from the start.
(function (taller) {
  "use strict";
  const named = /** @type {HTMLScriptElement | null} */ (document.querySelector("script[data-later]")), root = document.documentElement;
  /** @type {(() => void)[]} */
  const waiting = [];
  /** Runs an action that needs the theme's script. @param {() => void} action */
  taller.themed = function (action) {
    if (root.dataset.theme) action();
    else waiting.push(action);
  };
  function here() {
    root.dataset.theme = "here";
    waiting.splice(0).forEach(function (action) { action(); });
  }
  /** @param {HTMLScriptElement} from */
  function come(from) {
    const style = document.createElement("link"), script = document.createElement("script");
    const both = [style, script].map(function (one) { return new Promise(function (done) { one.onload = one.onerror = done; }); });
    style.rel = "stylesheet";
    style.href = String(from.dataset.style);
    script.src = String(from.dataset.later);
    document.head.append(style, script);
    Promise.all(both).then(function () {
      document.dispatchEvent(new Event("DOMContentLoaded")); // the theme begins with it, and it was long ago
      here();
    });
  }
  if (!named) here();
  else if (document.readyState === "complete") come(named);
  else addEventListener("load", function () { setTimeout(come, 0, named); });
})(globalThis.taller);
