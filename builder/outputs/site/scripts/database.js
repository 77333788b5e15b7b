// A small store of its own in IndexedDB, for what must be seen by the next page at once.
// A page opened as a file may be given a process that an earlier page left, with the localStorage of that time (Chromium keeps such
// pages for "Back"): it shows old words, and reloading doesn't heal it. A database is asked anew by every page, and a write that was
// handed over before its page ended is there for the next.
(function (taller) {
  "use strict";
  /** @param {string} name @returns {Promise<TallerDatabase | null>} null where the browser keeps none */
  function open(name) {
    return new Promise(function (resolve) {
      try {
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = function () { request.result.createObjectStore("entries"); };
        request.onsuccess = function () { resolve(wrapped(request.result)); };
        request.onerror = function () { resolve(null); };
        request.onblocked = function () { resolve(null); };
      } catch (error) { resolve(null); }
    });
  }

  /** @param {IDBDatabase} opened @returns {TallerDatabase} */
  function wrapped(opened) {
    let isOpen = true;
    function close() { isOpen = false; opened.close(); }
    opened.onversionchange = close;
    opened.onclose = close;
    return {
      isOpen: function () { return isOpen; },
      close: close,
      all: function () {
        return new Promise(function (resolve) {
          /** @type {Record<string, any>} */ const found = {};
          try {
            const request = opened.transaction("entries").objectStore("entries").openCursor();
            request.onsuccess = function () {
              const cursor = request.result;
              if (!cursor) return resolve(found);
              found[String(cursor.key)] = cursor.value;
              cursor.continue();
            };
            request.onerror = function () { resolve(found); };
          } catch (error) { resolve(found); }
        });
      },
      put: function (batch) {
        return new Promise(function (resolve) {
          try {
            const work = opened.transaction("entries", "readwrite", { durability: "strict" }), store = work.objectStore("entries");
            work.oncomplete = function () { resolve(true); };
            work.onabort = function () { resolve(false); };
            Object.keys(batch).forEach(function (name) { store.put(batch[name], name); });
            if (work.commit) work.commit(); // else a page that ends takes it along
          } catch (error) { resolve(false); }
        });
      },
    };
  }

  /** @param {string} name @returns {Promise<boolean>} */
  async function exists(name) {
    try { return (await indexedDB.databases()).some(function (one) { return one.name === name; }); } catch (error) { return false; }
  }

  /** @param {string} name @returns {Promise<void>} */
  function remove(name) {
    return new Promise(function (resolve) {
      const done = function () { resolve(); };
      try {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = done;
        request.onerror = done;
        request.onblocked = done;
      } catch (error) { done(); }
    });
  }

  taller.database = { open: open, exists: exists, remove: remove };
})(globalThis.taller);
