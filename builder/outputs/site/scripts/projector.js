// The wall: shows one screen of one piece, by ids and times that the trainer's day sends. It writes no word that isn't on this page.
(function () {
  "use strict";
  const course = String(document.body.dataset.course), name = "taller/" + course + "/wall";
  const screens = /** @type {HTMLElement[]} */ (Array.prototype.slice.call(document.querySelectorAll("article")));
  const clock = /** @type {HTMLElement} */ (document.getElementById("wall-clock")), place = /** @type {HTMLElement} */ (document.getElementById("wall-place"));
  const black = /** @type {HTMLElement} */ (document.getElementById("wall-black")), keys = /** @type {HTMLDialogElement} */ (document.getElementById("wall-keys"));
  const lastPiece = screens.length - 3;
  let at = screens.length - 1, isFollowing = true, last = { show: "", ends: 0, left: 0 };

  /** What was sent, if it is of the form that we know: an id of this page and two numbers. @param {unknown} text */
  function read(text) {
    try {
      const found = JSON.parse(String(text));
      const isKnown = screens.some(function (screen) { return screen.dataset.piece === found.show; });
      return { show: isKnown ? String(found.show) : "", ends: Number(found.ends) || 0, left: Number(found.left) || 0 };
    } catch (error) { return null; }
  }
  /** @param {unknown} text */
  function take(text) {
    const found = read(text);
    if (!found) return;
    const isOther = found.show !== last.show;
    last = found;
    if (isFollowing && (isOther || piece() !== found.show)) go(first(found.show));
    tick();
  }
  /** @param {string} id */
  function first(id) { return screens.findIndex(function (screen) { return screen.dataset.piece === id; }); }
  function piece() { return screens[at].dataset.piece; }
  /** @param {number} number */
  function go(number) {
    at = Math.min(Math.max(number, 0), screens.length - 1);
    screens.forEach(function (screen, order) { screen.hidden = order !== at; });
    const same = screens.filter(function (screen) { return screen.dataset.piece === piece(); });
    place.textContent = same.length > 1 ? same.indexOf(screens[at]) + 1 + " / " + same.length : "";
    scrollTo(0, 0);
    fit();
  }
  /** As large as it fits, but never so small that the last row can't read it; then the page scrolls. */
  function fit() {
    const root = document.documentElement;
    for (let size = 100; size >= 50; size -= 5) {
      root.dataset.size = String(size);
      if (root.scrollHeight <= innerHeight) return;
    }
  }
  /** A window further down, or the next screen. @param {number} way */
  function turn(way) {
    const root = document.documentElement, rest = way > 0 ? root.scrollHeight - innerHeight - scrollY : scrollY;
    if (rest > 8) return scrollBy(0, way * innerHeight * 0.8);
    go(at > lastPiece ? way > 0 ? 0 : lastPiece : Math.min(at + way, lastPiece));
    isFollowing = piece() === last.show;
  }
  function follow() {
    isFollowing = true;
    go(first(last.show));
  }
  function tick() {
    const isOwn = piece() === last.show, left = last.ends ? last.ends - Date.now() : last.left;
    clock.textContent = isOwn && (last.ends || last.left) ? countdown(left) : "";
    clock.classList.toggle("soon", isOwn && last.ends > 0 && left <= 120000);
  }
  /** @param {number} left */
  function countdown(left) {
    const seconds = Math.max(Math.ceil(left / 1000), 0);
    return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  }
  function full() {
    const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    if (done && done.catch) done.catch(function () { /* refused: the window stays as it is */ });
  }
  function away() {
    if (!black.hidden) { black.hidden = true; return; }
    if (document.fullscreenElement) return full();
    if (opener) return close();
    location.href = "index.html";
  }
  /** @type {Record<string, () => void>} */ const does = {
    next: function () { turn(1); }, back: function () { turn(-1); }, full: full, follow: follow, away: away,
    black: function () { black.hidden = !black.hidden; }, keys: function () { keys.showModal(); },
  };
  /** @type {Record<string, string>} */ const KEYS = {
    PageDown: "next", ArrowRight: "next", ArrowDown: "next", " ": "next", PageUp: "back", ArrowLeft: "back", ArrowUp: "back",
    b: "black", B: "black", ".": "black", f: "full", F: "full", F5: "full", Home: "follow", Escape: "away", "?": "keys",
  };
  addEventListener("keydown", function (event) {
    const action = KEYS[event.key], isButton = /** @type {HTMLElement} */ (event.target).tagName === "BUTTON" && event.key === " ";
    if (!action || keys.open || isButton || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (action !== "black" && action !== "away") black.hidden = true;
    does[action]();
  });
  document.querySelectorAll("[data-do]").forEach(function (button) {
    button.addEventListener("click", function () { does[String(/** @type {HTMLElement} */ (button).dataset.do)](); });
  });
  addEventListener("message", function (event) { if (event.source === opener) take(event.data); });
  addEventListener("storage", function (event) { if (event.key === name) take(event.newValue); });
  try { new BroadcastChannel(name).onmessage = function (event) { take(event.data); }; } catch (error) { /* the other ways are enough */ }
  addEventListener("resize", fit);
  addEventListener("load", fit);
  const given = decodeURIComponent(location.hash.slice(1));
  try { take(given || localStorage.getItem(name)); } catch (error) { take(given); }
  go(first(last.show));
  if (opener) opener.postMessage("taller-wall-ready", "*");
  setInterval(tick, 250);
  document.documentElement.dataset.ready = "yes";
})();
