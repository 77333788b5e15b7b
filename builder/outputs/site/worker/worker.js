// Answers for the pages that somebody chose to keep on the phone, also without a connection. It fetches nothing by itself, changes
// nothing, and knows nothing of what people write. The pages put in what is kept (`scripts/phone.js`): under `kept/`, a list for each
// language, and each file under the digest of its content.
(function () {
  "use strict";
  const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
  const scope = worker.registration.scope, store = "taller-1:" + new URL(scope).pathname;
  /** @type {WorkerList[]} */ let lists = [];

  /** The path below the worker's folder; null for what lies elsewhere. @param {string} address */
  function placeOf(address) {
    const path = address.replace(/[?#].*/, "");
    try { return path.indexOf(scope) === 0 ? decodeURIComponent(path.slice(scope.length)) : null; } catch (error) { return null; }
  }
  /** @param {string | null} path */
  function languageOf(path) {
    const first = (path || "").split("/")[0], ending = /\.([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\.[a-z0-9]+$/.exec(path || "");
    return languages.filter(function (language) { return language === first || Boolean(ending && ending[1] === language); })[0] || "";
  }
  /** Whether the path may be a page or file of the course; other sites may lie in folders beside it. @param {string} path */
  function isOurs(path) {
    const first = path.split("/")[0];
    return path === "" || path === "index.html" || ["assets", "downloads"].concat(languages).indexOf(first) >= 0;
  }

  async function read() {
    if (!(await caches.has(store))) return [];
    const cache = await caches.open(store), found = [];
    for (const language of languages) {
      const kept = await cache.match(scope + "kept/" + language + ".json");
      if (kept) found.push(await kept.json());
    }
    return found;
  }
  /** @param {string} path @param {string} first the language whose file it should be */
  async function find(path, first) {
    const ways = path === "" || path.slice(-1) === "/" ? [path + "index.html"] : [path, path + ".html"];
    const ordered = lists.filter(function (list) { return list.language === first; }).concat(lists.filter(function (list) { return list.language !== first; }));
    for (const list of ordered) {
      if (list.files[path + "/index.html"]) return Response.redirect(scope + path + "/");
      for (const way of ways) {
        const kept = list.files[way] && (await caches.match(scope + "kept/" + list.files[way][0], { cacheName: store }));
        if (kept) return kept;
      }
    }
  }
  /** Where the list is older than what is kept, it is read again. @param {string} path @param {string} first */
  async function kept(path, first) {
    const found = await find(path, first);
    if (found) return found;
    lists = await read();
    return find(path, first);
  }

  /** What is shown instead of a page that isn't there, in its language. @param {string} language */
  async function instead(language) {
    const found = await kept("offline." + language + ".html", language);
    if (!found) return undefined;
    const here = new URL(scope).pathname;
    const text = (await found.text()).replace(/<p data-language="([A-Za-z0-9-]+)">[^]*?<\/p>/g, function (all, other) {
      return lists.some(function (list) { return list.language === other; }) ? all : "";
    });
    return new Response(text.replace(/(href|src)="\.\//g, '$1="' + here), { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
  /** @param {Request} request @param {string} path */
  async function answer(request, path) {
    const language = languageOf(path) || languageOf(placeOf(request.referrer));
    const found = await kept(path, language);
    if (found) return found;
    try {
      return await fetch(request);
    } catch (error) {
      const page = request.mode === "navigate" ? await instead(language || (lists[0] ? lists[0].language : languages[0])) : undefined;
      if (page) return page;
      throw error;
    }
  }

  worker.addEventListener("install", function () { worker.skipWaiting(); });
  worker.addEventListener("activate", function (event) { event.waitUntil(worker.clients.claim()); });
  worker.addEventListener("fetch", function (event) {
    const path = placeOf(event.request.url);
    if (event.request.method !== "GET" || path === null || !isOurs(path) || /\/offline\.json$/.test(path)) return;
    if (new URL(event.request.url).searchParams.has("kept")) return;
    event.respondWith(answer(event.request, path));
  });
})();
