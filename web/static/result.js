// An answer of the console: as table, as network where it holds nodes, as files.

import { at, element, inPath, keep, table } from "./dom.js";
import { Exact, written } from "./exact.js";

const isNode = (value) => value !== null && typeof value === "object" && Array.isArray(value.labels) && "properties" in value;
const isLink = (value) =>
  value !== null &&
  typeof value === "object" &&
  typeof value.type === "string" &&
  "start" in value &&
  "end" in value &&
  "properties" in value;
const labelOf = (node) => node.labels.find((label) => label !== "Area") ?? node.labels[0] ?? "";

/** A value as people read it. */
export function textOf(value) {
  if (value === null || value === undefined) return "";
  if (isNode(value))
    return `${value.properties.name ?? value.properties.code ?? ""} (:${value.labels.join(":")} ${value.properties.code ?? ""})`;
  if (isLink(value)) return `${value.start} -[:${value.type}]-> ${value.end}`;
  return typeof value === "object" && !(value instanceof Exact) ? written(value) : String(value);
}

/** The cells as elements: nodes are links to their pages. */
export function tableOf(answer, rows, caption) {
  return table(
    answer.columns,
    rows.map((row) => row.map(cell)),
    caption,
  );
}

function cell(value) {
  if (!isNode(value) || !value.properties.code) return textOf(value) || "—";
  const address = `/subjects/${encodeURIComponent(labelOf(value))}/${inPath(value.properties.code)}`;
  return element("a", { href: at(address), title: written(value.properties) }, textOf(value));
}

/** Nodes and relationships anywhere in the rows, each once; relationships whose ends are among the nodes. */
export function networkOf(answer) {
  const nodes = new Map();
  const links = new Map();
  const collect = (value) => {
    if (isNode(value)) nodes.set(`${labelOf(value)}:${value.properties.code}`, value);
    else if (isLink(value)) links.set(`${value.type}|${value.start}|${value.end}`, value);
    else if (value && typeof value === "object" && !(value instanceof Exact)) Object.values(value).forEach(collect);
  };
  answer.data.forEach(collect);
  // The ends of a relationship are codes; a code that two labels share leads to the first of them.
  const byCode = new Map([...nodes].reverse().map(([id, node]) => [node.properties.code, id]));
  const edges = [...links].flatMap(([id, link]) => {
    const [from, to] = [byCode.get(link.start), byCode.get(link.end)];
    return from && to ? [{ id, from, to, link }] : [];
  });
  return { nodes: [...nodes].map(([id, node]) => ({ id, label: labelOf(node), node })), edges };
}

/** A cell of a spreadsheet: what a program would take for a formula begins with an apostrophe. */
export function csvCell(value) {
  const text = textOf(value);
  const harmless = typeof value !== "number" && !(value instanceof Exact) && /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The rows as CSV; spreadsheet programs take a file for UTF-8 only with the mark in front. */
export function keepCsv(answer) {
  const lines = [answer.columns, ...answer.data].map((row) => row.map(csvCell).join(","));
  keep(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" }), "result.csv");
}

/** The rows as one JSON array of objects keyed by column. */
export function keepJson(answer) {
  const rows = answer.data.map((row) => Object.fromEntries(row.map((value, place) => [answer.columns[place], value])));
  keep(new Blob([written(rows, 1)], { type: "application/json" }), "result.json");
}
