import assert from "node:assert/strict";
import { test } from "node:test";

import { COURSE, entries, exchange, threads } from "./load.mjs";

const found = threads.find(COURSE);

test("the newer writing wins, whichever side takes over the other", () => {
  for (const [a, b] of [[{ v: "old", t: 1 }, { v: "new", t: 2 }], [{ v: "own", t: 2 }, { v: "copy", t: 2, c: true }], [{ v: "a", t: 2 }, { v: "b", t: 2 }]]) {
    const one = { x: a }, other = { x: b };
    entries.merge(one, { x: b });
    entries.merge(other, { x: a });
    assert.deepEqual(one, other);
  }
});

test("merging twice changes nothing more", () => {
  const mine = { x: { v: "a", t: 1 } };
  assert.deepEqual(entries.merge(mine, { x: { v: "b", t: 2 }, y: { v: "", t: 3 } }), ["x", "y"]);
  assert.deepEqual(entries.merge(mine, { x: { v: "b", t: 2 }, y: { v: "", t: 3 } }), []);
});

test("a cell shows the latest words of its thread until it has words of its own", () => {
  const record = { m_a_choose_chosen_r1c1: { v: "Tap", t: 5 } };
  assert.deepEqual(threads.shown("m_c_diary_first_r1c1", found, record), { v: "Tap", t: 5, c: true });
  assert.equal(threads.shown("m_c_diary_first_r2c1", found, record), undefined);
  record["my-plan_actions_r1c1"] = { v: "Tap and pipe", t: 9 };
  assert.equal(threads.shown("m_c_diary_first_r1c1", found, record).v, "Tap and pipe");
  assert.equal(threads.shown("m_a_choose_chosen_r1c1", found, record).v, "Tap", "own words stay");
  record.m_c_diary_first_r1c1 = { v: "", t: 10 };
  assert.equal(threads.shown("m_c_diary_first_r1c1", found, record).v, "", "what was deleted stays deleted");
  assert.equal(threads.shown("m_b_plan_steps_r1c1", found, record).v, "Tap and pipe", "and is deleted there only");
});

test("numbers of months are no thread", () => {
  assert.equal(found.of.m_c_diary_first_r1c2, undefined);
  assert.equal(found.of.m_a_choose_chosen_r1c2, undefined);
});

test("a file gives back what went into it", () => {
  const record = { a_b: { v: "ñ \"x\"\n2", t: 1000 }, c: { v: "y", t: 2000, c: true }, "/done/modules/a/b.html": { v: "1", t: 3000 } };
  const text = exchange.toFile(record, { course: "small", language: "es", now: new Date(4000) });
  const back = exchange.fromFile(text, "small");
  assert.equal(back.problem, "");
  assert.deepEqual({ ...back.entries }, record);
});

test("a file of strangers takes nothing over that it should not", () => {
  const good = { format: "taller-record", version: 1, course: "small", fields: {}, marks: {} };
  for (const [change, problem] of [[{ format: "x" }, "format"], [{ version: 2 }, "version"], [{ course: "other" }, "course"], [{ fields: [] }, "format"]]) {
    assert.equal(exchange.fromFile(JSON.stringify({ ...good, ...change }), "small").problem, problem);
  }
  for (const text of ["", "{", "null", "[]", "\u0000", "%PDF-1.7"]) assert.equal(exchange.fromFile(text, "small").problem, "format");
  const fields = '{"a": {"value": 1, "time": "2026-01-01"}, "b": {"value": "x", "time": "never"}, "__proto__": {"value": "x", "time": "2026-01-01"}, "/c": {"value": "x", "time": "2026-01-01"}, "d": null, "e": {"value": "ok", "time": "2999-01-01T00:00:00Z"}}';
  const taken = exchange.fromFile(JSON.stringify(good).replace('"fields":{}', '"fields":' + fields), "small").entries;
  assert.deepEqual(Object.keys(taken), ["e"]);
  assert.ok(taken.e.t <= Date.now(), "a clock that goes ahead does not win for ever");
});
