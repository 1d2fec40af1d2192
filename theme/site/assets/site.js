/* Switches light and dark, and works the menu, print and share buttons. Every page can be read without
   this script. */
(function () {
  "use strict";
  var KEY = "kyyeu-scheme";
  var system = matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try { return localStorage.getItem(KEY); } catch (error) { return null; }
  }

  function isDark() {
    var choice = chosen();
    return choice ? choice === "dark" : system.matches;
  }

  function paint() {
    var sheet = document.querySelector("link[data-dark]");
    var choice = chosen();
    sheet.media = choice === "dark" ? "screen" : choice === "light" ? "not all" : "screen and (prefers-color-scheme: dark)";
    document.documentElement.classList.toggle("is-dark", isDark());
    var name = document.querySelector("[data-palette-name]");
    if (name) { name.textContent = isDark() ? "Chuyển sang nền sáng" : "Chuyển sang nền tối"; }
  }

  function start() {
    var button = document.querySelector("[data-palette]");
    button.hidden = false;
    button.addEventListener("click", function () {
      try { localStorage.setItem(KEY, isDark() ? "light" : "dark"); } catch (error) { /* in a private window the choice lasts as long as the page */ }
      paint();
    });
    paint();

    var menu = document.querySelector("[data-menu]");
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
    document.addEventListener("click", function (event) {
      if (menu.open && !menu.contains(event.target)) { menu.open = false; }
    });

    document.querySelectorAll("[data-needs-script]").forEach(function (part) { part.hidden = false; });
    document.querySelectorAll("[data-print]").forEach(function (part) { part.addEventListener("click", function () { window.print(); }); });
    document.querySelectorAll("[data-share]").forEach(function (part) { part.addEventListener("click", share); });
    if (matchMedia("(max-width: 59.98em)").matches) {
      document.querySelectorAll("details[data-wide-open]").forEach(function (part) { part.open = false; });
    }
    var tables = document.querySelectorAll(".tbl");
    var watch = new ResizeObserver(function () {
      tables.forEach(function (table) { table.classList.toggle("is-wide", table.scrollWidth > table.clientWidth); });
    });
    tables.forEach(function (table) { watch.observe(table); });
    openTarget();
    window.addEventListener("hashchange", openTarget);
    window.addEventListener("beforeprint", function () { document.querySelectorAll("details.entry, details.data").forEach(function (part) { part.open = true; }); });
  }

  function share(event) {
    var button = event.currentTarget;
    var said = document.querySelector(".said");
    var address = location.protocol === "file:" ? document.querySelector("link[rel=canonical]").href : location.href;
    if (navigator.share) {
      navigator.share({ title: document.title, url: address }).catch(function () { /* the reader closed the dialog */ });
    } else if (navigator.clipboard) {
      navigator.clipboard.writeText(address).then(function () { said.textContent = button.dataset.said; });
    }
  }

  function openTarget() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
  }

  paint();
  system.addEventListener("change", paint);
  document.addEventListener("DOMContentLoaded", start);
})();
