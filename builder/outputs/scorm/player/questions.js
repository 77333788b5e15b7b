// Questions that are checked: what was chosen, whether it is right, and only then why.
window.taller = window.taller || {};
(function (taller) {
  "use strict";

  function options(question) {
    return Array.prototype.slice.call(question.querySelectorAll("li.option"));
  }
  function letter(order) { return String.fromCharCode(97 + order); }
  function chosen(question) {
    return options(question).map(function (option, order) {
      return option.querySelector("input").checked ? letter(order) : "";
    }).join("");
  }
  function questionNamed(name) {
    return document.querySelector('[data-question="' + name + '"]');
  }

  /**
   * @param {Object} record
   * @param {Object} keys name -> right letters and feedback
   * @param {Object} words
   * @param {function(): void} told is called after each check
   */
  taller.startQuestions = function (record, keys, words, told) {
    Object.keys(keys).forEach(function (name) {
      var question = questionNamed(name);
      if (!question) return;
      var button = document.createElement("button"), status = document.createElement("div");
      button.type = "button";
      button.className = "check";
      button.textContent = words.check;
      status.className = "check-status";
      status.setAttribute("role", "status");
      question.appendChild(button);
      question.appendChild(status);
    });

    function clear(question) {
      question.querySelector(".check-status").textContent = "";
      options(question).forEach(function (option) { option.classList.remove("is-right", "is-wrong"); });
    }

    function explain(question, key) {
      var status = question.querySelector(".check-status"), told = document.createElement("p"), found = chosen(question);
      var verdict = document.createElement("strong");
      clear(question);
      verdict.textContent = found === key.right ? words.right : words.wrong;
      told.appendChild(verdict);
      status.appendChild(told);
      options(question).forEach(function (option, order) {
        if (found.indexOf(letter(order)) < 0) return;
        option.classList.add(key.right.indexOf(letter(order)) >= 0 ? "is-right" : "is-wrong");
        var part = document.createElement("div");
        part.innerHTML = key.feedback[order];
        status.appendChild(part);
      });
    }

    // Platforms may write the page anew to explain words in it: events are heard on the document.
    document.addEventListener("click", function (event) {
      var button = event.target.closest ? event.target.closest("button.check") : null;
      if (!button) return;
      var question = button.closest("[data-question]"), name = question.getAttribute("data-question"), found = chosen(question);
      if (!found) {
        question.querySelector(".check-status").textContent = words.first;
        return;
      }
      explain(question, keys[name]);
      record.answer(name, found, true);
      told();
    });
    document.addEventListener("change", function (event) {
      var question = event.target.closest ? event.target.closest("[data-question]") : null;
      if (!question) return;
      clear(question);
      record.answer(question.getAttribute("data-question"), chosen(question), false);
      told();
    });

    /** Shows what was answered before. */
    return function () {
      Object.keys(record.answers).forEach(function (name) {
        var question = questionNamed(name), answer = record.answers[name];
        if (!question || !keys[name]) return;
        options(question).forEach(function (option, order) {
          option.querySelector("input").checked = answer.chosen.indexOf(letter(order)) >= 0;
        });
        if (answer.isChecked) explain(question, keys[name]);
      });
    };
  };
})(window.taller);
