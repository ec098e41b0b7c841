// The pages of a server in headless Chromium: gallery, laboratory, editor, at every width, by light and in the dark.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { SHOTS, launch, sideways } from "./browser.mjs";

const PROGRAM = process.env.RIGHTING_PROGRAM;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const VIEWS = [360, 768, 1440].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })));
const LAB = "/scenarios/shipped%3Akazakhstan-2022";

let context;
let site;
const root = mkdtempSync(join(tmpdir(), "righting-serve-"));
const righting = (...words) => execFileSync(PROGRAM, words, { cwd: root, stdio: ["ignore", "pipe", "ignore"] }).toString();

/** A server of an own root, and its address. */
async function serve() {
  const process = spawn(PROGRAM, ["serve", "--root", root, "--edit", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  const [address] = await new Promise((resolve) => createInterface(process.stdout).once("line", (line) => resolve([line])));
  return { process, address, home: new URL(address).origin };
}

before(async () => {
  assert.ok(PROGRAM, "set RIGHTING_PROGRAM to the program");
  righting("new", "five-towns", "my-towns");
  righting("run", "five-towns", "--replicates", "8", "--out", "runs/five-towns");
  site = await serve();
  context = await launch(PROGRAM);
  const page = await context.newPage();
  await page.goto(site.address);
  await page.locator("#scenarios a").first().waitFor();
  assert.equal(page.url(), `${site.home}/`, "the token does not stay in the address");
  await page.close();
});
after(async () => {
  await context?.close();
  site?.process.kill();
});

/** Opens a page and notes all that it complains of and whom it asks. */
async function open(path, ready, { width = 1440, height = 900, scheme = "light" } = {}) {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: scheme });
  const [complaints, others] = [[], []];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => !request.url().startsWith(`${site.home}/`) && !request.url().startsWith("data:") && others.push(request.url()));
  await page.goto(site.home + path);
  await page.locator(ready).first().waitFor();
  return { page, complaints, others };
}

/** What holds for every page at every width. */
async function whole({ page, complaints, others }, name) {
  const { wide, clipped } = await sideways(page, "main");
  assert.equal(wide, 0, "the page scrolls sideways");
  assert.deepEqual(clipped, [], "elements reach over the right edge");
  if (SHOTS) {
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  }
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 160))]), []);
  assert.deepEqual(complaints, []);
  assert.deepEqual(others, []);
  await page.close();
}

const status = (page) => page.locator("#laboratory .status .told");
const settled = (page) => page.waitForFunction(() => /\bcores?\b/.test(document.querySelector("#laboratory .status .told")?.textContent));
const digest = (page) => page.locator("#laboratory .digest").textContent();

for (const view of VIEWS) {
  const name = (page) => `serve-${page}-${view.width}-${view.scheme}`;
  test(name("gallery"), async () => {
    await whole(await open("/", "#jobs", view), name("gallery"));
  });
  test(name("laboratory"), async () => {
    const opened = await open(LAB, "#laboratory .charts svg", view);
    await settled(opened.page);
    await opened.page.locator("#laboratory .time .slider").last().press("PageUp");
    await opened.page.locator("#laboratory .where").waitFor();
    await settled(opened.page);
    await opened.page.locator("#laboratory").scrollIntoViewIfNeeded();
    await whole(opened, name("laboratory"));
  });
  test(name("editor"), async () => {
    const opened = await open("/editor/folder%3Amy-towns", "#findings", view);
    const area = opened.page.getByRole("textbox", { name: "Text of scenario.toml" });
    await area.fill((await area.inputValue()).replace("days = 14", "dayz = 14"));
    await opened.page.locator("#findings").getByText("unknown key `dayz`").waitFor();
    await whole(opened, name("editor"));
  });
  test(name("run"), async () => {
    await whole(await open("/runs/runs%2Ffive-towns", "#laboratory .charts svg", view), name("run"));
  });
}

test("a slider asks the server, and the command line says the same", async () => {
  const { page, complaints } = await open(LAB, "#laboratory .charts svg");
  await settled(page);
  const base = await digest(page);
  await page.locator("#laboratory .time .slider").last().press("ArrowLeft");
  await page.getByText("Parameters", { exact: true }).click();
  await page.locator("#laboratory .knob .slider").first().press("ArrowRight");
  await settled(page);
  const changed = await digest(page);
  assert.notEqual(changed, base);
  const words = await page.locator("#laboratory code.block").textContent();
  const said = execFileSync("sh", ["-c", `${words.replace(/^righting/, `'${PROGRAM}'`)} --no-report`], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
  assert.equal(said.toString().match(/^digest ([0-9a-f]{64})$/m)?.[1], changed);
  // Two questions that follow each other at once have the answer of the second.
  await page.locator("#laboratory .size select").selectOption("400");
  await page.locator("#laboratory .knob .slider").first().press("ArrowRight");
  await page.locator("#laboratory .size select").selectOption("24");
  await page.locator("#laboratory .knob .slider").first().press("ArrowLeft");
  await settled(page);
  assert.equal(await digest(page), changed);
  assert.deepEqual(complaints, []);
  await page.close();
});

test("cancel stops, a change that fits no scenario is said, and a run is made again to the same bytes", async (t) => {
  const { page } = await open("/runs/runs%2Ffive-towns", "#laboratory .charts svg");
  const first = await page.evaluate(() => performance.getEntriesByName("first-band")[0]?.startTime);
  t.diagnostic(`first band ${first?.toFixed(0)} ms after opening`);
  await settled(page);
  assert.match(await page.locator("#laboratory .asked").textContent(), /gave the bytes of the stored run in all 8 replicates/);
  await page.locator("#laboratory .size select").selectOption("4000");
  await page.getByRole("button", { name: "Cancel" }).click();
  assert.match(await status(page).textContent(), /Stopped: [\d,]+ of 4000/);
  await page.getByText("Parameters", { exact: true }).click();
  const field = page.locator("#laboratory .knob .field").first();
  await field.fill("1e9");
  await field.press("Enter");
  await page.getByText("This change fits no scenario.").waitFor();
  await page.getByRole("button", { name: "Reset" }).click();
  await page.close();
});

test("a fault leads to its place, and what is saved is on the disk", async () => {
  const { page, complaints } = await open("/editor/folder%3Amy-towns", "#findings");
  const area = page.getByRole("textbox", { name: "Text of scenario.toml" });
  const text = await area.inputValue();
  await area.fill(text.replace("days = 14", "dayz = 14"));
  const fault = page.locator("#findings li.fault").filter({ hasText: "dayz" });
  assert.match(await fault.textContent(), /line \d+, column 1.*did you mean `days`/s);
  await fault.getByRole("button").click();
  assert.equal(await area.evaluate((e) => e.value.slice(e.selectionStart, e.selectionEnd)), "dayz");
  await area.fill(text.replace("days = 14", "days = 12"));
  await page.getByRole("heading", { name: /^No fault/ }).waitFor();
  await area.press("Control+s");
  await page.getByText("Saved.", { exact: true }).waitFor();
  assert.match(readFileSync(join(root, "my-towns/scenario.toml"), "utf8"), /days = 12/);
  assert.deepEqual(complaints, []);
  await page.close();
});

test("a run is started from the gallery, followed, opened and downloaded", async () => {
  const { page, complaints } = await open("/", "#jobs");
  await page.getByRole("button", { name: /^Start a job of/ }).first().click();
  await page.getByLabel("Replicates").fill("6");
  await page.getByRole("button", { name: "Start the run" }).click();
  await page.locator("#jobs").getByRole("link", { name: /^Open/ }).first().waitFor();
  const download = page.waitForEvent("download");
  await page.locator("#runs summary").first().click();
  await page.locator("#runs").getByRole("link", { name: "CSV" }).first().click();
  assert.match((await download).suggestedFilename(), /\.csv\.zip$/);
  await page.locator("#jobs").getByRole("link", { name: /^Open/ }).first().click();
  await page.locator("#map svg [data-region]").first().waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

test("every page is reached and used by keyboard alone", async () => {
  const { page } = await open("/", "#jobs");
  const name = page.getByRole("link", { name: "Righting" });
  for (let i = 0; i < 5 && !(await name.evaluate((e) => e === document.activeElement)); i++) await page.keyboard.press("Tab");
  assert.ok(await name.evaluate((e) => e === document.activeElement), "Tab leads into the page");
  await page.locator("#scenarios a").first().focus();
  await page.keyboard.press("Enter");
  await page.locator("#laboratory .charts svg").first().waitFor();
  await page.goto(`${site.home}/editor/folder%3Amy-towns`);
  const area = page.getByRole("textbox", { name: "Text of scenario.toml" });
  await area.focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.ok(!(await area.evaluate((e) => e === document.activeElement)), "Escape and Tab lead on");
  await page.close();
});

for (const width of [360, 1440]) {
  test(`${width}: the server's pages speak Russian, and their links keep it`, async () => {
    const { page, complaints, others } = await open("/", "#jobs", { width });
    const english = await page.locator("main h2").allTextContents();
    await page.locator("header select:has(option[value=ru])").selectOption("ru");
    const russian = await page.locator("main h1, main h2").allTextContents();
    assert.ok(russian.length === english.length + 1 && russian.every((words) => /[а-я]/.test(words)), russian.join());
    const links = await page.locator("main li .what a, main li .acts > a, header a.name").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    assert.ok(links.length > 10 && links.every((href) => href.endsWith("#?lang=ru")), links.join("\n"));
    await page.getByRole("button", { name: /^Запустить/ }).first().click();
    await page.getByRole("button", { name: "Запустить прогон" }).waitFor();
    await whole({ page, complaints, others }, `serve-russian-${width}`);
    const editor = await open("/editor/folder%3Amy-towns#?lang=ru", "#findings", { width });
    await editor.page.getByRole("textbox", { name: "Текст scenario.toml" }).waitFor();
    assert.match(await editor.page.locator("#findings h2").textContent(), /^Ошибок нет/);
    await whole(editor, `serve-russian-editor-${width}`);
  });
}

test("whoever has no session is told so", async () => {
  const stranger = await launch(PROGRAM);
  const page = await stranger.newPage();
  for (const [path, words] of [["/", "has no session"], [`/?token=${"0".repeat(64)}`, "opens once only"], [new URL(site.address).search.replace("?", "/?"), "opens once only"]]) {
    await page.goto(site.home + path);
    await page.getByRole("heading", { name: "This page cannot be shown" }).waitFor();
    assert.match(await page.locator("main").textContent(), new RegExp(words));
  }
  await stranger.close();
});
