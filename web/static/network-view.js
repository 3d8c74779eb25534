// What the explorer shows: the network the page came with, and what was opened since, each step with what it brought.

/** `Label:code`. */
export const idOf = (node) => `${node.label}:${node.code}`;

const edgeId = (edge) => `${edge.type}|${edge.start_label}:${edge.start}|${edge.end_label}:${edge.end}`;

/** The view on a network answer (nodes, edges, and both as drawn). Steps can be taken back. */
export function makeView(base) {
  const nodes = new Map();
  const edges = new Map();
  let steps = [];

  function add(key, answer, centre = null) {
    remove(key);
    const details = new Map(answer.nodes.map((node) => [idOf(node), node]));
    const said = new Map(answer.edges.map((edge) => [edgeId(edge), edge.mode ?? edge.agreements?.join("、")]));
    for (const drawn of answer.view.nodes) if (!nodes.has(drawn.id)) nodes.set(drawn.id, { ...details.get(drawn.id), id: drawn.id, drawn });
    for (const drawn of answer.view.edges) if (!edges.has(drawn.id)) edges.set(drawn.id, { id: drawn.id, from: drawn.from, to: drawn.to, type: drawn.graphkb.type, said: said.get(drawn.id), drawn });
    const step = { key, centre, nodes: answer.view.nodes.map((one) => one.id), edges: answer.view.edges.map((one) => one.id) };
    steps.push(step);
    return step;
  }

  // Without a step, those go too that were opened from a node only it had brought.
  function remove(key) {
    const there = new Set();
    steps = steps.filter((step) => {
      const stays = step.key !== key && (step.centre === null || there.has(step.centre));
      if (stays) step.nodes.forEach((id) => there.add(id));
      return stays;
    });
  }

  /** Nodes and edges to be seen, without those of hidden labels. */
  function shown(hidden) {
    const seen = new Set(steps.flatMap((step) => step.nodes).filter((id) => !hidden.has(nodes.get(id).label)));
    const links = new Set(steps.flatMap((step) => step.edges));
    const between = [...links].map((id) => edges.get(id)).filter((edge) => seen.has(edge.from) && seen.has(edge.to));
    return { nodes: [...seen].map((id) => nodes.get(id)), edges: between };
  }

  if (base) add("", base);
  return {
    add,
    remove,
    shown,
    node: (id) => nodes.get(id),
    has: (key) => steps.some((step) => step.key === key),
    get opened() {
      return steps.filter((step) => step.centre !== null).map((step) => step.key);
    },
    /** One node of each label, hidden or not. */
    get samples() {
      const all = steps.flatMap((step) => step.nodes).map((id) => nodes.get(id));
      return [...new Map(all.map((node) => [node.label, node])).values()];
    },
  };
}

/** What a step of opening is called in the address: node, type of relationship, label. */
export const keyOf = (id, type, label) => `${id}|${type}|${label}`;

/** The parts of such a name. */
export function partsOf(key) {
  const parts = key.split("|");
  const label = parts.pop();
  const type = parts.pop();
  return { id: parts.join("|"), type, label };
}

/** The part of the address after `#`: steps opened, labels hidden, node looked at, ends of the path. */
export function readHash() {
  const found = new URLSearchParams(location.hash.slice(1));
  return { open: found.getAll("open"), hide: new Set(found.getAll("hide")), at: found.get("at"), path: found.getAll("path") };
}

/** Writes it, so that the address reproduces the view. */
export function writeHash(state) {
  const written = new URLSearchParams();
  state.open.forEach((key) => written.append("open", key));
  state.hide.forEach((label) => written.append("hide", label));
  if (state.at) written.set("at", state.at);
  state.path.forEach((end) => written.append("path", end));
  const text = written.toString();
  history.replaceState(null, "", location.pathname + location.search + (text ? `#${text}` : ""));
}
