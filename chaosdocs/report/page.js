"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = Object.fromEntries(data.columns.map((name, n) => [name, n]));
  const cell = (row, name) => name in data.names ? data.names[name][row[at[name]]] : row[at[name]];
  const body = document.querySelector("#failures tbody");
  const status = document.getElementById("status");
  const controls = document.getElementById("controls");
  const find = document.getElementById("find"), reader = document.getElementById("reader");
  const silent = document.getElementById("silent"), pages = document.getElementById("pages");
  const quoted = (text) => /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
  const corpus = quoted(document.documentElement.dataset.corpus);
  const SIZE = 100;
  let kept = data.rows, page = 0, order = null, down = false, opened = null;

  const make = (tag, text, more = {}) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    for (const [name, value] of Object.entries(more)) node.setAttribute(name, value);
    return node;
  };

  for (const name of data.names.reader) reader.append(make("option", name, { value: name }));

  const matches = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const hits = {};
    const has = (name, n, word) => {
      const key = name + word;
      hits[key] ??= data.names[name].map((text) => text.toLowerCase().includes(word));
      return hits[key][n];
    };
    const named = Object.keys(data.names);
    return data.rows.filter((row) =>
      (!reader.value || cell(row, "reader") === reader.value) &&
      (!silent.checked || row[at.silent]) &&
      words.every((word) => named.some((name) => has(name, row[at[name]], word)) ||
        row[at.truth].toLowerCase().includes(word) || row[at.got].toLowerCase().includes(word)));
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

  const details = (row) => {
    const id = cell(row, "case");
    const box = make("td", undefined, { colspan: "7" });
    const crop = data.crops[id];
    if (crop) {
      const both = make("div", undefined, { class: "crops" });
      for (const [n, words] of [[0, "clean twin"], [1, "this document"]]) {
        if (!crop[n]) continue;
        const one = make("figure");
        one.append(make("img", undefined, { src: crop[n], alt: `${words}, ${cell(row, "path")}` }));
        one.append(make("figcaption", words));
        both.append(one);
      }
      box.append(both);
    }
    const edits = data.edits[id] || [];
    box.append(make("p", edits.length ? "It differs from its clean twin in:" : "Nothing was done to this document.", { class: "soft small" }));
    if (edits.length) {
      const list = make("ul", undefined, { class: "small" });
      for (const edit of edits) list.append(make("li", edit));
      box.append(list);
    }
    box.append(make("pre", [
      `chaosdocs show ${corpus} ${id}`,
      `chaosdocs reproduce ${corpus} ${id} -o again`,
      `chaosdocs shrink ${corpus} ${id} --reader READER`,
    ].join("\n")));
    const link = make("a", "link to this case", { href: `#case-${id}` });
    box.append(link);
    const line = make("tr", undefined, { class: "more" });
    line.append(box);
    return line;
  };

  const line = (row) => {
    const tr = make("tr");
    const id = cell(row, "case");
    const button = make("button", cell(row, "label"), { type: "button", "aria-expanded": "false" });
    button.addEventListener("click", () => toggle(tr, row, button));
    const where = make("td");
    where.append(button);
    const outcome = make("td", cell(row, "outcome"));
    if (row[at.silent]) outcome.append(make("span", ", silent", { class: "silent" }));
    tr.append(make("td", cell(row, "reader")), where, make("td", cell(row, "path")),
      make("td", row[at.truth]), make("td", row[at.got]), outcome, make("td", cell(row, "lure")));
    if (opened === id) { opened = null; queueMicrotask(() => { toggle(tr, row, button); tr.scrollIntoView({ block: "center" }); button.focus(); }); }
    return tr;
  };

  const toggle = (tr, row, button) => {
    const open = button.getAttribute("aria-expanded") === "true";
    if (open) tr.nextElementSibling.remove();
    else tr.after(details(row));
    button.setAttribute("aria-expanded", String(!open));
    tr.classList.toggle("opened", !open);
  };

  const draw = () => {
    const last = Math.max(0, Math.ceil(kept.length / SIZE) - 1);
    page = Math.min(page, last);
    body.replaceChildren(...kept.slice(page * SIZE, (page + 1) * SIZE).map(line));
    const first = kept.length ? page * SIZE + 1 : 0;
    status.textContent = `${first} to ${Math.min(kept.length, (page + 1) * SIZE)} of ${kept.length} failing fields`;
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
      const id = hash.slice(5);  // a digest: nothing in it is encoded
      kept = sorted(data.rows.filter((row) => cell(row, "case") === id));
      opened = id; page = 0; draw();
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

  const theme = document.getElementById("theme");
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme
      ? document.documentElement.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = dark ? "light" : "dark";
  });
  controls.hidden = false;
  follow();
})();
