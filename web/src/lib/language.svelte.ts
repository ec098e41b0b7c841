// The language of the page's own words.

import { en, type Words } from "./words/en.ts";

export const words = (): Words => en;
