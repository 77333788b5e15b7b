// Lines of the page's lists: of problems, and of how two texts differ.
import { words } from "./talk.js";

export function problem(one, go) {
  const item = Object.assign(document.createElement("li"), { className: one.level });
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.append(Object.assign(document.createElement("span"), { className: "level", textContent: `${words[one.level]} · ${words.line} ${one.line}: ` }));
  button.append(`${one.message} (${one.hint})`);
  button.addEventListener("click", go);
  item.append(button);
  return item;
}

export function differing(row) {
  const kind = row.startsWith("+") ? "ins" : row.startsWith("-") ? "del" : "span";
  const line = document.createElement(kind);
  line.textContent = row.startsWith("@@") ? "…" : row.slice(1) || " ";
  if (kind !== "span") line.prepend(Object.assign(document.createElement("b"), { textContent: kind === "ins" ? `${words.mine} ` : `${words.theirs} ` }));
  return line;
}
