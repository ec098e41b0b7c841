// The words of the server's pages in the language of the page, and links that keep it.

import { kept, spoken, type Code } from "../../lib/language.svelte.ts";
import { en, type ServeWords } from "./en.ts";
import { ru } from "./ru.ts";

const LANGUAGES: Record<Code, ServeWords> = { en, ru };

export const said = (): ServeWords => LANGUAGES[spoken()];
/** An address on this server in the language that is spoken. */
export const to = (path: string): string => path + kept("");
