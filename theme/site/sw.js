/* The service worker: stores what a reader has opened or asked to store, for times without a network. A
   page is fetched from the network first. Whenever the network answers, everything stored is compared with
   the standing list (outputs/site/offline.py), so that nothing that was withdrawn from the site stays on a
   phone. */
"use strict";
const VERSION = "@@version@@";
const CORE = "@@core@@";
const OFFLINE = "@@offline@@";
const ROOT = self.registration.scope;
const LIST = "assets/standing/";
const NAME = "kyyeu " + ROOT + " ";
const STORES = { core: NAME + VERSION, list: NAME + "list", saved: NAME + "saved", read: NAME + "read", parts: NAME + "parts", photos: NAME + "photos" };
const KEPT = [STORES.saved, STORES.read, STORES.parts, STORES.photos];
const MOST = { [STORES.read]: 100, [STORES.parts]: 100, [STORES.photos]: 250 };  /* the most files in each store; what a reader asked to store is limited by its button only */
const RENEWED = 40;  /* so many of the pages last read are fetched again when they change; older ones are dropped */
const WAIT = 3000;  /* milliseconds that a stored page's network answer may take */
const WEAK = 10000;  /* for so many milliseconds after a failure, a page's files come from the store first */
const REST = 60000;  /* milliseconds between two checks of the standing list while the network works */
const UNCHANGING = /^assets\/(fonts\/|photos\/|qr\/|search\/.+-[0-9a-f]{8,}\.js$)/;  /* their names change with their content, or they change with the core */
const PHOTO = /^(assets\/photos\/[0-9a-f]+)-(\d+)\.(avif|webp|jpg)$/;
const QR = /^assets\/qr\/(.+)\.svg$/;
const PHOTOS = /assets\/photos\/[0-9a-f]+-\d+\.webp/g;
const CODES = /assets\/qr\/[\w\/-]+\.svg/g;
let failed = 0;
let looked = 0;
let looking = null;

self.addEventListener("install", function (event) {
  self.skipWaiting();
  event.waitUntil(caches.open(STORES.core).then(function (core) {
    return core.addAll(CORE.map(function (path) { return new Request(ROOT + path, { cache: "no-cache" }); }));
  }));
});

self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name.startsWith(NAME) && !Object.values(STORES).includes(name); })
      .map(function (name) { return caches.delete(name); }));
  }).then(function () { return self.clients.claim(); }).then(look).catch(noop));
});

self.addEventListener("fetch", function (event) {
  const request = event.request;
  const path = pathOf(request.url);
  if (request.method !== "GET" || path === null || request.headers.has("range") || path.startsWith(LIST) || path.startsWith("bien-tap/")) { return; }
  if (path === "" || path.endsWith("/")) { event.respondWith(page(event, path)); }
  else if (UNCHANGING.test(path)) { event.respondWith(unchanging(event, path)); }
  else if (path.startsWith("assets/")) { event.respondWith(asset(event, path)); }
  else if (path.endsWith(".pdf")) { event.respondWith(booklet(request, path)); }
});

self.addEventListener("message", function (event) {
  const told = event.data;
  const work = { visited: visited, save: save, check: function () { looked = 0; return look(); }, forget: forget }[told.kind];
  if (work) { event.waitUntil(work(told, event.source).catch(noop)); }
});

function noop() { /* nothing can be done without a network; the next page tries again */ }

/* Returns the path below the site's root, without query and fragment; null for other sites. */
function pathOf(url) {
  return url.startsWith(ROOT) ? url.slice(ROOT.length).replace(/[?#].*$/, "") : null;
}

function isPage(path) { return path === "" || path.endsWith("/"); }

async function kept(path) {
  for (const name of [...KEPT, STORES.core]) {
    const found = await (await caches.open(name)).match(ROOT + path);
    if (found) { return found; }
  }
  return undefined;
}

/* Answers */

async function page(event, path) {
  const held = await kept(path);
  const asked = fetch(event.request.url, { cache: "no-cache", redirect: event.request.redirect }).then(function (answer) {
    const copy = answer.clone();
    event.waitUntil(settle(copy, path, event.request.mode === "navigate").catch(noop));
    return answer;
  });
  event.waitUntil(asked.catch(noop));
  const limit = new Promise(function (resolve) { if (held) { setTimeout(resolve, WAIT); } });
  const answer = await Promise.race([asked.catch(noop), limit]);
  if (answer && (!held || answer.status < 500)) { return answer; }
  failed = Date.now();
  looked = 0;
  if (held && path !== OFFLINE) { return dated(held); }
  return event.request.mode === "navigate" ? told(path) : Response.error();
}

/* Stores a page that the network delivered, or drops a page that was withdrawn. */
async function settle(answer, path, isWanted) {
  failed = 0;
  if (answer.status === 404 || answer.status === 410) {
    looked = 0;
    await Promise.all(KEPT.map(async function (name) { return (await caches.open(name)).delete(ROOT + path); }));
  }
  const isKept = !isWanted || path === OFFLINE || !answer.ok || !/^text\/html/.test(answer.headers.get("Content-Type")) || await keep(answer.clone(), path);
  await look();
  if (!isKept) { await keep(answer, path); }  /* the page is newer than the standing list */
}

async function dated(response) {
  const text = await response.text();
  return html(text.replace("<html ", '<html data-saved="' + response.headers.get("Kyyeu-Saved") + '" '));
}

/* Answers with the page that lists what is stored, in place of a page that is not stored; its links are
   changed to hold at any address. */
async function told(path) {
  const text = await (await kept(OFFLINE)).text();
  const state = path === OFFLINE ? "" : "data-lost ";
  return html(text.replace("<html ", "<html " + state).replace(/ (href|src|action)="\.\.\//g, ' $1="' + new URL(ROOT).pathname));
}

function html(text) { return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } }); }

async function unchanging(event, path) {
  const found = await kept(path);
  if (found) { return found; }
  const answer = await fetch(event.request).catch(function () { return other(path); });
  if (answer.ok && !answer.headers.has("Kyyeu-Saved")) { event.waitUntil(keep(answer.clone(), path).catch(noop)); }
  return answer;
}

/* Answers with a stored picture of another size, which is better than none. */
async function other(path) {
  const stem = (PHOTO.exec(path) || [])[1];
  for (const name of stem ? KEPT : []) {
    const store = await caches.open(name);
    const same = (await store.keys()).find(function (request) { return request.url.startsWith(ROOT + stem + "-"); });
    if (same) { return store.match(same); }
  }
  return Response.error();
}

async function asset(event, path) {
  const found = await kept(path);
  if (found && Date.now() - failed < WEAK) { return found; }
  try {
    const answer = await fetch(event.request);
    if (answer.ok && (path.startsWith("assets/search/") || path.startsWith("assets/lists/"))) { event.waitUntil(keep(answer.clone(), path).catch(noop)); }
    return answer;
  } catch (error) {
    failed = Date.now();
    return found || Response.error();
  }
}

/* Fetches a booklet; without a network it comes from the store, if the reader asked to store it. */
async function booklet(request, path) {
  return fetch(request).catch(async function () {
    return await kept(path) || (request.mode === "navigate" ? told(path) : Response.error());
  });
}

/* Storing */

/* Adds to a page the day on which it was stored and the mark of its content in the standing list. */
async function keep(answer, path, name) {
  const place = name || (await isSaved(path) ? STORES.saved : PHOTO.test(path) ? STORES.photos : isPage(path) ? STORES.read : STORES.parts);
  const headers = new Headers({ "Content-Type": answer.headers.get("Content-Type"), "Kyyeu-Saved": new Date().toISOString() });
  if (!UNCHANGING.test(path)) {
    const mark = (await marks(await list(), [path])).get(path);
    if (!mark) { return false; }
    headers.set("Kyyeu-Mark", mark);
  }
  const body = await answer.blob();
  const store = await caches.open(place);
  await store.put(ROOT + path, new Response(body, { headers: headers }));
  const all = await store.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - (MOST[place] || Infinity))).map(function (request) { return store.delete(request); }));
  return true;
}

async function isSaved(path) { return Boolean(await (await caches.open(STORES.saved)).match(ROOT + path)); }

async function take(path, name) {
  const answer = await fetch(ROOT + path, { cache: UNCHANGING.test(path) ? "default" : "no-cache" });
  if (!answer.ok) { throw Object.assign(new Error(path), { isGone: answer.status === 404 || answer.status === 410 }); }
  const text = isPage(path) ? await answer.clone().text() : "";
  await keep(answer, path, name);
  return text;
}

/* Stores the files of a page that was open before the worker started. */
async function visited(told, client) {
  const paths = [client.url, ...told.parts].map(pathOf).filter(function (path) {
    return path !== null && path !== OFFLINE && (isPage(path) || UNCHANGING.test(path) || path.startsWith("assets/lists/") || path.startsWith("assets/search/"));
  });
  for (const path of new Set(paths)) { if (!await kept(path)) { await take(path); } }
}

/* Stores pages with their pictures, and booklets, because the reader asked for them. */
async function save(told, client) {
  const paths = told.addresses.map(pathOf).filter(function (path) { return path !== null; });
  let done = 0;
  for (const path of paths) {
    try {
      const text = await take(path, STORES.saved);
      for (const picture of pictures(text)) { await take(picture, STORES.saved); }
    } catch (error) {
      client.postMessage({ kind: "save", done: done, of: paths.length, failed: error.name === "QuotaExceededError" ? "room" : "network" });
      return;
    }
    done += 1;
    client.postMessage({ kind: "save", done: done, of: paths.length });
  }
}

/* Returns the pictures of a page, each once, in the middle size, and its QR codes. */
function pictures(text) {
  const widths = new Map();
  (text.match(PHOTOS) || []).forEach(function (path) {
    const [, stem, width] = PHOTO.exec(path);
    const best = widths.get(stem);
    if (!best || Math.abs(width - 480) < Math.abs(best - 480)) { widths.set(stem, Number(width)); }
  });
  return [...Array.from(widths, function (pair) { return pair[0] + "-" + pair[1] + ".webp"; }), ...new Set(text.match(CODES))];
}

async function forget(told, client) {
  await Promise.all(KEPT.map(function (name) { return caches.delete(name); }));
  if (client) { client.postMessage({ kind: "forget" }); }
}

/* The standing list */

async function list() {
  const found = await (await caches.open(STORES.list)).match(ROOT + LIST + "index.json");
  return found ? found.json() : (await fresh()).json();
}

async function fresh() {
  const answer = await fetch(ROOT + LIST + "index.json", { cache: "no-cache" });
  if (answer.status === 404 || answer.status === 410) { await retire(); }
  if (!answer.ok || !Array.isArray((await answer.clone().json()).shards)) { throw new Error("list"); }
  return answer;
}

/* Deletes everything stored, because the site is no longer at this address. */
async function retire() {
  await Promise.all((await caches.keys()).filter(function (name) { return name.startsWith(NAME); }).map(function (name) { return caches.delete(name); }));
  await self.registration.unregister();
}

/* Returns by path the mark of the content, for those paths that are in the standing list. */
async function marks(index, paths) {
  const store = await caches.open(STORES.list);
  const texts = new Map();
  const found = new Map();
  for (const path of paths) {
    const digest = await hash(addressOf(path));
    const shard = parseInt(digest.slice(0, 4), 16) % index.shards.length;
    const address = ROOT + LIST + shard + "-" + index.shards[shard] + ".txt";
    if (!texts.has(address)) {
      let answer = await store.match(address);
      if (!answer) {
        answer = await fetch(address);
        if (!answer.ok) { throw new Error("list"); }
        await store.put(address, answer.clone());
      }
      texts.set(address, await answer.text());
    }
    const lines = texts.get(address);
    const at = lines.indexOf("\n" + digest.slice(4, 13));
    if (at >= 0) { found.set(path, lines.slice(at + 11, at + 16)); }
  }
  return found;
}

/* Returns the path under which the standing list has a file: one stem for all sizes of a photo, the page
   for its QR code. */
function addressOf(path) {
  const photo = PHOTO.exec(path), code = QR.exec(path);
  return photo ? photo[1] : code ? "dien-hinh/" + code[1] + "/" : path || "/";
}

async function hash(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes.slice(0, 8), function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
}

function look() {
  if (Date.now() - looked < REST) { return Promise.resolve(); }
  looking = looking || compare().then(function () { looked = Date.now(); }).finally(function () { looking = null; });
  return looking;
}

/* Compares everything stored with the standing list. What no longer stands is deleted at once; what
   changed stays until it has been fetched again. */
async function compare() {
  const answer = await fresh();
  const index = await answer.clone().json();
  const store = await caches.open(STORES.list);
  const done = await store.match(ROOT + LIST + "done");
  if (done && await done.text() === index.build) { return; }
  const stale = [];
  for (const name of KEPT) {
    const place = await caches.open(name);
    const paths = (await place.keys()).map(function (request) { return pathOf(request.url); });
    const found = await marks(index, paths);
    await Promise.all(paths.filter(function (path) { return !found.has(path); }).map(function (path) { return place.delete(ROOT + path); }));
    for (const path of paths.filter(function (path) { return found.has(path) && !UNCHANGING.test(path); })) {
      if ((await place.match(ROOT + path)).headers.get("Kyyeu-Mark") !== found.get(path)) { stale.push({ name: name, path: path }); }
    }
  }
  await store.put(ROOT + LIST + "index.json", answer);
  await renew(stale);
  const wanted = new Set(index.shards.map(function (shard, place) { return ROOT + LIST + place + "-" + shard + ".txt"; }).concat(ROOT + LIST + "index.json"));
  await Promise.all((await store.keys()).filter(function (request) { return !wanted.has(request.url); }).map(function (request) { return store.delete(request); }));
  await store.put(ROOT + LIST + "done", new Response(index.build));
}

async function renew(stale) {
  const read = stale.filter(function (one) { return one.name !== STORES.saved; });
  const old = read.slice(0, Math.max(0, read.length - RENEWED));
  await Promise.all(old.map(async function (one) { return (await caches.open(one.name)).delete(ROOT + one.path); }));
  for (const one of stale.filter(function (one) { return !old.includes(one); })) {
    try { await take(one.path, one.name); } catch (error) {
      if (!error.isGone) { throw error; }
      await (await caches.open(one.name)).delete(ROOT + one.path);
    }
  }
}
