// Holds the search index back until somebody searches: it is larger than all the rest of a page together.
// It is stored once, as the script that pages opened as files need, and handed to the theme as the answer it asked for.
(function () {
  document.documentElement.classList.add("taller-script");
  var held = [], open = XMLHttpRequest.prototype.open, send = XMLHttpRequest.prototype.send, due = /[?&]q=/.test(location.search);
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
