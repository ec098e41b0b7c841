// What a reader takes from the page, the map without boundaries, and the regions beside each other.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { REPORT, SHOTS, launch, open, sideways } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const VIEWS = [
  { width: 360, scheme: "dark" },
  { width: 1440, scheme: "light" },
];

let context;
let folder;
let bare;
before(async () => {
  context = await launch();
  folder = mkdtempSync(join(tmpdir(), "righting-figures-"));
  bare = join(folder, "bare.html");
  writeFileSync(bare, edited((data) => (data.map.features = [])));
});
after(async () => {
  await context?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** The report with its data changed. */
function edited(change) {
  return readFileSync(REPORT, "utf8").replace(/(<script[^>]*id="righting-data"[^>]*>)([^]*?)(<\/script>)/, (_, open, json, close) => {
    const data = JSON.parse(json);
    change(data);
    return open + JSON.stringify(data).replaceAll("<", "\\u003c") + close;
  });
}
const dataOf = (page) => page.evaluate(() => JSON.parse(document.getElementById("righting-data").textContent));

/** Findings of axe-core on the whole page. */
async function findings(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`);
}

/** Saves a figure by keyboard and returns name and content of the file. */
async function saved(page, box, form) {
  const button = box.getByRole("button", { name: new RegExp(`^${form}: `) });
  const [download] = await Promise.all([page.waitForEvent("download"), button.press("Enter")]);
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

/** Rows of CSV without quoted cells. */
const rowsOf = (csv) => csv.trim().split("\n").map((line) => line.split(","));

for (const view of VIEWS) {
  const name = `${view.width}-${view.scheme}`;
  test(`${name}: without boundaries each region is a circle, and axe-core finds nothing`, async () => {
    const { page, complaints, requests } = await open(context, view, { file: bare });
    const { regions } = await dataOf(page);
    const circles = await page.locator("#map circle[data-region]").evaluateAll((all) => all.map((c) => [c.dataset.region, Number(c.getAttribute("r"))]));
    const radius = new Map(circles);
    const bySize = [...regions].sort((a, b) => a.population - b.population).map(({ id }) => radius.get(id));
    assert.ok(bySize.every((r) => r > 0), "a region has no circle");
    assert.deepEqual(bySize, [...bySize].sort((a, b) => a - b));
    assert.ok(bySize.at(-1) > bySize[0], "circles are all of one size");
    assert.deepEqual(await collisions(page), []);
    assert.deepEqual(await sideways(page, "main"), { wide: 0, clipped: [] });
    for (const button of await page.locator(".save > button").all()) await button.press("Enter");
    assert.deepEqual(await findings(page), []);
    assert.deepEqual([complaints, requests], [[], []]);
    if (SHOTS) {
      mkdirSync(SHOTS, { recursive: true });
      await page.locator("#map").screenshot({ path: join(SHOTS, `${name}-circles.png`) });
    }
    await page.close();
  });
}

/** Labels of circles that lie over one another. */
const collisions = (page) =>
  page.locator("#map svg .text.beside").evaluateAll((all) => {
    const boxes = all.map((g) => g.getBoundingClientRect());
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => meet(a, b)).map(() => all[i].textContent));
  });

test("a figure is saved as SVG, PNG and CSV, named after scenario, figure and day", async () => {
  const { page, complaints, requests } = await open(context, { width: 1440 });
  const data = await dataOf(page);
  const box = page.locator("#map .save");
  await box.getByRole("button").press("Enter");
  const svg = await saved(page, box, "SVG");
  assert.match(svg.name, /^[\p{L}\p{N}-]+_map-[a-z-]+_\d{4}-\d\d-\d\d\.svg$/u);
  const text = svg.content.toString();
  assert.doesNotMatch(text, /var\(--|class=|<style|aria-/);
  assert.match(svg.name, new RegExp(`map-${data.quantities[0].name.replaceAll("_", "-")}_`));
  assert.ok(text.includes(data.title.split("&")[0]) && text.includes(`seed ${data.provenance.seed}`));
  const parsed = await page.evaluate((t) => new DOMParser().parseFromString(t, "image/svg+xml").querySelectorAll("parsererror").length, text);
  assert.equal(parsed, 0);
  const png = await saved(page, box, "PNG");
  assert.equal(png.content.subarray(1, 4).toString("latin1"), "PNG");
  const width = png.content.readUInt32BE(16);
  assert.ok(width > 600, `only ${width} pixels`);
  const csv = await saved(page, box, "CSV");
  const [columns, ...rows] = rowsOf(csv.content.toString());
  assert.deepEqual(columns, ["region", "residents", "date", "quantity", "unit", "p5", "p50", "p95"]);
  assert.equal(rows.length, data.regions.length);
  const day = svg.name.match(/\d{4}-\d\d-\d\d/)[0];
  const series = data.series.find((s) => s.place === data.regions[0].id && s.quantity === rows[0][3]);
  assert.equal(Number(rows[0][6]), series.p50[data.dates.indexOf(day)]);
  await page.keyboard.press("Escape");
  assert.equal(await box.getByRole("button").count(), 1);
  assert.deepEqual([complaints, requests], [[], []]);
  await page.close();
});

test("no text in a saved table is a formula", async () => {
  const file = join(folder, "formula.html");
  writeFileSync(file, edited((data) => (data.regions[0].name = '=HYPERLINK("x"),+1')));
  const { page } = await open(context, { width: 1440 }, { file });
  const box = page.locator("#map .save");
  await box.getByRole("button").press("Enter");
  const { content } = await saved(page, box, "CSV");
  assert.match(content.toString().split("\n")[1], /^"'=HYPERLINK\(""x""\),\+1",\d+,/);
  await page.close();
});

test("regions beside each other: same or own scales, by peak or by name, and a press chooses one", async () => {
  const { page } = await open(context, { width: 1440 });
  const figure = page.locator("#courses figure:has(.grid)");
  const charts = figure.locator("[data-region]");
  const data = await dataOf(page);
  assert.equal(await charts.count(), data.regions.length <= 27 ? data.regions.length : 24);
  const tops = () => figure.locator("[data-region] text:nth-of-type(2)").allTextContents();
  assert.equal(new Set(await tops()).size, 1);
  await figure.getByRole("radio", { name: "Own" }).check();
  const names = () => figure.locator(".name").allTextContents();
  const highest = (name) => {
    const region = data.regions.find((r) => r.name === name);
    return Math.max(...data.series.find((s) => s.place === region.id && s.quantity === data.quantities[0].name).p50);
  };
  const peaks = (await names()).map(highest);
  assert.deepEqual(peaks, [...peaks].sort((a, b) => b - a));
  await figure.getByRole("radio", { name: "By name" }).check();
  const sorted = await names();
  assert.deepEqual(sorted, [...sorted].sort((a, b) => a.localeCompare(b)));
  await charts.first().press("Enter");
  assert.equal(await page.locator("#courses-title").textContent(), `Courses: ${sorted[0]}`);
  assert.equal(await charts.first().getAttribute("aria-pressed"), "true");
  await page.close();
});
