// A live report in headless Chromium: what it draws, what it says of it, and that the program says the same.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { SHOTS, launch, open, sideways } from "./browser.mjs";

const PAGES = (process.env.RIGHTING_LIVE ?? "").split(":").filter(Boolean);
const FILE = PAGES.find((path) => path.includes("/kazakhstan-2022/")) ?? PAGES[0];
const PROGRAM = process.env.RIGHTING_PROGRAM;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const VIEWS = [360, 768, 1440].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })));
const SMALL = "8";

let context;
before(async () => {
  context = await launch(FILE);
});
after(async () => {
  await context?.close();
});

const opened = (view, hash = "") => open(context, view, { file: FILE, hash, ready: "#laboratory .charts svg" });
const status = (page) => page.locator("#laboratory .status .told");
/** Waits until every replicate of the question is there. */
const settled = (page) => page.waitForFunction(() => /worker/.test(document.querySelector("#laboratory .status .told")?.textContent));
const size = async (page, replicates) => {
  await page.locator("#laboratory .size select").selectOption(replicates);
  await settled(page);
};
const digest = (page) => page.locator("#laboratory .digest").textContent();
const beyond = (requests) => requests.filter((url) => !url.startsWith("blob:"));
const press = async (page, name, key) => page.getByRole("slider", { name, exact: true }).press(key);
/** The first act whose date can be moved. */
const act = async (page) => page.locator("#laboratory .time .slider").last().getAttribute("aria-label");

for (const view of VIEWS) {
  const name = `live-${view.width}-${view.scheme}`;
  test(`${name}: whole page, no complaint, no network, no finding of axe`, async () => {
    const { page, complaints, requests } = await opened(view);
    await size(page, SMALL);
    await press(page, await act(page), "PageUp");
    await page.locator("#laboratory .where").waitFor();
    await settled(page);
    const { wide, clipped } = await sideways(page, "#laboratory");
    assert.equal(wide, 0, "the page scrolls sideways");
    assert.deepEqual(clipped, [], "elements reach over the right edge");
    if (SHOTS) {
      mkdirSync(SHOTS, { recursive: true });
      await page.locator("#laboratory").screenshot({ path: join(SHOTS, `${name}.png`) });
    }
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => axe.run("#laboratory"));
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 120))]), []);
    assert.deepEqual(complaints, []);
    assert.deepEqual(beyond(requests), []);
    await page.close();
  });
}

/** What the program says to a command of the page. */
function said(command) {
  const folder = mkdtempSync(join(tmpdir(), "righting-live-"));
  const path = `${dirname(PROGRAM)}:${process.env.PATH}`;
  const text = execFileSync("sh", ["-c", `${command} --no-report`], { cwd: folder, env: { ...process.env, PATH: path }, stdio: ["ignore", "pipe", "ignore"] });
  return text.toString().match(/^digest ([0-9a-f]{64})$/m)?.[1];
}

test("the command of the page gives the digest of the page, as run and changed", { skip: !PROGRAM }, async () => {
  const { page } = await opened({ width: 1440 });
  await size(page, SMALL);
  assert.match(await page.locator("#laboratory .asked").textContent(), /gave the bytes of the stored run in all \d+ replicates/);
  const command = () => page.locator("#laboratory code.block").textContent();
  assert.equal(said(await command()), await digest(page));
  const base = await digest(page);
  await press(page, await act(page), "ArrowLeft");
  await page.getByRole("checkbox").nth(1).uncheck();
  await page.getByText("Parameters", { exact: true }).click();
  await page.locator("#laboratory .knob .slider").first().press("ArrowRight");
  await page.getByText("Accounts", { exact: true }).click();
  await page.locator("#laboratory .panel").getByRole("checkbox").first().check();
  await settled(page);
  assert.notEqual(await digest(page), base);
  assert.equal(said(await command()), await digest(page));
  // Without the alliance nobody asks it: the date that was moved goes with it.
  await page.getByText("Shocks and acts", { exact: true }).click();
  await page.getByRole("checkbox", { name: /^Alliance/ }).uncheck();
  await settled(page);
  assert.doesNotMatch(await command(), /alliance_/);
  assert.equal(said(await command()), await digest(page));
  await page.close();
});

test("a moved date is drawn within half a second, and cancel and reset do what they say", async (t) => {
  const { page } = await opened({ width: 1440 });
  const open = await page.evaluate(() => performance.getEntriesByName("first-band")[0]?.startTime);
  await settled(page);
  const all = await status(page).textContent();
  const name = await act(page);
  const times = [];
  for (const key of ["ArrowLeft", "ArrowLeft", "ArrowRight"]) {
    times.push(
      await page.evaluate(
        ([name, step]) =>
          new Promise((resolve) => {
            const slider = [...document.querySelectorAll("#laboratory .slider")].find((e) => e.ariaLabel === name);
            const begun = performance.now();
            const seen = new MutationObserver(() => {
              const drawn = document.querySelector("#laboratory .results tbody td");
              if (!drawn || document.querySelector("#laboratory")?.dataset.question === before) return;
              seen.disconnect();
              resolve(performance.now() - begun);
            });
            const before = document.querySelector("#laboratory").dataset.question;
            seen.observe(document.querySelector("#laboratory"), { subtree: true, childList: true, attributes: true });
            slider.value = Number(slider.value) + step;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
          }),
        [name, key === "ArrowLeft" ? -1 : 1],
      ),
    );
    await page.waitForTimeout(150);
  }
  t.diagnostic(`first band ${open?.toFixed(0)} ms after opening; ${all.trim()}; redrawn in ${times.map((ms) => ms.toFixed(0)).join(", ")} ms`);
  assert.ok(times.every((ms) => ms < 10_000), "a question is answered");
  await settled(page);
  await page.locator("#laboratory .size select").selectOption("400");
  await page.getByRole("button", { name: "Cancel" }).click();
  assert.match(await status(page).textContent(), /Stopped: \d+ of 400/);
  const stopped = await status(page).textContent();
  await page.waitForTimeout(500);
  assert.equal(await status(page).textContent(), stopped, "nothing goes on");
  await page.getByRole("button", { name: "Reset" }).click();
  assert.equal(await page.locator("#laboratory .results tbody").count(), 0);
  // The address follows a moment after the last change.
  await page.waitForFunction(() => !/set=|without=/.test(location.hash));
  assert.doesNotMatch(page.url(), /set=|without=/);
  await page.close();
});

test("a link asks the same question again, and one for another scenario says so", async () => {
  const { page } = await opened({ width: 1440 });
  await size(page, SMALL);
  await press(page, await act(page), "ArrowLeft");
  await settled(page);
  const [url, found] = [page.url(), await digest(page)];
  assert.match(url, /#laboratory\?.*set=/);
  const again = await opened({ width: 360 }, new URL(url).hash);
  await settled(again.page);
  assert.equal(await digest(again.page), found);
  const other = await opened({ width: 360 }, new URL(url).hash.replace(/scenario=\w+/, "scenario=0"));
  assert.match(await other.page.locator("#laboratory").textContent(), /made for another scenario or seed/);
  for (const one of [page, again.page, other.page]) await one.close();
});

test("a change that fits no scenario is answered in words, and the next one is run", async () => {
  const { page, complaints } = await opened({ width: 1440 });
  await size(page, SMALL);
  await page.getByText("Parameters", { exact: true }).click();
  const field = page.locator("#laboratory .knob .field").first();
  await field.fill("1e9");
  await field.press("Enter");
  await page.getByText("This change fits no scenario.").waitFor();
  await page.getByRole("button", { name: "Reset" }).click();
  await settled(page);
  assert.deepEqual(complaints, []);
  await page.close();
});

test("in a cell of a notebook, a frame without an address of its own, questions are answered", async () => {
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  // As `Run.live` of the Python package makes the cell.
  const text = readFileSync(FILE, "utf8").replace("<head>", '<head><base href="about:srcdoc">');
  await page.evaluate((text) => {
    const frame = document.createElement("iframe");
    frame.srcdoc = text;
    frame.style.cssText = "width:1200px;height:800px";
    document.body.append(frame);
  }, text);
  const cell = page.frameLocator("iframe");
  await cell.locator("#laboratory .charts svg").first().waitFor();
  await cell.locator("#laboratory .size select").selectOption(SMALL);
  await cell.getByText(/8 runs of the base in .* worker/).waitFor();
  await cell.locator("#laboratory .time .slider").first().evaluate((element) => {
    element.value = Number(element.value) + 1;
    element.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await cell.locator("#laboratory .results tbody td").first().waitFor();
  await cell.getByText(/8 pairs in .* worker/).waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

for (const lacking of ["WebAssembly", "Worker"]) {
  test(`without ${lacking} the page says so and stays a report`, async () => {
    const page = await context.newPage();
    await page.addInitScript((name) => delete globalThis[name], lacking);
    await page.goto(pathToFileURL(FILE).href);
    await page.getByText("The engine cannot run in this browser").waitFor();
    assert.equal(await page.locator("#map svg [data-region]").first().isVisible(), true);
    await page.close();
  });
}
