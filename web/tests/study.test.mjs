import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SHOTS, STUDY, launch, open, sideways } from "./browser.mjs";

const PAGE = { file: STUDY, ready: "main figure svg[role=img]" };
const VIEWS = [360, 1440].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })));

let context;
before(async () => {
  context = await launch(STUDY);
});
after(async () => {
  await context?.close();
});

for (const view of VIEWS) {
  const name = `study-${view.width}-${view.scheme}`;
  test(`${name}: every section, no complaint, no network, no sideways scroll`, async () => {
    const { page, complaints, requests } = await open(context, view, PAGE);
    const links = await page.locator("nav a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    for (const link of links) assert.equal(await page.locator(`section${link}`).count(), 1, `section ${link}`);
    const { wide, clipped } = await sideways(page, "main");
    assert.equal(wide, 0, "the page scrolls sideways");
    assert.deepEqual(clipped, [], "elements reach over the right edge");
    if (SHOTS) {
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
    }
    assert.deepEqual(complaints, []);
    assert.deepEqual(requests, []);
    await page.close();
  });
}

test("lines differ without colour: no two have the same dash and mark", async () => {
  const { page } = await open(context, { width: 1440 }, PAGE);
  const keys = page.locator("figure:not(:has([data-region])) > ul");
  for (let i = 0; i < (await keys.count()); i++) {
    const swatches = await keys.nth(i).locator("svg:not(:has(.reference))").evaluateAll((all) =>
      all.map((svg) => [...svg.querySelectorAll("path")].map((p) => p.getAttribute("d") + p.getAttribute("stroke-dasharray")).join()),
    );
    assert.equal(new Set(swatches).size, swatches.length);
  }
  await page.close();
});

test("the numbers of a figure open as a table, by keyboard", async () => {
  const { page } = await open(context, { width: 360 }, PAGE);
  const details = page.locator("figure details").first();
  await details.locator("summary").press("Enter");
  const table = details.locator("table");
  await table.waitFor();
  const names = await page.locator("figure").first().locator("ul li").allTextContents();
  const columns = await table.locator("thead th").allTextContents();
  for (const column of columns.slice(1)) assert.ok(names.some((n) => n.includes(column)), column);
  assert.ok((await table.locator("tbody tr").count()) > 5);
  await page.close();
});

test("a table wider than its box takes the focus, so that keys scroll it", async () => {
  const { page } = await open(context, { width: 360 }, PAGE);
  const wide = await page.locator(".scroll").evaluateAll((all) =>
    all.map((box) => ({ scrolls: box.scrollWidth > box.clientWidth + 1, focus: box.tabIndex === 0 })),
  );
  assert.ok(wide.some((box) => box.scrolls));
  for (const box of wide) assert.ok(!box.scrolls || box.focus);
  await page.close();
});

test("the map of where shows one number for each region, and hatches what is unsure", async () => {
  const { page, complaints } = await open(context, { width: 1440 }, PAGE);
  const data = await page.evaluate(() => JSON.parse(document.getElementById("righting-data").textContent));
  const maps = data.sections.flatMap((section) => section.maps ?? []);
  assert.ok(maps.length > 0, "the tests need a study with a map");
  const figure = page.locator("main figure", { has: page.locator("svg [data-region]") }).first();
  const shown = () => figure.locator("svg .value").allTextContents();
  for (const { label, share, rows } of maps[0].layers) {
    await figure.getByRole("radio", { name: label, exact: true }).check();
    const expected = rows.map((row) => (share ? `${Math.round(row.expected * 100)}\u00a0%` : `${row.expected}`));
    assert.deepEqual((await shown()).sort(), expected.sort());
    const unsure = share ? 0 : rows.filter(({ p5, p95 }) => p95 + 1 > 10 * (p5 + 1)).length;
    assert.equal(await figure.locator("svg .unsure").count(), unsure);
    const fills = await figure.locator("svg [data-region]").evaluateAll((all) => all.map((e) => getComputedStyle(e).fill));
    assert.equal(new Set(fills).size, new Set(rows.map((row) => row.expected)).size);
  }
  assert.deepEqual(complaints, []);
  await page.close();
});
