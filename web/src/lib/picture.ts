// A figure of the page as a picture that stands alone: its drawing with the colours that it has now, its title, key and source.

import type { KeyItem, Sign } from "./key.ts";

const SVG = "http://www.w3.org/2000/svg";
const PAD = 16;
const KEY_GAP = 18;
/** Pixels of a PNG for each of the page. */
const SHARP = 2;

/** What style sheets say of a drawing and a file of its own must say itself; a child has these from its parent. */
const INHERITED = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
  "stroke-linejoin", "font-family", "font-size", "font-weight", "font-variant-numeric", "text-anchor", "paint-order", "visibility",
]; // prettier-ignore
const OWN: [string, string][] = [["opacity", "1"], ["dominant-baseline", "auto"]];

export interface Legend {
  title: string;
  /** Lines of text below the title. */
  notes: string[];
  key: KeyItem[];
  source: string;
}

export interface Picture {
  text: string;
  width: number;
  height: number;
}

/** The drawings as they stand on the page, below their title and key. */
export function standalone(drawings: SVGSVGElement[], legend: Legend): Picture {
  const boxes = drawings.map((drawing) => drawing.getBoundingClientRect());
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
  const [right, bottom] = [Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))];
  const width = Math.max(280, right - left) + 2 * PAD;
  const root = element("svg", { xmlns: SVG, "font-family": resolved("var(--sans)") });
  const paper = element("rect", { width, fill: "var(--paper)" });
  root.append(paper);
  let y = PAD;
  y = lines(root, y, width, legend.title, 16, { "font-weight": "650", fill: "var(--ink)" });
  for (const note of legend.notes.filter(Boolean)) y = lines(root, y, width, note, 12, { fill: "var(--soft)" });
  y = keyed(root, y + 4, width, legend.key) + 8;
  drawings.forEach((drawing, i) => {
    const box = boxes[i]!;
    const copy = plain(drawing);
    for (const [name, value] of Object.entries({ x: box.left - left + PAD, y: box.top - top + y, width: box.width, height: box.height, overflow: "visible" }))
      copy.setAttribute(name, String(value));
    root.append(copy);
  });
  y += bottom - top + 10;
  y = lines(root, y, width, legend.source, 11, { fill: "var(--soft)" }) + PAD / 2;
  const height = Math.ceil(y);
  paper.setAttribute("height", String(height));
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) root.setAttribute(name, String(value));
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

/** The picture in pixels. */
export async function png({ text, width, height }: Picture): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * SHARP), Math.round(height * SHARP)];
  const pen = canvas.getContext("2d");
  pen?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const pixels = await new Promise<Blob | null>((done) => canvas.toBlob(done));
  if (!pixels) throw new Error("the browser makes no picture of this size");
  return pixels;
}

/** A copy whose look is written into it, without what only the page needs. */
function plain(drawing: SVGSVGElement): SVGElement {
  const copy = drawing.cloneNode(true) as SVGElement;
  const pairs: [Element, Element][] = [[drawing, copy]];
  for (const [from, to] of pairs) pairs.push(...[...from.children].map((child, i): [Element, Element] => [child, to.children[i]!]));
  for (const [from, to] of pairs) restyle(from, to, from === drawing);
  for (const [from, to] of pairs) if (from.tagName === "style" || getComputedStyle(from).display === "none") to.remove();
  return copy;
}

function restyle(from: Element, to: Element, isRoot: boolean): void {
  const now = getComputedStyle(from);
  const parent = isRoot || !from.parentElement ? null : getComputedStyle(from.parentElement);
  for (const { name } of [...to.attributes])
    if (/^(style|class|role|tabindex|aria-|data-)/.test(name) || INHERITED.includes(name)) to.removeAttribute(name);
  for (const name of INHERITED) {
    const value = now.getPropertyValue(name);
    if (!parent || parent.getPropertyValue(name) !== value) to.setAttribute(name, value);
  }
  for (const [name, usual] of OWN) {
    const value = now.getPropertyValue(name);
    if (value && value !== usual) to.setAttribute(name, value);
  }
}

/** Words in as many lines as they need; the height below them. */
function lines(root: Element, y: number, width: number, words: string, size: number, look: Record<string, string>): number {
  let line = "";
  const put = () => {
    y += size * 1.35;
    const text = element("text", { x: PAD, y: y - size * 0.35, "font-size": size, ...look });
    text.textContent = line;
    root.append(text);
  };
  for (const word of words.split(" ").filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && measured(longer, size) > width - 2 * PAD) {
      put();
      line = word;
    } else line = longer;
  }
  if (line) put();
  return y;
}

/** The key in rows; the height below it. */
function keyed(root: Element, y: number, width: number, key: KeyItem[]): number {
  let x = PAD;
  for (const { label, width: wide, signs } of key) {
    const room = wide + 6 + measured(label, 12);
    if (x > PAD && x + room > width - PAD) [x, y] = [PAD, y + 20];
    const item = element("g", { transform: `translate(${x},${y})` });
    const text = element("text", { x: wide + 6, y: 11, "font-size": 12, fill: "var(--soft)" });
    text.textContent = label;
    item.append(...signs.map(drawn), text);
    root.append(item);
    x += room + KEY_GAP;
  }
  return key.length > 0 ? y + 20 : y;
}

function drawn({ d, text, fill = "none", stroke = "none", strokeWidth = 1, dash = "", opacity = 1 }: Sign): Element {
  if (!text) return element("path", { d: d ?? "", fill, stroke, "stroke-width": strokeWidth, "stroke-dasharray": dash || "none", opacity });
  const sign = element("text", { y: 11, "font-size": 12, fill });
  sign.textContent = text;
  return sign;
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, resolved(String(value)));
  return made;
}

/** Values in the place of the names of colours and fonts. */
const resolved = (value: string): string =>
  value.replace(/var\((--[\w-]+)\)/g, (_, name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim());

function measured(words: string, size: number): number {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return words.length * size * 0.6;
  pen.font = `${size}px ${resolved("var(--sans)")}`;
  return pen.measureText(words).width * 1.04;
}
