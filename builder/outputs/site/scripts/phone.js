// The course on this phone: fetched, brought up to date and taken away only when somebody asks. The list of a language is written
// last, so that an interrupted update leaves what was there; what has arrived is not fetched again.
(function (taller) {
  "use strict";
  const AT_ONCE = 4, root = new URL("..", taller.settings.root), name = "taller-1:" + root.pathname, listed = taller.listed;

  /** @param {string} what */
  function place(what) { return new URL("kept/" + what, root).href; }
  /** @returns {Promise<Cache | null>} null while nothing is kept: opening it would make it. */
  async function opened() { return (await caches.has(name)) ? caches.open(name) : null; }

  /** The lists of the languages that are kept. @returns {Promise<TallerList[]>} */
  async function lists() {
    const cache = await opened(), keys = cache ? await cache.keys() : [];
    const found = keys.filter(function (key) { return /\/kept\/[a-z]+\.json$/.test(key.url); });
    return Promise.all(found.map(async function (key) { return (await /** @type {Cache} */ (cache).match(key))?.json(); }));
  }
  /** @param {Cache} cache */
  async function held(cache) {
    const names = (await cache.keys()).map(function (key) { return key.url.slice(place("").length); });
    return new Set(names.filter(function (one) { return one.indexOf(".") < 0; }));
  }
  /** The list as it is on the web. @param {string} language @returns {Promise<TallerList>} */
  async function newest(language) {
    const answer = await fetch(new URL(language + "/offline.json", root).href, { cache: "no-cache" });
    if (!answer.ok) throw new Error("gone");
    return answer.json();
  }

  /** @param {Cache} cache @param {{ path: string; digest: string }} file @param {AbortSignal} [signal] */
  async function take(cache, file, signal) {
    // The question mark asks for this content: a copy of an older one somewhere on the way has another address.
    const answer = await fetch(new URL(encodeURI(file.path) + "?kept=" + file.digest, root).href, { signal: signal });
    const type = answer.headers.get("Content-Type") || "", policy = answer.headers.get("Content-Security-Policy");
    if (!answer.ok || (/\.html$/.test(file.path) && type.indexOf("text/html") !== 0)) throw new Error("gone");
    /** @type {Record<string, string>} */ const headers = { "Content-Type": type };
    if (policy) headers["Content-Security-Policy"] = policy;
    await cache.put(place(file.digest), new Response(await answer.blob(), { headers: headers }));
  }
  /** Fails while there still is room for what people write. @param {number} bytes */
  async function room(bytes) {
    if (!navigator.storage || !navigator.storage.estimate) return;
    const found = await navigator.storage.estimate();
    if (found.quota !== undefined && found.quota - (found.usage || 0) < bytes * 1.2) throw new DOMException("", "QuotaExceededError");
  }
  /** @param {Cache} cache */
  async function tidy(cache) {
    const old = listed.unused(await lists(), await held(cache));
    await Promise.all(old.map(function (digest) { return cache.delete(place(digest)); }));
  }

  /** Keeps these languages as they are on the web now. A part of a course doesn't take the room that people's words need: where all
   * has no room, what came goes again. @param {string[]} languages @param {(share: number) => void} tell @param {AbortSignal} [signal] */
  async function keep(languages, tell, signal) {
    try { await bring(languages, tell, signal); } catch (error) {
      const cache = await opened();
      if (cache && /** @type {Error} */ (error).name === "QuotaExceededError") await leave(cache);
      throw error;
    }
  }
  /** @param {string[]} languages @param {(share: number) => void} tell @param {AbortSignal} [signal] */
  async function bring(languages, tell, signal) {
    const wanted = await Promise.all(languages.map(newest)), cache = await caches.open(name);
    const files = listed.missing(wanted, await held(cache)), all = files.reduce(function (sum, file) { return sum + file.packed; }, 1);
    await room(wanted.reduce(function (sum, list) { return sum + list.size; }, 0) * (files.length ? 1 : 0));
    let done = 0;
    const next = async function () {
      for (let file = files.shift(); file; file = files.shift()) {
        await take(cache, file, signal);
        done += file.packed;
        tell(done / all);
      }
    };
    const work = Array.from({ length: AT_ONCE }, next);
    await Promise.all(work).finally(function () { files.length = 0; return Promise.allSettled(work); });
    await navigator.serviceWorker.register(new URL("sw.js", root).href, { scope: root.pathname });
    for (const list of wanted) await cache.put(place(list.language + ".json"), new Response(JSON.stringify(list)));
    await tidy(cache);
  }
  /** @param {string} language */
  async function remove(language) {
    const cache = await opened();
    if (!cache) return;
    await cache.delete(place(language + ".json"));
    await leave(cache);
  }
  /** Only what a list names stays; without any, nothing. @param {Cache} cache */
  async function leave(cache) {
    if ((await lists()).length) return tidy(cache);
    await caches.delete(name);
    const own = await navigator.serviceWorker.getRegistration(root.href);
    if (own && own.scope === root.href) await own.unregister();
  }
  /** What is newer on the web than here: the languages, and what there is to fetch. */
  async function newer() {
    const mine = await lists(), now = await Promise.all(mine.map(function (list) { return newest(list.language); }));
    const changed = now.filter(function (list, number) { return list.version !== mine[number].version; }), cache = await opened();
    const files = cache && changed.length ? listed.missing(changed, await held(cache)) : [];
    return { languages: changed.map(function (list) { return list.language; }), version: changed.map(function (list) { return list.version; }).join(),
      bytes: files.reduce(function (sum, file) { return sum + file.packed; }, 0) };
  }
  /** One at a time in all tabs. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  function alone(work) { return navigator.locks ? /** @type {Promise<any>} */ (navigator.locks.request(name, work)) : work(); }

  taller.phone = {
    lists: lists, newer: newer, name: name,
    keep: function (languages, tell, signal) { return alone(function () { return keep(languages, tell, signal); }); },
    remove: function (language) { return alone(function () { return remove(language); }); },
  };
})(globalThis.taller);
