// Places where the community talks, shown on the page only when somebody asks for it: it calls another host.
(function (taller) {
  "use strict";

  /** Who came back from signing in at giscus bears a key in the address. @param {URL} address */
  function completed(address) {
    const here = new URL(location.href), session = here.searchParams.get("giscus");
    if (!/\/widget$/.test(address.pathname)) return address.href;
    here.searchParams.delete("giscus");
    address.searchParams.set("origin", here.href);
    if (session) address.searchParams.set("session", session);
    return address.href;
  }
  /** @type {HTMLElement[]} */ (taller.all("[data-embed]")).forEach(function (place) {
    place.append(taller.button(String(place.dataset.show), function () {
      const frame = document.createElement("iframe");
      frame.title = String(place.dataset.title);
      frame.src = completed(new URL(String(place.dataset.embed)));
      place.replaceChildren(frame);
    }));
  });
})(globalThis.taller);
