// What the keyboard needs: the menu, wide tables.
(function (taller) {
  "use strict";

  function scrollers() {
    const all = /** @type {HTMLElement[]} */ (taller.all(".md-typeset__scrollwrap"));
    // All are measured before one is changed: the page is laid out once.
    const wide = all.map(function (wrap) { return wrap.scrollWidth > wrap.clientWidth; });
    all.forEach(function (wrap, order) {
      if (!wide[order]) return;
      const before = wrap.previousElementSibling;
      const name = before && /^(H[2-6]|P|DIV)$/.test(before.tagName) ? String(before.textContent).trim().slice(0, 60) : "";
      wrap.tabIndex = 0;
      wrap.setAttribute("role", "region");
      wrap.setAttribute("aria-label", taller.word("site-scroll-table") + (name ? ": " + name : "") + (all.length > 1 ? " (" + (order + 1) + ")" : ""));
    });
  }
  /** The buttons of the menu and the search are labels, which the keyboard doesn't reach: true ones take their place.
   * @param {string} name @param {string} word */
  function trueButton(name, word) {
    const label = document.querySelector('.md-header__button[for="' + name + '"]'), toggle = /** @type {HTMLInputElement | null} */ (document.getElementById(name));
    if (!label || !toggle) return;
    const button = taller.button("", function () { toggle.click(); }, label.className);
    button.setAttribute("for", name); // the theme's styles know it by this
    button.setAttribute("aria-label", word);
    button.append.apply(button, Array.prototype.slice.call(label.childNodes));
    label.replaceWith(button);
    return { button: button, toggle: toggle };
  }
  /** Who leaves the search is where it was opened. */
  function search() {
    const found = trueButton("__search", String((document.querySelector(".md-search__input") || document.body).getAttribute("aria-label")));
    if (!found) return;
    found.toggle.addEventListener("change", function () {
      const at = document.activeElement;
      if (!found.toggle.checked && (at === document.body || (at && at.closest(".md-search")))) found.button.focus();
    });
  }
  trueButton("__drawer", taller.word("site-menu"));
  search();
  taller.themed(function () { document$.subscribe(scrollers); });
  addEventListener("resize", scrollers);
})(globalThis.taller);
