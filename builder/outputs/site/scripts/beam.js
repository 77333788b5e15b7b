// Tells the wall which piece is on and until when: ids and times, never words. In the second window by message, channel and storage,
// because opened as a file a browser may allow only one of them; in the same window by the address.
(function (taller) {
  "use strict";
  const room = taller.room;
  if (!room || !document.querySelector("section.today")) return;
  const name = "taller/" + taller.course.id + "/wall";
  /** @type {Window | null} */ let wall = null;
  /** @type {BroadcastChannel | null} */ let channel = null;
  let sent = "";
  try { channel = new BroadcastChannel(name); } catch (error) { channel = null; }

  /** @param {TallerNow} at */
  function message(at) {
    const slot = at.view.slots[at.view.at], kind = slot ? slot.piece.kind : "";
    return { show: kind === "session" ? slot.ref : kind === "break" ? "-break" : "", ends: slot && !at.view.paused ? slot.end : 0, left: at.view.paused ? at.view.left : 0 };
  }
  /** @param {TallerNow} at */
  function send(at) {
    const text = JSON.stringify(message(at));
    if (text === sent) return;
    sent = text;
    post(text);
  }
  /** @param {string} text */
  function post(text) {
    try { localStorage.setItem(name, text); } catch (error) { /* the other ways are enough */ }
    if (channel) channel.postMessage(text);
    if (wall && !wall.closed) wall.postMessage(text, "*");
  }
  /** @param {boolean} isOther */
  function open(isOther) {
    const at = room.state(), way = "projector.html#" + (at ? encodeURIComponent(JSON.stringify(message(at))) : "");
    if (!isOther) { location.href = way; return; }
    wall = window.open(way, "taller-wall", "popup,width=1280,height=720");
    if (!wall) room.part("status").textContent = taller.word("room-wall-blocked");
  }
  addEventListener("message", function (event) { if (event.source === wall && event.data === "taller-wall-ready") post(sent); });
  room.on("wall", function () { open(true); });
  room.on("wall-here", function () { open(false); });

  taller.beam = { send: send };
})(globalThis.taller);
