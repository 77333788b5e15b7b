// Holds the search index back until somebody searches: it is larger than all the rest of a page together.
(function () {
  document.documentElement.classList.add("taller-script");
  var held = [], open = XMLHttpRequest.prototype.open, send = XMLHttpRequest.prototype.send, due = /[?&]q=/.test(location.search);
  XMLHttpRequest.prototype.open = function (method, address) {
    this.tallerIndex = /search_index\.json$/.test(String(address));
    return open.apply(this, arguments);
  };
  XMLHttpRequest.prototype.send = function () {
    var request = this, given = arguments;
    if (due || !request.tallerIndex) return send.apply(request, given);
    held.push(function () { send.apply(request, given); });
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
