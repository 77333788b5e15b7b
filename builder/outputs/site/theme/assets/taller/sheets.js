// Worksheets keep what is written on them in this browser (localStorage); nothing is sent anywhere.
(function () {
  var settings = JSON.parse(document.getElementById("taller-settings").textContent), words = settings.words, store = settings.store;

  function read(name) { try { return localStorage.getItem(store + name); } catch (error) { return null; } }
  function write(name, value) {
    try {
      if (value) localStorage.setItem(store + name, value);
      else localStorage.removeItem(store + name);
      return true;
    } catch (error) { return false; }
  }
  function names() {
    var found = [];
    try {
      for (var i = 0; i < localStorage.length; i++) {
        var name = localStorage.key(i);
        if (name.indexOf(store) === 0) found.push(name.slice(store.length));
      }
    } catch (error) { /* a browser that keeps nothing */ }
    return found.sort();
  }
  function ends(name, end) { return name.slice(-end.length) === end; }

  function valueOf(control) {
    if (control.type === "checkbox") return control.checked ? control.value : "";
    if (control.type !== "radio") return control.value;
    var chosen = document.querySelector('input[type=radio][name="' + control.name + '"]:checked');
    return chosen ? chosen.value : "";
  }
  function keyOf(control) { return control.type === "checkbox" && control.closest(".quiz") ? control.name + "_o" + control.value : control.name; }
  function show(control, value) {
    if (control.type === "checkbox" || control.type === "radio") control.checked = value === control.value;
    else { control.value = value || ""; grow(control); }
  }
  function grow(control) {
    if (control.tagName !== "TEXTAREA" || CSS.supports("field-sizing", "content")) return;
    control.style.height = "auto";
    control.style.height = control.scrollHeight + 2 + "px";
  }
  // What was written on the earlier sheet, as one text or, for tables, row by row.
  function earlier(from) {
    var end = "_" + from.replace(".", "_"), whole = names().filter(function (name) { return ends(name, end); });
    if (whole.length) return [read(whole[0])];
    var cell = new RegExp(end + "_r(\\d+)c1$");
    return names().filter(function (name) { return cell.test(name); })
      .sort(function (a, b) { return cell.exec(a)[1] - cell.exec(b)[1]; })
      .map(read).filter(Boolean);
  }
  function carry(field) {
    var controls = Array.prototype.slice.call(field.querySelectorAll("textarea"));
    if (!controls.length || controls.some(function (control) { return control.value; })) return;
    var values = earlier(field.dataset.from);
    if (!values.length) return;
    if (!field.querySelector("table")) return show(controls[0], values.join("\n"));
    if (values.length === 1) values = values[0].split("\n");
    controls.filter(function (control) { return /_r\d+c1$/.test(control.name); })
      .forEach(function (control, order) { show(control, values[order] || ""); });
  }

  function tools(sheet, controls) {
    var box = document.createElement("div"), status = document.createElement("p"), note = document.createElement("p");
    box.className = "sheet-tools";
    box.lang = document.documentElement.lang;
    status.className = "sheet-status";
    status.setAttribute("role", "status");
    note.className = "sheet-note";
    note.textContent = words["site-private"];
    box.appendChild(button(words["site-print"], function () { print(sheet); }));
    box.appendChild(button(words["site-clear"], function () {
      if (!confirm(words["site-clear-sure"])) return;
      controls.forEach(function (control) { write(keyOf(control), ""); show(control, ""); });
      status.textContent = words["site-cleared"];
    }));
    box.appendChild(note);
    box.appendChild(status);
    sheet.appendChild(box);
    return status;
  }
  function button(text, action) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "md-button";
    made.textContent = text;
    made.addEventListener("click", action);
    return made;
  }
  function print(sheet) {
    document.body.classList.add("print-one");
    sheet.classList.add("print-this");
    for (var above = sheet.parentElement; above && above !== document.body; above = above.parentElement) above.classList.add("print-way");
    window.print();
    document.body.classList.remove("print-one");
    sheet.classList.remove("print-this");
    document.querySelectorAll(".print-way").forEach(function (way) { way.classList.remove("print-way"); });
  }

  document.querySelectorAll("section.worksheet, section.quiz").forEach(function (sheet) {
    var controls = Array.prototype.slice.call(sheet.querySelectorAll("textarea, input"));
    if (!controls.length) return;
    controls.forEach(function (control) {
      var kept = read(keyOf(control));
      if (kept !== null) show(control, kept);
      else grow(control);
    });
    sheet.querySelectorAll(".field[data-from]").forEach(carry);
    var status = sheet.classList.contains("worksheet") ? tools(sheet, controls) : null;
    sheet.addEventListener("input", function (event) {
      if (!event.target.name) return;
      grow(event.target);
      if (write(keyOf(event.target), valueOf(event.target)) && status) status.textContent = words["site-saved"];
    });
  });
})();
