// A headless Chromium with one report open, and what the tests ask of a page.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const REPORT = process.env.RIGHTING_REPORT;
export const STUDY = process.env.RIGHTING_STUDY;
export const SHOTS = process.env.RIGHTING_SHOTS;

export async function launch(needed = REPORT) {
  if (!needed) {
    throw new Error(
      "set RIGHTING_REPORT to a report and RIGHTING_STUDY to a study, for example made by " +
        "`cargo run -p righting-report --example synthetic -- report.html` and `-- --study study.html`",
    );
  }
  const profile = mkdtempSync(join(tmpdir(), "righting-web-"));
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launchPersistentContext(profile, { executablePath, headless: true, args: FLAGS });
}

/** Opens the report and notes everything that it complains of or asks the network for. */
export async function open(
  context,
  { width, height = 900, scheme = "light", motion = "no-preference" },
  { file = REPORT, ready = "#map svg [data-region]", hash = "" } = {},
) {
  const page = await context.newPage();
  // Generous: a loaded machine takes seconds for what takes a moment elsewhere.
  page.setDefaultTimeout(60_000);
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: motion });
  const complaints = [];
  const requests = [];
  const address = pathToFileURL(file).href;
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (url.split("#")[0] !== address && !url.startsWith("data:")) requests.push(url);
  });
  await page.goto(address + hash);
  await page.locator(ready).first().waitFor();
  return { page, complaints, requests };
}

/** Keys of the interactive elements that can be seen: what Tab has to reach. */
export function reachable(page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0']")];
    const seen = all.filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== "hidden";
    });
    // Of a group of radio buttons Tab stops at the chosen one only.
    const stops = seen.filter((element) => element.type !== "radio" || element.checked);
    stops.forEach((element, i) => element.setAttribute("data-stop", String(i)));
    return stops.length;
  });
}

/** How far a page scrolls sideways, and what inside `root` reaches over its right edge where nothing scrolls. */
export function sideways(page, root) {
  return page.evaluate((root) => {
    const limit = document.documentElement.clientWidth;
    const inside = [...document.querySelectorAll(`${root} *`)].filter((e) => !e.closest("svg, .scroll, .sr"));
    const over = inside.filter((e) => e.getBoundingClientRect().right > limit + 1);
    return { wide: document.documentElement.scrollWidth - limit, clipped: over.map((e) => e.outerHTML.slice(0, 120)) };
  }, root);
}
