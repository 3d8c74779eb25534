// What the picture shows as GraphML, with the keys of the product's own export.

const NODE = ["label", "code", "name", "kind", "verdict"];
const EDGE = ["type", "mode", "agreements"];
// What XML 1.0 cannot hold, even escaped.
const NOT_XML = /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;" };

/** Nodes and edges of a view as a file. */
export function graphml(shown) {
  const keys = [...NODE.map((name) => ["node", name]), ...EDGE.map((name) => ["edge", name])];
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys.map(([kind, name]) => `<key id="${kind}-${name}" for="${kind}" attr.name="${name}" attr.type="string"/>`),
    '<graph edgedefault="directed">',
    ...shown.nodes.map((node) => `<node id="${xml(node.id)}">${data("node", NODE, node)}</node>`),
    ...shown.edges.map((edge, number) => `<edge id="e${number}" ${ends(edge)}>${data("edge", EDGE, edge)}</edge>`),
    "</graph>",
    "</graphml>",
  ];
  return new Blob([lines.join("\n")], { type: "application/graphml+xml" });
}

function ends(edge) {
  return `source="${xml(edge.from)}" target="${xml(edge.to)}"`;
}

function data(kind, names, one) {
  const text = (value) => (Array.isArray(value) ? value.join(";") : String(value));
  const known = names.filter((name) => one[name] !== null && one[name] !== undefined);
  return known.map((name) => `<data key="${kind}-${name}">${xml(text(one[name]))}</data>`).join("");
}

function xml(text) {
  return text.replace(NOT_XML, "\ufffd").replace(/[&<>"\t\n]/g, (sign) => SIGNS[sign]);
}
