// Lays every day of the course's variants as the page does. In: the page's model. Out: [[ref, start, minutes] ...] for each day.
import { readFileSync } from "node:fs";

import { lay } from "./load.mjs";

const model = JSON.parse(readFileSync(0, "utf8"));
const days = model.agendas.flatMap((agenda) => agenda.variants.flatMap((variant) => variant.days));
const laid = days.map((day) => lay.day(lay.pieces(day, model.pages, model.language), lay.breaks(day, model.language), day.start));
console.log(JSON.stringify(laid.map((slots) => slots.map((slot) => [slot.ref, slot.start, slot.minutes]))));
