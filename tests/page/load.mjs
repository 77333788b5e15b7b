// The scripts of the page that need no page, in Node. They are classic scripts: each hangs what it gives on `taller`.
import { createRequire } from "node:module";

const load = createRequire(import.meta.url);
for (const name of ["entries", "threads", "exchange", "amounts", "model", "calendar", "archive", "workbook", "lay", "day", "groups", "listed", "variant"]) {
  load(`../../builder/outputs/site/scripts/${name}.js`);
}
export const { entries, threads, exchange, amounts, model, calendar, archive, workbook, csv, lay, day, groups, listed, variant } = globalThis.taller;
export const COURSE = {
  id: "small",
  tables: [
    { name: "m_a_choose_chosen", rows: 2, columns: ["action", "-"], month: 0 },
    { name: "m_b_plan_steps", rows: 2, columns: ["action", "owner", "date", "cost", "monthly-cost", "saving", "baseline", "goal"], month: 0 },
    { name: "m_c_diary_first", rows: 2, columns: ["action", "number"], month: 1 },
    { name: "my-plan_actions", rows: 2, columns: ["action", "owner", "date", "cost", "monthly-cost", "saving", "baseline", "goal"], month: 0 },
  ],
};
