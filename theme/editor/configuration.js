/* Makes the configuration of Sveltia CMS from config.json and a unit: it fills in `{unit}` and the choices
   “@…”. The file comes from build_scripts/kyyeu/outputs/editor/web_forms.py. */

export function configure(settings, unit) {
  const choices = { ...settings.choices };
  for (const [name, own] of Object.entries(unit.choices)) { choices[name] = [...own, ...(settings.choices[name] ?? [])]; }
  const words = { unit: unit.id, cycle: settings.cycle };
  const isOrganiser = unit.id === settings.organiser;
  const backend = settings.backend ?? { name: "gitea", repo: "kho/ky-yeu", base_url: location.origin, api_root: `${location.origin}/api/v1`, auth_methods: ["token"] };
  return {
    load_config_file: false,
    backend,
    publish_mode: ["github", "gitlab"].includes(settings.backend?.name) ? "editorial_workflow" : "simple",
    app_title: `Biên tập · ${unit.name}`,
    site_url: new URL("..", document.baseURI).href,
    logout_redirect_url: "?don-vi=",
    logo: { src: new URL("../assets/favicon.svg", document.baseURI).href },
    show_preview_links: false,
    media_folder: `content/units/${unit.id}`,
    public_folder: "",
    media_libraries: {
      default: { config: { max_file_size: 60_000_000, slugify_filename: true, transformations: { heic: { format: "webp", quality: 92 } } } },
      stock_assets: { providers: [] },
    },
    slug: { encoding: "ascii", clean_accents: true, maxlength: 80, timezone: "local" },
    output: { omit_empty_optional_fields: true },
    editor: { preview: false },
    collections: settings.collections.map((collection) => filled(collection, words, choices, isOrganiser)),
  };
}

function filled(value, words, choices, isOrganiser) {
  if (typeof value === "string") { return value.replace(/(?<!\{)\{(unit|cycle)\}(?!\})/g, (_, name) => words[name]); }
  if (Array.isArray(value)) { return value.map((entry) => filled(entry, words, choices, isOrganiser)); }
  if (value === null || typeof value !== "object") { return value; }
  if (value.widget === "select" && typeof value.options === "string") { return chosen(value, words, choices, isOrganiser); }
  if (value.widget === "relation" && isOrganiser) { return written(value, words, choices); }
  const made = Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, filled(entry, words, choices, isOrganiser)]));
  if (made.widget === "string" || made.widget === "text") { made.use_emoji_autocomplete = false; }
  if (made.widget === "list") { made.label_singular = `${made.fields ? "mục " : ""}${made.label.charAt(0).toLowerCase()}${made.label.slice(1)}`; }
  return made;
}

/* A field without any choices cannot be shown as a list, so the reference is typed. */
function chosen(field, words, choices, isOrganiser) {
  const options = choices[field.options.slice(1)] ?? [];
  return options.length ? { ...field, options } : written(field, words, choices, isOrganiser);
}

/* The organiser's conference concerns exemplars of all units, which this editor has not read, so the
   reference is typed. */
function written(field) {
  const { name, label, required, multiple } = field;
  return { name, label, required, widget: multiple ? "list" : "string", hint: "Ghi mã dạng đơn-vị/mã, như trong địa chỉ trang của hồ sơ." };
}

export function shapeOf(settings, format) {
  const [kind, outline] = format.replace(/-frontmatter$/, "").split(":");
  return { ...settings.shapes[kind], outline: outline ? settings.outlines[outline] : undefined };
}

export function formats(settings) {
  const named = new Map();
  for (const collection of settings.collections) {
    for (const file of collection.files ?? [collection]) { named.set(file.format, file.extension ?? file.file.split(".").pop()); }
  }
  return [...named].map(([name, extension]) => ({ name, extension, shape: shapeOf(settings, name) }));
}
