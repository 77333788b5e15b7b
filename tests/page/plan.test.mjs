import assert from "node:assert/strict";
import { test } from "node:test";

import { amounts, archive, calendar, COURSE, csv, model, workbook } from "./load.mjs";

test("amounts as people write them", () => {
  const said = { "USD 1,200": 1200, "1.200,50": 1200.5, "1 200": 1200, "0.125": 0.125, "12,5": 12.5, "1.234.567": 1234567, "USD 240 once, then 320": 240, "1,234.56": 1234.56, "": null, none: null, "3.000": 3000, "9,": 9 };
  for (const [text, number] of Object.entries(said)) assert.equal(amounts.number(text), number, text);
});

test("days as people write them", () => {
  const said = { "15 March": "2027-03-15", "hasta el 15 de marzo": "2027-03-15", "3/4/2027": "2027-04-03", "28 December": "2026-12-28", "2027-01-31": "2027-01-31", "March 5, 2027": "2027-03-05", "1.º de setiembre de 2027": "2027-09-01", "before May": "", "31 February": "", "": "", "in 2 weeks": "", "month 3 of 2027": "" };
  for (const [text, day] of Object.entries(said)) assert.equal(amounts.day(text, "2026-11-29"), day, text);
});

test("months end where the month ends", () => {
  assert.equal(amounts.later("2026-08-31", 6), "2027-02-28");
  assert.equal(amounts.later("2027-08-31", 6), "2028-02-29");
  assert.deepEqual([amounts.monthIn("2026-11-29", "2026-11-28"), amounts.monthIn("2026-11-29", "2026-11-29"), amounts.monthIn("2026-11-29", "2026-12-29")], [0, 1, 2]);
});

test("payback is computed, or said to be never, or not known", () => {
  assert.deepEqual([amounts.payback(1200, 0, 100), amounts.payback(1200, 320, 100), amounts.payback(null, 0, 1), amounts.payback(0, null, 5)], [12, Infinity, null, 0]);
});

const FACTS = {
  title: "Small", actions: "my-plan_actions", start: "my-plan_start", coach: [], sessions: [],
  months: [{ month: 1, cells: ["m_c_diary_first_r1c2", "m_c_diary_first_r2c2"], href: "x", sheet: "Diary" }],
  drawn: [{ kind: "diagnosis", title: "D", href: "d", groups: [{ name: "A", low: 1, high: 4, items: [["a1", "One"], ["a2", "Two"]] }, { name: "B", low: 1, high: 4, items: [["b1", "Three"]] }] }],
};
const RECORD = {
  m_a_choose_chosen_r1c1: { v: "Tap; new, \\ ñ" + "é".repeat(90), t: 1 }, m_b_plan_steps_r1c3: { v: "15 de marzo", t: 1 }, m_b_plan_steps_r1c7: { v: "9 l", t: 1 },
  m_c_diary_first_r1c2: { v: "7", t: 1 }, a1: { v: "1", t: 1 }, a2: { v: "2", t: 1 }, "my-plan_start": { v: "2026-12-01", t: 1 },
};

test("the record is read as a plan", () => {
  const plan = model.read(FACTS, COURSE, RECORD, "2026-12-05");
  assert.equal(plan.actions[0].due, "2027-03-15");
  assert.deepEqual(plan.drawn[0].first.map((group) => group.name), ["A"], "a group without answers is not the lowest");
  assert.deepEqual(plan.drawn[0].first[0].lowest, ["One"]);
  assert.equal(plan.drawn[0].level, false, "one group alone is the lowest");
  const level = model.read(FACTS, COURSE, { ...RECORD, a2: { v: "1", t: 1 }, b1: { v: "1", t: 1 } }, "2026-12-05");
  assert.equal(level.drawn[0].level, true, "where all groups are equal, none is the lowest");
  assert.deepEqual(plan.indicators[0].points.map((point) => point.number), [9, 7]);
  assert.deepEqual(model.due(plan).map((one) => [one.kind, one.day]), [["check", "2027-01-01"], ["action", "2027-03-15"]]);
});

test("lines of a calendar have at most 75 bytes and no letter is cut", () => {
  const due = model.due(model.read(FACTS, COURSE, RECORD, "2026-12-05"));
  const text = calendar(due, { course: "small", title: "Small", now: new Date(0), word: (key, values) => `${key} ${values.text || ""}` });
  for (const line of text.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, line);
  assert.ok(text.replaceAll("\r\n ", "").includes("Tap\\; new\\, \\\\ ñ" + "é".repeat(90)));
});

test("nothing in a table becomes a formula", () => {
  assert.ok(csv([["=1+1", "@x", "-2", "ok"]]).includes("\"'=1+1\",\"'@x\",\"'-2\",\"ok\""));
  const text = new TextDecoder().decode(workbook([{ name: "A/B", rows: [["=1+1", 5, "a\u0001<&\ud800"]] }]));
  assert.ok(text.includes("=1+1</t>") && !text.includes("<f>"));
  assert.ok(text.includes("a&lt;&amp;\ufffd"));
});

test("a day in a spreadsheet is a day, which can be sorted and counted from", () => {
  const text = new TextDecoder().decode(workbook([{ name: "A", rows: [["Date"], [new Date("2026-12-19T00:00:00Z")]] }]));
  assert.ok(text.includes('<c r="A2" s="3"><v>46375</v></c>') && text.includes('numFmtId="14"'));
});

test("an archive has its members and their sums", () => {
  const bytes = archive([["a.txt", "123456789"]]);
  assert.equal(new DataView(bytes.buffer).getUint32(14, true), 0xcbf43926);
});
