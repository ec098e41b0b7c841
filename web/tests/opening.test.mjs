// The opening held against the targets of the record.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.mjs";

const ROWS = 8;

let context;
before(async () => {
  context = await launch();
});
after(async () => {
  await context?.close();
});

const dataOf = (page) => page.evaluate(() => JSON.parse(document.getElementById("righting-data").textContent));
const plain = (text) => text.replace(/\u2060/g, "").replace(/[\s\u00a0]+/g, " ").trim();
/** Numbers of a text, in their order. */
const numbers = (text) => [...plain(text).matchAll(/\d[\d,]*(\.\d+)?/g)].map(([n]) => Number(n.replaceAll(",", "")));

/** By which factor a number lies outside its band, one person added to both. */
const factor = ({ low, high, p5, p95 }) => Math.max((low + 1) / (p95 + 1), (p5 + 1) / (high + 1));
const isNumber = (row) => [row.low, row.high, row.p5, row.p95].every((value) => typeof value === "number");
const worstOf = (rows) => rows.filter((row) => !row.inside && isNumber(row)).sort((a, b) => factor(b) - factor(a))[0];

async function opened(run) {
  const { page, complaints } = await open(context, { width: 1440 });
  const data = await dataOf(page);
  assert.ok(data.records.length > 0, "the tests need a report with targets");
  const said = (await page.locator("#reading dd").allTextContents()).map(plain);
  assert.equal(said.length, 3);
  await run({ page, data, said });
  assert.deepEqual(complaints, []);
  await page.close();
}

test("what happened is the strongest national figure of each quantity", () =>
  opened(async ({ data, said: [happened] }) => {
    for (const { name } of data.quantities) {
      const figures = data.records.filter((row) => row.place === "nation" && row.quantity === name && isNumber(row));
      if (figures.length === 0) continue;
      const highest = Math.max(...figures.map((row) => row.high));
      assert.ok(numbers(happened).includes(highest), `${name}: ${highest} in ${happened}`);
    }
  }));

test("what holds is counted, and the kinds named are those that most surely hold", () =>
  opened(async ({ data, said: [, right] }) => {
    const { inside, total, sharpness } = data.check;
    if (inside > 0) assert.ok(right.includes(`hold ${inside} of ${total} target`), right);
    assert.equal(/holds easily/.test(right), sharpness !== null && sharpness > 10);
    const kinds = new Map();
    for (const row of data.records) {
      const kind = `${row.quantity} ${row.statistic === "onset"}`;
      const [held, all] = kinds.get(kind) ?? [0, 0];
      kinds.set(kind, [held + Number(row.inside), all + 1]);
    }
    const sure = ([held, all]) => (held + 1) / (all + 2);
    const best = [...kinds.values()].filter(([held, all]) => 2 * held >= all).sort((a, b) => sure(b) - sure(a)).slice(0, 2);
    const named = [...right.matchAll(/\((\d+) of (\d+)\)/g)].map(([, held, all]) => [Number(held), Number(all)]);
    assert.deepEqual(named.map(sure), best.map(sure));
  }));

test("what is missed is counted, and the worst of the nation and of a place are named with both numbers", () =>
  opened(async ({ data, said: [, , missed] }) => {
    const outside = data.check.total - data.check.inside;
    if (outside === 0) return assert.match(missed, /^No target/);
    assert.equal(numbers(missed)[0], outside);
    for (const isNation of [true, false]) {
      const worst = worstOf(data.records.filter((row) => (row.place === "nation") === isNation));
      if (!worst) continue;
      for (const value of [worst.low, worst.high]) assert.ok(numbers(missed).includes(value), `${worst.id}: ${value} in ${missed}`);
      assert.ok(missed.includes(worst.p95 < worst.low ? "too few" : "too many"), missed);
      if (!isNation) assert.ok(missed.includes(worst.place_name), missed);
    }
    const days = data.records.filter((row) => !row.inside && row.statistic === "onset");
    const early = days.filter(({ p95, low }) => p95 !== null && low !== null && p95 < low).length;
    assert.equal(Number(missed.match(/(\d+) first days? too early/)?.[1] ?? 0), early);
    assert.equal(Number(missed.match(/(\d+) first days? too late/)?.[1] ?? 0), days.length - early);
  }));

test("misses stand first in both tables, without a click", () =>
  opened(async ({ page, data }) => {
    for (const table of ["#reading", "#record"]) {
      const misses = await page.locator(`${table} tbody .verdict`).evaluateAll((all) => all.map((cell) => cell.classList.contains("miss")));
      assert.deepEqual(misses, [...misses].sort((a, b) => Number(b) - Number(a)), table);
      const outside = data.records.filter((row) => !row.inside).length;
      assert.equal(misses[0], outside > 0);
    }
    const rows = await page.locator("#reading tbody tr").count();
    assert.equal(rows, Math.min(ROWS, data.records.length));
  }));
