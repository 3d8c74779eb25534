// The network explorer: picture, panel, filters, path and tables around one view.

import { ask, at, element, filled, given, inPath, keep, table } from "./dom.js";
import { graphml } from "./network-graphml.js";
import { menuOf, panelOf } from "./network-panel.js";
import { makePicture } from "./network-picture.js";
import { idOf, keyOf, makeView, onReturn, partsOf, readHash, writeHash } from "./network-view.js";
import { suggest } from "./suggest.js";

const $ = (id) => document.getElementById(id);
const explorer = $("explorer");
const base = given(explorer, "network");
const [words, labels, types, areas, rules] = ["words", "labels", "types", "areas", "rules"].map((name) => given(explorer, name));
const most = Number(explorer.dataset.most);
const middle = base?.start ? idOf(base.start) : null;
const told = {
  node: (node) =>
    [node.name, `${labels[node.label] ?? node.label} ${node.code}`, node.kind, words[node.verdict]].filter(Boolean).join("\n"),
  edge: (edge) => [types[edge.type] ?? edge.type, edge.mode ?? edge.agreements?.join("、")].filter(Boolean).join(" · "),
};
const view = makeView(base, middle, told);
const picture = makePicture($("picture"), (id) => pick(id));
const abouts = new Map(middle ? [[middle, { menu: menuOf(base.counts), verdicts: null }]] : []);
const state = { hide: new Set(), at: null, path: [], marked: new Set(), options: base?.view.options };
const ends = { from: null, to: null };
let replayed = Promise.resolve();
let replaying = false;

/** An address with these parameters and the day of this page. */
function dated(path, parameters = {}) {
  const asOf = new URLSearchParams(location.search).get("as_of");
  const all = new URLSearchParams({ ...parameters, ...(asOf ? { as_of: asOf } : {}) }).toString();
  return all ? `${path}?${all}` : path;
}

/** The answer to a question about a node: `network` or `subjects`. */
function askOf(subject, id, parameters = {}) {
  const [label, ...code] = id.split(":");
  const path = `/${subject}/${encodeURIComponent(label)}/${inPath(code.join(":"))}`;
  return ask(dated(path, { format: "json", ...parameters }));
}

function say(text) {
  $("status").textContent = text;
}

const failed = (error) => say(filled(words.failed, { detail: error.message }));

function render() {
  const shown = view.shown(state.hide);
  explorer.classList.remove("unstarted");
  picture.show(shown, state.marked, state.options);
  picture.select(state.at);
  renderLegend(shown);
  $("sum").textContent = filled(words.sum, { nodes: shown.nodes.length, edges: shown.edges.length });
  if ($("twin").open) renderTables(shown);
  remember();
}

function remember() {
  if (replaying) return;
  writeHash({
    open: view.opened,
    close: view.closed,
    hide: state.hide,
    at: state.at === middle ? null : state.at,
    path: state.path,
  });
}

function renderLegend(shown) {
  const samples = new Map(view.samples.map((node) => [node.label, node]));
  const boxes = Object.keys(labels)
    .filter((label) => samples.has(label))
    .map((label) => labelBox(label, samples.get(label)));
  $("labels").replaceChildren($("labels").firstElementChild, ...boxes);
  const rings = new Map(shown.nodes.filter((node) => node.verdict).map((node) => [node.verdict, node]));
  $("rings").replaceChildren(
    ...(rings.size ? [element("span", { class: "muted" }, words.rings)] : []),
    ...[...rings].map(([verdict, node]) =>
      element("span", {}, swatch("ring", "borderColor", node.drawn.color.border), words[verdict]),
    ),
  );
}

function labelBox(label, sample) {
  const box = element("input", {
    type: "checkbox",
    value: label,
    checked: !state.hide.has(label),
    onchange: () => toggleLabel(label),
  });
  return element("label", {}, box, swatch("dot", "backgroundColor", sample.drawn.color.background), labels[label]);
}

function swatch(name, property, colour) {
  const made = element("i", { class: name, "aria-hidden": "true" });
  made.style[property] = colour;
  return made;
}

function toggleLabel(label) {
  if (!state.hide.delete(label)) state.hide.add(label);
  render();
  document.querySelector(`#labels input[value="${label}"]`)?.focus();
}

function renderTables(shown) {
  const picker = (node) => element("button", { type: "button", class: "pick", onclick: () => pick(node.id, true) }, node.name);
  const nodes = shown.nodes.map((node) => [
    picker(node),
    labels[node.label],
    element("span", { class: "code" }, node.code),
    node.kind ?? "—",
    node.verdict ? words[node.verdict] : "—",
  ]);
  const edges = shown.edges.map((edge) => [view.node(edge.from).name, told.edge(edge), view.node(edge.to).name]);
  $("tables").replaceChildren(
    table([words.name, words.label, words.code, words.kind, words.verdict], nodes, words.nodes),
    table([words.start, words.relationship, words.end], edges, words.edges),
  );
}

async function pick(id, bring = false) {
  state.at = id && view.node(id) ? id : null;
  picture.select(state.at);
  remember();
  if (!state.at) return;
  if (bring) picture.look(id);
  renderPanel();
  if (bring) $("panel").querySelector("h2").focus();
  if (!abouts.get(id)?.verdicts) {
    const answer = await askOf("subjects", id).catch(failed);
    if (answer) abouts.set(id, { menu: menuOf(answer.counts), verdicts: answer.verdicts });
    if (state.at === id) renderPanel();
  }
}

function renderPanel() {
  const shown = view.shown(new Set());
  const beside = (line) => view.beside(state.at, line.type, line.label, shown);
  const about = abouts.get(state.at) ?? { menu: null, verdicts: null };
  const link = (path, parameters) => at(dated(path, parameters));
  const page = { words, labels, types, areas, rules, link, has: view.has, beside, open, close, end: setEnd, ends: $("path") !== null };
  const inside = $("panel").contains(document.activeElement) ? (document.activeElement.dataset.key ?? null) : undefined;
  $("panel").replaceChildren(...panelOf(view.node(state.at), about, page));
  if (inside !== undefined)
    ($("panel").querySelector(inside ? `[data-key="${CSS.escape(inside)}"]` : "h2") ?? $("panel").querySelector("h2")).focus();
}

/** Fetches what stands behind one line of a menu and adds it. */
async function bringIn(key) {
  const { id, type, label } = partsOf(key);
  const room = most - view.shown(new Set()).nodes.length;
  const answer = await askOf("network", id, { type, label, limit: Math.max(1, Math.min(most, room + 1)) });
  if (answer.truncated) return say(filled(words.too_many, { most }));
  const fresh = answer.view.nodes.filter((one) => !view.node(one.id)).map((one) => one.id);
  view.add(key, answer, id);
  picture.place(
    fresh.map((one) => view.node(one)),
    id,
  );
  say(filled(words.opened, { nodes: fresh.length }));
}

async function open(key) {
  await bringIn(key).catch(failed);
  render();
  renderPanel();
}

function close(key) {
  view.remove(key);
  say(words.closed);
  render();
  renderPanel();
}

function setEnd(which, node) {
  ends[which] = `${node.label}:${node.code}`;
  $(`path-${which}`).value = node.name;
}

/** The end somebody chose, wrote as label:code, or named so that a search finds it. */
async function endOf(which) {
  const text = $(`path-${which}`).value.trim();
  if (ends[which] || !text) return ends[which];
  if (/^[A-Z]\w*:./.test(text)) return text;
  const found = await ask(`/search?format=json&limit=1&q=${encodeURIComponent(text)}`);
  return found.data.length ? idOf(found.data[0]) : null;
}

async function findPath(from, to) {
  const answer = await ask(dated("/path", { format: "json", from, to }));
  if (!answer.found) return say(words.no_path);
  state.options ??= answer.view.options;
  const fresh = answer.view.nodes.filter((one) => !view.node(one.id)).map((one) => one.id);
  const step = view.add("path", answer);
  if (base)
    picture.place(
      fresh.map((one) => view.node(one)),
      from,
    );
  Object.assign(state, { path: [from, to], marked: new Set([...step.nodes, ...step.edges]) });
  say(filled(words.path_found, { steps: answer.edges.length }));
}

function clearPath() {
  view.remove("path");
  forgetPath();
  say("");
  base ? render() : remember();
}

function forgetPath() {
  Object.assign(state, { path: [], marked: new Set() });
  Object.assign(ends, { from: null, to: null });
  $("path")?.reset();
}

async function submitPath(event) {
  event.preventDefault();
  try {
    const [from, to] = [await endOf("from"), await endOf("to")];
    if (!from || !to) return say(words.path_ends);
    await findPath(from, to);
    if (state.path.length) render();
  } catch (error) {
    failed(error);
  }
}

/** What the address says beyond the page itself: one view after the other, however quickly somebody goes back. */
function replay() {
  replayed = replayed.then(restore).catch(failed);
}

async function restore() {
  let picked = null;
  replaying = true; // the address is not written while it is read
  try {
    const wanted = readHash();
    await bringBack(wanted);
    if (wanted.at ?? middle) picked = pick(wanted.at ?? middle);
  } finally {
    replaying = false;
  }
  await picked;
}

async function bringBack(wanted) {
  view.reset();
  forgetPath();
  Object.assign(state, { hide: wanted.hide });
  wanted.close.forEach(view.remove);
  for (const key of wanted.open) if (view.node(partsOf(key).id)) await bringIn(key).catch(failed);
  if (wanted.path.length === 2) await findPath(...wanted.path).catch(failed);
  if (base || state.path.length) render();
  else explorer.classList.add("unstarted");
}

/** Browsers give the clipboard to pages of this machine or over https only; the address is the link anyway. */
function copyLink() {
  const done = navigator.clipboard?.writeText(location.href) ?? Promise.reject(new Error());
  done.then(
    () => say(words.copied),
    () => say(words.link),
  );
}

function listen() {
  const goTo = (row) => location.assign(at(dated(`/network/${row.label}/${inPath(row.code)}`)));
  if ($("find")) suggest($("find"), (label) => labels[label] ?? label, goTo);
  $("whole").addEventListener("click", () => picture.fit());
  $("save").addEventListener("click", async () => keep(await picture.blob(), "network.png"));
  $("graphml").addEventListener("click", () => keep(graphml(view.shown(state.hide)), "network.graphml"));
  $("copy").addEventListener("click", () => copyLink());
  $("twin").addEventListener("toggle", () => $("twin").open && renderTables(view.shown(state.hide)));
  // The layout is made by the server; what was opened since goes along.
  for (const link of document.querySelectorAll(".layouts a")) link.addEventListener("click", () => (link.hash = location.hash));
  if (!$("path")) return;
  for (const which of ["from", "to"]) {
    suggest(
      $(`path-${which}`),
      (label) => labels[label] ?? label,
      (row) => setEnd(which, row),
    );
    $(`path-${which}`).addEventListener("input", () => (ends[which] = null));
  }
  $("path").addEventListener("submit", submitPath);
  $("path-clear").addEventListener("click", clearPath);
}

listen();
onReturn(replay);
replay();
