import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SHOTS, launch, open, reachable, sideways } from "./browser.mjs";

const SECTIONS = ["reading", "map", "courses", "timeline", "onsets", "record", "hypotheses", "provenance", "limits"];
const VIEWS = [360, 1440].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })));

let context;
before(async () => {
  context = await launch();
});
after(async () => {
  await context?.close();
});

/** Values written into the map, in the order of its regions. */
const mapValues = (page) => page.locator("#map svg .value").allTextContents();
const labels = (page) => page.locator("#map svg [data-region]").evaluateAll((all) => all.map((e) => e.ariaLabel));
const day = (page) => page.locator("#map figcaption strong").textContent();

for (const view of VIEWS) {
  const name = `${view.width}-${view.scheme}`;

  test(`${name}: whole page, no complaint, no network, no sideways scroll`, async () => {
    const { page, complaints, requests } = await open(context, view);
    for (const id of SECTIONS) {
      const section = page.locator(`section#${id}`);
      assert.equal(await section.count(), 1, `section ${id}`);
      assert.ok(await section.getByRole("heading").first().isVisible(), `heading of ${id}`);
    }
    const { wide, clipped } = await sideways(page, "main");
    assert.equal(wide, 0, "the page scrolls sideways");
    assert.deepEqual(clipped, [], "elements reach over the right edge");
    if (SHOTS) {
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: join(SHOTS, `${name}.png`) });
      await page.screenshot({ path: join(SHOTS, `${name}-whole.png`), fullPage: true });
      for (const id of SECTIONS.slice(1)) {
        await page.locator(`nav a[href="#${id}"]`).evaluate((link) => link.click());
        await page.screenshot({ path: join(SHOTS, `${name}-${id}.png`) });
      }
    }
    assert.deepEqual(complaints, []);
    assert.deepEqual(requests, []);
    await page.close();
  });

  test(`${name}: every control is reached by Tab and shows where it is`, async () => {
    const { page } = await open(context, view);
    const stops = await reachable(page);
    assert.ok(stops > 30, `only ${stops} stops`);
    const reached = new Set();
    let blind = "";
    for (let i = 0; i < stops + 5; i++) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const element = document.activeElement;
        const holder = element.type === "radio" ? element.closest("label") : element;
        const style = getComputedStyle(holder);
        const ring = style.outlineStyle !== "none" || parseFloat(style.strokeWidth) >= 3;
        return { id: element.dataset.stop ?? null, ring, html: element.outerHTML.slice(0, 120) };
      });
      if (stop.id !== null) reached.add(stop.id);
      if (stop.id !== null && !stop.ring) blind ||= stop.html;
    }
    const missed = await page.locator("[data-stop]").evaluateAll(
      (all, ids) => all.filter((e) => !ids.includes(e.dataset.stop)).map((e) => e.outerHTML.slice(0, 120)),
      [...reached],
    );
    assert.deepEqual(missed, []);
    assert.equal(blind, "", "focus cannot be seen");
    await page.close();
  });
}

/** The data of the page, as the program wrote them. */
const dataOf = (page) => page.evaluate(() => JSON.parse(document.getElementById("righting-data").textContent));
const plain = (text) => text.replace(/[\s\u00a0]+/g, " ").trim();

test("the opening paragraph is the program's, and warnings stand above it", async () => {
  const { page } = await open(context, { width: 360 });
  const data = await dataOf(page);
  assert.ok(data.reading.length > 2);
  assert.equal(plain(await page.locator("#reading p.reading").textContent()), data.reading.join(" "));
  const text = plain(await page.locator("main").textContent());
  assert.doesNotMatch(text, /in most runs|never\b.*\bdays|NaN|undefined|Infinity/);
  const { failed, replicates } = data.provenance;
  const expected = [...(failed > 0 ? [`${failed} of ${replicates} run`] : []), ...(data.warnings ?? [])];
  const shown = await page.locator("#reading aside li").allTextContents();
  assert.equal(shown.length, expected.length);
  expected.forEach((words, i) => assert.ok(plain(shown[i]).startsWith(plain(words)), shown[i]));
  if (expected.length > 0) {
    const [above, below] = [page.locator("#reading aside"), page.locator("#reading p.reading")];
    assert.ok((await above.boundingBox()).y < (await below.boundingBox()).y);
  }
  await page.close();
});

test("what stands above a chart is the program's word on that series", async () => {
  const { page } = await open(context, { width: 1440 });
  const data = await dataOf(page);
  const region = data.regions[1];
  await page.locator("#courses select").selectOption(region.id);
  const shown = await page.locator("#courses figcaption p.small:not(.quiet)").allTextContents();
  const told = data.quantities.map((q) => data.series.find((s) => s.place === region.id && s.quantity === q.name).told);
  assert.deepEqual(shown.map(plain), told);
  await page.close();
});

test("dates in tables have their year", async () => {
  const { page } = await open(context, { width: 1440 });
  await page.locator("#onsets summary").press("Enter");
  const cells = await page.locator("#onsets tbody td, #record td.record, #record th.what, #map caption").allTextContents();
  const dates = cells.filter((cell) => /\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/.test(cell));
  assert.ok(dates.length > 5);
  for (const cell of dates) assert.match(cell, /\b\d{4}\b/);
  await page.close();
});

test("the slider moves the map by keyboard", async () => {
  const { page } = await open(context, { width: 1440 });
  const slider = page.getByRole("slider", { name: "Day" });
  const before = { day: await day(page), labels: await labels(page), values: await mapValues(page) };
  await slider.focus();
  await page.keyboard.press("Home");
  assert.notEqual(await day(page), before.day);
  assert.notDeepEqual(await labels(page), before.labels);
  assert.notDeepEqual(await mapValues(page), before.values);
  const first = await slider.getAttribute("aria-valuetext");
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await slider.getAttribute("aria-valuetext"), first);
  await page.keyboard.press("End");
  assert.equal(await slider.inputValue(), await slider.getAttribute("max"));
  await page.close();
});

test("play walks through the days and pauses", async () => {
  const { page } = await open(context, { width: 1440, motion: "reduce" });
  const slider = page.getByRole("slider", { name: "Day" });
  await slider.focus();
  await page.keyboard.press("Home");
  await page.getByRole("button", { name: "Play the days" }).press("Enter");
  await page.waitForFunction(() => Number(document.querySelector("input[type=range]").value) >= 2);
  await page.getByRole("button", { name: "Pause" }).press("Enter");
  const stopped = await slider.inputValue();
  await page.waitForTimeout(900);
  assert.equal(await slider.inputValue(), stopped);
  await page.close();
});

test("the quantity and the way of counting change the map", async () => {
  const { page } = await open(context, { width: 360 });
  const numbers = await labels(page);
  await page.getByRole("radio", { name: "Per 100,000" }).check();
  const shares = await labels(page);
  assert.notDeepEqual(shares, numbers);
  assert.match(shares[0], /per 100,000 residents/);
  const quantity = page.getByRole("group", { name: "Quantity" }).getByRole("radio").nth(1);
  await quantity.check();
  assert.notDeepEqual(await labels(page), shares);
  await page.close();
});

test("a region is chosen on the map by keyboard, and the courses follow", async () => {
  const { page } = await open(context, { width: 1440 });
  const heading = page.locator("#courses-title");
  const charts = page.locator("#courses figure svg[role=img]");
  const national = await charts.evaluateAll((all) => all.map((svg) => svg.innerHTML));
  const start = page.locator("#map svg [tabindex='0']");
  await start.focus();
  await page.keyboard.press("ArrowRight");
  const chosen = await page.evaluate(() => document.activeElement.ariaLabel.split(":")[0]);
  await page.keyboard.press("Enter");
  assert.equal(await heading.textContent(), `Courses: ${chosen}`);
  assert.equal(await page.locator("#map svg [aria-pressed=true]").count(), 1);
  const regional = await charts.evaluateAll((all) => all.map((svg) => svg.innerHTML));
  assert.equal(regional.length, national.length);
  regional.forEach((svg, i) => assert.notEqual(svg, national[i], `chart ${i}`));
  await page.keyboard.press("Enter");
  assert.deepEqual(await charts.evaluateAll((all) => all.map((svg) => svg.innerHTML)), national);
  await page.close();
});

test("a region is chosen by a click, in the table and in the list of places", async () => {
  const { page } = await open(context, { width: 1440 });
  const heading = page.locator("#courses-title");
  const row = page.locator("#map table tbody tr").nth(2).getByRole("button");
  const name = (await row.textContent()).trim();
  await row.click();
  assert.equal(await heading.textContent(), `Courses: ${name}`);
  const shape = page.locator("#map svg path[data-region]").last();
  const label = await shape.getAttribute("aria-label");
  await shape.evaluate((path) => path.dispatchEvent(new MouseEvent("click", { bubbles: true })));
  assert.equal(await heading.textContent(), `Courses: ${label.split(":")[0]}`);
  const select = page.locator("#courses select");
  await select.selectOption({ index: 1 });
  const option = await select.locator("option").nth(1).textContent();
  assert.equal(await heading.textContent(), `Courses: ${option}`);
  await page.close();
});

test("charts change scale and have a table beside them", async () => {
  const { page } = await open(context, { width: 360 });
  const chart = page.locator("#courses figure svg[role=img]").first();
  const linear = await chart.innerHTML();
  await page.getByRole("radio", { name: "Logarithmic" }).check();
  assert.notEqual(await chart.innerHTML(), linear);
  assert.ok((await chart.getAttribute("aria-label")).length > 40);
  const summary = page.locator("#courses summary").first();
  await summary.press("Enter");
  const rows = page.locator("#courses figure").first().locator("tbody tr");
  await rows.first().waitFor();
  assert.equal(await rows.count(), Number(await page.locator("input[type=range]").getAttribute("max")) + 1);
  await page.close();
});

test("many events of one kind and day are told in one line that opens", async () => {
  const { page } = await open(context, { width: 1440 });
  const group = page.locator("#timeline details").first();
  const summary = group.locator("summary");
  const told = Number((await summary.textContent()).match(/\d+/)[0]);
  assert.equal(await group.locator("li").first().isVisible(), false);
  await summary.press("Enter");
  await group.locator("li").first().waitFor();
  assert.equal(await group.locator("li").count(), told);
  const more = page.getByRole("button", { name: /^Show all \d+ events$/ });
  if (await more.isVisible()) {
    const chart = page.locator("#timeline svg[role=img]");
    const { height } = await chart.boundingBox();
    await more.press("Enter");
    await page.waitForFunction(
      (before) => document.querySelector("#timeline svg[role=img]").getBoundingClientRect().height > before,
      height,
    );
  }
  await page.close();
});

test("targets are filtered by verdict and by words", async () => {
  const { page } = await open(context, { width: 1440 });
  const rows = page.locator("#record tbody tr");
  const more = page.getByRole("button", { name: /Show all \d+ targets/ });
  if (await more.isVisible()) await more.click();
  const all = await rows.count();
  await page.getByRole("radio", { name: /^Inside/ }).check();
  const inside = await rows.count();
  await page.getByRole("radio", { name: /^Outside/ }).check();
  const outside = await rows.count();
  assert.equal(inside + outside, all);
  const verdicts = await page.locator("#record .verdict").allTextContents();
  assert.ok(verdicts.every((text) => /outside/.test(text) && /×/.test(text)));
  await page.getByRole("radio", { name: /^All \d/ }).check();
  const word = (await page.locator("#record td.place").last().textContent()).trim();
  await page.getByRole("searchbox").fill(word);
  const found = await page.locator("#record td.place").allTextContents();
  assert.ok(found.length > 0 && found.length < all);
  await page.getByRole("searchbox").fill("no such target at all");
  assert.equal(await rows.count(), 0);
  await page.close();
});

test("the theme can be set and follows the system until it is", async () => {
  const { page } = await open(context, { width: 1440, scheme: "dark" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await paper();
  await page.getByLabel("Colours").selectOption("light");
  const light = await paper();
  assert.notEqual(light, dark);
  await page.emulateMedia({ colorScheme: "light" });
  await page.getByLabel("Colours").selectOption("dark");
  assert.equal(await paper(), dark);
  await page.getByLabel("Colours").selectOption("system");
  assert.equal(await paper(), light);
  await page.close();
});
