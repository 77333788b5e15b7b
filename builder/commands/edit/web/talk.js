// What the page and its server say: questions, answers, and notices to the person.
export const at = id => document.getElementById(id);
export const words = JSON.parse(document.body.dataset.words);

export async function ask(name, fields, body) {
  const query = fields && (body || name === "file" || name === "state") ? `?${new URLSearchParams(fields)}` : "";
  const posts = { method: "POST", headers: { "Content-Type": body ? "application/octet-stream" : "application/json" }, body: body || JSON.stringify(fields) };
  let answer;
  try {
    answer = await fetch(name + query, ["pages", "file", "state"].includes(name) ? {} : posts);
  } catch {
    notice("server", words["server-gone"]);
    throw new Refused("server-gone", words["server-gone"]);
  }
  const found = await answer.json().catch(() => ({ message: `HTTP ${answer.status}` }));
  if (answer.ok) notice("server", "");
  else if (found.reason === "edit-old-address") notice("server", found.message);
  if (!answer.ok) throw new Refused(found.reason || "", found.message);
  return found;
}

export class Refused extends Error {
  constructor(reason, message) { super(message); this.reason = reason; }
}

// Tells a person what went wrong; what a notice says already isn't said twice.
export function tell(error) {
  if (!(error instanceof Refused)) throw error;
  if (error.reason !== "server-gone" && error.reason !== "edit-old-address") notice("error", error.message, {}, true);
}

// One notice a kind, with buttons.
export function notice(kind, text, actions = {}, closes = false) {
  const before = at("notices").querySelector(`[data-kind="${CSS.escape(kind)}"]`);
  if (before && text && before.dataset.text === text) return;
  before?.remove();
  if (!text) return;
  const line = Object.assign(document.createElement("p"), { textContent: text });
  Object.assign(line.dataset, { kind, text });
  const all = closes ? { ...actions, [words.close]: () => {} } : actions;
  for (const [label, act] of Object.entries(all)) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    button.addEventListener("click", () => { line.remove(); act(); });
    line.append(button);
  }
  at("notices").append(line);
}
