import { mount } from "svelte";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/print.css";
import App from "./App.svelte";
import Study from "./Study.svelte";
import { here } from "./lab/pool.ts";
import { readLive } from "./lab/types.ts";
import { useDays } from "./lib/format.ts";
import { Model } from "./lib/model.ts";
import { daysOf, readPage } from "./lib/read.ts";
import { useOrigin } from "./lib/save.ts";

const target = document.getElementById("app");
if (!target) throw new Error("the page has no element with the id app");

const page = readPage(document);
useDays(...daysOf(page));
useOrigin(page.data.provenance);
if (page.kind === "study") mount(Study, { target, props: { study: page.data } });
else mount(App, { target, props: { model: new Model(page.data), live: readLive(document), engine: here } });
