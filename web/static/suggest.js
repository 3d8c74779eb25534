// A text field that looks up nodes while somebody types: a combobox by the ARIA pattern, its list filled by /search.

import { ask, element } from "./dom.js";

const WAIT = 200; // milliseconds without a key before the store is asked

/** Makes `input` a combobox; `chosen(row)` is called with the row picked, `title(label)` names a label. */
export function suggest(input, title, chosen) {
  const list = element("ul", {
    role: "listbox",
    id: `${input.id}-list`,
    class: "suggestions",
    "aria-label": input.getAttribute("aria-label") ?? input.labels[0]?.textContent,
    hidden: true,
  });
  input.after(list);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", list.id],
    ["aria-expanded", "false"],
    ["autocomplete", "off"],
  ])
    input.setAttribute(name, value);
  let rows = [];
  let current = -1;
  let waiting = 0;
  let asked = 0;

  function close() {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function pick(row) {
    close();
    input.value = row.name;
    chosen(row);
  }

  function mark(place) {
    current = (place + rows.length) % rows.length;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", number === current));
    list.children[current].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[current].id);
  }

  function show(found) {
    rows = found;
    current = -1;
    const option = (row, number) =>
      element(
        "li",
        {
          role: "option",
          id: `${list.id}-${number}`,
          "aria-selected": "false",
          onmousedown: (event) => event.preventDefault(),
          onclick: () => pick(row),
        },
        element("span", {}, row.name),
        element("span", { class: "muted" }, ` ${title(row.label)} `, element("span", { class: "code" }, row.code)),
      );
    list.replaceChildren(...rows.map(option));
    list.hidden = rows.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  async function look() {
    const turn = ++asked;
    const text = input.value.trim();
    if (!text) return close();
    const found = await ask(`/search?format=json&limit=12&q=${encodeURIComponent(text)}`).catch(() => ({ data: [] }));
    if (turn === asked && document.activeElement === input) show(found.data);
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && rows.length && !list.hidden) mark(current + 1);
    else if (event.key === "ArrowUp" && rows.length && !list.hidden) mark(current < 0 ? rows.length - 1 : current - 1);
    else if (event.key === "Enter" && current >= 0) pick(rows[current]);
    else return;
    event.preventDefault();
  });
}
