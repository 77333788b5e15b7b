// The learner's record: what was seen, answered and written. This device keeps all of it, the platform as much as has room.
window.taller = window.taller || {};
(function (taller) {
  "use strict";

  var LIMITS = [64000, 4096, 4000, 1000];
  /**
   * Seconds without a change, and at most in all, before the platform is told; seconds after an answer was checked, so that its
   * explanation is seen first; seconds before another try when the platform didn't answer.
   */
  var QUIET = 4, MOST = 30, SOON = 0.2, AGAIN = 15;
  /** Stands behind the letters of an answer that was checked. */
  var CHECKED = ".";
  /** No status is replaced by one of a lower rank. */
  var RANKS = { "": 0, "not attempted": 0, browsed: 1, incomplete: 2, failed: 3, completed: 4, passed: 5 };

  /**
   * @constructor
   * @param {Object} data of the package (data.js)
   * @param {Object|null} keys of its questions (keys.js)
   * @param {function(string, number): void} tell hears where things are kept: "platform", "partly" (and how many had no room),
   *   "review", "silent", "device", "nowhere"
   */
  taller.Record = function (data, keys, tell) {
    this.data = data;
    this.keys = keys || {};
    this.tell = tell;
    this.platform = null;
    this.device = null;
    this.state = fresh();
    this.fields = {};
    this.answers = {};
    /** What was written and answered since the page was opened. */
    this.typed = {};
    this.answered = {};
    this.strange = [];
    this.older = {};
    this.left = [];
    this.unsent = [];
    this.isKept = true;
    this.opened = Date.now();
    this.limits = LIMITS;
  };
  var record = taller.Record.prototype;

  function fresh() { return { time: 0, location: "", seen: [], best: -1, entries: [] }; }
  function now() { return Math.floor(Date.now() / 1000); }

  // -- opening

  /** Reads what device and platform have. `platform` may be null. */
  record.open = function (platform) {
    var typed = this.typed, answered = this.answered, data = this.data;
    this.platform = platform;
    this.device = new taller.Device(data.course, platform ? platform.get("learner") : "");
    this.limits = LIMITS.filter(function (limit) { return platform && (platform.is2004 || limit < 5000); });
    this.isReview = !!platform && ["browse", "review"].indexOf(platform.get("mode")) >= 0;
    this.fields = {};
    this.answers = {};
    this.state = fresh();
    var here = this.device.read("#" + data.name), own = here ? taller.unpack(here.value) : null;
    var far = platform ? taller.unpack(platform.get("state")) : null;
    // The platform had a state and has none: a new attempt. What was written on worksheets stays, answers begin anew.
    if (platform && !far && this.device.read("#sent " + data.name)) own = null;
    this.device.remove("#sent " + data.name);
    this.meet(own, far);
    if (platform && !this.state.location) this.state.location = platform.get("location");
    this.read(far);
    // What was written before the platform answered is the newest of all.
    for (var name in typed) this.put(name, typed[name]);
    for (name in answered) this.answer(name, answered[name].chosen, answered[name].isChecked);
  };

  /** What was seen is joined; of two answers to a question the newer one holds. */
  record.meet = function (own, far) {
    var newer = !far || (own && own.time > far.time) ? own : far, older = newer === own ? far : own, self = this;
    [older, newer].forEach(function (state) {
      if (!state) return;
      self.state.time = Math.max(self.state.time, state.time);
      self.state.best = Math.max(self.state.best, state.best);
      if (state.location) self.state.location = state.location;
      state.seen.forEach(function (code) { if (self.state.seen.indexOf(code) < 0) self.state.seen.push(code); });
      state.entries.forEach(function (entry) {
        var question = self.questionOf(entry[0]);
        if (question) self.answers[question] = { chosen: entry[1].replace(CHECKED, ""), isChecked: entry[1].slice(-1) === CHECKED };
      });
    });
  };

  /** The fields: what the platform has, unless this device has something newer. A text that gives way is kept as the older one. */
  record.read = function (far) {
    var self = this, device = this.device, codes = this.data.fields, names = {};
    Object.keys(codes).forEach(function (name) {
      names[codes[name]] = name;
      var here = device.read(name);
      if (here) self.fields[name] = here;
    });
    (far ? far.entries : []).forEach(function (entry) {
      var name = names[entry[0]];
      if (!name) {
        if (!self.questionOf(entry[0])) self.strange.push(entry);
        return;
      }
      var here = self.fields[name];
      if (here && here.time > far.time) return;
      if (here && here.value && here.value !== entry[1]) {
        self.older[name] = here.value;
        device.write("older:" + name, here.value, here.time);
      }
      self.fields[name] = { time: far.time, value: entry[1] };
      device.write(name, entry[1], far.time);
    });
  };

  record.questionOf = function (code) {
    for (var name in this.keys) if (this.keys[name].code === code) return name;
    return "";
  };

  // -- what the learner does

  record.value = function (name) {
    var found = this.fields[name] || (this.device && this.device.read(name));
    return found ? found.value : "";
  };

  record.put = function (name, value) {
    this.typed[name] = value;
    this.fields[name] = { time: now(), value: value };
    this.changed();
    if (this.device) this.isKept = this.device.write(name, value, now());
  };

  record.see = function (chapter) {
    if (this.state.location === chapter.id && this.state.seen.indexOf(chapter.code) >= 0) return;
    this.state.location = chapter.id;
    if (this.state.seen.indexOf(chapter.code) < 0) this.state.seen.push(chapter.code);
    this.changed();
  };

  /** @param {string} chosen a letter for each chosen option */
  record.answer = function (name, chosen, isChecked) {
    this.answers[name] = this.answered[name] = { chosen: chosen, isChecked: isChecked };
    var result = this.result();
    if (isChecked) {
      this.state.best = Math.max(this.state.best, Math.round(100 * result.right / result.all));
      var key = this.keys[name];
      this.unsent.push({ id: key.id, text: key.text, chosen: chosen, right: key.right, isRight: chosen === key.right, when: new Date() });
    }
    this.changed(isChecked ? SOON : QUIET);
  };

  /** @return {{all: number, done: number, right: number}} questions, those that were checked, those that are right */
  record.result = function () {
    var found = { all: 0, done: 0, right: 0 };
    for (var name in this.keys) {
      var answer = this.answers[name];
      found.all++;
      if (answer && answer.isChecked) {
        found.done++;
        if (answer.chosen === this.keys[name].right) found.right++;
      }
    }
    return found;
  };

  record.hasSeenAll = function () {
    var seen = this.state.seen;
    return this.data.chapters.every(function (chapter) { return !chapter.isCore || seen.indexOf(chapter.code) >= 0; });
  };

  // -- keeping

  /**
   * Keeps it on the device at once, and on the platform when the learner rests.
   * @param {number=} rest seconds, if not the usual ones
   */
  record.changed = function (rest) {
    this.state.time = now();
    this.isSent = false;
    if (!this.device) return;
    this.isKept = this.device.write("#" + this.data.name, taller.pack(this.snapshot({}), Infinity).text, now());
    var self = this;
    this.since = this.waiting ? this.since : now();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(function () { self.save(); }, now() - this.since > MOST ? 0 : (rest || QUIET) * 1000);
  };

  /** @param {Object} codes those of the fields that are to be in it, by name */
  record.snapshot = function (codes) {
    var self = this, entries = [];
    for (var name in this.answers) {
      if (this.keys[name]) entries.push([this.keys[name].code, this.answers[name].chosen + (this.answers[name].isChecked ? CHECKED : "")]);
    }
    Object.keys(codes).forEach(function (field) {
      if (self.fields[field] && self.fields[field].value) entries.push([codes[field], self.fields[field].value]);
    });
    var state = this.state;
    return { time: state.time, location: state.location, seen: state.seen, best: state.best, entries: entries.concat(this.strange) };
  };

  /** Sends all to the platform, and says where things are kept now. */
  record.save = function () {
    clearTimeout(this.waiting);
    this.waiting = 0;
    if (!this.device) return;
    if (!this.platform) return this.tell(this.isKept ? "device" : "nowhere", 0);
    var done = this.send() && this.platform.commit();
    this.isSent = done;
    if (done) this.device.write("#sent " + this.data.name, "", now());
    this.tell(!done ? "silent" : this.isReview ? "review" : this.left.length ? "partly" : "platform", this.left.length);
    var self = this;
    if (!done) this.waiting = setTimeout(function () { self.tryAgain(); }, AGAIN * 1000);
  };

  /** The platform may have gone and come back. */
  record.tryAgain = function () {
    this.platform.begin();
    this.save();
  };

  record.send = function () {
    var platform = this.platform, state = this.state;
    platform.set("location", state.location.slice(0, 255));
    // A finished attempt: no result changes any more. Moodle keeps what is written even so, others may not.
    if (this.isReview) return this.sendState();
    platform.set("exit", "suspend");
    platform.set("time", platform.duration((Date.now() - this.opened) / 1000));
    // A platform may lack the rest, which SCORM 1.2 leaves to it.
    while (this.unsent.length && platform.interaction(this.unsent[0])) this.unsent.shift();
    this.sendScore();
    if (platform.is2004) this.sendTwo();
    else this.sendOne();
    return this.sendState();
  };

  /** With less when the platform takes no more. */
  record.sendState = function () {
    for (var i = 0; i < this.limits.length; i++) {
      var packed = taller.pack(this.snapshot(this.data.fields), this.limits[i]);
      if (this.platform.set("state", packed.text)) {
        this.limits = this.limits.slice(i);
        this.left = packed.left;
        return true;
      }
    }
    return false;
  };

  record.sendScore = function () {
    var best = this.state.best;
    if (best < 0) return;
    this.platform.set("min", 0);
    this.platform.set("max", 100);
    this.platform.set("raw", best);
    this.platform.set("scaled", best / 100);
  };

  /** @return {string} passed, failed or "" */
  record.verdict = function () {
    var result = this.result();
    if (!result.all) return "";
    return this.state.best >= this.data.passMark ? "passed" : result.done === result.all ? "failed" : "";
  };

  /** SCORM 1.2: one status for all. */
  record.sendOne = function () {
    var isQuiz = this.result().all > 0, found = this.verdict() || (!isQuiz && this.hasSeenAll() ? "completed" : "incomplete");
    if (RANKS[found] > (RANKS[this.platform.get("status")] || 0)) this.platform.set("status", found);
  };

  /** SCORM 2004: completion and success apart. */
  record.sendTwo = function () {
    var platform = this.platform, verdict = this.verdict(), seen = this.state.seen;
    var core = this.data.chapters.filter(function (chapter) { return chapter.isCore; });
    var count = core.filter(function (chapter) { return seen.indexOf(chapter.code) >= 0; }).length;
    var isDone = count === core.length || verdict === "passed" || platform.get("completion") === "completed";
    platform.set("progress", isDone ? 1 : Math.round(100 * count / core.length) / 100);
    if (verdict && platform.get("success") !== "passed") platform.set("success", verdict);
    platform.set("completion", isDone ? "completed" : "incomplete");
  };

  /** Takes off this device what it keeps of this learner; the platform keeps what it has. */
  record.clear = function () {
    if (this.device) this.device.clear();
  };

  /** The page closes. */
  record.close = function () {
    if (!this.device) this.open(null);
    if (!this.platform) return;
    if (!this.isSent) this.save();
    clearTimeout(this.waiting);
    this.platform.finish();
  };
})(window.taller);
