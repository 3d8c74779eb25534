// What every script of the pages needs: elements without markup in text, answers or the problem they came with, files to keep.

import { parsed } from "./exact.js";

/** An element; attributes by name, `on…` listeners as functions, null and false left out; text children stay text. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

const root = document.querySelector('meta[name="root"]').content;

/** An address of this site, below the path that a proxy has put it under. */
export function at(path) {
  return root + path;
}

/** A code as the last segment of a path. Browsers take `.` and `..` out of one, however they are escaped: `~` keeps them. */
export function inPath(code) {
  return encodeURIComponent(/^~*\.{1,2}$/.test(code) ? `~${code}` : code);
}

/** A text with its {places} filled in. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
}

/** An answer that is an error: `code`, and `suggestion` where there is one; the message is for people. */
export class Problem extends Error {
  constructor(about) {
    super(about.detail ?? about.title ?? String(about.status));
    Object.assign(this, { code: about.code, status: about.status, suggestion: about.suggestion ?? null });
  }
}

/** The JSON answer of this site to a request; `Problem` where it is an error. */
export async function ask(address, options = {}) {
  const headers = { Accept: "application/json", ...options.headers };
  const response = await fetch(at(address), { credentials: "same-origin", ...options, headers });
  const type = response.headers.get("Content-Type") ?? "";
  const body = type.includes("json") ? parsed(await response.text()) : { status: response.status, title: response.statusText };
  if (!response.ok || !type.includes("json")) throw new Problem(body);
  return body;
}

/** The data that the template gives in an attribute as JSON. */
export function given(node, name) {
  return JSON.parse(node.dataset[name] ?? "null");
}

/** Lets the visitor keep a file. */
export function keep(blob, name) {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** A table: titles of columns, rows of cells (texts or elements). */
export function table(titles, rows, caption) {
  const head = element(
    "tr",
    {},
    titles.map((title) => element("th", { scope: "col" }, title)),
  );
  const line = (cells) =>
    element(
      "tr",
      {},
      cells.map((cell, place) => element("td", { "data-title": titles[place] }, cell)),
    );
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    element(
      "table",
      { class: "rows" },
      element("caption", { class: "unseen" }, caption),
      element("thead", {}, head),
      element("tbody", {}, rows.map(line)),
    ),
  );
}
