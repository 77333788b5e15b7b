// One chapter at a time, the course map, and where the learner stopped. Without this file all chapters stand below one another.
(function (taller) {
  "use strict";

  var data = taller.data, keys = taller.keys || {}, words = data.words;
  var articles = Array.prototype.slice.call(document.querySelectorAll("main > article"));
  var map = document.querySelector("nav details"), shown = null, hasMoved = false;
  var record = new taller.Record(data, keys, function (place, count) {
    document.getElementById("kept").textContent = words[place].replace("{n}", count).replace("{limit}", record.limits[0] || "");
    taller.markSheets(record.left, data.fields, words);
  });

  function chapterOf(article) {
    return data.chapters.filter(function (chapter) { return chapter.id === article.id; })[0];
  }
  function link(article) {
    return document.querySelector('nav a[href="#' + article.id + '"]');
  }

  function show(article, target) {
    if (shown !== article) {
      articles.forEach(function (other) { other.hidden = other !== article; });
      Array.prototype.forEach.call(document.querySelectorAll("nav [aria-current]"), function (old) { old.removeAttribute("aria-current"); });
      link(article).setAttribute("aria-current", "page");
      shown = article;
      taller.growAll();
      frame();
    }
    if (record.device) record.see(chapterOf(article));
    mark();
    if (target) {
      if (target === article) target = article.querySelector("h1");
      target.setAttribute("tabindex", "-1");
      target.focus({ preventScroll: true });
      target.scrollIntoView();
    }
  }

  /** Tables that are wider than the page can be scrolled with the keyboard. */
  function frame() {
    Array.prototype.forEach.call(shown.querySelectorAll(".scroll"), function (box, order) {
      var isWide = box.scrollWidth > box.clientWidth;
      if (!isWide) return ["tabindex", "role", "aria-label"].forEach(function (name) { box.removeAttribute(name); });
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", words.table + " " + (order + 1));
    });
  }

  /** The chapter and the place that the address names. */
  function named() {
    var id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch (error) { /* not ours */ }
    var target = id ? document.getElementById(id) : null, article = target && target.closest("main > article");
    return article ? { article: article, target: target } : null;
  }

  function mark() {
    data.chapters.forEach(function (chapter) {
      var row = document.querySelector('nav a[href="#' + chapter.id + '"]');
      if (record.state.seen.indexOf(chapter.code) < 0 || row.querySelector(".seen")) return;
      var note = document.createElement("span");
      note.className = "seen";
      note.textContent = words.seen;
      row.appendChild(document.createTextNode(" "));
      row.appendChild(note);
    });
    var result = record.result();
    if (!result.all) return;
    document.getElementById("score").textContent = words.score.replace("{right}", result.right).replace("{all}", result.all)
      .replace("{best}", Math.max(0, record.state.best)).replace("{mark}", data.passMark);
  }

  taller.record = record;
  var showAnswers = taller.startQuestions(record, keys, words, mark);
  var showSheets = taller.startSheets(record, words);

  addEventListener("hashchange", function () {
    var place = named();
    if (!place) return;
    hasMoved = true;
    show(place.article, place.target);
  });
  document.addEventListener("click", function (event) {
    var anchor = event.target.closest ? event.target.closest('a[href^="#"]') : null;
    if (anchor && !isWide() && anchor.closest("nav")) map.open = false;
    // The same address twice is no change of it.
    if (anchor && anchor.getAttribute("href") === location.hash && named()) show(named().article, named().target);
  });

  function isWide() { return matchMedia("(min-width: 60em)").matches; }
  function fold() { map.open = isWide(); }
  fold();
  addEventListener("resize", function () {
    if (isWide()) fold();
    frame();
  });

  var first = named();
  show(first ? first.article : articles[0], first ? first.target : null);

  // -- the platform

  function open(platform) {
    record.open(platform);
    showSheets();
    showAnswers();
    var stop = articles.filter(function (article) { return record.state.location && article.id.slice(0, 255) === record.state.location; })[0];
    if (stop && !first && !hasMoved && stop !== shown) {
      show(stop, null);
      document.getElementById("resumed").textContent = words.resumed;
    } else show(shown, null);
    record.save();
  }

  /** Platforms may be slow to put their object there; what is typed meanwhile counts. */
  function wait(tries) {
    var platform = taller.connect(data.is2004);
    if (platform) return open(platform);
    if (!taller.mayHavePlatform() || tries === 40) open(null);
    if (!taller.mayHavePlatform() || tries > 100) return;
    setTimeout(function () { wait(tries + 1); }, tries < 40 ? 200 : 5000);
  }
  taller.readDatabase(function () { wait(0); });

  addEventListener("pagehide", function () { record.close(); });
  addEventListener("beforeunload", function () { record.save(); });
  addEventListener("pageshow", function (event) {
    if (event.persisted && record.platform) record.tryAgain();
  });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") record.save();
  });

  // -- buttons

  document.getElementById("print").addEventListener("click", function () { print(); });
  document.getElementById("clear").addEventListener("click", function (event) {
    var button = event.currentTarget;
    if (!button.classList.contains("sure")) {
      button.classList.add("sure");
      button.textContent = words.clearSure;
      return;
    }
    record.clear();
    button.classList.remove("sure");
    button.textContent = words.clear;
    document.getElementById("kept").textContent = words.cleared;
  });
  document.documentElement.classList.add("playing");
})(window.taller);
