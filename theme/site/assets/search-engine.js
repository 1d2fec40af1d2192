/* Finds the addresses that match a query, the best first. It splits text into terms as
   build_scripts/kyyeu/outputs/site/search_terms.py does, and reads the shards that search_index.py writes.
   Results with the same marks as typed come first; then names before lists before prose; then whole words,
   words side by side, and whole names. */
(function () {
  "use strict";
  var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var VALUES = new Uint8Array(128);
  var TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
  var WORD = /[\p{L}\p{N}]+/gu;
  var OTHER = 32, ASIDE = 63;
  var MOST_WORDS = 8;
  var NAME = 3, WORDS = 2, PROSE = 1;
  var WHOLE = 8;
  var EXACT = 2, LETTERS = 1;  /* EXACT: the spelling as typed; LETTERS: the same letters where no tone was typed (“đưc”) */
  var MARKED_MERIT = [0, 60000, 100000];
  for (var place = 0; place < 64; place += 1) { VALUES[DIGITS.charCodeAt(place)] = place; }

  /* The shards are scripts that call this function, which also works below file://. */
  var waiting = {};
  var held = {};
  var base = "";
  var index = null;

  window.kyyeuSearch = function (name, data) { if (waiting[name]) { waiting[name].data = data; } };

  function script(name, file) {
    if (!waiting[name]) {
      var entry = waiting[name] = { data: null };
      entry.promise = new Promise(function (resolve, reject) {
        var part = document.createElement("script");
        part.src = base + file;
        part.onload = function () { part.remove(); if (entry.data) { resolve(entry.data); } else { part.onerror(); } };
        part.onerror = function () { part.remove(); delete waiting[name]; reject(new Error(file)); };
        document.head.append(part);
      }).then(function (data) { held[name] = data; return data; });
    }
    return waiting[name].promise;
  }

  function start() {
    return index ? Promise.resolve(index) : script("index", "index.js").then(function (data) { index = data; return data; });
  }

  /* If the site was replaced while this page was open, its old shards are gone: the new index is loaded
     once. */
  function again() {
    index = null;
    held = {};
    waiting = {};
    return script("index", "index.js?" + Date.now()).then(function (data) { index = data; return data; });
  }

  function shard(name) {
    if (!(name in index.shards)) { return Promise.resolve({}); }
    return script(name, name + "-" + index.shards[name] + ".js");
  }

  function block(number) {
    var name = "d-" + index.shown[number];
    return script(name, name + ".js");
  }

  /* Terms */
  function term(word) {
    var decomposed = word.normalize("NFD");
    var tone = (decomposed.match(TONES) || []).join("");
    var letters = decomposed.replace(TONES, "").normalize("NFC");
    var bare = decomposed.replace(/đ/g, "d").replace(/\p{Mn}/gu, "");
    var key = bare.replace(/(?<![aeou])y$|(?<=qu)y(?!e)|^y(?=e)/, "i");
    var spelling = letters;
    if (bare.length === letters.length) {
      spelling = letters.split("").map(function (char, at) { return bare[at] === key[at] ? char : "i"; }).join("");
    }
    return { key: key, raw: bare, letters: spelling, tone: tone, spelling: spelling + tone, trace: hash(key) >>> 16 & 31, length: word.length };
  }

  /* Returns the CRC-32 that zlib computes too. */
  function hash(text) {
    var value = -1;
    new TextEncoder().encode(text).forEach(function (byte) {
      value ^= byte;
      for (var bit = 0; bit < 8; bit += 1) { value = value & 1 ? value >>> 1 ^ 0xedb88320 : value >>> 1; }
    });
    return ~value >>> 0;
  }

  function words(text) { return text.normalize("NFC").toLowerCase().match(WORD) || []; }

  function terms(query) {
    return words(query).slice(0, MOST_WORDS).map(term);
  }

  function exactness(asked, spelling, isPrefix) {
    if (isPrefix) { return spelling.startsWith(asked.letters) && (!asked.tone || spelling.endsWith(asked.tone)) ? EXACT : 0; }
    if (spelling === asked.spelling) { return EXACT; }
    return !asked.tone && asked.letters !== asked.key && spelling.replace(TONES, "") === asked.letters ? LETTERS : 0;
  }

  /* Reads the postings of a term: for each block, how many blocks were passed, the number of postings, and
     these. */
  function reader(text) {
    var at = 0;
    function number() {
      var value = 0, shift = 0, digit;
      do {
        digit = VALUES[text.charCodeAt(at)];
        at += 1;
        value |= (digit & 31) << shift;
        shift += 5;
      } while (digit > 31);
      return value;
    }
    function digit() { at += 1; return VALUES[text.charCodeAt(at - 1)]; }
    function mask() {
      var value = 0, found;
      do { found = digit(); value |= 1 << (found & 31); } while (found > 31);
      return value;
    }
    return { number: number, digit: digit, mask: mask, more: function () { return at < text.length; } };
  }

  function each(text, take) {
    var read = reader(text);
    var first = 0;
    while (read.more()) {
      first += read.number();
      var count = read.number();
      var entry = first * index.span;
      for (; count > 0; count -= 1) {
        entry += read.number();
        take(entry, read);
      }
    }
  }

  function room() { return index.blocks.length * index.span; }

  /* Makes the tables of what is known about each entry while the words of a query are looked up one after
     another. */
  function table(count) {
    var size = room();
    return {
      met: new Uint8Array(size), lowest: new Uint8Array(size).fill(NAME), names: new Uint8Array(size), written: new Uint8Array(size), exact: new Uint8Array(size).fill(EXACT),
      whole: new Uint8Array(size).fill(1), beside: new Uint8Array(size), at: new Uint8Array(size).fill(255), length: new Uint8Array(size),
      last: new Uint8Array(size), follow: new Int32Array(size), count: count
    };
  }

  /* Returns the best match of a word in every entry: where it stands, whether it is whole and exact, as
     one number for comparison, and then its place in the name. A query without marks treats names with and
     without marks alike; a query with marks does not. */
  function match(asked, isLast, wanted, withProse, hasMarks) {
    var size = room();
    var best = new Uint8Array(size), places = new Uint8Array(size).fill(255), lengths = new Uint8Array(size), follow = new Int32Array(size);
    function better(entry, kind, exact, whole) {
      var value = (hasMarks ? exact * 64 : 0) + kind * 16 + (whole ? WHOLE : 0) + exact * 2 + 1;
      if (value > best[entry]) { best[entry] = value; return true; }
      return false;
    }
    function takeHead(key, forms, isPrefix) {
      Object.keys(forms).forEach(function (spelling) {
        var exact = exactness(asked, spelling, isPrefix);
        each(forms[spelling][0], function (entry, read) {
          var at = read.digit(), length = read.digit();
          if (better(entry, NAME, exact, !isPrefix)) { places[entry] = at; lengths[entry] = length; }
        });
        each(forms[spelling][1], function (entry) { better(entry, WORDS, exact, !isPrefix); });
      });
    }
    var heads = held[wanted.head] || {};
    if (heads[asked.key]) { takeHead(asked.key, heads[asked.key], false); }
    if (isLast) {
      wanted.prefixes.forEach(function (name) {
        var found = held[name] || {};
        Object.keys(found).forEach(function (key) {
          if (key !== asked.key && (key.startsWith(asked.key) || key.startsWith(asked.raw))) { takeHead(key, found[key], true); }
        });
      });
    }
    var prose = withProse && (held[wanted.prose] || {})[asked.key];
    if (prose) {
      Object.keys(prose).forEach(function (spelling) {
        var exact = exactness(asked, spelling, false);
        each(prose[spelling][0], function (entry, read) {
          follow[entry] |= read.mask();
          better(entry, PROSE, exact, true);
        });
      });
    }
    return { best: best, places: places, lengths: lengths, follow: follow };
  }

  function rank(asked, wanted, withProse) {
    var hasMarks = asked.some(function (one) { return one.spelling !== one.key; });
    var all = table(asked.length);
    asked.forEach(function (one, number) {
      var found = match(one, number === asked.length - 1, wanted[number], withProse, hasMarks);
      for (var entry = 0; entry < all.met.length; entry += 1) {
        var value = found.best[entry];
        if (all.met[entry] !== number || !value) { continue; }
        var kind = value >> 4 & 3;
        var at = found.places[entry];
        all.met[entry] += 1;
        if (kind < all.lowest[entry]) { all.lowest[entry] = kind; }
        if (kind === NAME) { all.names[entry] += 1; all.length[entry] = found.lengths[entry]; }
        if (kind === NAME && at < ASIDE) { all.written[entry] += 1; }
        all.exact[entry] = Math.min(all.exact[entry], value >> 1 & 3);
        if (!(value & WHOLE)) { all.whole[entry] = 0; }
        var isBeside = kind === NAME ? at < ASIDE && at === all.at[entry] + 1 : (all.follow[entry] >>> one.trace & 1) === 1;
        if (number && isBeside) { all.beside[entry] += 1; }
        all.at[entry] = kind === NAME ? at : 255;
        all.last[entry] = kind === NAME && at % OTHER === found.lengths[entry] - 1 ? 1 : 0;
        all.follow[entry] = found.follow[entry];
      }
    });
    return score(all, hasMarks);
  }

  function score(all, hasMarks) {
    var found = [];
    var gaps = Math.max(1, all.count - 1);
    for (var entry = 0; entry < all.met.length; entry += 1) {
      if (all.met[entry] !== all.count) { continue; }
      var merit = all.lowest[entry] === NAME ? 30000 : all.lowest[entry] === WORDS ? (all.names[entry] ? 20000 : 15000) : all.names[entry] ? 8000 : 0;
      merit += hasMarks ? MARKED_MERIT[all.exact[entry]] : all.exact[entry] === EXACT ? 1000 : 0;
      if (all.whole[entry]) { merit += 4000; }
      merit += Math.round((all.lowest[entry] === NAME ? 600 : 5000) * all.beside[entry] / gaps);
      if (all.lowest[entry] === NAME) {
        merit += Math.round(500 * Math.min(1, all.written[entry] / all.length[entry])) + (all.last[entry] ? 300 : 0);
        if (all.written[entry] === all.length[entry]) { merit += 1500; }
      }
      var isStrong = all.lowest[entry] !== PROSE || (!all.names[entry] && all.beside[entry] === all.count - 1);
      found.push({ entry: entry, merit: merit, lowest: all.lowest[entry], isStrong: isStrong });
    }
    return withoutWeak(found).sort(function (one, other) { return other.merit - one.merit || one.entry - other.entry; });
  }

  /* Drops entries whose prose has the words only far apart, if others have them side by side, in a name or
     in the lists. */
  function withoutWeak(found) {
    var strong = found.filter(function (one) { return one.isStrong; });
    return strong.length ? strong : found;
  }

  function grouped(found) {
    var groups = {};
    found.forEach(function (one) {
      var kind = index.blocks[Math.floor(one.entry / index.span)];
      (groups[kind] = groups[kind] || { kind: kind, label: index.kinds[kind], hits: [] }).hits.push(one);
    });
    var order = Object.keys(index.kinds);
    return Object.values(groups).sort(function (one, other) {
      return other.hits[0].merit - one.hits[0].merit || order.indexOf(one.kind) - order.indexOf(other.kind);
    });
  }

  /* Returns the shards of a term. A single letter stands for itself; after other words it is the beginning
     of a word, which may be in any shard that begins with it. */
  function shards(asked, isLast, isAlone) {
    function named(key) {
      var start = key.slice(0, /^\d/.test(key) ? Math.min(1, index.letters) : index.letters);
      return "h-" + (/^[\x00-\x7f]*$/.test(start) ? start : "_");
    }
    var prefixes = isLast && asked.key.length > 1 ? [named(asked.key), named(asked.raw)]
      : isLast && !isAlone && index.letters > 1 ? Object.keys(index.shards).filter(function (name) { return name.startsWith("h-" + asked.key); })
        : isLast && !isAlone ? [named(asked.key)] : [];
    return { head: named(asked.key), prefixes: prefixes.filter(function (name, at) { return prefixes.indexOf(name) === at; }),
      prose: "p-" + hash(asked.key) % index.prose };
  }

  /* Gives the results in two steps: at once what names and lists contain, then prose if it was asked for
     or if little was found. `show` gets (groups, isComplete) each time. */
  function search(query, options, show) {
    return start().then(function () { return steps(terms(query), options, show); }).catch(function () {
      return again().then(function () { return steps(terms(query), options, show); });
    });
  }

  function steps(asked, options, show) {
    if (!asked.length) { show([], true, asked); return Promise.resolve(); }
    var wanted = asked.map(function (one, number) { return shards(one, number === asked.length - 1, asked.length === 1); });
    var hasMarks = asked.some(function (one) { return one.spelling !== one.key; });
    var heads = wanted.flatMap(function (one) { return [one.head].concat(one.prefixes); });
    return Promise.all(heads.map(shard)).then(function () {
      var found = rank(asked, wanted, false);
      var good = hasMarks ? found.filter(function (one) { return one.merit >= MARKED_MERIT[LETTERS]; }) : found;
      var isEnough = !options.prose && good.length >= options.enough;
      if (found.length || isEnough) { show(grouped(found), isEnough, asked); }
      if (isEnough) { return null; }
      return Promise.all(wanted.map(function (one) { return shard(one.prose); })).then(function () {
        show(grouped(rank(asked, wanted, true)), true, asked);
      });
    });
  }

  /* Returns what a result shows: {name, address, note, unit, summary, mark, picture}. */
  function shown(hits) {
    return Promise.all(hits.map(function (hit) {
      return block(Math.floor(hit.entry / index.span)).then(function (rows) {
        var row = rows[hit.entry % index.span];
        return { name: row[0], address: row[1], note: row[2], unit: row[3], summary: row[4], mark: row[5], picture: row[6],
          isProse: hit.lowest === PROSE, merit: hit.merit };
      });
    }));
  }

  /* Returns the runs of words to highlight: those of the query, and the words of its abbreviations or the
     abbreviations of its words. */
  function marks(asked) {
    var keys = asked.map(function (one) { return one.key; });
    var runs = asked.map(function (one, at) { return { keys: [one.key], prefix: at === asked.length - 1 ? one : null }; });
    index.short.forEach(function (pair) {
      [pair, [pair[1], pair[0]]].forEach(function (way) {
        if ((" " + keys.join(" ") + " ").includes(" " + way[0] + " ")) { runs.push({ keys: way[1].split(" "), prefix: null }); }
      });
    });
    return runs;
  }

  /* Splits a text into [[piece, isMarked]…]. */
  function highlight(text, runs) {
    var found = [...text.matchAll(WORD)].map(function (hit) {
      return { start: hit.index, end: hit.index + hit[0].length, key: term(hit[0].normalize("NFC").toLowerCase()).key };
    });
    var marked = new Array(found.length).fill(0);
    found.forEach(function (word, at) {
      runs.forEach(function (run) {
        var isRun = run.keys.every(function (key, ahead) { return found[at + ahead] && found[at + ahead].key === key; });
        if (isRun) { run.keys.forEach(function (key, ahead) { marked[at + ahead] = found[at + ahead].end; }); }
        var prefix = run.prefix;
        if (!isRun && prefix && prefix.key.length > 1 && !marked[at] && (word.key.startsWith(prefix.key) || word.key.startsWith(prefix.raw))) {
          marked[at] = Math.min(word.end, word.start + prefix.length);
        }
      });
    });
    var pieces = [];
    var done = 0;
    found.forEach(function (word, at) {
      if (marked[at]) {
        var joins = at > 0 && marked[at - 1] === found[at - 1].end && pieces.length && /^[\s\u00a0]+$/.test(text.slice(done, word.start));
        if (joins) { pieces[pieces.length - 1][0] += text.slice(done, marked[at]); } else {
          pieces.push([text.slice(done, word.start), false], [text.slice(word.start, marked[at]), true]);
        }
        done = marked[at];
      }
    });
    pieces.push([text.slice(done), false]);
    return pieces.filter(function (piece) { return piece[0]; });
  }

  window.kyyeuSearch.engine = {
    open: function (root) { base = root + "assets/search/"; return start(); },
    search: search, shown: shown, terms: terms, term: term, words: words, marks: marks, highlight: highlight
  };
})();
