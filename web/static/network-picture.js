// The picture: vis-network with the data and options that pyvis has built.

const MANY = 600; // from so many nodes on nothing moves by itself, and the picture is dragged as a whole
const AROUND = 110; // distance of opened nodes from the one they were opened from
const PATH = "#c8102e";

/** Draws into `box`; `picked(id)` is called with the node clicked, or null. */
export function makePicture(box, picked) {
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  let network = null;

  function show(shown, path, options) {
    if (network) keepPlaces(shown);
    const many = shown.nodes.length > MANY;
    put(
      nodes,
      shown.nodes.map((node) => withMark(node.drawn, path.has(node.id), { size: node.drawn.size * 1.5, borderWidth: 6 })),
    );
    put(
      edges,
      shown.edges.map((edge) => withMark({ width: 1, ...edge.drawn }, path.has(edge.id), { width: 5, color: PATH })),
    );
    if (network) network.setOptions({ interaction: lighter(many) });
    else network = begin(many, options);
  }

  function begin(many, options) {
    const physics = many ? { enabled: false } : { ...options.physics, barnesHut: { springLength: 130, avoidOverlap: 0.3 } };
    const interaction = { ...options.interaction, ...lighter(many) };
    // Names are read over the lines that cross them.
    const halo = { ...options.nodes, font: { strokeWidth: 3, strokeColor: "#ffffff" } };
    const made = new vis.Network(box, { nodes, edges }, { ...options, nodes: halo, physics, interaction, autoResize: true });
    // Once the nodes have found their places they stay there: the same address, the same picture.
    made.once("stabilizationIterationsDone", () => made.setOptions({ physics: false }));
    dragAsPicture(made, box, () => nodes.length > MANY);
    made.on("click", (event) => picked(event.nodes[0] ?? null));
    made.once("afterDrawing", () => {
      performance.mark("network-drawn");
      box.dataset.drawn = "true";
    });
    return made;
  }

  // A node that is filtered away comes back where it was.
  function keepPlaces(shown) {
    const places = network.getPositions(nodes.getIds());
    for (const node of shown.nodes) if (places[node.id]) Object.assign(node.drawn, places[node.id]);
  }

  return {
    show,
    fit: () => network?.fit(),
    /** Takes it away, with all it listens to. */
    end() {
      network?.destroy();
      delete box.dataset.drawn;
    },
    select(id) {
      if (id && nodes.get(id)) network.selectNodes([id], false);
      else network?.unselectAll();
    },
    look(id) {
      if (nodes.get(id)) network.focus(id, { scale: Math.max(network.getScale(), 0.6) });
    },
    /** Puts new nodes around the one they were opened from. */
    place(fresh, centre) {
      const middle = (nodes.get(centre) && network.getPositions([centre])[centre]) ?? { x: 0, y: 0 };
      const radius = Math.max(AROUND, (fresh.length * 40) / (2 * Math.PI));
      fresh.forEach((node, number) => {
        const angle = (2 * Math.PI * number) / fresh.length;
        Object.assign(node.drawn, { x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) });
      });
    },
    /** The picture as PNG on white. */
    blob() {
      const drawn = box.querySelector("canvas");
      const paper = document.createElement("canvas");
      [paper.width, paper.height] = [drawn.width, drawn.height];
      const pen = paper.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, paper.width, paper.height);
      pen.drawImage(drawn, 0, 0);
      return new Promise((done) => paper.toBlob(done, "image/png"));
    },
  };
}

// Hovering asks every node whether the pointer is over it.
function lighter(many) {
  return { hideEdgesOnDrag: many, hideNodesOnDrag: many, hideEdgesOnZoom: many, hover: !many, dragNodes: !many };
}

/** Thousands of nodes are not drawn anew for every step of the pointer: what is there is moved, and drawn when it is let go. */
function dragAsPicture(network, box, many) {
  let copy = null;
  let from = null;
  network.on("dragStart", ({ pointer }) => {
    if (!many()) return;
    const drawn = box.querySelector("canvas");
    copy = Object.assign(document.createElement("canvas"), { width: drawn.width, height: drawn.height, className: "moving" });
    copy.getContext("2d").drawImage(drawn, 0, 0);
    box.append(copy);
    from = pointer.DOM;
  });
  network.on("dragging", ({ pointer }) => {
    if (copy) copy.style.transform = `translate(${pointer.DOM.x - from.x}px, ${pointer.DOM.y - from.y}px)`;
  });
  network.on("dragEnd", () => {
    // After the frame in which everything is drawn again.
    const done = copy;
    copy = null;
    if (done) network.once("afterDrawing", () => requestAnimationFrame(() => done.remove()));
  });
}

function withMark(drawn, marked, mark) {
  return marked ? { ...drawn, ...mark } : drawn;
}

function put(data, wanted) {
  const ids = new Set(wanted.map((one) => one.id));
  data.remove(data.getIds().filter((id) => !ids.has(id)));
  data.update(wanted);
}
