// A small editor for Cypher: a text area that stays one (for keyboards, screen readers and undo), the same text coloured beneath
// it, and a list of completions. The editors that there are put their styles into the page, which its policy forbids.

import { element, filled } from "./dom.js";

const TOKENS =
  /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|('(?:\\.|[^'\\])*'?|"(?:\\.|[^"\\])*"?)|(`[^`]*`?)|(\$\w+)|(\b\d+(?:\.\d+)?\b)|(:\s*[A-Za-z_]\w*(?:\s*[|&]\s*:?\s*[A-Za-z_]\w*)*)|([A-Za-z_]\w*)/g;
const KINDS = ["comment", "string", "quoted", "parameter", "number", "label", "word"];
const MOST = 12; // completions shown

/** The text in pieces: `[kind, text]`, kind null between tokens; `words` has sets of keywords and functions in upper case. */
export function tokens(text, words) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    if (match.index > end) found.push([null, text.slice(end, match.index)]);
    const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)];
    found.push([kind === "word" ? kindOfWord(match[0], text[match.index + match[0].length], words) : kind, match[0]]);
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push([null, text.slice(end)]);
  return found;
}

// Whoever calls a variable `contains` means the variable: what has a label or a property is no keyword.
function kindOfWord(word, next, words) {
  if (next === ":" || next === ".") return null;
  const upper = word.toUpperCase();
  if (words.keywords.has(upper)) return "keyword";
  return words.functions.has(upper) ? "function" : null;
}

/** What may stand at the end of `before`: what to choose from, the piece already written, whether a name must stand there. */
export function completions(before, words) {
  const quiet = before.replace(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`/g, (text) => "_".repeat(text.length));
  if (/['"`]|\/\/[^\n]*$/.test(quiet.replace(/\/\/[^\n]*\n/g, "\n"))) return { piece: "", found: [], name: false };
  const piece = quiet.match(/\w*$/)[0];
  const head = quiet.slice(0, quiet.length - piece.length);
  const inside = head.lastIndexOf("[") > head.lastIndexOf("]") ? words.types : words.labels;
  if (/[:|&]\s*$/.test(head) && !/\{[^}]*$/.test(head)) return { piece, found: matching(inside, piece), name: true };
  if (/\w\.$/.test(head) || (/[{,]\s*$/.test(head) && /\{[^}]*$/.test(head)))
    return { piece, found: matching(words.properties, piece), name: true };
  return { piece, found: piece ? matching([...words.listed, ...words.called], piece) : [], name: false };
}

function matching(names, piece) {
  if (names.includes(piece)) return [];
  const small = piece.toLowerCase();
  const good = names.filter((name) => name.toLowerCase().startsWith(small));
  const further = piece.length > 1 ? names.filter((name) => name.toLowerCase().includes(small) && !good.includes(name)) : [];
  return [...good, ...further].slice(0, MOST);
}

/** What the server says may be written, ready for colouring and completing. */
export function wordsFrom(given) {
  const upper = (names) => new Set(names.flatMap((name) => name.toUpperCase().split(" ")));
  return {
    ...given,
    listed: given.keywords,
    called: given.functions,
    keywords: upper(given.keywords),
    functions: upper(given.functions),
  };
}

/** Makes `area` (in an `.editor` with a `pre`) the editor; `told` is what the status says of n completions. */
export function makeEditor(area, words, status, told) {
  const paper = area.parentElement.querySelector("pre");
  const list = element("ul", {
    role: "listbox",
    id: `${area.id}-completions`,
    class: "completions",
    hidden: true,
    "aria-label": told.split("{n}").join("").trim(),
  });
  area.after(list);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  let names = [];
  let piece = "";
  let current = -1;

  function colour() {
    const spans = tokens(area.value, words).map(([kind, text]) => (kind ? element("span", { class: `t-${kind}` }, text) : text));
    paper.replaceChildren(...spans, "\n");
    follow();
  }

  function follow() {
    [paper.scrollTop, paper.scrollLeft] = [area.scrollTop, area.scrollLeft];
  }

  function close() {
    names = [];
    current = -1;
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  }

  function offer(always) {
    close();
    if (area.selectionStart !== area.selectionEnd) return;
    const possible = completions(area.value.slice(0, area.selectionStart), words);
    if (!possible.found.length || !(always || possible.piece || /[:.]$/.test(area.value.slice(0, area.selectionStart)))) return;
    [names, piece] = [possible.found, possible.piece];
    list.replaceChildren(
      ...names.map((name, place) =>
        element(
          "li",
          {
            role: "option",
            id: `${list.id}-${place}`,
            "aria-selected": "false",
            onmousedown: (event) => event.preventDefault(),
            onclick: () => accept(place),
          },
          name,
        ),
      ),
    );
    list.hidden = false;
    // Where a name must stand the first is taken by Enter; elsewhere the piece may be a variable, and Enter a new line.
    if (possible.name) mark(0);
    put();
    status.textContent = filled(told, { n: names.length });
  }

  // The coloured text stands exactly under the text area's: a mark in it tells where the caret is.
  function put() {
    const mark = element("span");
    const range = document.createRange();
    const [node, offset] = spot(paper, area.selectionStart - piece.length);
    range.setStart(node, offset);
    range.insertNode(mark);
    const [here, frame] = [mark.getBoundingClientRect(), area.parentElement.getBoundingClientRect()];
    mark.remove();
    paper.normalize();
    list.style.left = `${Math.max(0, Math.min(here.left - frame.left, frame.width - list.offsetWidth))}px`;
    list.style.top = `${here.top - frame.top + 22}px`;
  }

  function mark(place) {
    current = (place + names.length) % names.length;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === current)));
    list.children[current].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", list.children[current].id);
  }

  function accept(place) {
    const end = area.selectionStart;
    area.setRangeText(names[place], end - piece.length, end, "end");
    close();
    colour();
    area.focus();
  }

  area.addEventListener("input", () => {
    colour();
    offer(false);
  });
  area.addEventListener("scroll", follow);
  area.addEventListener("blur", close);
  area.addEventListener("click", close);
  area.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.ctrlKey && event.code === "Space") offer(true);
    else if (list.hidden || !plain) return;
    else if (event.key === "ArrowDown") mark(current + 1);
    else if (event.key === "ArrowUp") mark(current < 0 ? names.length - 1 : current - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && current >= 0) accept(current);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  new ResizeObserver(() => {
    paper.style.height = `${area.offsetHeight}px`;
    follow();
  }).observe(area);
  colour();
  return {
    put(text) {
      area.value = text;
      colour();
      area.focus();
    },
  };
}

/** Text node and offset of a character of `root`'s text. */
function spot(root, wanted) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let left = wanted;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (left <= node.length) return [node, left];
    left -= node.length;
  }
  return [root, root.childNodes.length];
}
