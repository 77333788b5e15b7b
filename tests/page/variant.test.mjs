import assert from "node:assert/strict";
import { test } from "node:test";

import { variant } from "./load.mjs";

const page = (title, ...minutes) => ({ title, kind: "session", href: "x.html", steps: minutes.map((number) => ({ title: "Step", minutes: number })) });
const both = (en, es = en) => ({ en, es });
const ONE = {
  id: "one-day", name: "one-day", title: both("One day", "Un día"), people: 12,
  days: [{ start: 510, end: 660, breaks: [{ at: 555, minutes: 15, title: both("Coffee", "Café") }], items: [{ kind: "session", key: "m/a" }, { kind: "own", title: both("Reserve", "Reserva"), minutes: 15, priority: "could" }, { kind: "guide", key: "guides/g" }] }],
};
const MODEL = {
  course: "c", language: "en", languages: ["en", "es"], core: ["m/a", "m/b"],
  pages: { "m/a": page("A", 20, 30), "m/b": page("B", 40), "guides/g": { ...page("G", 10), kind: "guide" } },
  agendas: [{ file: "00-workshop.yml", participants: 12, people: 12, variants: [ONE] }],
};
const own = (how) => { const made = structuredClone(ONE); how(made, made.days[0]); return made; };
const codes = (how) => variant.check(own(how), MODEL).map((fault) => (fault.isError ? "" : "~") + fault.day + fault.code);

test("each rule finds its fault, and nothing else", () => {
  const rules = {
    "": () => {},
    "1long": (one, day) => day.items.push({ kind: "session", key: "m/b" }, { kind: "own", title: both("Talk"), minutes: 25 }),
    "1twice": (one, day) => { day.end = 900; day.items.push({ kind: "session", key: "m/a" }); },
    "~0core": (one, day) => { one.days = [{ ...day, breaks: [], items: [{ kind: "session", key: "m/b" }] }]; },
    "1minutes": (one, day) => { day.items[1].minutes = 0; },
    "1title": (one, day) => { day.items[1].title = { en: "Only English", es: " " }; },
    "1marks": (one, day) => { day.items[1].title = both("A *b*"); },
    "0title": (one) => { one.title = { en: "", es: "Dos" }; },
    "1outside": (one, day) => { day.breaks[0].at = 510; },
    "~1far": (one, day) => { day.items = [{ kind: "own", title: both("Long"), minutes: 120 }, day.items[0]]; day.end = 900; day.breaks[0].at = 560; },
    "~1left-out": (one, day) => { day.breaks[0].at = 650; },
    "1empty": (one, day) => { one.days.push({ start: 510, end: 660, breaks: [], items: [] }); one.days.reverse(); },
  };
  for (const [code, how] of Object.entries(rules)) {
    const found = codes(how).filter((one) => one !== (code === "~0core" ? "" : "~0core"));
    assert.deepEqual(found.slice(0, 1), code ? [code] : [], `${code}: ${found}`);
  }
  assert.deepEqual(codes((one, day) => { day.items = [{ kind: "guide", key: "guides/g" }]; day.breaks = []; }), [], "without any core session it is another programme");
  assert.ok(codes((one, day) => { day.end = 400; }).includes("1end"));
});

test("the file has every variant, in words of each language", () => {
  const made = own((one, day) => {
    one.title = both('Ours: "short" #1', "Nuestro: taller");
    day.items[1] = { kind: "own", title: both("Ana\u2028 speaks", "Habla \ud800Ana"), minutes: 30 };
  });
  assert.equal(variant.toYaml(made, MODEL, "Comment"), `# Comment
participants: 12
variants:
  one-day:
    title: {en: "One day", es: "Un día"}
    days:
      - start: 8:30
        end: 11:00
        breaks:
          - {at: 9:15, minutes: 15, title: {en: "Coffee", es: "Café"}}
        items:
          - session: m/a
          - title: {en: "Reserve", es: "Reserva"}
            minutes: 15
            priority: could
          - guide: g
  ours-short-1:
    title: {en: "Ours: \\"short\\" #1", es: "Nuestro: taller"}
    days:
      - start: 8:30
        end: 11:00
        breaks:
          - {at: 9:15, minutes: 15, title: {en: "Coffee", es: "Café"}}
        items:
          - session: m/a
          - title: {en: "Ana speaks", es: "Habla Ana"}
            minutes: 30
          - guide: g
`);
});
