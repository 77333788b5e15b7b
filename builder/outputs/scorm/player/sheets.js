// Worksheets: fields show what was written before, and hand on what is written now.
window.taller = window.taller || {};
(function (taller) {
  "use strict";

  function nameOf(control) {
    if (!control.name || control.closest("[data-question]")) return "";
    return control.type === "checkbox" && control.closest(".quiz") ? control.name + "_o" + control.value : control.name;
  }
  function controls() {
    return Array.prototype.slice.call(document.querySelectorAll("main textarea, main input"));
  }
  function valueOf(control) {
    if (control.type === "checkbox") return control.checked ? control.value : "";
    if (control.type !== "radio") return control.value;
    var chosen = document.querySelector('input[type=radio][name="' + control.name + '"]:checked');
    return chosen ? chosen.value : "";
  }
  function grow(control) {
    if (control.tagName !== "TEXTAREA" || (window.CSS && CSS.supports("field-sizing", "content")) || !control.scrollHeight) return;
    control.style.height = "auto";
    control.style.height = control.scrollHeight + 2 + "px";
  }
  function show(control, value) {
    if (control.type === "checkbox" || control.type === "radio") control.checked = value === control.value;
    else { control.value = value; grow(control); }
  }

  taller.growAll = function () { controls().forEach(grow); };

  taller.startSheets = function (record, words) {
    document.addEventListener("input", function (event) {
      var name = event.target.name ? nameOf(event.target) : "";
      if (!name) return;
      grow(event.target);
      record.put(name, valueOf(event.target));
    });

    // What was written on an earlier sheet, here or in another package of the course on this device.
    function carry(field) {
      var empty = Array.prototype.slice.call(field.querySelectorAll("textarea"));
      if (!empty.length || empty.some(function (control) { return control.value; })) return;
      var end = "_" + field.getAttribute("data-from").replace(".", "_");
      var names = Object.keys(record.fields).concat(record.device.names()).filter(function (name, at, all) { return all.indexOf(name) === at && /^[^#:]+$/.test(name); });
      var whole = names.filter(function (name) { return name.slice(-end.length) === end; });
      var cells = names.map(function (name) { return { name: name, row: (new RegExp(end + "_r(\\d+)c1$").exec(name) || [])[1] }; })
        .filter(function (cell) { return cell.row; }).sort(function (a, b) { return a.row - b.row; });
      var values = (whole.length ? [record.value(whole[0])] : cells.map(function (cell) { return record.value(cell.name); })).filter(Boolean);
      if (!values.length) return;
      if (!field.querySelector("table")) return show(empty[0], values.join("\n"));
      if (values.length === 1) values = values[0].split("\n");
      empty.filter(function (control) { return /_r\d+c1$/.test(control.name); })
        .forEach(function (control, order) { show(control, values[order] || ""); });
    }

    /** A text of this device that gave way to a newer one of the platform is shown, not thrown away. */
    function showOlder(control, text) {
      var box = document.createElement("details"), title = document.createElement("summary"), old = document.createElement("p");
      title.textContent = words.older;
      old.textContent = text;
      old.className = "older";
      box.appendChild(title);
      box.appendChild(old);
      control.parentNode.insertBefore(box, control.nextSibling);
    }

    /** Shows what was written before. */
    return function () {
      controls().forEach(function (control) {
        var name = nameOf(control), kept = name && record.fields[name];
        if (kept) show(control, kept.value);
        if (kept && record.older[name] && control.tagName === "TEXTAREA") showOlder(control, record.older[name]);
      });
      Array.prototype.forEach.call(document.querySelectorAll(".field[data-from]"), carry);
      taller.growAll();
    };
  };

  /** Worksheets of which something is only on this device say so. @param {string[]} codes of fields without room */
  taller.markSheets = function (codes, fields, words) {
    Array.prototype.forEach.call(document.querySelectorAll("section.worksheet"), function (sheet) {
      var isLeft = Array.prototype.some.call(sheet.querySelectorAll("textarea, input"), function (control) {
        return codes.indexOf(fields[nameOf(control)]) >= 0;
      });
      var note = sheet.querySelector(".sheet-left");
      if (isLeft && !note) {
        note = document.createElement("p");
        note.className = "sheet-left";
        note.textContent = words.sheetLeft;
        sheet.appendChild(note);
      } else if (!isLeft && note) sheet.removeChild(note);
    });
  };
})(window.taller);
