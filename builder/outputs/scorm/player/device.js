// What this device keeps: lines of `time|value` in localStorage.
// A page opened as a file may be given a process that an earlier page left, with the localStorage of that time (Chromium keeps such
// pages for "Back"), and reloading doesn't heal it. There, a database is written beside it: every page asks it anew.
window.taller = window.taller || {};
(function (taller) {
  "use strict";

  var STORE = "entries", CLEARED = "#cleared", PATIENCE = 2000;
  /** What the database has, by the whole name; the database itself where it is used. */
  var late = {}, database = null;

  /** Reads the database, if this page was opened as a file. @param {function(): void} then is called once, in any case */
  taller.readDatabase = function (then) {
    var isDone = false, request;
    function done() {
      if (!isDone) then();
      isDone = true;
    }
    if (location.protocol !== "file:") return done();
    setTimeout(done, PATIENCE);
    try { request = indexedDB.open("taller:scorm", 1); } catch (error) { return done(); }
    request.onupgradeneeded = function () { request.result.createObjectStore(STORE); };
    request.onerror = done;
    request.onsuccess = function () {
      database = request.result;
      try { readAll(done); } catch (error) { done(); }
    };
  };

  function readAll(done) {
    var asked = database.transaction(STORE).objectStore(STORE).openCursor();
    asked.onerror = done;
    asked.onsuccess = function () {
      var cursor = asked.result;
      if (!cursor) return done();
      if (!(cursor.key in late)) late[cursor.key] = cursor.value;
      cursor.continue();
    };
  }

  /** @param {string|null} text null takes the name out */
  function change(name, text) {
    if (text === null) delete late[name];
    else late[name] = text;
    try {
      var work = database.transaction(STORE, "readwrite", { durability: "strict" });
      if (text === null) work.objectStore(STORE).delete(name);
      else work.objectStore(STORE).put(text, name);
      if (work.commit) work.commit(); // else a page that ends takes it along
      return true;
    } catch (error) { return false; }
  }

  function entry(text) {
    var at = typeof text === "string" ? text.indexOf("|") : -1;
    return at < 0 ? null : { time: parseInt(text.slice(0, at), 36) || 0, value: text.slice(at + 1) };
  }

  /**
   * What this device keeps for one learner in one course.
   * @constructor
   */
  taller.Device = function (course, learner) {
    this.prefix = "taller:scorm:" + course + ":" + learner + ":";
  };
  /** @return {{time: number, value: string}|null} */
  taller.Device.prototype.read = function (name) {
    var here = null, there = entry(late[this.prefix + name]), cleared = entry(late[this.prefix + CLEARED]);
    try { here = entry(localStorage.getItem(this.prefix + name)); } catch (error) { /* a browser that keeps nothing */ }
    if (here && cleared && here.time <= cleared.time) here = null;
    return here && (!there || here.time > there.time) ? here : there;
  };
  taller.Device.prototype.write = function (name, value, time) {
    var text = time.toString(36) + "|" + value, isKept = database !== null && change(this.prefix + name, text);
    try {
      localStorage.setItem(this.prefix + name, text);
      isKept = true;
    } catch (error) { /* full, or a browser that keeps nothing */ }
    return isKept;
  };
  taller.Device.prototype.remove = function (name) {
    if (database) change(this.prefix + name, null);
    try { localStorage.removeItem(this.prefix + name); } catch (error) { /* nothing to remove */ }
  };
  taller.Device.prototype.names = function () {
    var found = Object.keys(late), prefix = this.prefix;
    try { found = found.concat(Object.keys(localStorage)); } catch (error) { /* a browser that keeps nothing */ }
    return found.filter(function (name, at) { return name.indexOf(prefix) === 0 && found.indexOf(name) === at; })
      .map(function (name) { return name.slice(prefix.length); }).sort();
  };
  taller.Device.prototype.clear = function () {
    this.names().forEach(this.remove, this);
    if (database) change(this.prefix + CLEARED, Math.floor(Date.now() / 1000).toString(36) + "|");
  };
})(window.taller);
