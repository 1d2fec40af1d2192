/* The search dialog and the page tim-kiem/: results by kind with portrait and unit, highlighted matches,
   keyboard control. */
(function () {
  "use strict";
  var engine = window.kyyeuSearch.engine;
  var root = "";
  var WAIT = 40;
  var WAIT_TO_QUOTE = 350;
  var IN_DIALOG = { first: 5, others: 3, quotes: 4, enough: 6, prose: false };
  var ON_PAGE = { first: 12, others: 6, quotes: 12, enough: 6, prose: true };
  var STEP = 24;
  var QUOTE = 190;

  function make(name, attributes, ...children) {
    var element = document.createElement(name);
    Object.entries(attributes).forEach(function (pair) { if (pair[1] !== null) { element.setAttribute(pair[0], pair[1]); } });
    element.append(...children);
    return element;
  }

  function marked(text, runs) {
    return engine.highlight(text, runs).map(function (piece) { return piece[1] ? make("mark", {}, piece[0]) : piece[0]; });
  }

  function unbroken(text) { return text.replace(/(\d{4})-(?=\d{4})/g, "$1\u2011"); }

  function item(found, runs) {
    var picture = found.picture
      ? make("img", { src: root + found.picture, alt: "", width: "48", height: "64", loading: "lazy", decoding: "async" })
      : make("span", { class: "sr-mark", "aria-hidden": "true" }, found.mark);
    var text = make("span", { class: "sr-tx" }, make("strong", { class: "sr-name" }, ...marked(found.name, runs)));
    if (found.note) { text.append(" ", make("span", { class: "sr-note" }, ...marked(unbroken(found.note), runs))); }
    if (found.unit) { text.append(" ", make("span", { class: "sr-note" }, ...marked(found.unit, runs))); }
    if (found.summary) { text.append(" ", make("span", { class: "sr-sum" }, ...marked(found.summary, runs))); }
    var address = location.protocol === "file:" ? found.address.replace(/\/(#|$)/, "/index.html$1") : found.address;
    return make("li", {}, make("a", { class: "sr sr-" + (found.picture ? "pic" : "plain"), href: root + address }, picture, text));
  }

  /* For a match in prose, the result shows a passage of the page itself, which the reader may open next
     anyway. A page below file:// cannot be read this way: there the summary stays. */
  var pages = {};
  function quote(found, runs, link) {
    if (!/^http/.test(location.protocol) || (navigator.connection && navigator.connection.saveData) || /\.pdf$/.test(found.address)) { return; }
    var parts = found.address.split("#");
    pages[parts[0]] = pages[parts[0]] || fetch(root + parts[0]).then(function (answer) { return answer.ok ? answer.text() : ""; })
      .then(function (html) { return new DOMParser().parseFromString(html, "text/html"); }).catch(function () { return null; });
    pages[parts[0]].then(function (page) {
      var text = page && best((parts[1] && page.getElementById(parts[1])) || page.querySelector("main") || page.body, runs);
      if (!text || !link.isConnected) { return; }
      var line = link.querySelector(".sr-sum") || link.querySelector(".sr-tx").appendChild(make("span", { class: "sr-sum" }));
      line.replaceChildren(...marked(text, runs));
    });
  }

  function best(scope, runs) {
    var chosen = { count: 0 };
    scope.querySelectorAll("p, li, dd, td, blockquote, summary, h2, h3").forEach(function (part) {
      if (part.closest("nav, .crumbs, script, style") || part.querySelector("p, li")) { return; }
      var text = part.textContent.replace(/\s+/g, " ").trim();
      var pieces = engine.highlight(text, runs);
      var count = pieces.reduce(function (sum, piece) { return sum + (piece[1] ? engine.words(piece[0]).length ** 2 : 0); }, 0);
      if (count > chosen.count) { chosen = { count: count, text: text, pieces: pieces }; }
    });
    return chosen.text ? cut(chosen) : "";
  }

  /* Returns about two lines around the longest run of words that matched. */
  function cut(chosen) {
    var at = 0, longest = 0, start = 0;
    chosen.pieces.forEach(function (piece) {
      if (piece[1] && piece[0].length > longest) { longest = piece[0].length; start = at; }
      at += piece[0].length;
    });
    var from = chosen.text.length <= QUOTE ? 0 : Math.max(0, Math.min(start - 60, chosen.text.length - QUOTE));
    var begin = from ? chosen.text.indexOf(" ", from) + 1 : 0;
    var end = begin + QUOTE >= chosen.text.length ? chosen.text.length : chosen.text.lastIndexOf(" ", begin + QUOTE);
    return (begin ? "… " : "") + chosen.text.slice(begin, end) + (end < chosen.text.length ? " …" : "");
  }

  /* Connects one search box with the list of its results. */
  function panel(input, status, list, limits, more) {
    var turn = 0, waiting = 0, quoting = 0, said = 0;

    function ask() {
      clearTimeout(waiting);
      waiting = setTimeout(run, WAIT);
    }

    function run() {
      clearTimeout(waiting);
      var now = turn += 1;
      var query = input.value.trim();
      list.dataset.state = "busy";
      return engine.search(query, limits, function (groups, isComplete, asked) {
        if (now === turn) { draw(now, groups, isComplete, asked); }
      }).catch(function () {
        if (now === turn) { say("Không tải được dữ liệu tìm kiếm. Mời quý vị kiểm tra kết nối rồi thử lại."); list.dataset.state = "failed"; }
      });
    }

    function draw(now, groups, isComplete, asked) {
      var runs = asked.length ? engine.marks(asked) : [];
      var wanted = groups.map(function (group, number) { return group.hits.slice(0, number ? limits.others : limits.first); });
      return Promise.all(wanted.map(engine.shown)).then(function (shown) {
        if (now !== turn) { return; }
        var quotes = [];
        list.replaceChildren(...groups.map(function (group, number) { return section(group, shown[number], runs, quotes); }));
        if (isComplete) { finish(groups, asked, quotes, runs); }
      });
    }

    function section(group, shown, runs, quotes) {
      var items = make("ul", { class: "sr-list" });
      var id = "kq-" + group.kind + (list.closest("dialog") ? "-hop" : "");
      var part = make("section", { "aria-labelledby": id, "data-kind": group.kind },
        make("h2", { class: "sr-h", id: id }, group.label + " ", make("span", { class: "sr-n" }, group.hits.length.toLocaleString("vi"))), items);
      function add(found) {
        var one = item(found, runs);
        items.append(one);
        if (found.isProse && quotes) { quotes.push([found, one.firstChild]); }
        return one;
      }
      shown.forEach(add);
      if (more && group.hits.length > shown.length) { part.append(button(group, items, runs)); }
      return part;
    }

    function button(group, items, runs) {
      var found = make("button", { class: "btn btn-quiet sr-more", type: "button" }, "Xem thêm " + group.label.toLowerCase());
      found.addEventListener("click", function () {
        var from = items.children.length;
        engine.shown(group.hits.slice(from, from + STEP)).then(function (shown) {
          shown.forEach(function (one) { items.append(item(one, runs)); });
          if (items.children.length >= group.hits.length) { found.remove(); }
          items.children[from].firstChild.focus();
        });
      });
      return found;
    }

    function finish(groups, asked, quotes, runs) {
      var total = groups.reduce(function (sum, group) { return sum + group.hits.length; }, 0);
      list.dataset.state = "done";
      list.dataset.query = input.value.trim();
      clearTimeout(quoting);
      quoting = setTimeout(function () { quotes.slice(0, limits.quotes).forEach(function (pair) { quote(pair[0], runs, pair[1]); }); }, WAIT_TO_QUOTE);
      say(!asked.length ? "" : total ? total.toLocaleString("vi") + " kết quả" : input.value.trim().length < 2 ? "" : "Không tìm thấy “" + input.value.trim()
        + "”. Thử ít chữ hơn, gõ không dấu, hoặc mở các danh sách.");
      if (limits.onDone) { limits.onDone(input.value.trim(), total); }
    }

    /* The number of results is announced when the reader pauses, not at every letter. */
    function say(words) {
      clearTimeout(said);
      status.classList.toggle("is-empty", !words);
      said = setTimeout(function () { status.textContent = words; }, 150);
    }

    input.addEventListener("input", ask);
    walk(input, list);
    return { run: run };
  }

  /* The arrow keys move from the box through the results and back. */
  function walk(input, list) {
    function links() { return [...list.querySelectorAll("a.sr")]; }
    input.addEventListener("keydown", function (event) {
      if (event.key === "ArrowDown" && links().length) { event.preventDefault(); links()[0].focus(); }
    });
    list.addEventListener("keydown", function (event) {
      var all = links();
      var at = all.indexOf(document.activeElement);
      if (at < 0) { return; }
      var next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
      if (next !== undefined) {
        event.preventDefault();
        (next < 0 ? input : all[Math.min(next, all.length - 1)]).focus();
      } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " ") {
        input.focus();
      }
    });
  }

  function icon(name) { return document.querySelector("[data-search-link] svg").cloneNode(true); }

  var dialog = null, box = null, inside = null;
  function build() {
    var close = make("button", { class: "sd-close", type: "button" }, "Đóng");
    box = make("input", { type: "search", name: "q", id: "sd-q", class: "sd-q", placeholder: "Tên, trường, phong trào, số quyết định", autocomplete: "off",
      autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", "aria-describedby": "sd-hint" });
    var status = make("p", { class: "sr-said is-empty", role: "status" });
    var list = make("div", { class: "sd-list" });
    var all = make("a", { class: "sd-all", href: root + page() }, "Xem tất cả kết quả");
    var form = make("form", { class: "sd-form", role: "search", action: root + page() }, icon(), make("label", { class: "vh", for: "sd-q" }, "Tìm kiếm"), box, close);
    dialog = make("dialog", { class: "sd", "aria-label": "Tìm kiếm" }, form, status, list, make("div", { class: "sd-foot" },
      make("p", { id: "sd-hint" }, "Gõ có dấu hay không dấu đều được."),
      make("p", { class: "sd-keys", "aria-hidden": "true" }, make("kbd", {}, "↓"), make("kbd", {}, "↑"), " chọn ", make("kbd", {}, "Esc"), " đóng"), all));
    inside = panel(box, status, list, { ...IN_DIALOG, onDone: function (query) { all.href = root + page() + "?q=" + encodeURIComponent(query); } }, false);
    close.addEventListener("click", function () { dialog.close(); });
    box.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { event.preventDefault(); dialog.close(); }  /* without this, Escape would only empty the box */
    });
    dialog.addEventListener("click", function (event) { if (event.target === dialog) { dialog.close(); } });
    document.body.append(dialog);
  }

  function page() { return location.protocol === "file:" ? "tim-kiem/index.html" : "tim-kiem/"; }

  function open() {
    var here = document.querySelector("[data-search-page] input");
    if (here) { here.focus(); here.select(); return; }
    if (!dialog) { build(); }
    if (!dialog.open) { dialog.showModal(); }
    box.focus();
    box.select();
    engine.open(root);
  }

  function fillPage(place) {
    var input = place.querySelector("input");
    var title = document.title;
    var found = panel(input, place.querySelector("[data-search-said]"), place.querySelector("[data-search-list]"), { ...ON_PAGE, onDone: function (query) {
      var address = new URL(location.href);
      if (query) { address.searchParams.set("q", query); } else { address.searchParams.delete("q"); }
      try { history.replaceState(null, "", address); } catch (error) { /* some browsers forbid this below file:// */ }
      document.title = query ? query + " · " + title : title;
      place.classList.toggle("is-asked", Boolean(query));
    } }, true);
    place.querySelector("form").hidden = false;
    place.querySelector("form").addEventListener("submit", function (event) { event.preventDefault(); found.run(); });
    place.querySelectorAll("[data-query]").forEach(function (part) {
      part.addEventListener("click", function () { input.value = part.dataset.query; input.focus(); found.run(); });
    });
    input.value = new URLSearchParams(location.search).get("q") || "";
    engine.open(root).catch(function () { /* the error is shown at the first query */ });
    if (input.value) { found.run(); } else { input.focus(); }
  }

  window.kyyeuSearch.view = function (where) {
    root = where;
    engine.open(root).catch(function () { /* the error is shown at the first query */ });
    return { open: open, fillPage: fillPage };
  };
})();
