// Keeps the record in this browser: in IndexedDB, and until that has it, each word in localStorage, which is written at once.
// On a shared phone, and until somebody said whose it is, both stay empty: the record lies in sessionStorage, which ends with the tab.
// Nothing is sent anywhere.
(function (taller) {
  "use strict";
  const LITTLE = 300000;
  const course = taller.settings.course, home = "taller/" + course.id, base = home + "/", journal = base + "j/";
  /** @type {TallerEntries} */ const entries = Object.create(null);
  /** @type {Set<string>} */ let waiting = new Set();
  /** @type {((names: string[]) => void)[]} */ const listeners = [];
  /** @type {((trouble: string) => void)[]} */ const worried = [];
  /** @type {TallerDatabase | null} */ let database = null;
  /** @type {BroadcastChannel | null} */ let channel = null;
  let isWriting = false, refusedSince = 0, again = 0, last = 0, troubled = "";

  /** A storage that a browser refuses is one without anything in it. @param {() => Storage} which @returns {TallerStorage} */
  function storage(which) {
    return {
      /** @param {string} name */
      get: function (name) { try { return which().getItem(name); } catch (error) { return null; } },
      /** @param {string} name @param {string} value */
      set: function (name, value) { try { which().setItem(name, value); return true; } catch (error) { return false; } },
      /** @param {string} name */
      remove: function (name) { try { which().removeItem(name); } catch (error) { /* nothing there */ } },
      /** @param {string} start */
      names: function (start) {
        try { return Object.keys(which()).filter(function (name) { return name.indexOf(start) === 0; }); } catch (error) { return []; }
      },
    };
  }
  const local = storage(function () { return localStorage; }), session = storage(function () { return sessionStorage; });
  let isShared = session.get(base + "shared") === "yes";
  /** Whether people said whose device this is; the first version's answers were kept without asking. */
  let isAsked = isShared || local.get(base + "own") === "yes" || local.names(journal).concat(local.names(taller.settings.old)).length > 0;
  /** @type {() => void} */ let wonder = function () { /* nobody asks on this page */ };
  /** @returns {TallerDatabase | null} */
  function usable() { return database && database.isOpen() ? database : null; }
  function isPassing() { return isShared || !isAsked; }

  /** @param {string} trouble */
  function worry(trouble) {
    if (troubled === trouble) return;
    troubled = trouble;
    worried.forEach(function (tell) { tell(trouble); });
  }
  /** @param {string[]} names */
  function told(names) { if (names.length) listeners.forEach(function (listen) { listen(names); }); }
  /** @param {string | null} text @returns {any} */
  function parsed(text) { try { return JSON.parse(text || "null"); } catch (error) { return null; } }

  /** @param {string} name @param {string} value @param {number} [copiedAt] the time of the words that it is a copy of */
  function set(name, value, copiedAt) {
    last = Math.max(Date.now(), last + 1);
    entries[name] = copiedAt === undefined ? { v: value, t: last } : { v: value, t: copiedAt, c: true };
    return put([name]);
  }

  /** Writes entries down at once; whether they are safe. @param {string[]} names */
  function put(names) {
    if (isPassing()) {
      const kept = noted(session, names);
      if (!kept) worry("full");
      if (!isAsked && names.some(function (name) { return name !== "/last"; })) wonder();
      return kept;
    }
    const kept = noted(local, names);
    names.forEach(function (name) { waiting.add(name); });
    if (channel) channel.postMessage({ entries: picked(names) });
    if (!kept && !usable()) worry(local.set(base + "try", "1") ? "full" : "refused");
    if (!kept || !isWriting) flush();
    return kept || Boolean(usable() && !troubled);
  }

  /** Writes each entry by itself, so that a page with an old view of the others can't write over them.
   * @param {TallerStorage} storage @param {string[]} names */
  function noted(storage, names) {
    return names.map(function (name) { return storage.set(journal + name, JSON.stringify(entries[name])); }).every(Boolean);
  }
  /** @param {string[]} names */
  function picked(names) {
    /** @type {TallerEntries} */ const found = {};
    names.forEach(function (name) { found[name] = entries[name]; });
    return found;
  }

  /** Hands the database what is only in the journal, at once: the next page may look before this one ends. What is typed while it
   * writes goes with the next batch. */
  async function flush() {
    const to = usable();
    if (!to || !waiting.size) return;
    const batch = picked(Array.from(waiting));
    waiting = new Set();
    isWriting = true;
    const done = await to.put(batch);
    isWriting = false;
    if (!done) return refused(batch);
    if (!waiting.size) {
      if (refusedSince && troubled === "full") worry(""); // there is room again
      refusedSince = 0;
    }
    Object.keys(batch).forEach(function (name) { settled(name, batch[name]); });
    flush();
  }
  /** Whether the journal has exactly this. @param {string} name @param {TallerEntry} entry */
  function isNoted(name, entry) {
    return (parsed(local.get(journal + name)) || {}).t === entry.t;
  }
  /** @param {string} name @param {TallerEntry} entry */
  function settled(name, entry) {
    if (isNoted(name, entry)) local.remove(journal + name);
    local.remove(taller.settings.old + name);
  }
  /** What the database doesn't take stays in the journal and is handed over again: room that was just freed is counted late. After a
   * second, or at once where the journal doesn't have it either, people are told while they can still save a copy.
   * @param {TallerEntries} batch */
  function refused(batch) {
    const names = Object.keys(batch);
    names.forEach(function (name) { waiting.add(name); });
    refusedSince = refusedSince || Date.now();
    if (Date.now() > refusedSince + 999 || names.some(function (name) { return !isNoted(name, batch[name]); })) worry("full");
    clearTimeout(again);
    again = setTimeout(flush, troubled ? 30000 : 1000);
  }
  /** What the first version kept, under the course's name: older than all that was written since. */
  function taken() {
    /** @type {TallerEntries} */ const found = {};
    local.names(taller.settings.old).forEach(function (name) {
      found[name.slice(taller.settings.old.length)] = { v: local.get(name) || "", t: 1 };
    });
    return found;
  }
  /** @param {TallerStorage} storage */
  function fromJournal(storage) {
    /** @type {TallerEntries} */ const found = {};
    storage.names(journal).forEach(function (name) {
      const entry = parsed(storage.get(name));
      if (taller.entries.isEntry(entry)) found[name.slice(journal.length)] = entry;
    });
    return found;
  }

  /** @returns {Promise<TallerEntries>} */
  async function stored() {
    const from = usable(), all = from ? await from.all() : {};
    /** @type {TallerEntries} */ const found = {};
    Object.keys(all).forEach(function (name) { if (taller.entries.isEntry(all[name])) found[name] = all[name]; });
    return found;
  }

  /** Reads all there is, and writes into the database what it lacks. */
  async function read() {
    if (isPassing()) return told(taller.entries.merge(entries, fromJournal(session)));
    const unsaved = fromJournal(local), old = taken(), kept = await stored();
    const changed = [kept, unsaved, old].reduce(function (names, found) { return names.concat(taller.entries.merge(entries, found)); }, /** @type {string[]} */ ([]));
    Object.keys(entries).forEach(function (name) { if (!kept[name] || kept[name].t < entries[name].t) waiting.add(name); });
    Object.keys(old).forEach(function (name) { waiting.add(name); });
    flush();
    told(changed);
  }

  async function start() {
    if (!isAsked) isAsked = await taller.database.exists(home);
    if (!isAsked && !local.set(base + "try", "1")) isAsked = true; // a browser that keeps nothing needs no answer
    if (!isPassing()) {
      taller.entries.merge(entries, fromJournal(local));
      database = await taller.database.open(home);
      if (!database && !local.set(base + "try", "1")) worry("refused");
      try {
        channel = new BroadcastChannel(home);
        channel.onmessage = function (event) {
          if (event.data.cleared) location.reload();
          else told(taller.entries.merge(entries, event.data.entries));
        };
      } catch (error) { channel = null; }
    }
    local.remove(base + "try");
    await read();
    room();
  }
  /** Says that there is little room while there still is some. Chromium tells every page of ten gigabytes, whatever there is: there the
   * first word that the database refuses says it, and waits in the journal. */
  function room() {
    if (isPassing() || !navigator.storage || !navigator.storage.estimate) return;
    navigator.storage.estimate().then(function (found) {
      if (found.quota !== undefined && found.quota - (found.usage || 0) < LITTLE) worry("full");
    }, function () { /* a browser that doesn't tell */ });
  }

  /** Asks the browser not to delete what is kept; whether it agrees. @returns {Promise<boolean>} */
  function persist() {
    const can = !isPassing() && navigator.storage && navigator.storage.persist;
    return can ? navigator.storage.persist().catch(function () { return false; }) : Promise.resolve(false);
  }

  /** Forgets everything, in all tabs. */
  async function clear() {
    Object.keys(entries).forEach(function (name) { delete entries[name]; });
    waiting = new Set();
    local.names(journal).concat(local.names(taller.settings.old), base + "own").forEach(local.remove);
    session.names(base).forEach(session.remove);
    if (database) database.close();
    database = null;
    await taller.database.remove(home);
    if (channel) channel.postMessage({ cleared: true });
  }

  /** On a shared phone all goes with the tab; on one's own it is kept. @param {boolean} shared */
  async function share(shared) {
    const now = picked(Object.keys(entries));
    if (isAsked && shared !== isShared) await clear();
    isAsked = true;
    isShared = shared;
    session.names(base).forEach(session.remove);
    if (shared) session.set(base + "shared", "yes");
    else local.set(base + "own", "yes");
    taller.entries.merge(entries, now);
    if (!shared && !usable()) await start();
    put(Object.keys(entries));
    told(Object.keys(entries).concat("/own"));
  }

  addEventListener("pagehide", flush);
  addEventListener("storage", function (event) { if (event.key === base + "own" && event.newValue && !isAsked) share(false); });
  document.addEventListener("visibilitychange", function () { if (document.hidden) flush(); else read(); });
  addEventListener("pageshow", function (event) { if (event.persisted) read(); });

  taller.store = {
    all: function () { return entries; },
    get: function (name) { return entries[name]; },
    value: function (name) { return entries[name] ? entries[name].v : ""; },
    set: set,
    take: function (others) { const names = taller.entries.merge(entries, others); put(names); told(names); return names.length; },
    onChange: function (listen) { listeners.push(listen); },
    onTrouble: function (tell) { worried.push(tell); if (troubled) tell(troubled); },
    persist: persist, clear: clear, share: share, flush: flush,
    isShared: function () { return isShared; },
    isAsked: function () { return isAsked; },
    hasWords: function () { return Object.keys(entries).some(function (name) { return name !== "/last"; }); },
    onWonder: function (ask) { wonder = ask; },
    ready: Promise.resolve().then(start).catch(function () { worry("refused"); }).then(function () { document.documentElement.dataset.record = "read"; }),
  };
})(globalThis.taller);
