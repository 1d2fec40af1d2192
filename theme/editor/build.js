/* Bundles app.js and Sveltia CMS into the files of /bien-tap/, in the folder given as argument: without
   unused parts, with the missing Vietnamese texts added. */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = resolve(process.argv[2] ?? "out");
const CMS = join(HERE, "node_modules/@sveltia/cms");
/* Parts that an editor of records never asks for: syntax highlighting, maps, reduction of drawings. */
const UNUSED = /^(@shikijs\/(langs|themes)\/|svgo\/browser$|leaflet\/|terra-draw)/;
/* Replacements in the program, each of which must match: fonts are loaded from this site, and the page may
   be zoomed with two fingers. */
const CHANGED = [
  [/https:\/\/cdn\.jsdelivr\.net\/fontsource\/fonts\/([\w-]+)(?::vf)?@[\d.]+\/([\w-]+\.woff2)/g, (_, face, file) => `assets/${ownAsset(`${face}-${file}`)}`],
  [/`maximum-scale=1`/g, () => "`maximum-scale=5`"],
];
const SPOKEN = /locales[\\/](vi|en-US)\.json$/;

const used = {
  name: "used",
  setup(bundle) {
    bundle.onResolve({ filter: UNUSED }, (found) => ({ path: "unused", namespace: "unused" }));
    bundle.onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "export default [];" }));
    bundle.onLoad({ filter: /sveltia[\\/]cms[\\/]npm[\\/]index\.js$/ }, (found) => ({ contents: changed(readFileSync(found.path, "utf8")) }));
    bundle.onLoad({ filter: /locales[\\/][\w-]+\.json$/ }, (found) => {
      if (!SPOKEN.test(found.path)) { return { contents: "{}", loader: "json" }; }
      const strings = JSON.parse(readFileSync(found.path, "utf8"));
      const ours = found.path.endsWith("vi.json") ? JSON.parse(readFileSync(join(HERE, "vi.json"), "utf8")) : {};
      return { contents: JSON.stringify(merged(strings, ours)).replace(/([Kk])ho mã nguồn( Git| cục bộ)?/g, "$1ho nội dung"), loader: "json" };
    });
  },
};

function changed(text) {
  return CHANGED.reduce((made, [pattern, by]) => {
    if (!made.match(pattern)) { throw new Error(`Sveltia CMS đã khác: không thấy ${pattern}`); }
    return made.replace(pattern, by);
  }, text);
}

/* Returns the name of a font file with its hash. */
function ownAsset(name) {
  const [stem, extension] = name.split(".");
  const found = readdirSync(join(CMS, "npm/assets")).find((file) => file.startsWith(`${stem}-`) && file.endsWith(`.${extension}`));
  if (!found) { throw new Error(`Sveltia CMS đã khác: không thấy ${name}`); }
  return found;
}

function merged(base, over) {
  const made = { ...base };
  for (const [name, value] of Object.entries(over)) {
    made[name] = typeof value === "object" ? merged(base[name] ?? {}, value) : value;
  }
  return made;
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(join(OUT, "assets"), { recursive: true });
await build({
  entryPoints: [join(HERE, "app.js")], outdir: OUT, bundle: true, splitting: true, format: "esm", minify: true, target: "es2022",
  legalComments: "none", logLevel: "warning", plugins: [used],
});
for (const name of readdirSync(join(CMS, "npm/assets"))) {
  if (!/^marker|\.map$/.test(name)) { cpSync(join(CMS, "npm/assets", name), join(OUT, "assets", name)); }
}
cpSync(join(CMS, "LICENSE.txt"), join(OUT, "assets/sveltia-cms.LICENSE.txt"));
cpSync(join(HERE, "editor.css"), join(OUT, "editor.css"));

const files = readdirSync(OUT, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name)).sort();
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
/* The build of the site copies the files listed here; `source` tells it whether they were made from the
   sources it has. */
const source = readdirSync(HERE).filter((name) => /\.(js|css|json)$/.test(name)).sort()
  .map((name) => `${name} ${sha256(readFileSync(join(HERE, name)))}\n`).join("");
writeFileSync(join(OUT, "bundle.json"), JSON.stringify({
  source: sha256(source),
  files: Object.fromEntries(files.map((path) => [path.slice(OUT.length + 1).replaceAll("\\", "/"), sha256(readFileSync(path))])),
}, null, 1) + "\n");
