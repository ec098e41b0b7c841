// What stands beside the opening paragraph.

import { NATION, type Model } from "./model.ts";
import type { RecordRow } from "./report.ts";

/** The national targets worth a place beside the opening paragraph, one per quantity. */
export function headline(model: Model): RecordRow[] {
  const strongest = (name: string) =>
    model
      .marks(NATION, name)
      .sort((a, b) => Number(b.high) - Number(a.high) || b.date.localeCompare(a.date))[0];
  return model.quantities.flatMap((quantity) => strongest(quantity.name) ?? []);
}
