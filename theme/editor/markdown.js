/* Restores the lines of the file in Markdown that a rich text editor wrote, where both say the same. Such
   an editor chooses its own signs for lists, emphasis and horizontal rules, and drops the alignment of
   columns. */

const RULE = /^([*_-])(?:\s*\1){2,}$/;
const COLUMNS = /^\|?[\s:|-]*-[\s:|-]*$/;

export function restored(text, was) {
  const known = new Map();
  each(was, (line, key) => { if (!known.has(key)) { known.set(key, line); } });
  const stars = /^\s*\*\s/m.test(was);  /* a list with another sign would be another list */
  return each(text, (line, key) => known.get(key) ?? (stars ? line : line.replace(/^(\s*)\*(?=\s)/, "$1-"))).join("\n");
}

/* Returns the content of a line without its signs; the line below the head of a table belongs to the head. */
function each(text, visit) {
  let before = "";
  return text.split("\n").map((line) => {
    const said = sense(line);
    const key = line.includes("|") && COLUMNS.test(line.trim()) ? `${before}\n${line.replace(/[^|]/g, "")}` : said;
    before = said;
    return said === "" ? line : visit(line, key);
  });
}

function sense(line) {
  const trimmed = line.trim();
  if (RULE.test(trimmed)) { return "---"; }
  return trimmed.replace(/\\([!-/:-@[-`{-~])/g, "$1").replace(/^[*+-](?=\s)/, "-").replace(/(?<!^)_/g, "*").replace(/\s+\|/g, " |").replace(/\|\s+/g, "| ");
}
