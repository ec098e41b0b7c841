// The pictures of the book: parts of the report named by RIGHTING_REPORT, into the folder RIGHTING_SHOTS.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { SHOTS, launch, open } from "./browser.mjs";

if (!SHOTS) throw new Error("set RIGHTING_SHOTS to the folder for the pictures");
mkdirSync(SHOTS, { recursive: true });

const PICTURES = [
  { file: "report-map.png", section: "map", view: { width: 1100, height: 900 } },
  { file: "report-courses.png", section: "courses", view: { width: 1100, height: 1000 } },
  { file: "report-phone.png", section: "map", view: { width: 360, height: 760, scheme: "dark" } },
];

const context = await launch();
for (const { file, section, view } of PICTURES) {
  const { page, complaints } = await open(context, view);
  const at = page.locator(`section#${section}`);
  const path = join(SHOTS, file);
  // A phone shows what fits its screen; a wide picture shows the whole section and nothing else.
  if (view.width < 600) {
    await at.evaluate((element) => element.scrollIntoView());
    await page.screenshot({ path });
  } else {
    const { y, height } = await at.boundingBox();
    await page.screenshot({ path, fullPage: true, clip: { x: 0, y: y + 1, width: view.width, height: height - 1 } });
  }
  if (complaints.length > 0) throw new Error(`${file}: ${complaints.join("; ")}`);
  await page.close();
  console.log(path);
}
await context.close();
