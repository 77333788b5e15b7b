// The paper: a plain text field over lines with numbers and marks. Browser, keyboard and screen reader know the field.

const at = id => document.getElementById(id);

export class Paper {
  constructor(words, changed) {
    this.words = words;
    this.field = at("text");
    this.lines = at("lines");
    this.drawn = [];
    this.problems = [];
    this.cursor = -1;
    new ResizeObserver(() => { this.cursor = -1; this.sight(); }).observe(at("paper")); // a notice, a keyboard on the screen
    this.field.addEventListener("input", () => { this.draw(); this.sight(); changed(); });
    for (const [where, kind] of [[document, "selectionchange"], [this.field, "keyup"]]) where.addEventListener(kind, () => { this.follow(); this.sight(); });
  }

  get text() { return this.field.value; }

  // Another text, as one step that Ctrl+Z takes back.
  put(text, keepsPlace = false) {
    const { selectionStart, selectionEnd } = this.field;
    if (this.field.value !== text) this.replace(0, this.field.value.length, text);
    const [start, end] = keepsPlace ? [selectionStart, selectionEnd] : [0, 0];
    this.field.setSelectionRange(Math.min(start, text.length), Math.min(end, text.length));
    this.draw();
  }

  // The text of a page that was opened: Ctrl+Z doesn't lead back into another page.
  open(text) {
    this.field.value = text;
    this.field.setSelectionRange(0, 0);
    this.problems = [];
    this.draw();
    at("paper").scrollTop = 0;
  }

  replace(start, end, text) {
    const { activeElement } = document;
    this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(start, end);
    const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!done) this.field.setRangeText(text, start, end, "end");
    if (activeElement !== this.field && activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true });
  }

  // Puts whole lines after a line, and selects what a person writes first.
  insertAfter(line, text) {
    const rows = this.text.split("\n");
    const start = rows.slice(0, line).join("\n").length;
    this.replace(start, start, line ? `\n${text}` : `${text}\n`);
    const from = start + (line ? 1 : 0);
    const first = /(?<=!\[)[^\]]+|(?<=::: [a-z-]+ )[^{\n]*[^{\s]|^(?!\s*(?::::|$|\||!\[)).*\S/m.exec(text);
    const begin = first ? from + first.index : from;
    this.field.focus();
    this.field.setSelectionRange(begin, begin + (first ? first[0].length : 0));
    this.draw();
    this.show(this.line());
  }

  line() { return this.text.slice(0, this.field.selectionStart).split("\n").length; }

  go(line) {
    const rows = this.text.split("\n");
    const start = rows.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(start, start);
    this.show(line);
  }

  show(line) {
    const row = this.lines.children[line - 1];
    if (row instanceof HTMLElement) at("paper").scrollTop = Math.max(0, row.offsetTop - at("paper").clientHeight / 3);
    this.follow();
  }

  // The cursor stays in sight when it moves: the field is as high as its text, and what scrolls is the paper around it.
  sight() {
    const { selectionStart, selectionEnd, selectionDirection, value } = this.field;
    const cursor = selectionDirection === "backward" ? selectionStart : selectionEnd;
    if (document.activeElement !== this.field || (cursor === this.cursor && value.length === this.length)) return;
    [this.cursor, this.length] = [cursor, value.length];
    const before = value.slice(0, cursor).split("\n");
    const row = this.lines.children[before.length - 1];
    if (!(row instanceof HTMLElement)) return;
    const paper = at("paper"), step = parseFloat(getComputedStyle(this.field).lineHeight), text = this.drawn[before.length - 1] || "";
    const part = Math.floor((before[before.length - 1].length / Math.max(text.length, 1)) * (row.offsetHeight / step - 0.01));
    const top = row.offsetTop + part * step, bottom = top + 2 * step;
    if (top < paper.scrollTop + step) paper.scrollTop = top - step;
    else if (bottom > paper.scrollTop + paper.clientHeight) paper.scrollTop = bottom - paper.clientHeight;
  }

  // Only lines that changed are drawn again.
  draw() {
    const rows = this.text.split("\n");
    const drawn = this.drawn;
    let top = 0, end = 0;
    while (top < rows.length && top < drawn.length && rows[top] === drawn[top]) top++;
    while (end < rows.length - top && end < drawn.length - top && rows[rows.length - 1 - end] === drawn[drawn.length - 1 - end]) end++;
    for (let extra = drawn.length - top - end; extra > 0; extra--) this.lines.children[top].remove();
    const before = this.lines.children[top] || null;
    for (const row of rows.slice(top, rows.length - end)) {
      const line = document.createElement("div");
      line.append(Object.assign(document.createElement("span"), { textContent: row || "\u200b", ariaHidden: "true" }));
      this.lines.insertBefore(line, before);
    }
    this.drawn = rows;
    this.follow();
  }

  mark(problems) {
    this.problems = problems;
    for (const line of this.lines.querySelectorAll(".error, .warning")) {
      line.classList.remove("error", "warning");
      line.querySelector("button")?.remove();
    }
    for (const problem of [...problems].reverse()) this.markLine(problem);
    this.follow();
  }

  markLine(problem) {
    const line = this.lines.children[Math.min(problem.line, this.lines.children.length) - 1];
    if (!line) return;
    line.classList.add(problem.level);
    line.querySelector("button")?.remove();
    const words = `${this.words[problem.level]} ${this.words.line} ${problem.line}: ${problem.message} (${problem.hint})`;
    const mark = Object.assign(document.createElement("button"), { type: "button", textContent: line.classList.contains("error") ? "!" : "?", title: words, ariaLabel: words, tabIndex: -1 });
    mark.addEventListener("click", () => this.go(problem.line));
    line.append(mark);
  }

  // Says what is wrong in the line of the cursor.
  follow() {
    if (document.activeElement !== this.field) return;
    const number = this.line();
    const line = this.lines.children[number - 1];
    this.lines.querySelector(".here")?.classList.remove("here");
    line?.classList.add("here");
    const found = this.problems.filter(problem => problem.line === number);
    const text = found.map(one => `${this.words.line} ${number}: ${one.message} (${one.hint})`).join("\n");
    const here = at("here");
    if (here.textContent !== text) here.textContent = text;
    here.className = found.length ? (found.some(one => one.level === "error") ? "error" : "warning") : "";
  }
}
