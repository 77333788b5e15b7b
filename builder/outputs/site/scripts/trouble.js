// Says loudly when the browser no longer keeps what is written, and asks once, before anything is kept, whether the phone is shared.
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
    const shown = document.querySelector(".keep-trouble");
    if (!trouble && shown) shown.remove();
    if (!trouble || shown) return;
    const box = taller.make("div", "keep-trouble"), text = taller.make("p", "", taller.word("keep-" + trouble));
    box.setAttribute("role", "alert");
    box.lang = document.documentElement.lang;
    box.append(text, taller.button(taller.word("keep-save"), save));
    (document.querySelector(".page") || document.body).prepend(box);
  });

  /** @type {HTMLElement | null} */ let question = null;
  /** Before the first sheet; where somebody writes without an answer, always in sight. @param {boolean} isPressing */
  function ask(isPressing) {
    const first = document.querySelector("section.worksheet, section.my-plan, section.quiz") || document.querySelector(".page > *");
    if (!question && first) first.before(question = box());
    if (!question || !isPressing) return;
    question.classList.add("is-pressing");
    document.documentElement.classList.add("is-asking");
  }
  function box() {
    const made = taller.make("div", "keep-question"), text = taller.make("p", "", taller.word("keep-ask"));
    made.lang = document.documentElement.lang;
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", taller.word("keep-ask"));
    const choices = taller.make("div", "keep-choices");
    choices.append(taller.button(taller.word("keep-own"), function () { store.share(false).then(answered); }), taller.button(taller.word("keep-shared"), function () { store.share(true).then(answered); }));
    made.append(text, choices);
    return made;
  }
  /** Here, or in another tab. */
  function answered() {
    if (!question || !store.isAsked() || question.querySelector(".keep-answer")) return;
    const said = taller.make("p", "keep-answer", taller.word(store.isShared() ? "keep-shared-said" : "keep-own-said"));
    said.setAttribute("role", "status");
    said.tabIndex = -1;
    const hadFocus = question.contains(document.activeElement) || document.activeElement === document.body;
    question.textContent = "";
    question.append(said);
    question.classList.remove("is-pressing");
    document.documentElement.classList.remove("is-asking");
    if (hadFocus) said.focus({ preventScroll: true });
    taller.all(".sheet-status").forEach(function (status) { status.textContent = ""; });
  }
  store.onWonder(function () { ask(true); });
  store.onChange(answered);
  store.ready.then(function () {
    // On the page of the plan it would push all that is in sight down.
    const plan = document.querySelector("section.my-plan");
    if (!store.isAsked() && (plan || document.querySelector("section.worksheet"))) ask(Boolean(plan) || store.hasWords());
  });
  taller.saveAll = save;
})(globalThis.taller);
