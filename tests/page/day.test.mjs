import assert from "node:assert/strict";
import { test } from "node:test";

import { day, groups, lay } from "./load.mjs";

const MINUTE = 60000;
const PAGES = { "m/a": { title: "A", kind: "session", href: "a.html", steps: [{ title: "Talk", minutes: 20 }, { title: "Map", minutes: 30 }, { title: "Share", minutes: 10, priority: "should" }] } };
const DAY = {
  start: 510, end: 640, breaks: [{ at: 555, minutes: 15, title: { en: "Coffee" } }],
  items: [{ kind: "session", key: "m/a" }, { kind: "own", title: { en: "Reserve" }, minutes: 15, priority: "could" }, { kind: "own", title: { en: "Close" }, minutes: 10 }],
};
const plan = (of = DAY) => ({ start: of.start, end: of.end, pieces: lay.pieces(of, PAGES, "en"), breaks: lay.breaks(of, "en") });
const run = (date, start = 510) => ({ date, start, delay: 0, entries: null, paused: 0, left: [] });
const at = (date, clock) => { const [hours, minutes] = clock.split(":").map(Number); return day.moment(date, hours * 60 + minutes); };
const clock = (moment) => { const found = new Date(moment); return `${found.getHours()}:${String(found.getMinutes()).padStart(2, "0")}`; };
const told = (view) => view.slots.map((slot) => `${clock(slot.start)} ${slot.piece.title}`);

/** Runs in another time zone. */
function zoned(zone, test) {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try { test(); } finally { if (before === undefined) delete process.env.TZ; else process.env.TZ = before; }
}

test("the day as planned", () => {
  const view = day.view(plan(), run("2026-12-01"), at("2026-12-01", "9:00"));
  assert.deepEqual(told(view), ["8:30 Talk", "8:50 Map", "9:20 Coffee", "9:35 Share", "9:45 Reserve", "10:00 Close"]);
  assert.deepEqual([view.phase, view.slots[view.at].piece.title, view.left / MINUTE, view.over], ["during", "Map", 20, 0]);
});

test("before the start, after the end, and which day it is", () => {
  const plans = [plan(), plan()], runs = [run("2026-12-01"), run("2026-12-04")];
  const which = (date, time) => { const now = at(date, time), number = day.which(plans, runs, now); return [number, day.view(plans[number], runs[number], now).phase]; };
  assert.deepEqual(which("2026-11-30", "12:00"), [0, "before"]);
  assert.deepEqual(which("2026-12-01", "8:29"), [0, "before"]);
  assert.deepEqual(which("2026-12-01", "8:30"), [0, "during"]);
  assert.deepEqual(which("2026-12-01", "10:10"), [0, "after"], "its end belongs to what comes after");
  assert.deepEqual(which("2026-12-01", "20:00"), [1, "before"], "an hour after the end the next day counts");
  assert.deepEqual(which("2026-12-04", "9:00"), [1, "during"]);
  assert.deepEqual(which("2027-01-01", "9:00"), [1, "after"]);
});

test("a pause stops the time that is left and moves the rest", () => {
  const started = day.pause(plan(), run("2026-12-01"), at("2026-12-01", "9:00"));
  const paused = day.view(plan(), started, at("2026-12-01", "9:12"));
  assert.deepEqual([paused.paused, paused.left / MINUTE, clock(paused.slots[paused.at].end)], [true, 20, "9:32"]);
  const later = day.resume(plan(), started, at("2026-12-01", "9:12"));
  assert.deepEqual(told(day.view(plan(), later, at("2026-12-01", "9:13"))).slice(1, 4), ["8:50 Map", "9:32 Coffee", "9:47 Share"]);
  const asleep = day.view(plan(), started, at("2026-12-01", "19:00"));
  assert.deepEqual([asleep.phase, asleep.left / MINUTE], ["during", 20], "ten hours of sleep change nothing");
});

test("fifteen minutes late: the rest moves, breaks stay whole, what matters least is offered first", () => {
  const now = at("2026-12-01", "9:00"), late = day.push(plan(), run("2026-12-01"), now, 15), view = day.view(plan(), late, now);
  assert.deepEqual(told(view), ["8:30 Talk", "8:50 Map", "9:35 Coffee", "9:50 Share", "10:00 Reserve", "10:15 Close"]);
  const tight = plan({ ...DAY, end: 610 }), seen = day.view(tight, late, now);
  assert.deepEqual([seen.over, day.loose(seen).map((piece) => piece.title)], [15, ["Reserve", "Share"]]);
  assert.deepEqual(day.enough(day.loose(seen), seen.over), ["own.1"]);
  assert.deepEqual(day.enough(day.loose(seen), 10), ["own.1"], "one piece that is enough, not two");
  assert.deepEqual(day.enough(day.loose(seen), 60), ["own.1", "m/a.2"], "all, where that isn't enough");
  const shorter = day.leaveOut(tight, late, now, ["own.1"]), after = day.view(tight, shorter, now);
  assert.deepEqual([told(after).at(-1), after.over, shorter.left], ["10:15 Close".replace("10:15", "10:00"), 0, ["own.1"]]);
});

test("a break that is over stays where it was, whatever becomes shorter", () => {
  const now = at("2026-12-01", "9:37"), early = day.finish(plan(), run("2026-12-01"), now);
  assert.deepEqual(told(day.view(plan(), early, now)), ["8:30 Talk", "8:50 Map", "9:20 Coffee", "9:35 Share", "9:37 Reserve", "9:52 Close"]);
  const back = day.again(plan(), early, at("2026-12-01", "9:40"), 5);
  assert.deepEqual(told(day.view(plan(), back, now)).slice(3), ["9:35 Share", "9:45 Reserve", "10:00 Close"]);
});

test("a break comes near its time on the wall when much is left out before it", () => {
  const free = { ...DAY, breaks: [{ at: 590, minutes: 15, title: { en: "Coffee" } }] }, now = at("2026-12-01", "8:35");
  const late = day.push(plan(free), run("2026-12-01"), now, 30);
  assert.deepEqual(told(day.view(plan(free), late, now)), ["8:30 Talk", "9:20 Map", "9:50 Coffee", "10:05 Share", "10:15 Reserve", "10:30 Close"]);
});

test("a late start, and the end is pushed after it was over", () => {
  const early = at("2026-12-01", "8:20"), late = day.push(plan(), run("2026-12-01"), early, 15);
  assert.equal(told(day.view(plan(), late, early))[0], "8:45 Talk");
  assert.equal(told(day.view(plan(), day.finish(plan(), late, at("2026-12-01", "8:40")), early))[0], "8:40 Talk");
  const out = day.leaveOut(plan(), run("2026-12-01"), early, ["own.1"]);
  assert.equal(told(day.view(plan(), day.push(plan(), out, early, 5), early)).at(-1), "9:50 Close", "what is left out stays out");
  const over = at("2026-12-01", "10:12"), more = day.push(plan(), run("2026-12-01"), over, 5);
  assert.deepEqual([day.view(plan(), more, over).phase, clock(day.view(plan(), more, over).end)], ["during", "10:17"]);
});

test("another start than the agenda's moves the breaks with it", () => {
  const view = day.view(plan(), run("2026-12-01", 570), at("2026-12-01", "9:30"));
  assert.deepEqual([told(view)[2], clock(view.limit)], ["10:20 Coffee", "11:40"]);
});

test("over midnight", () => {
  const night = { ...DAY, start: 1380, end: 1510, breaks: [{ at: 1425, minutes: 15, title: { en: "Coffee" } }] };
  const view = day.view(plan(night), run("2026-12-31", 1380), at("2027-01-01", "0:20"));
  assert.deepEqual(told(view), ["23:00 Talk", "23:20 Map", "23:50 Coffee", "0:05 Share", "0:15 Reserve", "0:30 Close"]);
  assert.deepEqual([view.slots[view.at].piece.title, view.left / MINUTE, clock(view.end), view.over], ["Reserve", 10, "0:40", 0]);
});

for (const [zone, date, start, shown] of [
  ["America/Santiago", "2026-09-05", 1380, ["23:00 Talk", "23:20 Map", "23:50 Coffee", "1:05 Share"]],
  ["Europe/Madrid", "2026-03-29", 90, ["1:30 Talk", "1:50 Map", "3:20 Coffee", "3:35 Share"]],
  ["Europe/Madrid", "2026-10-25", 120, ["2:00 Talk", "2:20 Map", "2:50 Coffee", "2:05 Share"]],
]) {
  test(`daylight saving in ${zone} on ${date}: no minute is lost or won`, () => zoned(zone, () => {
    const own = { ...DAY, start, end: start + 130, breaks: [{ at: start + 45, minutes: 15, title: { en: "Coffee" } }] };
    const begin = day.moment(date, start), view = day.view(plan(own), run(date, start), begin + 70 * MINUTE);
    assert.deepEqual(told(view).slice(0, 4), shown);
    assert.deepEqual([view.left / MINUTE, (view.end - view.begin) / MINUTE], [5, 100]);
  }));
}

test("days follow one another over months, years and changes of the clock", () => {
  assert.deepEqual([day.later("2026-12-31", 1), day.later("2028-02-28", 1), day.later("2026-03-28", 2)], ["2027-01-01", "2028-02-29", "2026-03-30"]);
});

/** Numbers that look random and are the same each time. */
function dice() { let seed = 7; return () => (seed = seed * 16807 % 2147483647) / 2147483647; }

test("people as they are pasted", () => {
  assert.deepEqual(groups.people("1. Ana Ruiz, Café Aurora\n\n- Luis; Horno, S.A.\nMia\tTaller\nJo (Finca Sol)\r\nEva"), [
    { name: "Ana Ruiz", firm: "Café Aurora" }, { name: "Luis", firm: "Horno, S.A." }, { name: "Mia", firm: "Taller" }, { name: "Jo", firm: "Finca Sol" }, { name: "Eva", firm: "" },
  ]);
  assert.equal(groups.people("20").length, 20);
  assert.deepEqual(groups.people(" \n"), []);
});

test("twenty people of ten firms in fours, nobody with a colleague; nobody twice, nobody lost", () => {
  const people = groups.people(Array.from({ length: 20 }, (_, n) => `P${n}, ${["Café", "cafe"][n % 2].concat(String(Math.floor(n / 2)))}`).join("\n"));
  const random = dice();
  for (let round = 0; round < 50; round++) {
    const made = groups.make(people, 4, random);
    assert.deepEqual(made.groups.map((group) => group.length), [4, 4, 4, 4, 4]);
    assert.equal(new Set(made.groups.flat().map((one) => one.name)).size, 20);
    for (const group of made.groups) assert.equal(new Set(group.map((one) => one.firm.toLowerCase().replace("é", "e"))).size, 4);
    assert.deepEqual(made.together, []);
  }
});

test("any number of people and sizes of firms: even groups, and said exactly when a firm can't be kept apart", () => {
  const random = dice();
  for (let count = 1; count < 40; count++) {
    const people = Array.from({ length: count }, (_, n) => ({ name: `P${n}`, firm: random() < 0.3 ? "" : `F${Math.floor(random() * 6)}` }));
    const made = groups.make(people, 4, random), sizes = made.groups.map((group) => group.length);
    assert.equal(sizes.reduce((sum, size) => sum + size, 0), count);
    assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1 && Math.max(...sizes) <= 5);
    const met = new Set(made.groups.flatMap((group) => group.filter((one) => one.firm && group.filter((other) => other.firm === one.firm).length > 1).map((one) => one.firm)));
    assert.deepEqual([...met].sort(), made.together.map((one) => one.firm).sort());
  }
  assert.deepEqual(groups.make([], 4, random), { groups: [], together: [] });
});
