// Says loudly when the browser no longer keeps what is written, and asks once whether the phone is shared.
(function (taller) {
  "use strict";
  const store = taller.store;

  /** A copy of everything, as a file. */
  function save() {
    const text = taller.exchange.toFile(store.all(), { course: taller.course.id, language: document.documentElement.lang, now: new Date() });
    taller.download(taller.fileName("answers", "json"), text, "application/json");
  }
  /** @param {string} name @param {string | Uint8Array} content @param {string} type */
  taller.download = function (name, content, type) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([/** @type {any} */ (content)], { type: type }));
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 30000);
  };
  /** `taller-csr.plan.2026-11-29.json`. @param {string} what @param {string} ending */
  taller.fileName = function (what, ending) {
    return taller.course.id + "." + what + "." + taller.today() + "." + ending;
  };
  /** The day here, not in Greenwich. */
  taller.today = function () {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  };

  store.onTrouble(function (trouble) {
    taller.all(".sheet-status").forEach(function (status) { status.textContent = ""; });
    if (document.querySelector(".keep-trouble")) return;
    const box = taller.make("div", "keep-trouble"), text = taller.make("p", "", taller.word("keep-" + trouble));
    box.setAttribute("role", "alert");
    box.lang = document.documentElement.lang;
    box.append(text, taller.button(taller.word("keep-save"), save));
    (document.querySelector(".page") || document.body).prepend(box);
  });

  /** @param {Element} sheet */
  function ask(sheet) {
    const box = taller.make("div", "keep-question"), text = taller.make("p", "", taller.word("keep-ask"));
    box.lang = document.documentElement.lang;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", taller.word("keep-ask"));
    /** @param {boolean} shared */
    const answer = function (shared) {
      store.share(shared);
      const said = taller.make("p", "keep-answer", taller.word(shared ? "keep-shared-said" : "keep-own-said"));
      said.setAttribute("role", "status");
      box.textContent = "";
      box.append(said);
    };
    box.append(text, taller.button(taller.word("keep-own"), function () { answer(false); }), taller.button(taller.word("keep-shared"), function () { answer(true); }));
    sheet.before(box);
  }
  store.ready.then(function () {
    const sheet = document.querySelector("section.worksheet, section.my-plan");
    if (sheet && !store.isAsked()) ask(sheet);
  });
  taller.saveAll = save;
})(globalThis.taller);
