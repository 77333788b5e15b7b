// Says in a bar that there is a newer edition than the one on the phone. It comes only when somebody asks for it, and neither the bar
// nor the new page comes while somebody writes.
(function (taller) {
  "use strict";
  const kept = taller.phone, make = taller.make, say = taller.say;
  const told = window.BroadcastChannel ? new BroadcastChannel(kept.name) : null;

  function isWriting() {
    const at = document.activeElement;
    return Boolean(at && at.matches("input:not([type=radio], [type=checkbox], [type=button]), textarea, select"));
  }
  /** Now, or when nobody writes any more. @param {() => void} then */
  function later(then) {
    if (!isWriting()) return then();
    document.addEventListener("focusout", function () { setTimeout(function () { later(then); }, 300); }, { once: true });
  }
  /** @param {string} text @param {[string, () => void][]} choices */
  function bar(text, choices) {
    taller.all(".keep-news").forEach(function (old) { old.remove(); });
    const box = make("section", "keep-news"), status = make("p", "", text);
    box.lang = document.documentElement.lang;
    box.setAttribute("aria-label", say("title"));
    status.setAttribute("role", "status");
    box.append(status);
    choices.forEach(function (choice) { box.append(taller.button(say(choice[0]), choice[1])); });
    (document.querySelector("main") || document.body).append(box);
    document.documentElement.classList.add("is-told");
    return status;
  }
  function close() {
    taller.all(".keep-news").forEach(function (box) { box.remove(); });
    document.documentElement.classList.remove("is-told");
  }
  function show() {
    taller.store.flush();
    location.reload();
  }
  /** Another page is put in front of nobody who writes; she asks for it when she has done. */
  function ready() {
    if (!isWriting() && !document.hidden) return show();
    bar(say("renewed"), [["show", show], ["later", close]]);
  }

  /** @param {{ languages: string[]; version: string; bytes: number }} news */
  function offer(news) {
    const size = taller.listed.megabytes(news.bytes, document.documentElement.lang);
    const status = bar(say("newer", { size: size }), [["update", update], ["later", function () { sessionStorage.setItem(kept.name, news.version); close(); }]]);
    async function update() {
      taller.all(".keep-news button").forEach(function (button) { button.remove(); });
      status.textContent = say("running");
      try {
        await kept.keep(news.languages, function () { /* it is little */ });
        if (told) told.postMessage("renewed");
        ready();
      } catch (error) { bar(say(taller.reason(error)), [["update", update], ["later", close]]); }
    }
  }
  async function look() {
    if (!navigator.onLine) return;
    const news = await kept.newer();
    if (news.languages.length && sessionStorage.getItem(kept.name) !== news.version) later(function () { offer(news); });
  }
  if (told) told.onmessage = function () { later(function () { bar(say("renewed"), [["show", show], ["later", close]]); }); };
  look().catch(function () { /* no connection: what is kept is there */ });
})(globalThis.taller);
