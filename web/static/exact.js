// Whole numbers of 64 bits: JavaScript rounds them beyond 2^53, so they stay the digits that they are.

/** A whole number that JavaScript cannot hold. */
export class Exact {
  constructor(digits) {
    this.digits = digits;
  }

  toString() {
    return this.digits;
  }
}

const MARK = `exact ${crypto.getRandomValues(new Uint32Array(4)).join("-")} `; // stands in no answer
const PIECE = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, "g");
const isExact = (piece) => /^-?\d+$/.test(piece) && !Number.isSafeInteger(Number(piece));

/** A text of JSON as values; whole numbers beyond 2^53 as `Exact`. */
export function parsed(text) {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const marked = text.replace(PIECE, (piece) => (isExact(piece) ? `"${MARK}${piece}"` : piece));
  const back = (_, value) =>
    typeof value === "string" && value.startsWith(MARK) ? new Exact(value.slice(MARK.length)) : value;
  return JSON.parse(marked, back);
}

/** Values as a text of JSON, with every digit. */
export function written(value, indent) {
  const mark = (_, one) => (one instanceof Exact ? `${MARK}${one.digits}` : one);
  return JSON.stringify(value, mark, indent).replace(MARKED, "$1");
}
