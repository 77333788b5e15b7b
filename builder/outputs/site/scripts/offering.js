// "Keep this course on the phone": offered on the home page and beside the downloads, with its size; taken away there, too.
(function (taller) {
  "use strict";
  const kept = taller.phone, make = taller.make, language = document.documentElement.lang;
  /** @param {string} key @param {Record<string, string>} [values] */
  function say(key, values) { return taller.fill(taller.offlineWords[key] || key, values); }
  /** Why it went wrong, in words that help. @param {any} error */
  function reason(error) {
    if (error.name === "AbortError") return "stopped";
    if (error.name === "QuotaExceededError") return "full";
    return error.message === "gone" ? "gone" : "broken";
  }

  /** @param {HTMLElement} page */
  function offer(page) {
    const about = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=taller-app]"));
    const box = make("section", "keep-course"), head = make("h2", "", say("title")), text = make("p"), status = make("p", "keep-status");
    const bar = /** @type {HTMLProgressElement} */ (document.createElement("progress"));
    /** @type {AbortController | null} */ let running = null;
    const button = taller.button("", function () { running ? running.abort() : press(); });
    head.id = "keep-course";
    box.lang = language;
    box.setAttribute("aria-labelledby", head.id);
    status.setAttribute("role", "status");
    bar.setAttribute("aria-label", say("title"));
    bar.hidden = true;
    box.append(head, text, button, bar, status);
    let isKept = false;

    async function show() {
      isKept = (await kept.lists()).some(function (list) { return list.language === language; });
      const sizes = about.content.split(" ").map(function (bytes) { return taller.listed.megabytes(Number(bytes), language); });
      text.textContent = say(isKept ? "is-kept" : "offer", { fetched: sizes[0], size: sizes[1] });
      button.textContent = say(isKept ? "remove" : "keep");
    }
    async function press() {
      if (isKept) {
        await kept.remove(language);
        status.textContent = say("removed");
      } else await keep();
      await show();
    }
    async function keep() {
      running = new AbortController();
      button.textContent = say("stop");
      status.textContent = say("running");
      bar.hidden = false;
      bar.value = 0;
      if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(function () { /* it is asked, no more */ });
      try {
        await kept.keep([language], function (share) { bar.value = share; }, running.signal);
        status.textContent = say("done");
      } catch (error) { status.textContent = say(reason(error)); }
      running = null;
      bar.hidden = true;
    }
    show().then(function () { page.append(box); }, function () { /* a browser that keeps nothing */ });
  }
  taller.say = say;
  taller.reason = reason;
  const page = /** @type {HTMLElement | null} */ (document.querySelector(".page-home, .page-downloads"));
  if (page) offer(page);
})(globalThis.taller);
