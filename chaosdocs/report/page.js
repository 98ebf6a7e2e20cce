"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = Object.fromEntries(data.columns.map((name, n) => [name, n]));
  const cell = (row, name) => name in data.names ? data.names[name][row[at[name]]] : row[at[name]];
  const code = (row, name) => data.codes[name]?.[row[at[name]]] || cell(row, name);
  const body = document.querySelector("#failures tbody");
  const status = document.getElementById("status");
  const controls = document.getElementById("controls");
  const find = document.getElementById("find"), reader = document.getElementById("reader");
  const silent = document.getElementById("silent"), pages = document.getElementById("pages");
  const quoted = (text) => /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
  const corpus = quoted(document.documentElement.dataset.corpus);
  const SIZE = 15, PRINTED = 60, PRINTED_OPEN = 8;
  let size = SIZE, ids = 0;
  let kept = data.rows, page = 0, order = null, down = false, opened = null;

  const make = (tag, text, more = {}) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    for (const [name, value] of Object.entries(more)) node.setAttribute(name, value);
    return node;
  };

  const broken = (node, text) => {  // may be broken after each separator
    for (const part of text.match(/[^~./_@()-]*(?:[~./_@()-]+|$)/g)) if (part) node.append(part, document.createElement("wbr"));
    node.lastChild?.nodeName === "WBR" && node.lastChild.remove();
    return node;
  };

  for (const name of data.names.reader) reader.append(make("option", name, { value: name }));

  const matches = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const hits = {};
    const has = (name, n, word) => {
      const key = name + word;
      hits[key] ??= data.names[name].map((text, k) => text.toLowerCase().includes(word) ||
        Boolean(data.codes[name]?.[k].toLowerCase().includes(word)));
      return hits[key][n];
    };
    const named = Object.keys(data.names);
    return data.rows.filter((row) =>
      (!reader.value || cell(row, "reader") === reader.value) &&
      (!silent.checked || row[at.silent]) &&
      words.every((word) => named.some((name) => has(name, row[at[name]], word))));
  };

  const sorted = (rows) => {
    if (!order) return rows;
    const ranks = order in data.names
      ? [...data.names[order].keys()].sort((a, b) => data.names[order][a].localeCompare(data.names[order][b]))
          .reduce((all, n, rank) => { all[n] = rank; return all; }, [])
      : null;
    const key = ranks ? (row) => ranks[row[at[order]]] : (row) => row[at[order]];
    const sign = down ? -1 : 1;
    return [...rows].sort((a, b) => {
      const x = key(a), y = key(b);
      return sign * (typeof x === "number" ? x - y : x.localeCompare(y));
    });
  };

  const CHANNELS = { eye: "the page shows", text: "the text layer says", shown: "the sheet shows", value: "the cell holds", formula: "the formula is" };
  const told = (spot) => {
    const words = {
      says: `says “${spot.text}”`,
      trace: spot.text ? `what is left of it: “${spot.text}”` : "what is left of it",
      lure: `only looks like it: “${spot.text}”`,
      gone: "nothing is left here; the clean twin shows the value in this place",
    }[spot.role];
    const others = Object.entries(spot.others || {}).map(([name, text]) => `${CHANNELS[name] || name} “${text}”`);
    if (spot.more) others.push(`the same in ${spot.more} more place${spot.more > 1 ? "s" : ""}`);
    return [words, ...others].join("; ");
  };

  const picture = (spots, words) => {
    const figure = make("figure"), frame = make("div", undefined, { class: "crop" });
    frame.append(make("img", undefined, { src: data.pictures[spots[0].picture], alt: `${words}: ${spots.map(told).join("; ")}` }));
    for (const spot of spots) {
      const box = make("span", spots.length > 1 ? String(spot.n) : "", { class: `box ${spot.role}`, "aria-hidden": "true" });
      ["left", "top", "width", "height"].forEach((side, n) => { box.style[side] = `${spot.box[n]}%`; });
      frame.append(box);
    }
    figure.append(frame, make("figcaption", spots.map((spot) => (spots.length > 1 ? `${spot.n}: ` : "") + told(spot)).join("; ")));
    return figure;
  };

  const excerpt = (spot) => {
    const { where, head, row, mark, before, after, lines, marks } = spot.excerpt;
    const figure = make("figure");
    if (lines) {
      const text = make("pre", undefined, { tabindex: "0" });
      lines.forEach((line, n) => text.append(marks.includes(n) ? make("mark", line, { class: spot.role }) : line, "\n"));
      figure.append(text);
    } else {
      const table = make("table", undefined, { class: "excerpt" }), line = make("tr"), box = make("div", undefined, { class: "scroll", tabindex: "0", role: "region", "aria-label": where });
      if (head.length) {
        const names = make("tr"), top = make("thead");
        if (before) names.append(make("td", "…"));
        for (const name of head) names.append(make("th", name, { scope: "col" }));
        if (after) names.append(make("td", "…"));
        top.append(names);
        table.append(top);
      }
      if (before) line.append(make("td", "…"));
      row.forEach((text, n) => line.append(n === mark ? make("td", undefined, { class: `marked ${spot.role}` }) : make("td", text)));
      line.querySelector(".marked").append(make("mark", row[mark] || "(empty)", { class: spot.role }));
      if (after) line.append(make("td", "…"));
      const rows = make("tbody");
      rows.append(line);
      table.append(rows);
      box.append(table);
      figure.append(box);
    }
    figure.append(make("figcaption", `${where}: ${told(spot)}`));
    return figure;
  };

  const side = (spots, title, path) => {
    const box = make("div", undefined, { class: "side" });
    box.append(make("h4", title));
    const shared = new Map();
    spots.forEach((spot, n) => {
      const key = "picture" in spot ? spot.picture : `text ${n}`;
      shared.set(key, [...(shared.get(key) || []), { ...spot, n: n + 1 }]);
    });
    for (const group of shared.values()) box.append("picture" in group[0] ? picture(group, `${title}, ${path}`) : excerpt(group[0]));
    if (!spots.length) box.append(make("p", "nothing to show", { class: "soft small" }));
    return box;
  };

  const command = (...lines) => make("pre", lines.join("\n"), { class: "command", tabindex: "0" });

  const sides = (row) => {
    const found = data.places[row[at.place]], path = cell(row, "path"), clean = /~clean$/.test(cell(row, "label"));
    const both = make("div", undefined, { class: "sides" });
    if (!clean) both.append(side(found[0], "Clean twin", path));
    both.append(side(found[1], clean ? "This document (clean)" : "This document", path));
    return both;
  };

  for (const card of document.querySelectorAll("[data-worst]")) card.append(sides(data.rows[Number(card.dataset.worst)]));

  const details = (row) => {
    const id = cell(row, "case"), path = cell(row, "path"), clean = /~clean$/.test(cell(row, "label"));
    const box = make("td", undefined, { colspan: "7", role: "cell" });
    if (data.places[row[at.place]]) {
      box.append(sides(row));
    } else if (path.includes("/+/")) {
      box.append(make("p", "The document has no such row.", { class: "soft" }));
    } else if (row[at.place] === -2) {
      box.append(make("p", "The value is neither in this document nor on its clean twin.", { class: "soft" }));
    } else {
      const none = make("p", "This page has no picture of it. Run ", { class: "soft" });
      none.append(make("code", `chaosdocs show ${corpus} ${id}`));
      box.append(none);
    }
    const facts = make("dl", undefined, { class: "facts" });
    const fact = (name, text, raw) => {
      const value = make("dd", text);
      if (raw && raw !== text) value.append(" ", make("code", raw));
      facts.append(make("dt", name), value);
    };
    fact("truth", cell(row, "truth"));
    fact("answer", cell(row, "got"));
    fact("state", cell(row, "state"), code(row, "state"));
    fact("outcome", cell(row, "outcome") + (row[at.silent] ? ", silent" : ", flagged"), code(row, "outcome"));
    if (cell(row, "lure")) fact("named wrong answer", cell(row, "lure"), code(row, "lure"));
    box.append(facts);
    const raw = make("details", undefined, { class: "small" });
    raw.append(make("summary", "truth and answer as JSON"), command(`truth   ${code(row, "truth")}`, `answer  ${code(row, "got")}`));
    box.append(raw);
    const edits = data.edits[id];  // undefined: not in this file
    if (edits?.length) {
      box.append(make("p", clean ? "It was made with:" : "It differs from its clean twin in:", { class: "soft small" }));
      const list = make("ul", undefined, { class: "small" });
      for (const edit of edits) list.append(make("li", edit));
      box.append(list);
    } else {
      box.append(make("p", edits ? "Nothing was done to this document." : "This page does not hold the edits of this document. The first command prints them.", { class: "soft small" }));
    }
    box.append(command(
      `chaosdocs show ${corpus} ${id}`,
      `chaosdocs reproduce ${corpus} ${id} -o again`,
      `chaosdocs shrink ${corpus} ${id} --reader READER`,
    ));
    box.append(make("a", "link to this field", { href: `#case-${id}${encodeURI(path)}` }));
    const line = make("tr", undefined, { class: "more", role: "row", id: `more-${ids += 1}` });
    line.append(box);
    return line;
  };

  const heads = [...document.querySelectorAll("#failures th[data-column]")].map((head) => [head.dataset.column, head.textContent]);
  const line = (row) => {
    const tr = make("tr", undefined, { role: "row" });
    const id = cell(row, "case");
    const button = broken(make("button", undefined, { type: "button", "aria-expanded": "false" }), cell(row, "label"));
    button.addEventListener("click", () => toggle(tr, row, button));
    for (const [name, head] of heads) {
      const td = make("td", undefined, { role: "cell", "data-head": head });
      if (name === "label") td.append(button);
      else if (name === "path" || name === "reader") broken(td, cell(row, name));
      else td.textContent = cell(row, name);
      if (name === "got") td.className = "got";
      if (name === "outcome" && row[at.silent]) td.append(make("span", ", silent", { class: "silent" }));
      tr.append(td);
    }
    if (opened && opened.id === id && (!opened.path || opened.path === cell(row, "path"))) {
      opened = null;
      queueMicrotask(() => { toggle(tr, row, button); tr.scrollIntoView({ block: "start" }); button.focus({ preventScroll: true }); });
    }
    return tr;
  };

  const toggle = (tr, row, button) => {
    const open = button.getAttribute("aria-expanded") === "true";
    if (open) { tr.nextElementSibling.remove(); button.removeAttribute("aria-controls"); }
    else { tr.after(details(row)); button.setAttribute("aria-controls", tr.nextElementSibling.id); }
    button.setAttribute("aria-expanded", String(!open));
    tr.classList.toggle("opened", !open);
  };

  const draw = () => {
    const last = Math.max(0, Math.ceil(kept.length / size) - 1);
    page = Math.min(page, last);
    body.replaceChildren(...kept.slice(page * size, (page + 1) * size).map(line));
    const first = kept.length ? page * size + 1 : 0;
    status.textContent = `${first} to ${Math.min(kept.length, (page + 1) * size)} of ${kept.length} failing fields`;
    pages.hidden = last === 0;
    document.getElementById("back").disabled = page === 0;
    document.getElementById("on").disabled = page === last;
  };

  const refresh = () => { kept = sorted(matches()); page = 0; draw(); };
  const remember = () => {
    const state = new URLSearchParams();
    if (find.value) state.set("find", find.value);
    if (reader.value) state.set("reader", reader.value);
    if (silent.checked) state.set("silent", "1");
    if (order) state.set("sort", (down ? "-" : "") + order);
    history.replaceState(null, "", `#${state}`);
  };

  for (const each of [find, reader, silent]) each.addEventListener("input", () => { refresh(); remember(); });
  document.getElementById("back").addEventListener("click", () => { page -= 1; draw(); });
  document.getElementById("on").addEventListener("click", () => { page += 1; draw(); });
  for (const head of document.querySelectorAll("#failures th[data-column]")) {
    const button = make("button", head.textContent, { type: "button" });
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      down = order === head.dataset.column && !down;
      order = head.dataset.column;
      mark(); refresh(); remember();
    });
  }
  const mark = () => {
    for (const each of document.querySelectorAll("#failures th[data-column]")) {
      if (each.dataset.column === order) each.setAttribute("aria-sort", down ? "descending" : "ascending");
      else each.removeAttribute("aria-sort");
    }
  };

  const follow = () => {
    const hash = location.hash.slice(1);
    if (hash.startsWith("case-")) {
      const [id] = hash.slice(5).split("/", 1);  // a digest: nothing in it is encoded
      let path = hash.slice(5 + id.length);
      try { path = decodeURI(path); } catch { path = ""; }
      kept = sorted(data.rows.filter((row) => cell(row, "case") === id));
      opened = { id, path: kept.some((row) => cell(row, "path") === path) ? path : "" }; page = 0; draw();
      status.textContent += " (one case; change the filter to see all)";
      return;
    }
    const state = new URLSearchParams(location.hash.slice(1));
    find.value = state.get("find") || "";
    reader.value = data.names.reader.includes(state.get("reader")) ? state.get("reader") : "";
    silent.checked = state.has("silent");
    const sort = state.get("sort") || "";
    down = sort.startsWith("-");
    order = data.columns.includes(sort.replace(/^-/, "")) ? sort.replace(/^-/, "") : null;
    mark(); refresh();
  };
  addEventListener("hashchange", () => { if (location.hash.startsWith("#case-") || location.hash.includes("=")) follow(); });

  // On paper: the first failing fields with their places.
  const sorters = [];
  addEventListener("beforeprint", () => {
    if (size !== SIZE) return;
    size = PRINTED; draw();
    // A head that holds buttons would not be repeated on every page.
    for (const head of document.querySelectorAll("#failures th[data-column]")) sorters.push([head, [...head.childNodes]]), head.replaceChildren(head.textContent);
    const seen = new Set();
    kept.slice(page * size, (page + 1) * size).forEach((row, n) => {
      const place = row[at.place], button = body.querySelectorAll("tr > td > button")[n];
      if (place < 0 || seen.has(place) || seen.size >= PRINTED_OPEN) return;
      seen.add(place);
      button.click();
    });
  });
  addEventListener("afterprint", () => {
    for (const [head, nodes] of sorters.splice(0)) head.replaceChildren(...nodes);
    size = SIZE; draw();
  });

  controls.hidden = false;
  follow();
})();
