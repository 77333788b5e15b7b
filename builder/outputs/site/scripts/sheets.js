// Worksheets: shown as they were left, kept with each letter, printed alone.
(function (taller) {
  "use strict";
  const store = taller.store, controls = taller.controls;

  /** @param {HTMLElement} sheet */
  function print(sheet) {
    document.body.classList.add("print-one");
    sheet.classList.add("print-this");
    for (let above = sheet.parentElement; above && above !== document.body; above = above.parentElement) above.classList.add("print-way");
    window.print();
    document.body.classList.remove("print-one");
    sheet.classList.remove("print-this");
    taller.all(".print-way").forEach(function (way) { way.classList.remove("print-way"); });
  }
  /** @param {HTMLElement} sheet @param {HTMLElement} status */
  function empty(sheet, status) {
    if (!confirm(taller.word("site-clear-sure"))) return;
    controls.find(sheet).forEach(function (control) {
      if (store.get(controls.keyOf(control))) store.set(controls.keyOf(control), "");
      controls.show(control, "");
    });
    status.textContent = taller.word("site-cleared");
  }
  /** @param {HTMLElement} sheet */
  function tools(sheet) {
    const box = taller.make("div", "sheet-tools"), status = taller.make("p", "sheet-status");
    box.lang = document.documentElement.lang;
    status.setAttribute("role", "status");
    box.append(
      taller.button(taller.word("site-print"), function () { print(sheet); }),
      taller.button(taller.word("site-clear"), function () { empty(sheet, status); }),
      taller.make("p", "sheet-note", taller.word("site-private")), status);
    sheet.appendChild(box);
    return status;
  }
  /** @param {HTMLElement} sheet */
  function show(sheet) {
    controls.find(sheet).forEach(function (control) {
      const entry = store.get(controls.keyOf(control));
      if (entry && document.activeElement !== control) controls.show(control, entry.v);
      else controls.grow(control);
    });
    taller.carry(sheet);
  }
  let asked = false;
  /** @param {TallerControl} control @param {HTMLElement | null} status */
  function keep(control, status) {
    if (!control.name) return;
    controls.grow(control);
    const kept = store.set(controls.keyOf(control), controls.valueOf(control));
    if (status) status.textContent = kept ? taller.word(store.isShared() ? "keep-shared-saved" : store.isAsked() ? "site-saved" : "keep-unanswered") : "";
    if (!asked) store.persist();
    asked = true;
    taller.carry(document);
  }

  const sheets = /** @type {HTMLElement[]} */ (taller.all("section.worksheet, section.quiz, section.my-plan"));
  sheets.forEach(function (sheet) {
    if (!controls.find(sheet).length) return;
    const status = sheet.classList.contains("worksheet") ? tools(sheet) : /** @type {HTMLElement | null} */ (sheet.querySelector(".sheet-status"));
    sheet.addEventListener("input", function (event) { keep(/** @type {TallerControl} */ (event.target), status); });
  });
  store.ready.then(function () { sheets.forEach(show); });
  store.onChange(function () { sheets.forEach(show); });
})(globalThis.taller);
