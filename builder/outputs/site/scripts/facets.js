// The catalogue's facets. What is chosen stands in the address: it can be sent to others, and is there again after "back".
(function (taller) {
  "use strict";
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form.facets"));
  if (!form) return;
  const cards = /** @type {HTMLElement[]} */ (taller.all(".case-card, .facet-row, .facet-mark")), found = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  const selects = /** @type {HTMLSelectElement[]} */ (taller.all("select", form));
  const said = form.dataset.said; // what is counted, where it isn't stories
  const reset = taller.button(taller.word("site-reset"), function () {
    selects.forEach(function (select) { select.value = ""; });
    chosen();
    selects[0].focus();
  });

  /** The option that an address means, however it is written; "" for one that isn't there. @param {HTMLSelectElement} select @param {string} value */
  function optionOf(select, value) {
    const fits = Array.from(select.options).filter(function (option) { return option.value.toLowerCase() === value.toLowerCase(); })[0];
    return fits ? fits.value : "";
  }
  function show() {
    let shown = 0;
    cards.forEach(function (card) {
      const fits = selects.every(function (select) { return !select.value || String(card.getAttribute("data-" + select.name)).split(" ").indexOf(select.value) >= 0; });
      card.hidden = !fits;
      shown += fits && card.className !== "facet-mark" ? 1 : 0; // a mark stands for a row
    });
    reset.hidden = selects.every(function (select) { return !select.value; });
    found.textContent = said ? said + shown : shown === 0 ? taller.word("site-result-none")
      : shown === 1 ? taller.word("site-result-one") : taller.word("site-result-many", { n: shown });
  }
  /** What is chosen goes into the address, and along into the other language. */
  function chosen() {
    show();
    const query = new URLSearchParams(location.search);
    selects.forEach(function (select) { query.delete(select.name); });
    selects.forEach(function (select) { if (select.value) query.set(select.name, select.value); });
    const text = query.toString() ? "?" + query : "";
    try { history.replaceState(history.state, "", location.pathname + text); } catch (error) { /* a page from a file, in some browsers */ }
    taller.all(".taller-languages a").forEach(function (link) { /** @type {HTMLAnchorElement} */ (link).search = text; });
  }
  /** A link to a list below the cards (`#country-cr`), from a story or the map, chooses the same. */
  function fromAnchor() {
    const place = selects.map(function (select) {
      const start = "#" + select.name + "-";
      return location.hash.indexOf(start) === 0 ? { select: select, value: optionOf(select, decodeURIComponent(location.hash.slice(start.length))) } : null;
    }).filter(function (one) { return one && one.value; })[0];
    if (!place) return false;
    selects.forEach(function (select) { select.value = select === place.select ? place.value : ""; });
    chosen();
    /** @type {HTMLElement} */ (form).scrollIntoView();
    place.select.focus({ preventScroll: true });
    return true;
  }
  function fromAddress() {
    const query = new URLSearchParams(location.search);
    selects.forEach(function (select) { select.value = optionOf(select, query.get(select.name) || ""); });
    chosen();
  }

  form.insertBefore(reset, found);
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("change", chosen);
  addEventListener("hashchange", fromAnchor);
  addEventListener("pageshow", function () { if (!fromAnchor()) fromAddress(); });
})(globalThis.taller);
