/* The page's side of reading without a network: it registers sw.js, shows on which day a stored page was
   stored, stores what the button of a conference names, and lists what is stored. */
(function () {
  "use strict";
  var root = new URL("../", document.currentScript.src).href;
  var page = document.documentElement;
  var workers = navigator.serviceWorker;
  if (!workers || !/^http/.test(location.protocol)) { return; }

  function part(name) { return document.querySelector("[data-offline-" + name + "]"); }

  function made(tag, name, text) {
    var element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    return element;
  }

  function day(stamp) {
    return new Date(stamp).toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric" }).replace(/-/g, "/");
  }

  function tell(message) {
    return workers.ready.then(function (found) { found.active.postMessage(message); });
  }

  function register() {
    workers.register(root + "sw.js", { scope: root, updateViaCache: "none" }).catch(function () { /* fails in a private window and on a host without https */ });
    if (!workers.controller) {  /* this page was loaded before the worker started: tell the worker which files it used */
      tell({ kind: "visited", parts: performance.getEntriesByType("resource").map(function (entry) { return entry.name; }) });
    }
  }

  function sayDay() {
    if (!page.dataset.saved) { return; }
    var line = made("p", "kept-day", "Đang xem bản lưu ngày " + day(page.dataset.saved));
    line.setAttribute("role", "status");
    document.querySelector("main").before(line);
  }

  function addLink() {
    var link = made("a", "", "Xem khi mất mạng");
    link.href = root + "mat-mang/";
    var item = document.createElement("li");
    item.append(link);
    document.querySelector(".ft nav ul").append(item);
  }

  /* The button on the page of a conference */
  function offerSaving() {
    var button = part("save");
    if (!button) { return; }
    var said = part("said");
    var label = button.lastChild;
    button.hidden = said.hidden = false;
    button.addEventListener("click", function () {
      button.disabled = true;
      said.textContent = "Đang lưu…";
      if (navigator.storage && navigator.storage.persist) { navigator.storage.persist(); }
      tell({ kind: "save", addresses: button.dataset.offlineSave.split(" ").map(function (address) { return new URL(address, location.href.replace(/[?#].*/, "")).href; }) });
    });
    workers.addEventListener("message", function (event) {
      var told = event.data;
      if (told.kind !== "save") { return; }
      var isDone = told.done === told.of;
      said.textContent = told.failed === "room" ? "Máy không đủ chỗ để lưu thêm." : told.failed ? "Mạng bị ngắt khi đang lưu. Mời quý vị thử lại."
        : isDone ? "Đã lưu trên máy này." : "Đang lưu: " + told.done + "/" + told.of;
      button.disabled = !told.failed && !isDone;
      if (isDone) { label.textContent = "Lưu lại bản mới"; }
    });
  }

  /* The page that lists what is stored */
  function listKept() {
    var list = part("kept");
    if (!list) { return; }
    part("lost").hidden = !("lost" in page.dataset);
    var button = part("forget");
    button.addEventListener("click", function () { tell({ kind: "forget" }); });
    workers.addEventListener("message", function (event) {
      if (event.data.kind === "forget") { part("said").textContent = "Đã xóa bản lưu khỏi máy này."; draw([]); }
    });
    found().then(draw);

    function draw(entries) {
      part("none").hidden = entries.length > 0;
      button.hidden = !entries.length;
      list.replaceChildren.apply(list, entries.map(function (entry) {
        var link = made("a", "", entry.title);
        link.href = entry.url;
        var item = document.createElement("li");
        item.append(link, made("span", "note", (entry.isPage ? "" : "PDF, ") + "lưu ngày " + day(entry.saved)));
        return item;
      }));
    }
  }

  /* Returns the stored pages and booklets, in the order in which they were stored. */
  function found() {
    return Promise.all(["saved", "read"].map(function (name) { return caches.open("kyyeu " + root + " " + name).then(entries); })).then(function (all) {
      var titles = {};
      all.flat().forEach(function (entry) { Object.assign(titles, entry.booklets); });
      return all.flat().map(function (entry) { return Object.assign(entry, { title: entry.title || titles[entry.url] || entry.url.replace(/^.*\//, "") }); });
    });
  }

  function entries(store) {
    return store.keys().then(function (requests) {
      return Promise.all(requests.filter(function (request) { return /(\/|\.pdf)$/.test(request.url); }).map(function (request) {
        return store.match(request).then(function (response) { return described(request.url, response); });
      }));
    });
  }

  function described(url, response) {
    var entry = { url: url, saved: response.headers.get("Kyyeu-Saved"), isPage: url.endsWith("/"), title: "", booklets: {} };
    if (!entry.isPage) { return entry; }
    return response.text().then(function (text) {
      var kept = new DOMParser().parseFromString(text, "text/html");
      entry.title = kept.title.replace(/ · [^·]+$/, "");
      kept.querySelectorAll(".doc[href$='.pdf']").forEach(function (link) {
        entry.booklets[new URL(link.getAttribute("href"), url).href] = link.querySelector("strong").textContent;
      });
      return entry;
    });
  }

  sayDay();
  addLink();
  offerSaving();
  listKept();
  window.addEventListener("online", function () { tell({ kind: "check" }); });
  if (document.readyState === "complete") { register(); } else { window.addEventListener("load", register); }
})();
