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
  /** The menu's button is a label, which the keyboard doesn't reach: a true one takes its place. */
  function menu() {
    const label = document.querySelector('.md-header label[for="__drawer"]'), drawer = document.getElementById("__drawer");
    if (!label || !drawer) return;
    const button = taller.button("", function () { drawer.click(); }, label.className);
    button.setAttribute("for", "__drawer"); // the theme's styles know it by this
    button.setAttribute("aria-label", taller.word("site-menu"));
    button.append.apply(button, Array.prototype.slice.call(label.childNodes));
    label.replaceWith(button);
  }
  menu();
  document$.subscribe(scrollers);
  addEventListener("resize", scrollers);
})(globalThis.taller);
