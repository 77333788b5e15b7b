// The controls of a sheet: what they hold, under which name that is kept, how it is shown.
(function (taller) {
  "use strict";

  /** @param {TallerControl} control */
  function valueOf(control) {
    if (control.type === "checkbox") return control.checked ? control.value : "";
    if (control.type !== "radio") return control.value;
    const chosen = taller.all('input[type=radio][name="' + control.name + '"]:checked')[0];
    return chosen ? /** @type {HTMLInputElement} */ (chosen).value : "";
  }
  /** @param {TallerControl} control */
  function keyOf(control) {
    return control.type === "checkbox" && control.closest(".quiz") ? control.name + "_o" + control.value : control.name;
  }
  /** @param {TallerControl} control @param {string} value */
  function show(control, value) {
    if (control.type === "checkbox" || control.type === "radio") control.checked = value === control.value;
    else if (control.value !== value) {
      control.value = value;
      grow(control);
    }
  }
  /** @param {TallerControl} control */
  function grow(control) {
    if (control.tagName !== "TEXTAREA" || CSS.supports("field-sizing", "content")) return;
    control.style.height = "auto";
    control.style.height = control.scrollHeight + 2 + "px";
  }
  /** @param {ParentNode} within @returns {TallerControl[]} */
  function find(within) { return taller.all("textarea[name], input[name]", within); }

  taller.controls = { valueOf: valueOf, keyOf: keyOf, show: show, grow: grow, find: find };
})(globalThis.taller);
