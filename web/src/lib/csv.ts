// Tables as CSV.

export type Cell = string | number | boolean | null | undefined;

/** What a spreadsheet would take for a formula; the program's exports know the same signs. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A text as one cell: no formula, and quoted where it needs to be. */
function text(words: string): string {
  const plain = FORMULA.test(words) ? `'${words}` : words;
  return /[,"\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

const cell = (value: Cell): string => (typeof value === "string" ? text(value) : String(value ?? ""));

/** Rows with their heading, one a line. */
export const csv = (columns: string[], rows: Cell[][]): string =>
  [columns, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
