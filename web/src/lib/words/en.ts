// The words of the page. What the program wrote (sentences, names, notes) is not here.

export const en = {
  save: "Save",
  saveThis: (what: string) => `Save: ${what}`,
  saveAs: (what: string, form: string) => `${form}: ${what}`,
  unsaved: "The browser cannot draw this picture.",
};
export type Words = typeof en;
