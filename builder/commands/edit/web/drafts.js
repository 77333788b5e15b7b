// What isn't saved, kept in this browser: a text for each page and tab, so that two tabs don't write over one another.

const TAB = "taller-tab";

export class Drafts {
  constructor() { this.course = ""; this.tab = ""; this.alive = new Set(); }

  // A tab is alive as long as it holds its lock; a copy of a tab gets a name of its own.
  async start() {
    const known = sessionStorage.getItem(TAB);
    this.tab = known && await this.hold(known) ? known : crypto.randomUUID();
    if (this.tab !== known) await this.hold(this.tab);
    sessionStorage.setItem(TAB, this.tab);
  }

  hold(name) {
    return new Promise(held => {
      navigator.locks.request(`taller ${name}`, { ifAvailable: true }, lock => {
        held(Boolean(lock));
        return lock ? new Promise(() => {}) : null;
      });
    });
  }

  key(path, tab = this.tab) { return JSON.stringify(["taller-draft", this.course, path, tab]); }

  keep(path, text, version) {
    try { localStorage.setItem(this.key(path), JSON.stringify({ text, version, when: Date.now() })); } catch { /* full: the page asks before it is left */ }
  }

  drop(path) { try { localStorage.removeItem(this.key(path)); } catch { /* nothing is kept */ } }

  has(path, text) { return this.read(this.key(path))?.text === text; }

  // Whether this tab has unsaved text of a page.
  isKept(path) { try { return localStorage.getItem(this.key(path)) !== null; } catch { return false; } }

  read(key) {
    try { return JSON.parse(localStorage.getItem(key) || "null"); } catch { return null; }
  }

  // The drafts of a page that other tabs wrote: [key, tab, draft], the newest first.
  others(path) {
    const found = [];
    for (let number = 0; number < localStorage.length; number++) {
      const key = localStorage.key(number);
      if (!key.startsWith('["taller-draft"')) continue;
      const [, course, of, tab] = JSON.parse(key);
      if (course === this.course && of === path && tab !== this.tab) found.push([key, tab, this.read(key)]);
    }
    return found.filter(([, , draft]) => draft).sort((a, b) => b[2].when - a[2].when);
  }

  // Unsaved texts of files that are no longer there: [key, path, text].
  lost(isThere) {
    const keys = Object.keys(localStorage).filter(key => key.startsWith('["taller-draft"'));
    const found = keys.map(key => [key, ...JSON.parse(key).slice(1, 3), this.read(key)?.text]);
    return found.filter(([, course, path, text]) => course === this.course && text && !isThere(path)).map(([key, , path, text]) => [key, path, text]);
  }

  // The unsaved text of a page: this tab's own, or that of a tab that is closed.
  async take(path) {
    const { held } = await navigator.locks.query();
    this.alive = new Set(held.map(lock => lock.name));
    const own = this.read(this.key(path));
    if (own) return own;
    const left = this.others(path).find(([, tab]) => !this.alive.has(`taller ${tab}`));
    if (!left) return null;
    localStorage.setItem(this.key(path), JSON.stringify(left[2]));
    localStorage.removeItem(left[0]);
    return left[2];
  }

  // The unsaved text that another open tab has of this page; "" when none has any.
  openElsewhere(path) {
    const found = this.others(path).find(([, tab]) => this.alive.has(`taller ${tab}`));
    return found ? found[2].text : "";
  }
}
