// The editor's page: list of pages, text, problems, preview. What isn't saved is kept in this browser, letter by letter.
import { Paper } from "./text.js";
import { Drafts } from "./drafts.js";
import { Pages } from "./pages.js";
import { Refused, ask, at, notice, tell, words } from "./talk.js";
import { differing, problem } from "./lines.js";

const SOON = 300, OFTEN = 2000;
let page = null; // path, version and text as they were read, or saved last
let checked = null, checking = false, soon = 0, told = "";

const paper = new Paper(words, changed);
const drafts = new Drafts();
const pages = new Pages(words, open, made);

const status = text => { at("status").textContent = text; };

// -- a page

async function open(path) {
  try {
    const file = await ask("file", { path });
    for (const kind of ["error", "disk", "back", "other"]) notice(kind, "");
    page = { path, version: file.version, text: file.text };
    const draft = await drafts.take(path);
    const kept = draft && draft.text !== file.text ? draft : null;
    paper.field.disabled = false;
    paper.open(kept ? kept.text : file.text);
    if (!kept) drafts.drop(path);
    else restored(kept, file);
    shown();
    if (drafts.openElsewhere(path)) notice("other", words["other-tab"], { [words["other-tab-take"]]: () => takeOver(path) });
  } catch (error) { tell(error); }
}

function restored(kept, file) {
  if (kept.version === file.version) notice("back", words["draft-back"], { [words.discard]: () => { paper.put(page.text); changed(); } }, true);
  else {
    page.version = kept.version;
    onDisk();
  }
}

async function takeOver(path) {
  const text = drafts.openElsewhere(path);
  if (text) { paper.put(text); changed(); }
}

function shown() {
  at("path").textContent = page.path;
  at("title").textContent = pages.titleOf(page.path);
  document.title = `${pages.titleOf(page.path)} · ${words.editor}`;
  for (const button of document.querySelectorAll("#bar button")) button.disabled = !page.path.endsWith(".md");
  pages.mark(page.path);
  pane("write");
  status("");
  unsaved();
  check();
  preview();
}

const isDirty = () => page !== null && paper.text !== page.text;

function changed() {
  if (!page) return;
  if (isDirty()) drafts.keep(page.path, paper.text, page.version);
  else drafts.drop(page.path);
  unsaved();
  clearTimeout(soon);
  soon = setTimeout(check, SOON);
}

function unsaved() {
  at("save").disabled = !isDirty();
  if (isDirty()) status(words.unsaved);
  else if (at("status").textContent === words.unsaved) status("");
}

// -- problems

async function check() {
  if (!page || checking) return;
  const { path } = page, { text } = paper;
  checking = true;
  try {
    const found = await ask("check", { path, text });
    if (page.path === path && paper.text === text) report(found);
  } catch (error) { tell(error); }
  checking = false;
  if (page.path !== path || paper.text !== text) { clearTimeout(soon); soon = setTimeout(check, SOON); }
}

function report(found) {
  checked = found.problems;
  paper.mark(checked);
  const errors = checked.filter(one => one.level === "error").length;
  const say = checked.length ? words["count"].replace("{errors}", errors).replace("{warnings}", checked.length - errors) : words["count-none"];
  const count = `${say}${found.elsewhere ? ` ${words.elsewhere.replace("{n}", found.elsewhere)}` : ""}`;
  pages.report(page.path, errors);
  if (at("count").textContent !== count) at("count").textContent = count;
  at("problems").replaceChildren(...checked.map(one => problem(one, () => paper.go(one.line))));
  document.body.dataset.checked = String(Number(document.body.dataset.checked || 0) + 1);
}

function nextProblem(back) {
  if (!checked?.length) return;
  const line = paper.line(), lines = checked.map(one => one.line).sort((a, b) => a - b);
  const next = back ? lines.reverse().find(one => one < line) : lines.find(one => one > line);
  paper.go(next || lines[0]);
}

// -- saving, and what others saved meanwhile

async function save(version = page?.version) {
  if (!page) return;
  const { path } = page, { text } = paper, head = headOf(page.text);
  try {
    const saved = await ask("save", { path, text, version });
    if (page.path !== path) return;
    page = { path, version: saved.version, text };
    for (const kind of ["error", "disk", "back"]) notice(kind, "");
    changed();
    status(isDirty() ? words.unsaved : `${words.saved} ${new Date().toLocaleTimeString(document.documentElement.lang)}`);
    if (head === headOf(text)) pages.draw();
    else pages.load().catch(tell);
  } catch (error) {
    if (error.reason === "edit-conflict") await onDisk(true);
    else if (error.reason === "edit-gone") isGone();
    else tell(error);
  }
}

// The front matter: a title in it is shown in the list.
const headOf = text => text.split("\n---", 1)[0];

function isGone() { notice("disk", words["edit-gone"], { [words["save-again"]]: () => save("") }); }

// The file is another one by now: told; both texts are kept, whatever the person chooses.
async function onDisk(asks = false) {
  notice("disk", words["conflict-text"], { [words["show-difference"]]: () => conflict().catch(tell) });
  if (asks) await conflict();
}

async function conflict() {
  const theirs = await ask("file", { path: page.path });
  if (theirs.text === paper.text) return agreed(theirs);
  const { rows } = await ask("compare", { theirs: theirs.text, mine: paper.text });
  at("diff").replaceChildren(...rows.map(differing));
  const dialog = at("conflict");
  if (!dialog.open) dialog.showModal();
  const choice = await new Promise(chosen => {
    dialog.oncancel = () => chosen("later");
    for (const button of dialog.querySelectorAll("[data-choice]")) button.onclick = () => chosen(button.dataset.choice);
  });
  dialog.close();
  if (choice === "later") return onDisk();
  const kept = await ask("aside", { path: page.path, text: choice === "theirs" ? paper.text : theirs.text });
  if (choice === "theirs") {
    paper.put(theirs.text, true);
    agreed(theirs);
  } else await save(theirs.version);
  notice("aside", words[choice === "theirs" ? "kept-mine" : "kept-theirs"].replace("{name}", kept.path), {}, true);
}

// Unsaved text of a file that somebody deleted meanwhile.
async function putAside(key, path, text) {
  try {
    const kept = await ask("aside", { path, text });
    localStorage.removeItem(key);
    notice("aside", words["kept-mine"].replace("{name}", kept.path), {}, true);
  } catch (error) { tell(error); }
}

function agreed(theirs) {
  page = { path: page.path, version: theirs.version, text: theirs.text };
  notice("disk", "");
  changed();
}

async function look() {
  if (!page) return ask("state", { path: "" }).catch(error => { if (error.reason === "edit-old-address") tell(error); });
  const { path, version } = page;
  const now = await ask("state", { path });
  if (page.path !== path || page.version !== version || now.version === version || at("conflict").open) return null;
  if (now.version === "") return isGone();
  if (isDirty()) return onDisk();
  const file = await ask("file", { path });
  if (page.path !== path || isDirty()) return null;
  page = { path, version: file.version, text: file.text };
  paper.put(file.text, true);
  changed();
  status(words.reread);
  return null;
}

async function watch() {
  try { await look(); } catch (error) { if (!(error instanceof Refused)) throw error; } finally { setTimeout(watch, OFTEN); }
}

// -- preview

async function preview() {
  try {
    const found = await ask("preview", { path: page.path, audience: at("as").value });
    at("as").value = found.audience;
    if (at("frame").getAttribute("src") !== found.address) at("frame").src = found.address;
  } catch (error) { tell(error); }
}

function pane(name) {
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll("[data-show]")) button.setAttribute("aria-pressed", String(button.dataset.show === name));
}

async function made(fields) {
  try {
    const { paths } = await ask("new", fields);
    await pages.load();
    await open(paths.find(path => path.endsWith(`.${at("language").value}.md`)) || paths[0]);
  } catch (error) { tell(error); }
}

// -- blocks and pictures

async function insert(block) {
  try {
    const found = await ask("place", { path: page.path, text: paper.text, line: paper.line(), block });
    paper.insertAfter(found.after, found.text);
    changed();
  } catch (error) { tell(error); }
}

async function takePictures(files) {
  for (const file of files) {
    try {
      status(words["picture-coming"]);
      const found = await ask("picture", { path: page.path, name: file.name || "picture" }, file);
      const rows = paper.text.split("\n");
      let line = paper.line();
      while (line < rows.length && rows[line - 1].trim() && rows[line].trim() && !rows[line].trim().startsWith(":::")) line++;
      const above = rows[line - 1].trim() ? "\n" : "", below = (rows[line] || "").trim() ? "\n" : "";
      paper.insertAfter(line, `${above}![${found.alt}](${found.target})${below}`);
      changed();
      status(words["picture-there"]);
    } catch (error) { status(""); tell(error); }
  }
}

function events() {
  at("save").addEventListener("click", () => save());
  at("as").addEventListener("change", () => page && preview());
  at("picture").addEventListener("click", () => at("file").click());
  at("file").addEventListener("change", async () => { await takePictures([...at("file").files]); at("file").value = ""; });
  for (const button of document.querySelectorAll("[data-block]")) button.addEventListener("click", () => insert(button.dataset.block));
  for (const button of document.querySelectorAll("[data-show]")) button.addEventListener("click", () => pane(button.dataset.show));
  document.addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); if (isDirty()) save(); }
    if (event.key === "F8") { event.preventDefault(); nextProblem(event.shiftKey); }
  });
  window.addEventListener("beforeunload", event => { if (isDirty() && !drafts.has(page.path, paper.text)) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look().catch(() => {}); });
  dropping();
}

function dropping() {
  const isFile = event => event.dataTransfer?.types.includes("Files");
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, event => { if (isFile(event)) event.preventDefault(); });
  at("paper").addEventListener("dragover", () => at("paper").classList.add("dropping"));
  at("paper").addEventListener("dragleave", () => at("paper").classList.remove("dropping"));
  at("paper").addEventListener("drop", event => {
    at("paper").classList.remove("dropping");
    if (isFile(event) && page?.path.endsWith(".md")) takePictures([...event.dataTransfer.files]);
  });
  paper.field.addEventListener("paste", event => {
    const files = [...(event.clipboardData?.files || [])];
    if (files.length && page?.path.endsWith(".md")) { event.preventDefault(); takePictures(files); }
  });
}

async function start() {
  for (const button of document.querySelectorAll("#bar button")) button.disabled = true;
  events();
  await drafts.start();
  const { course } = await pages.load();
  drafts.course = course;
  const last = sessionStorage.getItem("taller-page");
  if (last && pages.has(last)) await open(last);
  for (const [key, path, text] of drafts.lost(one => pages.has(one))) notice(key, words["draft-lost"].replace("{name}", path), { [words["draft-keep"]]: () => putAside(key, path, text) });
  document.body.dataset.ready = "yes";
  watch();
}

pages.ask = ask;
pages.isKept = path => drafts.isKept(path) && (path !== page?.path || isDirty());
start().catch(tell);
