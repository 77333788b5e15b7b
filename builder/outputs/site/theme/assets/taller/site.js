// The small things of every page: wide tables that the keyboard can scroll, the catalogue's facets, the self-check.
(function () {
  var settings = JSON.parse(document.getElementById("taller-settings").textContent), words = settings.words;

  function scrollers() {
    document.querySelectorAll(".md-typeset__scrollwrap").forEach(function (wrap) {
      if (wrap.scrollWidth <= wrap.clientWidth) return;
      var before = wrap.previousElementSibling;
      wrap.tabIndex = 0;
      wrap.setAttribute("role", "region");
      var name = before && /^(H[2-6]|P|DIV)$/.test(before.tagName) ? before.textContent.trim().slice(0, 60) : "";
      wrap.setAttribute("aria-label", words["site-scroll-table"] + (name ? ": " + name : "") + numbered(wrap));
    });
  }
  document$.subscribe(scrollers);
  addEventListener("resize", scrollers);
  function numbered(wrap) {
    var all = Array.prototype.slice.call(document.querySelectorAll(".md-typeset__scrollwrap"));
    return all.length > 1 ? " (" + (all.indexOf(wrap) + 1) + ")" : "";
  }

  document.querySelectorAll("form.facets").forEach(function (form) {
    var cards = Array.prototype.slice.call(document.querySelectorAll(".case-card")), found = form.querySelector("[role=status]");
    form.hidden = false;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("change", function () {
      var shown = 0;
      cards.forEach(function (card) {
        var fits = ["country", "sector", "topic"].every(function (name) {
          var value = form.elements[name].value;
          return !value || card.dataset[name].split(" ").indexOf(value) >= 0;
        });
        card.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      found.textContent = shown === 0 ? words["site-result-none"]
        : shown === 1 ? words["site-result-one"] : words["site-result-many"].replace("{n}", shown);
    });
  });

  document.querySelectorAll(".quiz .question").forEach(function (question) {
    var options = Array.prototype.slice.call(question.querySelectorAll("li.option"));
    // In the trainer's edition the key stands there already.
    if (!question.querySelector("[data-right]") || question.querySelector(".right-mark")) return;
    var button = document.createElement("button"), status = document.createElement("div");
    button.type = "button";
    button.className = "md-button check";
    button.textContent = words["site-check"];
    status.setAttribute("role", "status");
    status.className = "check-status";
    button.lang = document.documentElement.lang;
    question.appendChild(button);
    question.appendChild(status);
    question.classList.add("is-closed");
    function reset() {
      status.textContent = "";
      options.forEach(function (option) { option.classList.remove("is-right", "is-wrong", "is-told"); });
    }
    question.addEventListener("change", reset);
    button.addEventListener("click", function () {
      reset();
      var chosen = options.filter(function (option) { return option.querySelector("input").checked; });
      if (!chosen.length) {
        status.textContent = words["site-answer-first"];
        return;
      }
      var all = options.every(function (option) {
        return option.querySelector("input").checked === option.hasAttribute("data-right");
      });
      var told = document.createElement("p"), strong = document.createElement("strong");
      strong.textContent = words[all ? "feedback-right" : "feedback-wrong"];
      told.appendChild(strong);
      status.appendChild(told);
      chosen.forEach(function (option) {
        var feedback = option.querySelector(".feedback");
        option.classList.add(option.hasAttribute("data-right") ? "is-right" : "is-wrong");
        if (!feedback) return;
        Array.prototype.forEach.call(feedback.children, function (part) { status.appendChild(part.cloneNode(true)); });
      });
    });
  });
})();
