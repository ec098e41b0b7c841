import { mount } from "svelte";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/print.css";
import App from "./App.svelte";
import { readReport } from "./lib/read.ts";
import { Model } from "./lib/model.ts";

const target = document.getElementById("app");
if (!target) throw new Error("the page has no element with the id app");

mount(App, { target, props: { model: new Model(readReport(document)) } });
