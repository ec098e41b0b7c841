// The page in another language, and on paper.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, open, sideways } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHEETS = 9;

let context;
before(async () => {
  context = await launch();
});
after(async () => {
  await context?.close();
});

const language = (page) => page.locator("header select:has(option[value=ru])");

/** Texts of the page without a word of Russian: what is marked as English, and what stands in the data, left out. */
const latin = (page) =>
  page.evaluate(() => {
    const data = document.getElementById("righting-data").textContent;
    const own = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const found = [];
    while (own.nextNode()) {
      const { parentElement: holder, textContent } = own.currentNode;
      const words = textContent.trim();
      const told = holder.closest("[lang=en], #provenance dd, .warnings, #timeline, svg.plot") || data.includes(JSON.stringify(words).slice(1, -1));
      if (!told && /[A-Za-z]{3}/.test(words) && !/[а-я]/.test(words)) found.push(words);
    }
    return found;
  });

for (const width of [360, 1440]) {
  test(`${width}: the page speaks Russian, says what stays English, and the address remembers it`, async () => {
    const { page, complaints, requests } = await open(context, { width });
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    const english = await page.locator("main h2").allTextContents();
    await language(page).selectOption("ru");
    const russian = await page.locator("main h2").allTextContents();
    assert.notDeepEqual(russian, english);
    assert.match(await page.locator("#map-title").textContent(), /^Где и когда$/);
    assert.match(await page.locator("#reading .untranslated").textContent(), /на английском/);
    assert.equal(await page.locator("html").getAttribute("lang"), "ru");
    assert.equal(await page.locator("#reading p.reading").getAttribute("lang"), "en");
    assert.match(page.url(), /#.*\?lang=ru$/);
    assert.match(await page.locator("#map figcaption strong").textContent(), /[а-я]/);
    assert.deepEqual(await sideways(page, "body"), { wide: 0, clipped: [] });
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 120)]), []);
    await page.locator('nav a[href="#record"]').evaluate((link) => link.click());
    await page.waitForURL(/#record\?lang=ru$/);
    await page.reload();
    await page.locator("#map svg [data-region]").first().waitFor();
    assert.deepEqual(await page.locator("main h2").allTextContents(), russian);
    assert.deepEqual(await latin(page), []);
    assert.equal(await page.evaluate(() => Object.keys(localStorage).length), 0);
    await language(page).selectOption("en");
    assert.deepEqual(await page.locator("main h2").allTextContents(), english);
    assert.doesNotMatch(page.url(), /lang=/);
    assert.deepEqual([complaints, requests], [[], []]);
    await page.close();
  });
}

test("numbers follow the language", async () => {
  const { page } = await open(context, { width: 1440 });
  // Of the counts: days have their months in words.
  const cells = async () => (await page.locator("#reading td.record").allTextContents()).filter((cell) => !/\p{L}/u.test(cell));
  const english = await cells();
  assert.ok(english.length > 0);
  await language(page).selectOption("ru");
  const russian = await cells();
  const plain = (all) => all.map((cell) => cell.replace(/[\s,\u00a0]/g, ""));
  assert.deepEqual(plain(russian), plain(english));
  const grouped = english.findIndex((cell) => /\d,\d{3}/.test(cell));
  if (grouped >= 0) assert.match(russian[grouped], /\d\u00a0\d{3}/);
  await page.close();
});

test("a report prints on under ten sheets", async () => {
  const { page } = await open(context, { width: 1440 });
  const paper = await page.pdf({ format: "A4", preferCSSPageSize: true });
  const sheets = paper.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(sheets > 0 && sheets <= SHEETS, `${sheets} sheets`);
  await page.close();
});
