// What stands in the page of a run or of a study: the program's types, and the page's own names for parts of them.

export type * from "../generated/report.ts";

/** ISO local date, `2022-01-05`. */
export type IsoDate = string;
