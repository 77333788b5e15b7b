// Reads a GIFT file with a parser that is not ours and prints what it understood, as JSON.
import { readFileSync } from "node:fs";
import gift from "gift-pegjs";

console.log(JSON.stringify(process.argv.slice(2).map((path) => gift.parse(readFileSync(path, "utf8")))));
