// What the explorer shows: the network the page came with, and what was opened since, each step with what it brought.

/** `Label:code`. */
export const idOf = (node) => `${node.label}:${node.code}`;

const edgeId = (edge) => `${edge.type}|${edge.start_label}:${edge.start}|${edge.end_label}:${edge.end}`;

/** The view on a network answer (nodes, edges, and both as drawn) around `middle`, if it has one. Steps can be taken back.
 *  `told` says in words what a node and an edge are, for the pointer. */
export function makeView(base, middle, told) {
  const nodes = new Map();
  const edges = new Map();
  let steps = [];

  function add(key, answer, centre = null) {
    remove(key);
    learn(answer);
    const step = { key, centre, nodes: answer.view.nodes.map((one) => one.id), edges: answer.view.edges.map((one) => one.id) };
    steps.push(step);
    return step;
  }

  function learn(answer) {
    const details = new Map(answer.nodes.map((node) => [idOf(node), node]));
    const said = new Map(answer.edges.map(({ mode, agreements, ...edge }) => [edgeId(edge), { mode, agreements }]));
    for (const drawn of answer.view.nodes.filter((one) => !nodes.has(one.id))) {
      const node = { ...details.get(drawn.id), id: drawn.id };
      nodes.set(drawn.id, { ...node, drawn: { ...drawn, title: told.node(node) } });
    }
    for (const drawn of answer.view.edges.filter((one) => !edges.has(one.id))) {
      const edge = { id: drawn.id, from: drawn.from, to: drawn.to, type: drawn.graphkb.type, ...said.get(drawn.id) };
      edges.set(drawn.id, { ...edge, drawn: { ...drawn, title: told.edge(edge) } });
    }
  }

  // What the page came with, as if it had been opened from the middle outwards, one step for each line of a node's menu.
  function unfold() {
    const around = new Map();
    for (const edge of edges.values())
      for (const end of [edge.from, edge.to]) around.set(end, [...(around.get(end) ?? []), edge]);
    const found = new Map([["", { key: "", centre: null, nodes: [middle], edges: [] }]]);
    const reached = new Set([middle]);
    const used = new Set();
    for (const id of reached) {
      for (const edge of (around.get(id) ?? []).filter((one) => !used.has(one.id))) {
        const other = edge.from === id ? edge.to : edge.from;
        const key = keyOf(id, edge.type, nodes.get(other).label);
        if (!found.has(key)) found.set(key, { key, centre: id, nodes: [], edges: [] });
        found.get(key).nodes.push(other);
        found.get(key).edges.push(edge.id);
        used.add(edge.id);
        reached.add(other);
      }
    }
    return [...found.values()];
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

  if (base && middle) {
    learn(base);
    steps = unfold();
  } else if (base) add("", base);
  const first = [...steps];
  const given = first.filter((step) => step.centre !== null);

  return {
    add,
    remove,
    /** What the page came with and nothing else. */
    reset: () => (steps = [...first]),
    shown,
    node: (id) => nodes.get(id),
    has: (key) => steps.some((step) => step.key === key),
    /** How many nodes of a label are seen beside a node, by a type of relationship. */
    beside(id, type, label, shown) {
      const others = shown.edges
        .filter((edge) => edge.type === type && (edge.from === id || edge.to === id))
        .map((edge) => (edge.from === id ? edge.to : edge.from));
      return new Set(others.filter((other) => nodes.get(other).label === label)).size;
    },
    /** The steps taken since the page came, and those of the page that were taken back (the outermost of them). */
    get opened() {
      return steps.filter((step) => step.centre !== null && !given.some((one) => one.key === step.key)).map((step) => step.key);
    },
    get closed() {
      const there = new Set(steps.flatMap((step) => step.nodes));
      return given.filter((step) => there.has(step.centre) && !steps.some((one) => one.key === step.key)).map((step) => step.key);
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

const OURS = { explorer: true };

/** Calls whenever Back or Forward bring a view, not where a link within the page was followed. */
export function onReturn(call) {
  history.replaceState(OURS, "");
  addEventListener("popstate", (event) => event.state?.explorer && call());
}

/** The part of the address after `#`: steps opened and taken back, labels hidden, node looked at, ends of the path. */
export function readHash() {
  const found = new URLSearchParams(location.hash.slice(1));
  return {
    open: found.getAll("open"),
    close: found.getAll("close"),
    hide: new Set(found.getAll("hide")),
    at: found.get("at"),
    path: found.getAll("path"),
  };
}

/** Writes it, so that the address reproduces the view and the browser's Back brings the view before. */
export function writeHash(state) {
  const written = new URLSearchParams();
  state.open.forEach((key) => written.append("open", key));
  state.close.forEach((key) => written.append("close", key));
  state.hide.forEach((label) => written.append("hide", label));
  if (state.at) written.set("at", state.at);
  state.path.forEach((end) => written.append("path", end));
  const text = written.toString();
  if (new URLSearchParams(location.hash.slice(1)).toString() === text) return;
  history.pushState(OURS, "", location.pathname + location.search + (text ? `#${text}` : ""));
}
