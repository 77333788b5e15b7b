// Self-checks: the answer to each question when it is asked for, and how many were right.
(function (taller) {
  "use strict";

  /** @param {Element} question @returns {HTMLElement[]} */
  function optionsOf(question) { return taller.all("li.option", question); }
  /** @param {Element} option */
  function isChosen(option) { return /** @type {HTMLInputElement} */ (option.querySelector("input")).checked; }
  /** @param {Element} option */
  function isRight(option) { return option.hasAttribute("data-right"); }
  /** @param {Element} question */
  function nameOf(question) { return "/right/" + /** @type {HTMLInputElement} */ (question.querySelector("input")).name; }

  /** What to say of the options that were chosen. @param {HTMLElement[]} options */
  function verdict(options) {
    const missing = options.filter(function (option) { return isRight(option) && !isChosen(option); }).length;
    const wrong = options.some(function (option) { return isChosen(option) && !isRight(option); });
    if (!missing && !wrong) return taller.word("feedback-right");
    const half = !wrong && options.some(isChosen);
    return half ? taller.word(missing === 1 ? "quiz-one-more" : "quiz-more", { n: missing }) : taller.word("feedback-wrong");
  }
  /** @param {HTMLElement} question @param {() => void} after */
  function prepare(question, after) {
    const options = optionsOf(question), status = taller.make("div", "check-status");
    status.setAttribute("role", "status");
    status.lang = document.documentElement.lang;
    const reset = function () {
      status.textContent = "";
      options.forEach(function (option) { option.classList.remove("is-right", "is-wrong", "is-told"); });
    };
    const check = function () {
      reset();
      const chosen = options.filter(isChosen);
      if (!chosen.length) { status.textContent = taller.word("site-answer-first"); return; }
      const told = taller.make("p");
      told.appendChild(taller.make("strong", "", verdict(options)));
      status.appendChild(told);
      chosen.forEach(function (option) {
        option.classList.add(isRight(option) ? "is-right" : "is-wrong");
        taller.all(".feedback > *", option).forEach(function (part) { status.appendChild(part.cloneNode(true)); });
      });
      taller.store.set(nameOf(question), options.every(function (option) { return isChosen(option) === isRight(option); }) ? "1" : "0");
      after();
    };
    const button = taller.button(taller.word("site-check"), check, "md-button check");
    button.lang = document.documentElement.lang;
    question.append(button, status);
    question.classList.add("is-closed");
    question.addEventListener("change", reset);
  }

  taller.all("section.quiz").forEach(function (quiz) {
    // In the trainer's edition the key stands there already.
    const questions = /** @type {HTMLElement[]} */ (taller.all(".question", quiz)).filter(function (question) {
      return Boolean(question.querySelector("[data-right]")) && !question.querySelector(".right-mark");
    });
    if (!questions.length) return;
    const line = taller.make("div", "quiz-score"), score = taller.make("p");
    line.lang = document.documentElement.lang;
    score.setAttribute("role", "status");
    const count = function () {
      const told = questions.filter(function (question) { return taller.store.value(nameOf(question)) !== ""; });
      const right = questions.filter(function (question) { return taller.store.value(nameOf(question)) === "1"; });
      score.textContent = told.length ? taller.word("quiz-score", { right: right.length, all: questions.length }) : "";
      repeat.hidden = !told.length;
    };
    const repeat = taller.button(taller.word("quiz-repeat"), function () {
      questions.forEach(function (question) {
        taller.store.set(nameOf(question), "");
        optionsOf(question).forEach(function (option) {
          const input = /** @type {TallerControl} */ (option.querySelector("input"));
          input.checked = false;
          taller.store.set(taller.controls.keyOf(input), "");
        });
        question.dispatchEvent(new Event("change"));
      });
      count();
      /** @type {HTMLElement} */ (questions[0].querySelector("input")).focus();
    });
    questions.forEach(function (question) { prepare(question, count); });
    line.append(score, repeat);
    quiz.appendChild(line);
    count();
    taller.store.ready.then(count);
    taller.store.onChange(count);
  });
})(globalThis.taller);
