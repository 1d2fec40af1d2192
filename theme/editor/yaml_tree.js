/* Reads YAML into a tree (Map, array, string, null) and its comments by path; text stays text, whatever it
   looks like. Comments get the same place as in build_scripts/kyyeu/outputs/editor/yaml_comments.py. */
import { isMap, isScalar, isSeq, parseDocument } from "yaml";

const FIRST_VALUE = /^[ \t]*[^ \t#\n]/m;
const SCHEMA_LINES = /^[ \t]*#[ \t]*yaml-language-server:.*\n?/gm;

/* Reads a file that has nothing but YAML. Its line with the schema is written anew with the file. */
export function readYamlFile(text) {
  const first = FIRST_VALUE.exec(text)?.index ?? text.length;
  return readYaml(text.slice(0, first).replace(SCHEMA_LINES, "") + text.slice(first));
}

export function readYaml(text) {
  const found = parseDocument(text, { schema: "failsafe", uniqueKeys: true, keepSourceTokens: true });
  if (found.errors.length) { throw found.errors[0]; }
  return { tree: treeOf(found.contents), comments: commentsOf(text, found.contents) };
}

function treeOf(node) {
  if (isMap(node)) { return new Map(node.items.map(({ key, value }) => [key.value.normalize("NFC"), treeOf(value)])); }
  if (isSeq(node)) { return node.items.map(treeOf); }
  return isBlank(node) ? null : node.value.normalize("NFC").trim();
}

function isBlank(node) { return !isScalar(node) || ((node.value === "" || node.value === null) && node.type === "PLAIN"); }

export function pathKey(path) { return JSON.stringify(path); }

/* A comment is every # outside the texts of keys and values. Positions are offsets in the text. */
function commentsOf(text, root) {
  const comments = { above: new Map(), beside: new Map(), below: new Map() };
  if (!text.includes("#")) { return comments; }
  const layout = { text, scalars: [], starts: [], ends: [], columns: new Map(), brackets: new Map() };
  if (root?.range && (isMap(root) || isSeq(root) || !isBlank(root))) { add(layout, root, []); }
  const head = text.slice(0, layout.starts.length ? layout.starts[0].at : text.length);
  const headEnd = [...head.matchAll(/\n[ \t]*(?=\n)/g)].at(-1)?.index ?? 0;
  let position = 0;
  for (const [start, end] of [...layout.scalars, [text.length, text.length]]) {
    for (const match of text.slice(position, start).matchAll(/#.*/g)) {
      place(comments, layout, position + match.index, match[0].trimEnd(), headEnd);
    }
    position = end;
  }
  return comments;
}

function place(comments, layout, at, comment, headEnd) {
  let group = comments.above;
  let path = [];
  if (at >= headEnd) {
    const beside = besideWhat(layout, at);
    if (beside?.length && !comments.beside.has(pathKey(beside))) { comments.beside.set(pathKey(beside), comment); return; }
    const near = beside ? { path: beside } : nearWhat(layout, at);
    group = near.isBelow ? comments.below : comments.above;
    path = near.path;
  }
  group.set(pathKey(path), [...(group.get(pathKey(path)) ?? []), comment]);
}

/* Notes where a key or value and all values in it stand. */
function add(layout, node, path) {
  const [start, end] = node.range;
  if (!isMap(node) && !isSeq(node)) {
    const isBlock = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
    const firstLine = layout.text.indexOf("\n", start) + 1;
    layout.starts.push({ at: start, path });
    layout.ends.push({ at: isBlock ? start : end, path });
    layout.scalars.push([isBlock ? (firstLine && firstLine <= end ? firstLine : end) : start, end]);
    return;
  }
  if (node.flow) {
    layout.starts.push({ at: start, path });
    layout.ends.push({ at: start + 1, path });
    layout.brackets.set(pathKey(path), end);
  }
  const column = node.flow ? Infinity : columnOf(layout.text, start);
  node.items.forEach((item, number) => {
    const below = [...path, isMap(node) ? item.key.value.normalize("NFC") : number];
    const value = isMap(node) ? item.value : item;
    if (isMap(node)) { add(layout, item.key, below); } else { layout.starts.push({ at: item.range[0], path: below }); }
    layout.columns.set(pathKey(below), column);
    if (value?.range) { add(layout, value, below); }
  });
  if (node.flow) { layout.ends.push({ at: end, path }); }
}

function columnOf(text, at) { return at - lineOf(text, at); }

function lineOf(text, at) { return at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1; }

/* Returns how many of the places, which are in order, are not after the offset. */
function countUntil(places, at) {
  let low = 0;
  for (let high = places.length; low < high;) {
    const middle = (low + high) >> 1;
    if (places[middle].at <= at) { low = middle + 1; } else { high = middle; }
  }
  return low;
}

function besideWhat(layout, at) {
  const last = layout.ends[countUntil(layout.ends, at) - 1];
  return last && last.at > lineOf(layout.text, at) ? last.path : null;
}

function nearWhat(layout, at) {
  const begun = countUntil(layout.starts, at);
  const before = begun ? layout.starts[begun - 1].path : [];
  const after = layout.starts[begun]?.path ?? null;
  if (!begun || (after && pathKey(after) === pathKey(before))) { return { path: after ?? [] }; }
  for (let depth = before.length; depth >= 0; depth -= 1) {
    const path = before.slice(0, depth);
    if (after?.length && pathKey(after.slice(0, depth)) === pathKey(path)) { return { path: after }; }
    const isLast = (layout.brackets.get(pathKey(path)) ?? 0) > at;
    if (isLast || (depth && columnOf(layout.text, at) > layout.columns.get(pathKey(path)))) { return { isBelow: true, path }; }
  }
  return { isBelow: true, path: [] };
}
