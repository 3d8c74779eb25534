// The panel beside the picture: one node, where it leads, and what can be opened from it.

import { element, filled, inPath } from "./dom.js";
import { keyOf } from "./network-view.js";

/** Lines of the menu: one for each type of relationship and label; both directions of a type together. */
export function menuOf(counts) {
  const lines = new Map();
  for (const one of counts) {
    const key = `${one.type}|${one.label}`;
    const line = lines.get(key) ?? { type: one.type, label: one.label, arrows: "", count: 0 };
    lines.set(key, { ...line, arrows: line.arrows + (one.outgoing ? "→" : "←"), count: line.count + one.count });
  }
  return [...lines.values()].map((line) => ({ ...line, arrows: line.arrows.length > 1 ? "↔" : line.arrows }));
}

/** The panel of a node. `about` is its menu and what the rules say of it, each null while it is being fetched; `page` has
 *  words, titles and what the buttons do. */
export function panelOf(node, { menu, verdicts }, page) {
  const { words, labels } = page;
  const facts = [
    [words.label, labels[node.label] ?? node.label],
    [words.code, element("span", { class: "code" }, node.code)],
  ];
  if (node.kind) facts.push([words.kind, node.kind]);
  return [
    element("h2", { tabindex: "-1" }, node.name),
    element(
      "dl",
      {},
      facts.flatMap(([title, value]) => [element("dt", {}, title), element("dd", {}, value)]),
    ),
    element("p", { class: "ways" }, ways(node, page)),
    ...said(node, verdicts, page),
    element("h3", {}, words.neighbours),
    menu === null ? element("p", { class: "muted" }, "…") : menuList(node, menu, page),
  ];
}

function ways(node, page) {
  const { words } = page;
  const code = inPath(node.code);
  const area = page.areas.includes(node.label);
  const end = (which, text) => element("button", { type: "button", class: "quiet", onclick: () => page.end(which, node) }, text);
  return [
    element("a", { href: page.link(area ? `/areas/${code}` : `/subjects/${node.label}/${code}`) }, area ? words.profile : words.page),
    element("a", { href: page.link(`/network/${node.label}/${code}`) }, words.centre),
    ...(page.ends ? [end("from", words.path_from), end("to", words.path_to)] : []),
  ];
}

/** What the rules say: each gap and each verdict that cannot be given by its rule, what is covered as a number. */
function said(node, verdicts, page) {
  const { words, rules } = page;
  if (verdicts === null || !verdicts.some((one) => one.verdict)) return [];
  const open = verdicts.filter((one) => one.verdict === "gap" || one.verdict === "not_assessable");
  const covered = verdicts.filter((one) => one.verdict === "covered").length;
  const line = ({ rule, verdict }) => {
    const why = element("a", { href: page.link("/explain", { rule, subject: node.code }) }, rules[rule]);
    return element("li", {}, element("span", { class: `badge ${verdict}` }, words[verdict]), " ", why);
  };
  return [
    element("h3", {}, words.verdicts),
    open.length ? element("ul", { class: "said" }, open.map(line)) : null,
    covered ? element("p", { class: "muted" }, filled(words.covered_by, { n: covered })) : null,
  ].filter(Boolean);
}

function menuList(node, menu, page) {
  if (!menu.length) return element("p", { class: "muted" }, page.words.no_neighbours);
  return element(
    "ul",
    { class: "menu" },
    menu.map((line) => menuLine(node, line, page)),
  );
}

function menuLine(node, line, page) {
  const { words, labels, types } = page;
  const key = keyOf(node.id, line.type, line.label);
  const what = `${types[line.type] ?? line.type} ${line.arrows} ${labels[line.label] ?? line.label}`;
  const open = page.has(key);
  const rest = open || page.beside(line) < line.count;
  const [text, told] = open ? [words.collapse, words.collapse_what] : [words.expand, words.expand_what];
  const toggle = {
    type: "button",
    class: "quiet",
    "aria-label": filled(told, { what }),
    "data-key": key,
    onclick: () => (open ? page.close(key) : page.open(key)),
  };
  const end = rest ? element("button", toggle, text) : element("span", { class: "muted there" }, words.there);
  return element("li", {}, element("span", {}, what), element("span", { class: "muted" }, ` ${line.count} `), end);
}
