// The words of the page. What the program wrote (sentences, names, notes) is not here.

export const en = {
  save: "Save",
  saveThis: (what: string) => `Save: ${what}`,
  saveAs: (what: string, form: string) => `${form}: ${what}`,
  highestOn: (place: string, value: string, day: string) => `${place}: highest median ${value} on ${day}`,
  everyRegion: "Every region",
  quantity: "Quantity",
  scales: "Scales",
  same: "Same",
  own: "Own",
  sameScaleTo: (top: string) => `all scales reach ${top}`,
  ownScale: "each has its own scale",
  order: "Order",
  byPeak: "By peak",
  byName: "By name",
  allRegions: (count: number) => `Show all ${count} regions`,
  unsaved: "The browser cannot draw this picture.",
};
export type Words = typeof en;
