// The language of the page's own words. It is remembered in the address only: `#map?lang=ru`.

import { en, type Words } from "./words/en.ts";
import { ru } from "./words/ru.ts";

/** Every language of the page; one more is a file and a line here. */
export const LANGUAGES = { en, ru };
export type Code = keyof typeof LANGUAGES;

const USUAL: Code = "en";
let code = $state<Code>(USUAL);

export const words = (): Words => LANGUAGES[code];
export const spoken = (): Code => code;

const MARK = /([?&])lang=([a-z-]+)&?/;

/** The fragment of an address with the language in it, if it is not the usual one. */
export function kept(fragment: string): string {
  const bare = fragment.replace(MARK, "$1").replace(/[?&]$/, "");
  if (code === USUAL) return bare;
  return `${bare || "#"}${bare.includes("?") ? "&" : "?"}lang=${code}`;
}

export function speak(chosen: Code): void {
  code = chosen;
  document.documentElement.lang = chosen;
  if (location.hash !== kept(location.hash)) history.replaceState(null, "", kept(location.hash) || location.pathname + location.search);
}

/** Takes the language of the address; a link within the page keeps the one that is spoken. */
export function follow(): void {
  const asked = location.hash.match(MARK)?.[2];
  speak(asked && asked in LANGUAGES ? (asked as Code) : code);
}

/** Goes to the section of the address, which a browser does not find beside a language. */
export function arrive(): void {
  const id = location.hash.slice(1).split("?")[0];
  if (id && location.hash.includes("?")) document.getElementById(id)?.scrollIntoView();
}
