// Colours of the map, how sure its numbers are, and where its labels stand.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.mjs";

const COLOURS = 5;
/** Distance in OKLab under which two colours side by side are hard to tell apart; one just seen is about 0.02. */
const APART = 0.06;
/** What protanopes, deuteranopes and tritanopes see of linear sRGB (Machado, Oliveira and Fernandes 2009, full severity). */
const BLIND = {
  none: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

let context;
before(async () => {
  context = await launch();
});
after(async () => {
  await context?.close();
});

const dataOf = (page) => page.evaluate(() => JSON.parse(document.getElementById("righting-data").textContent));
/** Colours of the regions on the map, once its transitions are over. */
const fills = (page) =>
  page.locator("#map svg [data-region]").evaluateAll(async (all) => {
    await Promise.all(all.flatMap((e) => e.getAnimations()).map((one) => one.finished));
    return all.map((e) => [e.dataset.region, getComputedStyle(e).fill]);
  });

const times = (matrix, vector) => matrix.map((row) => row.reduce((sum, part, i) => sum + part * vector[i], 0));
function oklab(rgb, blind) {
  const linear = rgb.match(/\d+/g).slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  const seen = times(blind, linear).map((c) => Math.max(0, c));
  const cones = times([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]], seen);
  return times([[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]], cones.map(Math.cbrt));
}
const distance = (a, b, blind) => Math.hypot(...oklab(a, blind).map((part, i) => part - oklab(b, blind)[i]));

for (const scheme of ["light", "dark"]) {
  test(`${scheme}: the day that matters separates the regions, for colour-blind readers too`, async () => {
    const { page } = await open(context, { width: 1440, scheme, motion: "reduce" });
    const data = await dataOf(page);
    const quantity = data.quantities[0].name;
    const series = (place) => data.series.find((s) => s.place === place && s.quantity === quantity);
    const nation = series("nation").p50;
    const peak = nation.indexOf(Math.max(...nation));
    assert.equal(await page.getByRole("slider", { name: "Day" }).inputValue(), String(peak));
    const shown = (await fills(page)).map(([region, fill]) => ({ value: series(region).p50[peak], fill }));
    const values = new Set(shown.map(({ value }) => Number(value.toPrecision(2))).filter((value) => value > 0));
    const colours = [...new Set(shown.map(({ fill }) => fill))];
    assert.ok(colours.length >= Math.min(COLOURS, values.size), `${colours.length} colours for ${values.size} values`);
    const ramp = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement("i"));
      const of = (i) => ((probe.style.background = `var(--ramp-${i})`), getComputedStyle(probe).backgroundColor);
      return Array.from({ length: 8 }, (_, i) => of(i));
    });
    assert.ok(colours.every((colour) => ramp.includes(colour)));
    for (const [name, blind] of Object.entries(BLIND))
      ramp.forEach((a, i) =>
        ramp.slice(i + 1).forEach((b) => assert.ok(distance(a, b, blind) >= APART, `${name}: ${a} and ${b} are ${distance(a, b, blind)} apart`)),
      );
    // More is never painted as less.
    const ordered = shown.sort((a, b) => a.value - b.value).map(({ fill }) => ramp.indexOf(fill));
    assert.deepEqual(ordered, [...ordered].sort((a, b) => a - b));
    await page.close();
  });
}

test("nothing has a colour of its own, and the key says the values", async () => {
  const { page } = await open(context, { width: 1440, motion: "reduce" });
  const data = await dataOf(page);
  const key = await page.locator("#map ul.key li").allTextContents();
  assert.ok(key.some((item) => item.trim() === "0"));
  await page.getByRole("slider", { name: "Day" }).focus();
  await page.keyboard.press("Home");
  const painted = new Map(await fills(page));
  const zero = await page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.background = "var(--ramp-0)";
    return getComputedStyle(probe).backgroundColor;
  });
  for (const { id } of data.regions) {
    const [value] = data.series.find((s) => s.place === id && s.quantity === data.quantities[0].name).p50;
    assert.equal(painted.get(id) === zero, value < 0.05, `${id}: ${value}`);
  }
  await page.close();
});

test("the ends of the band are shown, and what is unsure is hatched", async () => {
  const { page } = await open(context, { width: 1440 });
  const data = await dataOf(page);
  const day = Number(await page.getByRole("slider", { name: "Day" }).inputValue());
  const of = (id) => data.series.find((s) => s.place === id && s.quantity === data.quantities[0].name);
  const factor = ({ id }) => (of(id).p95[day] + 1) / (of(id).p5[day] + 1);
  const doubts = await page.locator("#map svg [data-doubt]").evaluateAll((all) => all.map((e) => Number(e.dataset.doubt)));
  assert.equal(doubts.length, data.regions.filter((region) => factor(region) > 10).length);
  assert.equal(doubts.filter((doubt) => doubt === 2).length, data.regions.filter((region) => factor(region) > 100).length);
  const sums = {};
  for (const [label, column] of [["5 %", "p5"], ["Median", "p50"], ["95 %", "p95"]]) {
    await page.getByRole("group", { name: "Percentile of the runs" }).getByRole("radio", { name: label, exact: true }).check();
    const values = await page.locator("#map svg .value").allTextContents();
    sums[column] = values.map((text) => parseFloat(text) * (text.endsWith("k") ? 1e3 : text.endsWith("m") ? 1e6 : 1));
    const known = data.regions.map(({ id }) => of(id)[column][day]);
    for (const value of sums[column]) assert.ok(known.some((one) => Math.abs(one - value) <= 0.05 * one + 0.05), `${label}: ${value}`);
  }
  const total = (column) => sums[column].reduce((sum, value) => sum + value, 0);
  assert.ok(total("p5") < total("p50") && total("p50") < total("p95"));
  await page.close();
});

for (const width of [360, 768, 1440]) {
  test(`${width}: no label of the map lies over another or over its edge`, async () => {
    const { page } = await open(context, { width });
    const found = await page.locator("#map svg[data-picture]").evaluate((svg) => {
      const edge = svg.getBoundingClientRect();
      const boxes = [...svg.querySelectorAll("g.text")].map((g) => [g.textContent, g.getBoundingClientRect()]);
      const out = boxes.filter(([, b]) => b.left < edge.left - 1 || b.right > edge.right + 1 || b.bottom > edge.bottom + 1);
      const meet = (a, b) => a.left + 1 < b.right && b.left + 1 < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom;
      const over = boxes.flatMap(([text, a], i) => boxes.slice(i + 1).filter(([, b]) => meet(a, b)).map(([other]) => `${text} and ${other}`));
      return { out: out.map(([text]) => text), over, labels: boxes.length };
    });
    assert.ok(found.labels > 0);
    assert.deepEqual([found.out, found.over], [[], []]);
    await page.close();
  });
}
