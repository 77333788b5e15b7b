// What Ace by DAISY finds in a book, as JSON: `found` ("file: rule: what is wrong"), `pages` (how many it read), `claimed` (conformsTo).
// Usage: node ace.mjs BOOK FOLDER CHROMIUM; FOLDER is for its report and settings.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [book, folder, chromium] = process.argv.slice(2);
Object.assign(process.env, { PUPPETEER_EXECUTABLE_PATH: chromium, ACE_TIMEOUT_INITIAL: "60000", XDG_CONFIG_HOME: folder });
const require = createRequire(import.meta.url);
const options = { cwd: folder, outdir: join(folder, "report"), initLogger: true, silent: true, fileName: "ace.log", doNotReportMedia: true };
await require("@daisy/ace-core")(book, options, require("@daisy/ace-axe-runner-puppeteer"));
const report = JSON.parse(readFileSync(join(folder, "report/report.json"), "utf8"));
const found = report.assertions.flatMap((page) =>
  page.assertions.map((one) => `${page["earl:testSubject"].url}: ${one["earl:test"]["dct:title"]}: ${one["earl:result"]["dct:description"]}`),
);
const claimed = report["earl:testSubject"].metadata["dcterms:conformsTo"] ?? "";
console.log(JSON.stringify({ found, pages: report.assertions.length, claimed }));
