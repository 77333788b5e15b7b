import assert from "node:assert/strict";
import { test } from "node:test";

import { listed } from "./load.mjs";

const list = (language, files) => ({ language, version: "v", size: 0, packed: 0, files });
const first = list("en", { "en/a.html": ["a1", 10, 4], "en/b.html": ["b1", 10, 5], "assets/x.js": ["x1", 10, 6] });
const second = list("en", { "en/a.html": ["a2", 10, 4], "en/b.html": ["b1", 10, 5], "assets/y.js": ["x1", 10, 6], "en/c.html": ["b1", 10, 5] });

test("an update fetches what changed, and a file that only has another name is there already", () => {
  const held = new Set(listed.missing([first], new Set()).map((file) => file.digest));
  assert.deepEqual([...held], ["a1", "b1", "x1"]);
  assert.deepEqual(listed.missing([second], held), [{ path: "en/a.html", digest: "a2", packed: 4 }]);
  assert.deepEqual(listed.unused([second], [...held, "a2"]), ["a1"]);
});

test("two languages share what is the same", () => {
  const other = list("es", { "es/a.html": ["s1", 10, 4], "assets/x.js": ["x1", 10, 6] });
  assert.deepEqual(listed.missing([first, other], new Set()).map((file) => file.digest), ["a1", "b1", "x1", "s1"]);
  assert.deepEqual(listed.unused([other], ["a1", "x1", "s1"]), ["a1"], "what the other language needs stays");
});

test("a size is said in the page's language and is never nothing", () => {
  assert.equal(listed.megabytes(1_340_000, "en"), "1.3");
  assert.equal(listed.megabytes(1_340_000, "pt"), "1,3");
  assert.equal(listed.megabytes(10, "en"), "0.1");
  assert.equal(listed.megabytes(1_340_000, "es"), "1,3");
});
