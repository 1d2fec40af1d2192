/* Reads YAML into a tree (Map, array, string, null) and its comments by path; text stays text, whatever it
   looks like. Comments get the same place as in build_scripts/kyyeu/outputs/editor/comments.py. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";

const SCHEMA_LINE = /^#\s*yaml-language-server:/;
const BESIDE = /^[ \t]+(#.*)$/;

export function readYaml(text) {
  const counter = new LineCounter();
  const found = parseDocument(text, { schema: "failsafe", lineCounter: counter, uniqueKeys: true, keepSourceTokens: true });
  if (found.errors.length) { throw found.errors[0]; }
  return { tree: treeOf(found.contents), comments: commentsOf(text, found.contents, counter) };
}

function treeOf(node) {
  if (isMap(node)) { return new Map(node.items.map(({ key, value }) => [key.value.normalize("NFC"), treeOf(value)])); }
  if (isSeq(node)) { return node.items.map(treeOf); }
  return isBlank(node) ? null : node.value.normalize("NFC").trim();
}

function isBlank(node) { return !isScalar(node) || ((node.value === "" || node.value === null) && node.type === "PLAIN"); }

export function pathKey(path) { return JSON.stringify(path); }

function commentsOf(text, root, counter) {
  const found = { top: [], above: new Map(), beside: new Map(), last: [] };
  if (!text.includes("#")) { return found; }
  const lines = text.split("\n");
  const at = (offset) => { const { line, col } = counter.linePos(offset); return { line: line - 1, column: col - 1 }; };
  const spots = [];
  walk(root, [], lines, at, spots);
  const covered = new Set(spots.flatMap((spot) => spot.covers));
  ownLines(lines, covered, spots, found);
  for (const { path, end } of spots) {
    const match = end && end.line < lines.length && BESIDE.exec(lines[end.line].slice(end.column));
    if (match && !found.beside.has(pathKey(path))) { found.beside.set(pathKey(path), match[1].trimEnd()); }
  }
  return found;
}

function walk(node, path, lines, at, spots) {
  if (isMap(node)) { for (const { key, value } of node.items) { entry([...path, key.value], key, value, lines, at, spots); } }
  if (isSeq(node)) { node.items.forEach((value, number) => entry([...path, number], null, value, lines, at, spots)); }
}

function entry(path, key, value, lines, at, spots) {
  const opener = at((key ?? value).range[0]);
  const after = key ? at(key.range[1]) : null;
  const behind = after && { line: after.line, column: after.column + 1 };  /* after the colon */
  if (!isMap(value) && !isSeq(value)) {
    if (isBlank(value)) { spots.push({ path, line: opener.line, covers: [], end: behind ?? opener }); return; }
    const first = at(value.range[0]);
    if (value.type === "BLOCK_LITERAL" || value.type === "BLOCK_FOLDED") {
      const mark = /[|>][-+0-9]*/.exec(lines[first.line].slice(first.column));
      spots.push({ path, line: opener.line, covers: block(lines, first.line), end: { line: first.line, column: first.column + mark[0].length } });
      return;
    }
    const end = at(value.range[1]);
    spots.push({ path, line: opener.line, covers: range(first.line + 1, end.line + 1), end });
    return;
  }
  const flowEnd = value.flow ? at(value.range[1]) : null;
  spots.push({ path, line: opener.line, covers: [], end: flowEnd ?? behind });
  walk(value, path, lines, at, spots);
}

function range(first, end) { return Array.from({ length: Math.max(0, end - first) }, (_, number) => first + number); }

/* Returns the lines of the block scalar that begins on line `first`. */
function block(lines, first) {
  let depth = null;
  let last = first;
  for (let number = first + 1; number < lines.length; number += 1) {
    if (!lines[number].trim()) { continue; }
    const indent = lines[number].length - lines[number].replace(/^ +/, "").length;
    depth ??= indent;
    if (indent < depth || depth === 0) { break; }
    last = number;
  }
  return range(first + 1, last + 1);
}

function ownLines(lines, covered, spots, found) {
  const starts = spots.map((spot, number) => [spot.line, number, spot.path]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const first = starts.length ? starts[0][0] : lines.length;
  let position = 0;
  lines.forEach((line, number) => {
    if (covered.has(number) || !line.trimStart().startsWith("#")) { return; }
    const comment = line.trim();
    if (number < first && (SCHEMA_LINE.test(comment) || lines.slice(number, first).some((rest) => !rest.trim()))) {
      if (!SCHEMA_LINE.test(comment)) { found.top.push(comment); }
      return;
    }
    while (position < starts.length && starts[position][0] <= number) { position += 1; }
    if (position === starts.length) { found.last.push(comment); return; }
    const key = pathKey(starts[position][2]);
    found.above.set(key, [...(found.above.get(key) ?? []), comment]);
  });
}
