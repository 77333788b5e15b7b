// Words of the glossary are explained where they stand, on focus and on a tap. Without a script they are links to the glossary.
(function (taller) {
  "use strict";
  /** @type {Record<string, Element>} */ const meanings = {};
  taller.all(".page-terms dt").forEach(function (term) { meanings[String(/** @type {HTMLElement} */ (term).dataset.term)] = term; });
  let count = 0;

  /** @param {HTMLAnchorElement} link */
  function explained(link) {
    const term = meanings[link.hash.slice(1)], place = link.closest("p, li, td, th, dd, h2, h3, h4, div");
    if (!term || !place || !term.nextElementSibling) return;
    const note = taller.make("span", "term-note"), more = document.createElement("a");
    more.href = link.href;
    more.textContent = taller.word("glossary");
    note.id = "term-note-" + (count += 1);
    note.lang = document.documentElement.lang;
    note.hidden = true;
    note.append(taller.make("strong", "", String(term.textContent)), " ", taller.make("span", "term-meaning", String(term.nextElementSibling.textContent)), " ", more);
    link.after(note);
    link.classList.add("term");
    link.setAttribute("role", "button");
    link.setAttribute("aria-describedby", note.id);
    place.classList.add("has-term");
    behave(link, note);
  }
  /** @param {HTMLAnchorElement} link @param {HTMLElement} note */
  function behave(link, note) {
    let wasOpen = false;
    /** @param {boolean} isOpen */
    const show = function (isOpen) {
      note.hidden = !isOpen;
      link.setAttribute("aria-expanded", String(isOpen));
    };
    /** @param {Node | null} place */
    const isInside = function (place) { return link.contains(place) || note.contains(place); };
    show(false);
    link.addEventListener("pointerdown", function () { wasOpen = !note.hidden; });
    link.addEventListener("focus", function () { show(true); });
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(event.detail ? !wasOpen : note.hidden);
    });
    [link, note].forEach(function (element) {
      element.addEventListener("focusout", function (event) { if (!isInside(/** @type {Node} */ (event.relatedTarget))) show(false); });
      element.addEventListener("keydown", function (event) {
        if (event.key === "Escape" && !note.hidden) { link.focus(); show(false); event.stopPropagation(); }
        if (event.key === " " && event.target === link) { event.preventDefault(); link.click(); }
      });
    });
    document.addEventListener("pointerdown", function (event) { if (!isInside(/** @type {Node} */ (event.target))) show(false); });
  }
  taller.all('.page a[href*="glossary.html#"]').forEach(function (link) { explained(/** @type {HTMLAnchorElement} */ (link)); });
})(globalThis.taller);
