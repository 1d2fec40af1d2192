/* Writes a tree as YAML in the project's canonical form, byte for byte as
   build_scripts/kyyeu/outputs/editor/canonical.py does. */
import { pathKey } from "./yaml_tree.js";

const STEP = "  ";
const LONG_KEY = 150;
const CORE_12 = /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|)$/;
/* Texts that YAML 1.1 reads as something other than text (PyYAML's resolver). */
const NOT_TEXT_11 = new RegExp(`^(?:${[
  "yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF",
  "[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?",
  "[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)",
  "[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+",
  "<<|~|null|Null|NULL|=|!|&|\\*",
  "[0-9]{4}-[0-9]{2}-[0-9]{2}",
  "[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \\t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}(?:\\.[0-9]*)?(?:[ \\t]*(?:Z|[-+][0-9][0-9]?(?::[0-9][0-9])?))?",
].join("|")})$`);
const LETTERS_11 = new Set("yYnN");
const INDICATORS = new Set("-?:,[]{}#&*!|>'\"%@`");
const BARE = { integer: /^-?(0|[1-9][0-9]*)$/, number: /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/, flag: /^(?:true|false)$/, day: /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/ };
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const ESCAPED = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r" };

export function quoted(text) {
  if (!isAmbiguous(text)) { return text; }
  const escaped = [...text].map((char) =>
    ESCAPED[char] ?? (UNPRINTABLE.test(char) ? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}` : char));
  return `"${escaped.join("")}"`;
}

function isAmbiguous(text) {
  return INDICATORS.has(text[0]) || /^\s|\s$/.test(text) || text.includes(": ") || text.includes(" #") || text.endsWith(":")
    || text.startsWith("...") || /[\t\n]/.test(text) || UNPRINTABLE.test(text) || CORE_12.test(text) || LETTERS_11.has(text) || NOT_TEXT_11.test(text);
}

/* Returns the text of a tree. `comments` are those of yaml_tree.js; `form` says which record's fields
   stand where. */
export function writeYaml(tree, shape, comments) {
  const lines = [];
  const writer = { lines, comments };
  write(writer, comments.above, [], "");
  if (shape.form === "mapping") {
    [...tree].forEach(([key, value], number) => {
      if (number) { lines.push(""); }
      entry(writer, [key], headOf("", key), value, "", { fields: shape.fields });
    });
  } else {
    mapping(writer, [], tree, "", shape.fields);
  }
  write(writer, comments.below, [], "");
  return lines.map((line) => `${line}\n`).join("");
}

function plain(form) { return form && typeof form === "object" && "is" in form ? form.is : form; }

function mapping(writer, path, tree, indent, fields, ofRecords = null) {
  const known = fields && !ofRecords ? Object.keys(fields).filter((name) => tree.has(name)) : [];
  for (const key of [...known, ...[...tree.keys()].filter((name) => !known.includes(name))]) {
    entry(writer, [...path, key], headOf(indent, key), tree.get(key), indent, ofRecords ?? plain(fields?.[key]));
  }
}

/* Returns the beginning of a line with a key; a very long key is written in the long form. */
function headOf(indent, key) {
  return [...key].length < LONG_KEY ? `${indent}${quoted(key)}:` : `${indent}? ${quoted(key)}\n${indent}:`;
}

/* Writes the comments of a group (above or below) that belong to a value. */
function write({ lines, comments }, group, path, indent) {
  for (const comment of group.get(pathKey(path)) ?? []) { lines.push(indent + comment); }
}

function entry(writer, path, head, value, indent, form) {
  const { lines, comments } = writer;
  const isBlock = typeof value === "string" && isOnLines(value);
  let beside = comments.beside.get(pathKey(path)) ?? "";
  /* A comment below the lines of a block would be read as one of them. */
  if (isBlock) { write(writer, comments.below, path, indent); }
  write(writer, comments.above, path, indent);
  if (beside && head.includes("\n")) { lines.push(indent + beside); beside = ""; }
  written(writer, path, head, value, indent, form, beside && `  ${beside}`);
  if (!isBlock) { write(writer, comments.below, path, indent + STEP); }
}

function written(writer, path, head, value, indent, form, beside) {
  if (value instanceof Map && value.size) {
    writer.lines.push(head + beside);
    mapping(writer, path, value, indent + STEP, form?.fields, form?.keyed ? { fields: form.keyed } : null);
  } else if (Array.isArray(value) && value.length) {
    writer.lines.push(head + beside);
    value.forEach((part, number) => item(writer, [...path, number], part, indent + STEP, plain(form?.list)));
  } else if (value instanceof Map || Array.isArray(value)) {
    writer.lines.push(`${head} ${value instanceof Map ? "{}" : "[]"}${beside}`);
  } else {
    scalar(writer, head, value, indent, form, beside);
  }
}

/* Writes an item of a list; its first line stands beside the dash. */
function item(writer, path, value, indent, form) {
  const isFilled = value instanceof Map ? value.size : Array.isArray(value) && value.length;
  if (!isFilled) { entry(writer, path, `${indent}-`, value, indent, form); return; }
  const { lines, comments } = writer;
  write(writer, comments.above, path, indent);
  const beside = comments.beside.get(pathKey(path));
  if (beside) { lines.push(indent + beside); }
  let first = lines.length;
  if (value instanceof Map) {
    mapping(writer, path, value, indent + STEP, form?.fields);
  } else {
    value.forEach((part, number) => item(writer, [...path, number], part, indent + STEP, undefined));
  }
  while (lines[first].trimStart().startsWith("#")) { lines[first] = indent + lines[first].trimStart(); first += 1; }
  lines[first] = `${indent}- ${lines[first].slice(indent.length + STEP.length)}`;
  write(writer, comments.below, path, indent + STEP);
}

function isOnLines(value) {
  const text = value.trim();
  return text.includes("\n") && !UNPRINTABLE.test(text.replace(/[\n\t]/g, ""));
}

function scalar(writer, head, value, indent, form, beside) {
  if (value === null) { writer.lines.push(head + beside); return; }
  const text = value.normalize("NFC").trim();
  if (isOnLines(text)) {
    writer.lines.push(`${head} |-${beside}`, ...text.split("\n").map((line) => (line ? indent + STEP + line : "")));
  } else {
    const isBare = typeof form === "string" && BARE[form]?.test(text);
    writer.lines.push(`${head} ${isBare ? text : quoted(text)}${beside}`);
  }
}
