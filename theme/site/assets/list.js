/* Filters the list of exemplars in the browser. The filters are kept in the page's address, so that a
   reader can send it to somebody. Without this script the page is the plain list, and the letters lead to
   their own pages. */
(function () {
  "use strict";
  const PAGE = 36;
  const form = document.getElementById("loc");
  const list = document.querySelector("[data-list]");
  const whole = list.hasAttribute("data-whole");
  const original = Array.from(list.children);
  const part = function (name) { return document.querySelector("[data-" + name + "]"); };
  const parts = { count: part("count"), of: part("of"), none: part("none"), more: part("more"), heading: part("heading"), entry: part("entry") };
  const chips = document.querySelector(".chosen");
  const letters = Array.from(document.querySelectorAll(".az a"));
  const facets = Array.from(document.querySelectorAll("[data-facet]"), function (box) {
    const options = Array.from(box.querySelectorAll("input"), function (input) {
      const label = input.closest("label");
      const number = label.querySelector(".n");
      return { input: input, code: input.value, label: label, words: label.querySelector("span").textContent, number: number, total: number.textContent };
    });
    const details = box.closest("details");
    return { name: box.dataset.facet, details: details, options: options, counts: null };
  });
  const first = { count: parts.count.textContent, of: parts.of.textContent, heading: parts.heading.textContent, quiet: parts.heading.className };
  const built = new Map();
  let state = read();
  let data = null;
  let loading = null;
  let shown = [];
  let length = PAGE;

  /* The address */

  function read() {
    const query = new URLSearchParams(location.search);
    const chosen = {};
    facets.forEach(function (facet) { chosen[facet.name] = new Set(query.getAll(facet.name)); });
    return { chosen: chosen, text: (query.get("ten") || "").slice(0, 100), letter: whole ? "" : query.get("chu") || "", look: query.get("kieu") === "bang" ? "bang" : "luoi" };
  }

  function write(replace) {
    const query = new URLSearchParams();
    facets.forEach(function (facet) { state.chosen[facet.name].forEach(function (code) { query.append(facet.name, code); }); });
    if (state.text.trim()) { query.set("ten", state.text.trim()); }
    if (state.letter) { query.set("chu", state.letter); }
    if (state.look === "bang") { query.set("kieu", "bang"); }
    const address = location.pathname + (query.toString() ? "?" + query : "");
    try { history[replace ? "replaceState" : "pushState"](null, "", address); } catch (error) { /* some browsers forbid this below file:// */ }
  }

  function mirror() {
    facets.forEach(function (facet) {
      let ticked = false;
      facet.options.forEach(function (option) {
        option.input.checked = state.chosen[facet.name].has(option.code);
        ticked = ticked || option.input.checked;
      });
      if (ticked) { facet.details.open = true; }
    });
    if (form.elements.ten.value !== state.text) { form.elements.ten.value = state.text; }
    document.querySelectorAll("[name=kieu]").forEach(function (input) { input.checked = input.value === state.look; });
  }

  function isNarrowed() {
    return Boolean(state.text.trim() || state.letter || facets.some(function (facet) { return state.chosen[facet.name].size; }));
  }

  /* The data */

  function load() {
    loading = loading || new Promise(function (resolve, reject) {
      const part = document.createElement("script");
      window.kyyeuList = function (found) { data = unpack(found); };
      part.onload = function () { if (data) { resolve(); } else { reject(); } };
      part.onerror = reject;
      part.src = form.dataset.file;
      document.head.append(part);
    });
    loading.catch(function () { loading = null; });
    return loading;
  }

  function digits(text, width) {
    const found = new Uint16Array(text.length / width);
    for (let place = 0; place < found.length; place += 1) { found[place] = parseInt(text.substr(place * width, width), 36); }
    return found;
  }

  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");
  }

  function unpack(found) {
    found.columns = facets.map(function (facet) {
      const column = found.facets[facet.name];
      const codes = new Map(column.codes.map(function (code, place) { return [code, place]; }));
      const rows = column.text === undefined
        ? column.many.split(",").map(function (text) { return digits(text, column.width); })
        : digits(column.text, column.width);
      return { codes: codes, list: column.codes, rows: rows, one: column.text !== undefined };
    });
    found.titleAt = digits(found.titleOf.text, found.titleOf.width);
    found.sizeAt = digits(found.photos.sizeOf.text, found.photos.sizeOf.width);
    found.groupAt = digits(found.facets.nhom.text, found.facets.nhom.width);
    found.unitAt = digits(found.facets["don-vi"].text, found.facets["don-vi"].width);
    const units = found.units.map(plain);
    found.search = found.names.map(function (name, place) { return " " + plain(name) + " " + units[found.unitAt[place]]; });
    found.letterAt = new Array(found.names.length);
    found.letters.forEach(function (run, turn) {
      const end = turn + 1 < found.letters.length ? found.letters[turn + 1][1] : found.names.length;
      found.letterAt.fill(run[0], run[1], end);
    });
    return found;
  }

  function plain(text) {
    return fold(text).replace(/[^a-z0-9]+/g, " ").replace(/y/g, "i").trim();
  }

  /* Finds in one pass which exemplars match, and for each choice how many would match if it were ticked
     too. */
  function sift() {
    const words = plain(state.text).split(" ").filter(Boolean).map(function (word) { return " " + word; });
    const size = data.names.length;
    const wanted = facets.map(function (facet, turn) {
      const column = data.columns[turn];
      const ticked = state.chosen[facet.name];
      return ticked.size ? column.list.map(function (code) { return ticked.has(code); }) : null;
    });
    const counts = data.columns.map(function (column) { return new Uint32Array(column.list.length); });
    const matching = [];
    for (let place = 0; place < size; place += 1) {
      if (state.letter && slugOf(data.letterAt[place]) !== state.letter) { continue; }
      if (words.length && !words.every(function (word) { return data.search[place].includes(word); })) { continue; }
      let missed = -1;
      let misses = 0;
      for (let turn = 0; turn < wanted.length && misses < 2; turn += 1) {
        if (wanted[turn] && !holds(data.columns[turn], place, wanted[turn])) { misses += 1; missed = turn; }
      }
      if (misses > 1) { continue; }
      if (!misses) { matching.push(place); }
      for (let turn = misses ? missed : 0; turn < (misses ? missed + 1 : wanted.length); turn += 1) {
        const column = data.columns[turn];
        if (column.one) { counts[turn][column.rows[place]] += 1; } else { column.rows[place].forEach(function (code) { counts[turn][code] += 1; }); }
      }
    }
    return { matching: matching, counts: counts };
  }

  function holds(column, place, wanted) {
    return column.one ? wanted[column.rows[place]] : column.rows[place].some(function (code) { return wanted[code]; });
  }

  const slugs = new Map(letters.map(function (link) {
    return [link.textContent, link.getAttribute("href").replace(/^#chu-|^.*?chu\/|\/(index\.html)?$/g, "")];
  }));

  function slugOf(letter) {
    return slugs.get(letter) || slugs.get("#");
  }

  /* The page */

  function apply() {
    mirror();
    if (!isNarrowed()) { restore(); return; }
    drawChips();
    load().then(function () {
      if (!isNarrowed()) { return; }
      const found = sift();
      shown = found.matching;
      length = PAGE;
      parts.count.textContent = words(shown.length);
      parts.of.textContent = "trong " + words(data.names.length) + " điển hình";
      parts.none.hidden = shown.length > 0;
      parts.none.textContent = "Không có điển hình nào khớp với các mục đã chọn.";
      parts.heading.textContent = "Danh sách, xếp theo tên";
      parts.heading.className = "vh";
      facets.forEach(function (facet, turn) {
        facet.counts = facet.options.map(function (option) { return found.counts[turn][data.columns[turn].codes.get(option.code)] || 0; });
        number(facet);
      });
      draw();
    }, function () {
      parts.none.hidden = false;
      parts.none.textContent = "Chưa tải được danh sách để lọc. Xin thử lại, hoặc xem theo vần chữ cái.";
    });
  }

  /* A folded facet may hold hundreds of units, so its counts are shown only when it is unfolded. */
  function number(facet) {
    if (!facet.details.open) { return; }
    facet.options.forEach(function (option, place) {
      option.number.textContent = facet.counts ? words(facet.counts[place]) : option.total;
      option.label.classList.toggle("is-none", Boolean(facet.counts) && !facet.counts[place]);
    });
  }

  function words(count) {
    return String(count).replace(/\B(?=(\d{3})+$)/g, ".");
  }

  function restore() {
    shown = [];
    parts.count.textContent = first.count;
    parts.of.textContent = first.of;
    parts.none.hidden = parts.more.hidden = chips.hidden = true;
    parts.heading.textContent = first.heading;
    parts.heading.className = first.quiet;
    facets.forEach(function (facet) { facet.counts = null; number(facet); });
    if (whole) { head(original, original.map(function (entry, place) { return place; })); }
    list.replaceChildren.apply(list, original);
    markLetters(null);
  }

  function draw() {
    const places = whole ? shown : shown.slice(0, length);
    const nodes = places.map(function (place) { return whole ? original[place] : entry(place); });
    head(nodes, places);
    list.replaceChildren.apply(list, nodes);
    parts.more.hidden = places.length === shown.length;
    markLetters(new Set(shown.map(function (place) { return data.letterAt[place]; })));
  }

  /* The first exemplar of each letter shows the letter. */
  function head(nodes, places) {
    if (!data) { return; }
    let last = "";
    nodes.forEach(function (node, turn) {
      const letter = data.letterAt[places[turn]];
      const tab = node.querySelector(".tab");
      const isFirst = letter !== last;
      if (tab && !isFirst) { tab.remove(); }
      if (!tab && isFirst) { node.prepend(filled("span", "tab", letter)); node.firstChild.setAttribute("aria-hidden", "true"); }
      if (whole && isFirst) { node.id = "chu-" + slugOf(letter); } else { node.removeAttribute("id"); }
      last = letter;
    });
  }

  function markLetters(present) {
    letters.forEach(function (link) {
      link.dataset.href = link.dataset.href || link.getAttribute("href");
      if (whole && present && !present.has(link.textContent)) { link.removeAttribute("href"); } else { link.setAttribute("href", link.dataset.href); }
      if (slugs.get(link.textContent) === state.letter) { link.setAttribute("aria-current", "true"); } else { link.removeAttribute("aria-current"); }
    });
  }

  function filled(tag, name, text) {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  }

  function entry(place) {
    if (built.has(place)) { return built.get(place); }
    const node = parts.entry.content.firstElementChild.cloneNode(true);
    const unit = data.facets["don-vi"].codes[data.unitAt[place]];
    const name = data.names[place];
    const title = data.titles[data.titleAt[place]];
    const group = data.groups[data.facets.nhom.codes[data.groupAt[place]]];
    const unitName = data.units[data.unitAt[place]];
    const isSaid = (name + "\n" + title).toLowerCase().includes(unitName.toLowerCase());
    const level = data.columns[facets.findIndex(function (facet) { return facet.name === "cap-ton-vinh"; })];
    const reached = level && (level.one ? level.list[level.rows[place]] : level.list[level.rows[place][0]]);
    const id = data.ids[place] || fold(name).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    node.querySelector("a").setAttribute("href", form.dataset.root + "dien-hinh/" + unit + "/" + id + (location.protocol === "file:" ? "/index.html" : "/"));
    node.querySelector(".kick").textContent = group;
    node.querySelector("strong").textContent = name;
    node.querySelector(".it-t").textContent = title;
    node.querySelector(".it-u").textContent = isSaid ? "" : unitName;
    node.querySelector(".it-l").textContent = reached ? data.levels[reached] : "";
    node.querySelector(".card-pic").append(portrait(place));
    built.set(place, node);
    return node;
  }

  function portrait(place) {
    const stem = data.photos.stems[place];
    if (!stem) {
      const mark = filled("span", "mark", data.letterAt[place]);
      mark.setAttribute("aria-hidden", "true");
      return mark;
    }
    const widths = data.photos.sizes[data.sizeAt[place]].split(",");
    const base = form.dataset.root + data.photos.folder + stem + "-";
    const picture = document.createElement("picture");
    const source = document.createElement("source");
    source.type = "image/webp";
    source.sizes = "(min-width: 60em) 200px, 44vw";
    source.srcset = widths.map(function (width) { return base + width + ".webp " + width + "w"; }).join(", ");
    const image = document.createElement("img");
    image.loading = "lazy";
    image.decoding = "async";
    image.width = 480;
    image.height = 640;
    image.alt = "";
    image.src = base + (widths[1] || widths[0]) + ".jpg";
    picture.append(source, image);
    return picture;
  }

  function drawChips() {
    const found = [];
    facets.forEach(function (facet) {
      state.chosen[facet.name].forEach(function (code) {
        const option = facet.options.find(function (entry) { return entry.code === code; });
        found.push(chip(option ? option.words : code, function () { state.chosen[facet.name].delete(code); }));
      });
    });
    if (state.text.trim()) { found.push(chip("“" + state.text.trim() + "”", function () { state.text = ""; })); }
    if (state.letter) {
      const link = letters.find(function (entry) { return slugs.get(entry.textContent) === state.letter; });
      found.push(chip("Vần " + (link ? link.textContent : state.letter), function () { state.letter = ""; }));
    }
    chips.replaceChildren.apply(chips, found);
    chips.hidden = !found.length;
  }

  function chip(text, drop) {
    const item = document.createElement("li");
    const button = filled("button", "", text);
    button.type = "button";
    button.setAttribute("aria-label", "Bỏ lọc: " + text);
    button.addEventListener("click", function () {
      drop();
      write();
      apply();
      (chips.querySelector("button") || parts.heading).focus();
    });
    item.append(button);
    return item;
  }

  /* What the reader does */

  facets.forEach(function (facet) { facet.details.addEventListener("toggle", function () { number(facet); }); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("change", function (event) {
    const input = event.target;
    if (input.type === "checkbox") {
      state.chosen[input.name][input.checked ? "add" : "delete"](input.value);
      write();
      apply();
    }
  });
  form.elements.ten.addEventListener("input", function () {
    state.text = form.elements.ten.value;
    write(true);
    apply();
  });
  document.querySelectorAll("[name=kieu]").forEach(function (input) {
    input.addEventListener("change", function () { state.look = input.value; write(true); });
  });
  document.querySelector("[data-clear]").addEventListener("click", function () {
    facets.forEach(function (facet) { state.chosen[facet.name].clear(); });
    state.text = state.letter = "";
    write();
    apply();
  });
  parts.more.addEventListener("click", function () {
    const next = length;
    length += PAGE;
    draw();
    list.children[next].querySelector("a").focus();
  });
  letters.forEach(function (link) {
    link.addEventListener("click", function (event) {
      if (whole || !isNarrowed() || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      event.preventDefault();
      state.letter = state.letter === slugs.get(link.textContent) ? "" : slugs.get(link.textContent);
      write();
      apply();
    });
  });
  ["pointerenter", "pointerdown", "focusin"].forEach(function (kind) {
    form.addEventListener(kind, function () { load().catch(function () { /* the error is shown when the reader chooses something */ }); }, { once: true });
  });
  /* On a phone the filters cover the page, so the data is loaded as soon as they are opened. */
  document.getElementById("bo-loc").addEventListener("toggle", function () { load().catch(function () {}); }, { once: true });
  window.addEventListener("popstate", function () { state = read(); apply(); });
  parts.heading.tabIndex = -1;
  if (isNarrowed() || state.look === "bang") { apply(); }
})();
