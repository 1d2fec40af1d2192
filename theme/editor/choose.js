/* If the address names no unit, the page asks for one: a list with a search box, grouped by kind of unit,
   with the unit chosen last at the top. */

const LAST = "kyyeu.don-vi";

export function chooseUnit(settings, unknown) {
  const main = element("main", { className: "choose" });
  main.append(element("h1", { textContent: "Biên tập nội dung" }), element("p", { textContent: settings.title }));
  if (unknown) { main.append(element("p", { role: "alert", textContent: `Không có đơn vị “${unknown}”. Hãy chọn trong danh sách.` })); }
  const last = settings.units.find((unit) => unit.id === remembered());
  if (last) { main.append(element("p", {}, "Lần trước: ", link(last))); }
  const box = element("input", { type: "search", id: "tim", autocomplete: "off" });
  const list = element("div", {});
  main.append(element("label", { htmlFor: "tim", textContent: "Tìm đơn vị của thầy, cô" }), box, list);
  box.addEventListener("input", () => show(list, settings.units, box.value));
  show(list, settings.units, "");
  main.append(element("p", {}, element("a", { href: "../huong-dan/bien-tap/", textContent: "Hướng dẫn sửa nội dung" })));
  document.title = `Biên tập · ${settings.title}`;
  document.body.replaceChildren(main);
  box.focus();
}

function show(list, units, sought) {
  const words = fold(sought).split(/\s+/).filter(Boolean);
  const found = units.filter((unit) => words.every((word) => fold(`${unit.name} ${unit.id}`).includes(word)));
  const groups = Map.groupBy ? Map.groupBy(found, (unit) => unit.group) : grouped(found);
  list.replaceChildren(...[...groups].map(([name, members]) =>
    element("section", {}, element("h2", { textContent: name }), element("ul", {}, ...members.map((unit) => element("li", {}, link(unit)))))));
  if (!found.length) { list.append(element("p", { role: "status", textContent: "Không tìm thấy đơn vị nào. Thử gõ ít chữ hơn." })); }
}

function grouped(units) {
  const groups = new Map();
  for (const unit of units) { groups.set(unit.group, [...(groups.get(unit.group) ?? []), unit]); }
  return groups;
}

function link(unit) {
  const made = element("a", { href: `?don-vi=${unit.id}`, textContent: unit.name });
  made.addEventListener("click", () => { try { localStorage.setItem(LAST, unit.id); } catch { /* not kept, then */ } });
  return made;
}

function remembered() { try { return localStorage.getItem(LAST); } catch { return null; } }

function fold(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d"); }

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
