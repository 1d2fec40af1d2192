/* Opens the search by button, “/”, Ctrl+K, or on the page tim-kiem/. The engine and the view are loaded at
   the first use. */
(function () {
  "use strict";
  var here = document.currentScript.src;
  var root = new URL("../", here).href;
  var loading = null;

  function script(name) {
    return new Promise(function (resolve, reject) {
      var part = document.createElement("script");
      part.src = new URL(name, here).href;
      part.onload = resolve;
      part.onerror = reject;
      document.head.append(part);
    });
  }

  function view() {
    loading = loading || script("search-engine.js").then(function () { return script("search-view.js"); })
      .then(function () { return window.kyyeuSearch.view(root); });
    loading.catch(function () { loading = null; });
    return loading;
  }

  function open(event) {
    if (event) { event.preventDefault(); }
    view().then(function (found) { found.open(); }, function () { location.href = root + (location.protocol === "file:" ? "tim-kiem/index.html" : "tim-kiem/"); });
  }

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function start() {
    document.querySelectorAll("[data-search-link]").forEach(function (link) {
      var button = link.nextElementSibling;
      link.hidden = true;
      button.hidden = false;
      button.addEventListener("click", open);
      button.addEventListener("pointerenter", view, { once: true });
    });
    document.addEventListener("keydown", function (event) {
      var isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
      var isFind = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k";
      if (isSlash || isFind) { open(event); }
    });
    var page = document.querySelector("[data-search-page]");
    if (page) {
      page.querySelector("[data-search-off]").hidden = true;
      view().then(function (found) { found.fillPage(page); });
    }
  }

  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
