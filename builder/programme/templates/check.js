// Checks a certificate in the browser: its signature, its days, the list of withdrawn ones. Only this site is asked.
(function () {
  "use strict";

  const main = document.querySelector("main[data-base]");
  const base = new URL(main.dataset.base, location.href);
  const language = document.documentElement.lang;
  const at = (id) => document.getElementById(id);
  const say = (key) => at("say").content.querySelector(`[data-key="${key}"]`).textContent;
  const BITS = 131072;
  let shown = null;

  class Fault extends Error {}

  function bytesOf(text) {
    if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Fault("form");
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  }

  function valueOf(text) {
    try {
      return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(text)));
    } catch (error) {
      throw new Fault("form");
    }
  }

  async function asked(path) {
    let answer;
    try {
      answer = await fetch(new URL(path, base), { cache: "no-store", credentials: "omit", redirect: "error" });
    } catch (error) {
      throw new Fault("unreachable");
    }
    if (answer.status === 404) throw new Fault("missing");
    if (!answer.ok) throw new Fault("unreachable");
    return (await answer.text()).trim();
  }

  // What a token says, once its signature is right.
  async function opened(token, keys) {
    const parts = token.split(".");
    if (parts.length !== 3) throw new Fault("form");
    const head = valueOf(parts[0]);
    if (head.alg !== "RS256") throw new Fault("form");
    const key = keys.find((one) => one.kid === head.kid);
    if (!key) throw new Fault("key");
    const how = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    const own = { kty: key.kty, n: key.n, e: key.e };
    const known = await crypto.subtle.importKey("jwk", own, how, false, ["verify"]);
    const signed = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
    if (!await crypto.subtle.verify(how, known, bytesOf(parts[2]), signed)) throw new Fault("changed");
    return valueOf(parts[1]);
  }

  async function isWithdrawn(said, keys) {
    const entry = said.credentialStatus;
    let list;
    try {
      list = await opened(await asked("status.jwt"), keys);
    } catch (error) {
      throw new Fault("list");
    }
    const subject = list.credentialSubject;
    if (list.iss !== said.iss || list.id !== entry.statusListCredential || subject.statusPurpose !== "revocation") throw new Fault("list");
    if (typeof DecompressionStream === "undefined") throw new Fault("list");
    const packed = new Blob([bytesOf(subject.encodedList.slice(1))]).stream();
    const bits = new Uint8Array(await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
    const place = Number(entry.statusListIndex);
    if (!(place >= 0 && place < BITS) || bits.length * 8 < BITS) throw new Fault("list");
    return (bits[place >> 3] & (0x80 >> (place & 7))) !== 0;
  }

  function tell(state, why) {
    at("state").hidden = false;
    at("state").className = `state ${state}`;
    at("word").textContent = say(`state-${state}`);
    at("why").textContent = say(why);
  }

  function fill(said) {
    const subject = said.credentialSubject;
    const identity = (subject.identifier || [])[0] || {};
    const day = (text) => new Date(text).toLocaleDateString(language, { dateStyle: "long", timeZone: "UTC" });
    const facts = {
      name: identity.hashed ? say("hidden") : identity.identityHash, achievement: subject.achievement.name,
      institution: said.issuer.name, number: subject.licenseNumber, first: day(said.validFrom), last: day(said.validUntil),
    };
    for (const [name, text] of Object.entries(facts)) main.querySelector(`[data-fact="${name}"]`).textContent = text;
    at("facts").hidden = false;
    at("whose").hidden = !identity.hashed;
    at("same").textContent = "";
    shown = identity;
  }

  async function check(token, code) {
    const keys = JSON.parse(await asked("keys.json")).keys;
    const said = await opened(token, keys);
    if (!Array.isArray(said.type) || !said.type.includes("OpenBadgeCredential")) throw new Fault("form");
    if (said.iss !== said.issuer.id || said.jti !== said.id) throw new Fault("form");
    if (code && !said.id.endsWith(`/c/${code}/certificate.jwt`)) throw new Fault("another");
    fill(said);
    if (await isWithdrawn(said, keys)) return tell("withdrawn", "withdrawn");
    if (Date.now() > Date.parse(said.validUntil)) return tell("expired", "expired");
    if (Date.now() < Date.parse(said.validFrom)) return tell("expired", "early");
    return tell("valid", "valid");
  }

  async function tried(find) {
    try {
      if (!window.crypto || !crypto.subtle || location.protocol === "file:") throw new Fault("unable");
      await find();
    } catch (error) {
      const why = error instanceof Fault ? error.message : "unable";
      tell(["form", "key", "changed", "another"].includes(why) ? "wrong" : "unknown", why);
    }
  }

  async function isSame(name) {
    const plain = name.trim().split(/\s+/).join(" ").normalize("NFC");
    const found = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(plain + shown.salt));
    const digest = Array.from(new Uint8Array(found), (one) => one.toString(16).padStart(2, "0")).join("");
    return shown.identityHash === `sha256$${digest}`;
  }

  at("whose").addEventListener("submit", async (event) => {
    event.preventDefault();
    at("same").textContent = say(await isSame(at("name").value) ? "same" : "other");
  });

  if (main.dataset.code) {
    tried(async () => check(await asked(`c/${main.dataset.code}/certificate.jwt`), main.dataset.code));
    return;
  }
  at("find").hidden = false;
  at("find").addEventListener("submit", (event) => {
    event.preventDefault();
    const code = at("code").value.toUpperCase().replace(/[^0-9A-Z]/g, "");
    tried(async () => {
      await asked(`c/${code}/certificate.jwt`);
      location.href = new URL(`c/${code}/${location.pathname.split("/").pop()}`, base);
    });
  });
  at("file").addEventListener("change", () => tried(async () => {
    at("facts").hidden = at("whose").hidden = true;
    await check((await at("file").files[0].text()).trim(), "");
  }));
})();
