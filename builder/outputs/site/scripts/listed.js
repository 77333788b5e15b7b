// What an update has to fetch: the lists of a course's files say which content each has, by its digest.
(function (taller) {
  "use strict";
  /** The files whose content isn't there, each content once. @param {TallerList[]} lists @param {Set<string>} held */
  function missing(lists, held) {
    const seen = new Set(held), /** @type {{ path: string; digest: string; packed: number }[]} */ found = [];
    lists.forEach(function (list) {
      Object.keys(list.files).forEach(function (path) {
        const file = list.files[path];
        if (!seen.has(file[0])) found.push({ path: path, digest: file[0], packed: file[2] });
        seen.add(file[0]);
      });
    });
    return found;
  }
  /** The contents that no list names any more. @param {TallerList[]} lists @param {Iterable<string>} held */
  function unused(lists, held) {
    const named = new Set();
    lists.forEach(function (list) { Object.keys(list.files).forEach(function (path) { named.add(list.files[path][0]); }); });
    return Array.from(held).filter(function (digest) { return !named.has(digest); });
  }
  /** `1.3`, in the page's language; never nothing. @param {number} bytes @param {string} language */
  function megabytes(bytes, language) {
    return (Math.max(1, Math.round(bytes / 100000)) / 10).toLocaleString(language, { minimumFractionDigits: 1 });
  }
  taller.listed = { missing: missing, unused: unused, megabytes: megabytes };
})(globalThis.taller);
