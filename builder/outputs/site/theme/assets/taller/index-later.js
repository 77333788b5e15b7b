// Holds the search's index and worker back until somebody searches: they are larger than all the rest of a page together.
// The index is stored once, as the script that pages opened as files need, and handed to the theme as the answer it asked for.
(function () {
  var held = [], open = XMLHttpRequest.prototype.open, send = XMLHttpRequest.prototype.send, due = /[?&]q=/.test(location.search) || isOpen();
  /** Somebody may have opened the search before this script was there. */
  function isOpen() {
    var toggle = document.getElementById("__search"), at = document.activeElement;
    return Boolean((toggle && toggle.checked) || (at && at.matches(".md-search__input")));
  }
  XMLHttpRequest.prototype.open = function (method, address) {
    this.tallerIndex = /search_index\.json$/.test(String(address)) ? String(address).replace(/json$/, "js") : "";
    return open.apply(this, arguments);
  };
  XMLHttpRequest.prototype.send = function () {
    var request = this;
    if (!request.tallerIndex) return send.apply(request, arguments);
    held.push(function () { load(request); });
    if (due) release();
  };
  function load(request) {
    var script = document.createElement("script");
    script.src = request.tallerIndex;
    script.onload = function () {
      var answer = new Blob([JSON.stringify(window.__index)], { type: "application/json" });
      Object.defineProperty(request, "status", { value: 200 });
      Object.defineProperty(request, "response", { value: answer });
      request.dispatchEvent(new Event("load"));
    };
    script.onerror = function () { request.dispatchEvent(new Event("error")); };
    document.head.appendChild(script);
  }
  var Real = window.Worker;
  if (Real && location.protocol !== "file:") window.Worker = function (address, options) {
    if (due) return new Real(address, options);
    var real = null, listeners = [], waiting = [];
    this.addEventListener = function (type, listener) {
      if (real) real.addEventListener(type, listener);
      else listeners.push([type, listener]);
    };
    this.removeEventListener = function (type, listener) {
      if (real) real.removeEventListener(type, listener);
      listeners = listeners.filter(function (other) { return other[1] !== listener; });
    };
    this.postMessage = function (data) {
      if (real) real.postMessage(data);
      else waiting.push(data);
    };
    this.terminate = function () { if (real) real.terminate(); };
    held.push(function () {
      real = new Real(address, options);
      listeners.forEach(function (other) { real.addEventListener(other[0], other[1]); });
      waiting.forEach(function (data) { real.postMessage(data); });
    });
  };
  function release() {
    due = true;
    held.splice(0).forEach(function (go) { go(); });
  }
  addEventListener("focusin", function (event) {
    if (event.target.matches && event.target.matches(".md-search__input")) release();
  });
  addEventListener("change", function (event) {
    if (event.target.id === "__search" && event.target.checked) release();
  });
})();
