"use strict";
(() => {  // what every page does: themes, links into folded parts, paper
  const root = document.documentElement, theme = document.getElementById("theme");
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  const unfold = () => {  // a link into a folded part opens it
    const target = document.getElementById(location.hash.slice(1));
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (target?.tagName !== "TR") target?.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();

  let closed = [];  // on paper, everything that is closed is opened
  addEventListener("beforeprint", () => {
    if (closed.length) return;
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const each of closed) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of closed.splice(0)) each.open = false;
  });
})();
