// The course as an app: what a phone must know to put it on its screen. What keeps the pages is loaded where one can ask for it, and
// where they are kept; a site opened as files, and the copy in an archive, have neither.
(function (taller) {
  "use strict";
  const about = document.querySelector("meta[name=taller-app]");
  if (!about || !/^https?:$/.test(location.protocol)) return;
  const folder = new URL(/** @type {HTMLMetaElement} */ (about).dataset.assets || "assets/", taller.settings.root).href;
  [["manifest", taller.settings.root + "app.webmanifest"], ["apple-touch-icon", folder + "app/icon-touch.png"]].forEach(function (one) {
    const link = document.createElement("link");
    link.rel = one[0];
    link.href = one[1];
    document.head.append(link);
  });
  if (!navigator.serviceWorker || !window.caches) return;
  const isAsked = document.querySelector(".page-home, .page-downloads");
  if (!isAsked && !navigator.serviceWorker.controller) return;
  addEventListener("load", function () {
    const script = document.createElement("script");
    script.src = taller.settings.root + "assets/taller/offline." + document.documentElement.lang + ".js";
    document.head.append(script);
  });
})(globalThis.taller);
