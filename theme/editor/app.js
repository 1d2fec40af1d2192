/* The page /bien-tap/: it asks for the unit, then opens Sveltia CMS with that unit's forms. formats.js
   reads and writes the files. */
import { chooseUnit } from "./choose.js";
import { configure, formats } from "./configuration.js";
import { reader, writer } from "./formats.js";

const CHOSEN = "kyyeu.don-vi";  /* kept for this tab, because Sveltia CMS removes it from the address */
const NOT_CONNECTED = "Trang này chưa nối với kho nội dung nên chưa sửa được ở đây. Người phụ trách: ghi repository và editor trong data/site.yml "
  + "rồi dựng lại trang. Đơn vị không có tài khoản: điền sổ Excel và gửi về Sở.";

async function start() {
  const settings = await (await fetch("config.json", { cache: "no-cache" })).json();
  const asked = new URLSearchParams(location.search).get("don-vi") ?? sessionStorage.getItem(CHOSEN);
  const unit = settings.units.length === 1 ? settings.units[0] : settings.units.find((entry) => entry.id === asked);
  if (!unit) { return chooseUnit(settings, asked); }
  sessionStorage.setItem(CHOSEN, unit.id);
  speakVietnamese();
  if (!settings.backend) {
    if (!/^127\.0\.0\.1$|(^|\.)localhost$/.test(location.hostname)) { return say(NOT_CONNECTED); }
    document.documentElement.dataset.local = "";
  }
  const { default: CMS } = await import("@sveltia/cms");  /* imported only now, because it reads the language as it starts */
  for (const { name, extension, shape } of formats(settings)) {
    CMS.registerCustomFormat(name, extension, { fromFile: reader(shape), toFile: writer(shape) });
  }
  CMS.init({ config: configure(settings, unit) });
}

/* Starts in Vietnamese, whatever the browser's language is; the settings offer others. */
function speakVietnamese() {
  Object.defineProperties(navigator, { language: { get: () => "vi" }, languages: { get: () => ["vi"] } });
}

function say(text) {
  const main = Object.assign(document.createElement("main"), { className: "choose" });
  main.append(Object.assign(document.createElement("p"), { textContent: text }));
  document.body.replaceChildren(main);
}

start().catch((error) => say(`Trang biên tập chưa mở được: ${error.message}. Tải lại trang; nếu vẫn vậy thì báo người phụ trách.`));
