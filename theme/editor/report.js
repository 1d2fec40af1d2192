/* Splits the body of a report into a box for each section of the outline, and joins the boxes again.
   Unknown headings and blank lines outside the boxes stay as they were. */
import { restored } from "./markdown.js";

const HEADING = /^##[ \t]+\[([^\]\n]*)\][ \t]*(.*)$/gm;

function split(body) {
  const headings = [...body.matchAll(HEADING)];
  const lead = body.slice(0, headings.length ? headings[0].index : body.length);
  const sections = headings.map((heading, number) => {
    const start = heading.index + heading[0].length;
    return { code: heading[1].trim(), heading: heading[0], text: body.slice(start, headings[number + 1]?.index ?? body.length) };
  });
  return { lead, sections };
}

export function partsOf(body, outline) {
  const { sections } = split(body);
  const found = {};
  outline.forEach((part, number) => {
    const section = sections.find((entry) => entry.code === part.code);
    if (section) { found[`part${number}`] = section.text.trim(); }
  });
  return found;
}

export function withParts(body, values, outline) {
  const { lead, sections } = split(body);
  let made = sections;
  outline.forEach((part, number) => {
    const text = (values[`part${number}`] ?? "").trim();
    const place = made.findIndex((entry) => entry.code === part.code);
    if (place >= 0) {
      const was = made[place];
      if (was.text.trim() !== text) { made = made.with(place, { ...was, text: text ? `\n\n${restored(text, was.text)}\n\n` : "\n\n" }); }
    } else if (text) {
      made = inserted(made, { code: part.code, heading: `## [${part.code}] ${part.title}`, text: `\n\n${text}\n\n` }, outline);
    }
  });
  return [lead, ...made.map((entry, number) => entry.heading + (number === made.length - 1 ? entry.text : ended(entry.text)))].join("");
}

/* If the section before was the last one, its text ended with the file. */
function ended(text) { return /\n\s*$/.test(text) ? text : `${text}\n\n`; }

function inserted(sections, section, outline) {
  const order = (code) => outline.findIndex((part) => part.code === code);
  const after = sections.findLastIndex((entry) => order(entry.code) >= 0 && order(entry.code) < order(section.code));
  return [...sections.slice(0, after + 1), section, ...sections.slice(after + 1)];
}
