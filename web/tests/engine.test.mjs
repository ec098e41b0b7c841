// The engine of live reports under Node: the digests of the stored runs, replicate by replicate, bit for bit.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { test } from "node:test";
import { Engine, unpacked } from "../src/lab/engine.js";

const PAGES = (process.env.RIGHTING_LIVE ?? "").split(":").filter(Boolean);
if (PAGES.length === 0) throw new Error("set RIGHTING_LIVE to live reports, parted by colons: `righting run NAME --live`");
/** Another module than those in the pages: one built anew. */
const ENGINE = process.env.RIGHTING_ENGINE && readFileSync(process.env.RIGHTING_ENGINE).toString("base64");

/** What stands in an element of a page. */
function held(page, id) {
  const found = page.match(new RegExp(`id="${id}">([^<]*)<`));
  assert.ok(found, `the page has ${id}`);
  return found[1];
}

for (const path of PAGES) {
  test(`${basename(dirname(path))}: the module gives the digests of the stored run`, async (t) => {
    const page = readFileSync(path, "utf8");
    const live = JSON.parse(held(page, "righting-live"));
    const bytes = await unpacked(ENGINE ?? held(page, "righting-engine"));
    const { instance } = await WebAssembly.instantiate(bytes);
    assert.ok(live.digests.length > 0, "digests to compare with");
    const engine = new Engine(instance, live.endpoints.length);
    const begun = performance.now();
    engine.open({ scenario: live.bundle, engine: live.engine, columns: live.columns });
    const info = engine.arm(0, live.changes);
    const loaded = performance.now();
    assert.equal(info.hash, live.hash);
    const digests = live.digests.map((_, replicate) => engine.run(0, BigInt(live.seed), replicate).digest);
    const run = (performance.now() - loaded) / digests.length;
    const megabytes = engine.door.memory.buffer.byteLength / 2 ** 20;
    t.diagnostic(`read in ${(loaded - begun).toFixed(0)} ms, ${run.toFixed(1)} ms a run, ${megabytes.toFixed(0)} MB`);
    assert.deepEqual(digests, live.digests);
    assert.throws(() => engine.arm(1, ["time.dayz=7"]), /dayz/);
    assert.equal(engine.run(0, BigInt(live.seed), 0).digest, live.digests[0], "an error leaves the arms as they are");
  });
}
