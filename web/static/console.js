// The console: editor, run and cancel, the answer, what was run before (in this browser only).

import { Problem, ask, element, filled, given } from "./dom.js";
import { makeEditor, wordsFrom } from "./editor.js";
import { makePicture } from "./network-picture.js";
import { parsed, written } from "./exact.js";
import { keepCsv, keepJson, networkOf, tableOf } from "./result.js";

const $ = (id) => document.getElementById(id);
const form = $("console");
const words = given(form, "words");
const labels = given(form, "labels");
const PAST = "graphkb.console";
const MOST_KEPT = 50;
const MOST_ROWS = 1000; // in the table; files have all
const MOST_NODES = 1000;
const GREY = "#8c959f";
let colours = {};
let editor = null;
let running = null;
let answer = null;
let picture = null;

function say(text) {
  $("status").textContent = text;
}

async function run(event) {
  event?.preventDefault();
  if (running || $("run").disabled) return;
  const parameters = readParameters();
  if (parameters === null) return;
  running = new AbortController();
  [$("run").disabled, $("cancel").disabled] = [true, false];
  say(words.running);
  $("problem").replaceChildren();
  const begun = performance.now();
  try {
    show(await send({ query: $("query").value, parameters }, running.signal));
    say(filled(words.rows, { rows: answer.data.length, seconds: ((performance.now() - begun) / 1000).toFixed(1) }));
    remember($("query").value, $("parameters").value);
  } catch (error) {
    fail(error);
  } finally {
    running = null;
    [$("run").disabled, $("cancel").disabled] = [false, true];
  }
}

function send(body, signal) {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return ask("/console/run", { method: "POST", headers, body: written(body), signal });
}

/** The parameters, or null after saying what is wrong with them. */
function readParameters() {
  const text = $("parameters").value.trim();
  try {
    const found = text ? parsed(text) : {};
    if (found !== null && typeof found === "object" && !Array.isArray(found)) return found;
  } catch {
    // Said below.
  }
  fail(new Problem({ detail: words.parameters }));
  $("parameters").focus();
  return null;
}

function fail(error) {
  if (error.name === "AbortError") return say(words.cancelled);
  say("");
  $("answer").hidden = true; // it belongs to another query
  const use = (text) => element("button", { type: "button", onclick: () => editor.put(text) }, words.use);
  const instead = error.suggestion
    ? [element("p", {}, words.instead), element("pre", { lang: "zh-CN" }, error.suggestion), use(error.suggestion)]
    : [];
  $("problem").replaceChildren(
    element(
      "div",
      { class: "notice stale" },
      element("p", { lang: "zh-CN" }, filled(words.failed, { detail: error.message })),
      instead,
    ),
  );
}

function show(found) {
  answer = found;
  $("answer").hidden = false;
  $("truncated").hidden = !found.truncated;
  $("truncated").textContent = words.truncated;
  $("warnings").hidden = found.warnings.length === 0;
  $("warnings").replaceChildren(...found.warnings.map((warning) => element("li", {}, warning)));
  const rows = found.data.slice(0, MOST_ROWS);
  const more =
    rows.length < found.data.length
      ? element("p", { class: "muted" }, filled(words.more_rows, { shown: rows.length, rows: found.data.length }))
      : "";
  $("rows").replaceChildren(
    found.data.length ? tableOf(found, rows, words.result) : element("p", { class: "empty" }, words.empty),
    more,
  );
  draw(networkOf(found));
}

function draw(network) {
  picture?.end();
  picture = null;
  $("drawn").hidden = network.nodes.length === 0;
  if ($("drawn").hidden) return;
  const nodes = network.nodes.slice(0, MOST_NODES).map(drawnNode);
  const there = new Set(nodes.map((node) => node.id));
  const edges = network.edges.filter((edge) => there.has(edge.from) && there.has(edge.to)).map(drawnEdge);
  picture = makePicture($("picture"), () => null);
  picture.show({ nodes: spread(nodes), edges }, new Set(), optionsFor(nodes.length));
  const more = nodes.length < network.nodes.length ? ` ${filled(words.too_many, { most: MOST_NODES })}` : "";
  $("sum").textContent = filled(words.sum, { nodes: network.nodes.length, edges: edges.length }) + more;
  $("legend").replaceChildren(...[...new Set(nodes.map((node) => node.label))].map(legend));
}

function legend(label) {
  const dot = element("i", { class: "dot", "aria-hidden": "true" });
  dot.style.backgroundColor = colours[label] ?? GREY;
  return element("span", {}, dot, ` ${labels[label] ?? label}`);
}

function drawnNode({ id, label, node }) {
  const background = colours[label] ?? GREY;
  const name = String(node.properties.name ?? node.properties.code ?? "");
  const drawn = {
    id,
    label: name,
    title: `${labels[label] ?? label}\n${name}\n${node.properties.code ?? ""}`,
    shape: "dot",
    size: 14,
    color: { background, border: background, highlight: { background, border: "#111111" } },
  };
  return { id, label, drawn };
}

function drawnEdge({ id, from, to, link }) {
  return { id, from, to, drawn: { id, from, to, title: link.type, arrows: "to", color: GREY, width: 1 } };
}

/** On a spiral: where many nodes stay, few start from. */
function spread(nodes) {
  nodes.forEach((node, number) =>
    Object.assign(node.drawn, {
      x: 45 * Math.sqrt(number) * Math.cos(2.4 * number),
      y: 45 * Math.sqrt(number) * Math.sin(2.4 * number),
    }),
  );
  return nodes;
}

function optionsFor(count) {
  const physics = count > 150 ? { enabled: false } : { enabled: true, stabilization: { iterations: 200 } };
  return {
    physics,
    edges: { smooth: false },
    layout: { randomSeed: 1, improvedLayout: false },
    interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false } },
  };
}

function past() {
  try {
    return JSON.parse(localStorage.getItem(PAST)) ?? [];
  } catch {
    return [];
  }
}

function remember(query, parameters) {
  const others = past().filter((one) => one.query !== query || one.parameters !== parameters);
  localStorage.setItem(PAST, JSON.stringify([{ query, parameters }, ...others].slice(0, MOST_KEPT)));
  history.replaceState(null, "", `#${new URLSearchParams({ query, parameters })}`);
  list();
}

function list() {
  const use = (one) => {
    $("parameters").value = one.parameters;
    editor.put(one.query);
  };
  $("history").replaceChildren(
    ...past().map((one) =>
      element("li", {}, element("button", { type: "button", class: "pick code", onclick: () => use(one) }, one.query)),
    ),
  );
  $("forget").disabled = past().length === 0;
}

function forget() {
  localStorage.removeItem(PAST);
  list();
}

/** A link to the console brings a query along; it is not run by being opened. */
function fromAddress() {
  const brought = new URLSearchParams(location.hash.slice(1));
  if (brought.has("query")) $("query").value = brought.get("query");
  if (brought.has("parameters")) $("parameters").value = brought.get("parameters");
}

async function begin() {
  fromAddress();
  const known = await ask("/console/words").catch(() => ({ labels: [], types: [], properties: [], keywords: [], functions: [] }));
  colours = known.colours ?? {};
  editor = makeEditor($("query"), wordsFrom(known), $("status"), words.completions);
  form.addEventListener("submit", run);
  for (const field of [$("query"), $("parameters")])
    field.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && run(event));
  $("cancel").addEventListener("click", () => running?.abort());
  $("csv").addEventListener("click", () => keepCsv(answer));
  $("json").addEventListener("click", () => keepJson(answer));
  $("forget").addEventListener("click", forget);
  list();
  form.dataset.ready = "true";
}

begin();
