// Speaks with the learning platform. SCORM 1.2 and SCORM 2004 have the same few names here.
window.taller = window.taller || {};
(function (taller) {
  "use strict";

  /** What is said -> its name in SCORM 1.2 and in SCORM 2004; empty where a version has none. */
  var NAMES = {
    status: ["cmi.core.lesson_status", ""],
    completion: ["", "cmi.completion_status"],
    success: ["", "cmi.success_status"],
    progress: ["", "cmi.progress_measure"],
    location: ["cmi.core.lesson_location", "cmi.location"],
    learner: ["cmi.core.student_id", "cmi.learner_id"],
    mode: ["cmi.core.lesson_mode", "cmi.mode"],
    state: ["cmi.suspend_data", "cmi.suspend_data"],
    exit: ["cmi.core.exit", "cmi.exit"],
    time: ["cmi.core.session_time", "cmi.session_time"],
    raw: ["cmi.core.score.raw", "cmi.score.raw"],
    min: ["cmi.core.score.min", "cmi.score.min"],
    max: ["cmi.core.score.max", "cmi.score.max"],
    scaled: ["", "cmi.score.scaled"],
    count: ["cmi.interactions._count", "cmi.interactions._count"]
  };
  /** Errors that mean: it was begun before. */
  var BEGUN = ["101", "103"];
  /** Answers that are looked for. */
  var MOST = 500;

  /** Looks for an object in this window and those above it; a window of another host is passed by. */
  function climb(win, name) {
    for (var steps = 0; win && steps < 100; steps++) {
      try { if (win[name]) return win[name]; } catch (error) { /* of another host */ }
      if (win.parent === win) return null;
      win = win.parent;
    }
    return null;
  }

  function find(name) {
    var found = climb(window, name);
    try { found = found || climb(window.opener, name); } catch (error) { /* of another host */ }
    try { found = found || climb(window.top.opener, name); } catch (error) { /* of another host */ }
    return found;
  }

  /**
   * A platform that has answered.
   * @constructor
   * @param {Object} api what the platform gives
   * @param {boolean} is2004
   */
  function Platform(api, is2004) {
    this.api = api;
    this.is2004 = is2004;
    this.told = 0; // answers, as far as we count them ourselves
  }

  /** Calls the platform; "" when it throws, since it may be gone at any time. */
  Platform.prototype.call = function (name, first, second) {
    var api = this.api, method = this.is2004 ? name : "LMS" + name;
    try { return String(second === undefined ? api[method](first) : api[method](first, second)); } catch (error) { return ""; }
  };
  Platform.prototype.begin = function () {
    return this.call("Initialize", "") === "true" || BEGUN.indexOf(this.error()) >= 0;
  };
  Platform.prototype.error = function () {
    var api = this.api;
    try { return String(this.is2004 ? api.GetLastError() : api.LMSGetLastError()); } catch (error) { return ""; }
  };
  Platform.prototype.get = function (key) {
    var name = NAMES[key][this.is2004 ? 1 : 0], value = name ? this.call("GetValue", name) : "";
    return value === "null" || value === "undefined" ? "" : value;
  };
  /** @return {boolean} whether the platform took it; true for what its version doesn't have */
  Platform.prototype.set = function (key, value) {
    var name = NAMES[key][this.is2004 ? 1 : 0];
    return !name || this.put(name, value);
  };
  Platform.prototype.put = function (name, value) {
    return this.call("SetValue", name, String(value)) === "true";
  };
  Platform.prototype.commit = function () {
    return this.call("Commit", "") === "true";
  };
  Platform.prototype.finish = function () {
    return this.call(this.is2004 ? "Terminate" : "Finish", "") === "true";
  };

  /** How long the page was open, as the platform's version writes it. */
  Platform.prototype.duration = function (seconds) {
    var hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60, rest = Math.floor(seconds) % 60;
    return this.is2004 ? "PT" + hours + "H" + minutes + "M" + rest + "S"
      : ("000" + hours).slice(-4) + ":" + ("0" + minutes).slice(-2) + ":" + ("0" + rest).slice(-2) + ".00";
  };

  /** The number of the next answer. Open edX doesn't count: there it is the first one without an id, so that none takes the place of another. */
  Platform.prototype.free = function () {
    var count = parseInt(this.get("count"), 10);
    if (!isNaN(count)) return count;
    while (this.told < MOST && this.call("GetValue", "cmi.interactions." + this.told + ".id")) this.told++;
    return this.told;
  };

  /**
   * Tells of one answer.
   * @param {{id: string, text: string, chosen: string, right: string, isRight: boolean, when: Date}} answer
   *   `chosen` and `right` hold a letter for each option
   */
  Platform.prototype.interaction = function (answer) {
    var start = "cmi.interactions." + this.free() + ".", is2004 = this.is2004;
    function letters(text) { return text.split("").join(is2004 ? "[,]" : ","); }
    var done = this.put(start + "id", answer.id) && this.put(start + "type", "choice");
    if (!done) return false;
    this.told++;
    if (is2004) this.put(start + "description", answer.text.slice(0, 250));
    this.put(start + "correct_responses.0.pattern", letters(answer.right));
    this.put(start + (is2004 ? "timestamp" : "time"), is2004 ? answer.when.toISOString().slice(0, 19) + "Z" : answer.when.toTimeString().slice(0, 8));
    this.put(start + "result", answer.isRight ? "correct" : is2004 ? "incorrect" : "wrong");
    return this.put(start + (is2004 ? "learner_response" : "student_response"), letters(answer.chosen));
  };

  /** Whether the page was opened by another one, so that a platform may still come. */
  taller.mayHavePlatform = function () {
    return window.parent !== window || !!window.opener;
  };

  /**
   * The platform that answers, if there is one.
   * @param {boolean} prefers2004 for which version the package was made
   * @return {Platform|null}
   */
  taller.connect = function (prefers2004) {
    var versions = prefers2004 ? [true, false] : [false, true];
    for (var i = 0; i < versions.length; i++) {
      var api = find(versions[i] ? "API_1484_11" : "API");
      if (api) {
        var platform = new Platform(api, versions[i]);
        if (platform.begin()) return platform;
      }
    }
    return null;
  };
})(window.taller);
