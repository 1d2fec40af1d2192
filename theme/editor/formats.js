/* Turns a file of records into what the forms show, and back. Reading keeps the tree of the file, so that
   writing changes only what was edited. */
import { restored } from "./markdown.js";
import { partsOf, withParts } from "./report.js";
import { writeYaml } from "./yaml_text.js";
import { readYaml, readYamlFile } from "./yaml_tree.js";

const MARK = "_source";  /* a hidden field with the text that the values were read from */
const FENCE = /^---[ \t]*$/m;
const NO_COMMENTS = { above: new Map(), beside: new Map(), below: new Map() };
const sources = new Map();

export function reader(shape) {
  return (text) => {
    const source = parsed(shape, text);
    const name = hash(text);
    sources.set(name, source);
    const shown = shape.form === "mapping" ? { records: recordsShown(source.tree, shape.fields) } : groupShown(source.tree, shape.fields);
    if (shape.form === "prose") { shown.body = linksShown(source.body); }
    if (shape.form === "sections") { shown.sections = partsOf(source.body, shape.outline); }
    return { ...shown, [MARK]: name };
  };
}

export function writer(shape) {
  return (values) => {
    const source = sources.get(values[MARK]) ?? { tree: new Map(), comments: NO_COMMENTS, body: "" };
    const tree = shape.form === "mapping"
      ? recordsWritten(values.records ?? [], shape.fields, source.tree) : groupWritten(without(values), shape.fields, source.tree);
    const front = writeYaml(tree, shape, source.comments);
    if (shape.form === "file" || shape.form === "mapping") { return shape.head + front; }
    const body = shape.form === "prose" ? bodyWritten(values.body, source.body) : withParts(source.body, values.sections ?? {}, shape.outline);
    const text = body.normalize("NFC").replace(/\r\n?/g, "\n").replace(/^\n+/, "").trimEnd();
    return `---\n${front}---\n${text ? `\n${text}\n` : ""}`;
  };
}

function parsed(shape, text) {
  if (shape.form === "file" || shape.form === "mapping") { return { ...madeMap(readYamlFile(text)), body: "" }; }
  const opening = FENCE.exec(text);
  const rest = text.slice(opening[0].length + 1);
  const closing = FENCE.exec(rest);
  return { ...madeMap(readYaml(rest.slice(0, closing.index))), body: rest.slice(closing.index + closing[0].length + 1).replace(/^(?:[ \t]*\n)*/, "").trimEnd() };
}

function madeMap(read) { return read.tree instanceof Map ? read : { ...read, tree: new Map() }; }

function without({ [MARK]: mark, body, sections, ...values }) { return values; }

/* Values for a form */

function plain(form) { return form && typeof form === "object" && "is" in form ? form.is : form; }

function shown(value, form) {
  if (form === undefined || value === null) { return value === null ? undefined : unknownShown(value); }
  if (form.list) { return Array.isArray(value) ? value.map((part) => shown(part, plain(form.list)) ?? "") : unknownShown(value); }
  if (form.keyed) { return value instanceof Map ? recordsShown(value, form.keyed) : []; }
  if (form.fields) {
    if (form.short && typeof value === "string") { return { [form.short]: value }; }
    return value instanceof Map ? groupShown(value, form.fields) : unknownShown(value);
  }
  if (form === "flag") { return value === "true"; }
  return unknownShown(value);
}

function unknownShown(value) {
  if (value instanceof Map) { return Object.fromEntries([...value].map(([name, part]) => [name, unknownShown(part) ?? ""])); }
  return Array.isArray(value) ? value.map((part) => unknownShown(part) ?? "") : value;
}

function groupShown(tree, fields) {
  const found = {};
  for (const [name, value] of tree) {
    const made = shown(value, plain(fields[name]));
    if (made !== undefined) { found[name] = made; }
  }
  for (const [name, form] of Object.entries(fields)) {
    if (typeof form === "object" && "is" in form && found[name] === undefined) { found[name] = form.default; }
  }
  return found;
}

function recordsShown(tree, fields) {
  return [...tree].map(([id, record]) => ({ id, ...(record instanceof Map ? groupShown(record, fields) : {}) }));
}

/* Values for a file */

function isBlank(value) {
  if (value === undefined || value === null || value === "") { return true; }
  if (value instanceof Map) { return value.size === 0; }
  if (Array.isArray(value)) { return value.length === 0; }
  return typeof value === "object" && Object.values(value).every(isBlank);
}

/* Returns a group of fields for the file; `before` is the group as the file had it. A blank field stays in
   the file if it was there, otherwise it is not written. */
function groupWritten(values, fields, before) {
  const made = new Map();
  const old = before instanceof Map ? before : new Map();
  for (const name of new Set([...old.keys(), ...Object.keys(fields), ...Object.keys(values)])) {
    const form = fields[name];
    const was = old.get(name);
    if (form === undefined && old.has(name)) { made.set(name, was); continue; }  /* the model does not know this field, so it stays as it is */
    const value = written(values[name], plain(form), was);
    if (isBlank(value)) {
      if (old.has(name) && isBlank(was)) { made.set(name, was); }
    } else if (old.has(name) && isBlank(was) && isDefault(value, form)) {
      made.set(name, was);
    } else if (old.has(name) || !isDefault(value, form)) {
      made.set(name, value);
    }
  }
  return made;
}

function isDefault(value, form) { return form && typeof form === "object" && "is" in form && String(form.default) === value; }

function written(value, form, was) {
  if (value === undefined || value === null) { return null; }
  if (Array.isArray(value)) {
    if (form?.keyed) { return recordsWritten(value, form.keyed, was instanceof Map ? was : new Map()); }
    const old = Array.isArray(was) ? was : [];
    const inner = plain(form?.list);
    return value.filter((part) => !isBlank(part)).map((part, number, all) => written(part, inner, counterpart(part, inner, number, old, all.length)));
  }
  if (typeof value === "object") {
    const group = groupWritten(value, form?.fields ?? {}, was);
    const isShort = form?.short && !(was instanceof Map) && group.size === 1 && group.has(form.short);
    return isShort ? group.get(form.short) : group;
  }
  const text = String(value).normalize("NFC").replace(/\r\n?/g, "\n").replace(form === "line" ? /\s*\n\s*/g : /$^/, " ").trim();
  return form === "number" && typeof was === "string" && was !== "" && Number(was) === Number(text) ? was : text;
}

/* Returns the item of the old list that became this one: by place if the list has not become longer,
   otherwise by its content. */
function counterpart(part, form, number, old, length) {
  if (length >= old.length) { return old[number]; }
  return old.find((was) => same(shown(was, form), part));
}

function same(one, other) { return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)); }

function sorted(value) {
  if (Array.isArray(value)) { return value.map(sorted); }
  if (value === null || typeof value !== "object") { return value; }
  return Object.entries(value).filter(([, part]) => !isBlank(part)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, part]) => [name, sorted(part)]);
}

function recordsWritten(records, fields, before) {
  const made = new Map();
  for (const { id, ...values } of records) {
    const name = isBlank(id) ? freshId(values, made, before) : String(id);
    made.set(name, groupWritten(values, fields, before.get(name)));
  }
  return made;
}

/* Returns an id made from the record's name, with a number if that id exists already. */
export function freshId(values, ...taken) {
  const words = values.item ? [values.cycle, values.item] : [values.name ?? values.title ?? "moi"];
  const base = slug(words.join("-")) || "moi";
  let found = base;
  for (let number = 2; taken.some((ids) => ids.has(found)); number += 1) { found = `${base}-${number}`; }
  return found;
}

export function slug(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("đ", "d").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "")
    .slice(0, 80).replace(/-+$/, "");
}

/* In the file a link may have no text, which the site then fills in. A rich text editor would drop such a
   link, so it gets a text here. */
function linksShown(body) { return body.replace(/\[\]\((\w+):([^()\s]+)\)/g, "[@$2]($1:$2)"); }

function bodyWritten(body, was) {
  const text = (body ?? "").replace(/\[@([^\]]*)\]\((\w+):\1\)/g, "[]($2:$1)");
  return text.trim() === was.trim() ? was : restored(text, was);
}

function hash(text) {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let number = 0; number < text.length; number += 1) {
    const code = text.charCodeAt(number);
    one = Math.imul(one ^ code, 2654435761);
    two = Math.imul(two ^ code, 1597334677);
  }
  return `${(one >>> 0).toString(36)}${(two >>> 0).toString(36)}${text.length.toString(36)}`;
}
