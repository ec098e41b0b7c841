// The pages of a server: those of a report with the server's engine, and those that only a server has.

import { mount } from "svelte";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/print.css";
import "./styles/serve.css";
import App from "./App.svelte";
import Study from "./Study.svelte";
import { readLive } from "./lab/types.ts";
import { useDays } from "./lib/format.ts";
import { Model } from "./lib/model.ts";
import { daysOf, readPage } from "./lib/read.ts";
import { useOrigin } from "./lib/save.ts";
import Editor from "./serve/Editor.svelte";
import Gallery from "./serve/Gallery.svelte";
import Problem from "./serve/Problem.svelte";
import { there } from "./serve/remote.ts";
import { readHere } from "./serve/types.ts";

const target = document.getElementById("app");
const data = document.getElementById("righting-data");
if (!target || !data?.textContent) throw new Error("the page has no element app, or no data");

const here = readHere(document);
const kind = data.dataset.page;
if (!here || kind === "problem") mount(Problem, { target, props: { problem: JSON.parse(data.textContent) } });
else if (kind === "gallery") mount(Gallery, { target, props: { here, gallery: JSON.parse(data.textContent) } });
else if (kind === "editor") mount(Editor, { target, props: { here, opened: JSON.parse(data.textContent) } });
else {
  const page = readPage(document);
  useDays(...daysOf(page));
  useOrigin(page.data.provenance);
  if (page.kind === "study") mount(Study, { target, props: { study: page.data, home: "/" } });
  else {
    const props = { model: new Model(page.data), live: readLive(document), engine: there(here), home: "/" };
    mount(App, { target, props });
  }
}
