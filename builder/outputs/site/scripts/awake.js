// Keeps the screen on while a day runs, and rings when a piece ends, if that is wanted.
(function (taller) {
  "use strict";
  const room = taller.room;
  if (!room || !document.querySelector("section.today")) return;
  /** @type {any} */ let lock = null;
  /** @type {AudioContext | null} */ let sound = null;
  let isWanted = false, isAsking = false;

  /** @param {boolean} wanted */
  function want(wanted) {
    isWanted = wanted;
    if (!wanted) { if (lock) lock.release(); lock = null; return say(""); }
    if (lock || isAsking || document.visibilityState !== "visible") return;
    const way = /** @type {any} */ (navigator).wakeLock;
    if (!way) return say("room-goes-dark");
    isAsking = true;
    way.request("screen").then(function (/** @type {any} */ got) {
      lock = got;
      got.addEventListener("release", function () { lock = null; });
      say("room-stays-on");
      if (!isWanted) want(false);
    }, function () { say("room-goes-dark"); }).then(function () { setTimeout(function () { isAsking = false; }, 20000); });
  }
  /** @param {string} key */
  function say(key) {
    const text = key ? taller.word(key) : "", place = room.part("awake");
    if (place.textContent !== text) place.textContent = text;
  }
  document.addEventListener("visibilitychange", function () { isAsking = false; });

  /** A browser lets a page sound only after somebody touched it. */
  function unlock() {
    try {
      sound = sound || new AudioContext();
      if (sound.state === "suspended") sound.resume();
    } catch (error) { sound = null; }
  }
  function beep() {
    unlock();
    if (!sound) return;
    const from = sound.currentTime, audio = sound;
    [0, 0.35, 0.7].forEach(function (wait) {
      const tone = audio.createOscillator(), volume = audio.createGain();
      tone.frequency.value = 880;
      volume.gain.setValueAtTime(0.0001, from + wait);
      volume.gain.exponentialRampToValueAtTime(0.4, from + wait + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, from + wait + 0.25);
      tone.connect(volume).connect(audio.destination);
      tone.start(from + wait);
      tone.stop(from + wait + 0.3);
    });
    room.box.dataset.rang = String(Number(room.box.dataset.rang || 0) + 1);
  }
  addEventListener("pointerdown", function () { if (taller.kept.read().sound) unlock(); });
  room.on("ring", function () { unlock(); beep(); });

  taller.awake = { want: want, unlock: unlock, beep: beep };
})(globalThis.taller);
