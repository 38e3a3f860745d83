/* The palette: Ctrl K or / opens one box over the page; answers come while one types, arrows go through them.
   What is typed is posted: it stands in no address. */
(() => {
  "use strict";
  const palette = document.querySelector("[data-palette]");
  if (!palette) return;
  const form = palette.querySelector("form");
  const input = palette.querySelector("input[type=search]");
  const found = palette.querySelector("[data-palette-found]");
  const voice = palette.querySelector("[data-palette-said]");
  const said = document.body.dataset;
  const WAIT = 150;
  let timer = 0;
  let asked = 0;

  const links = () => [...found.querySelectorAll("a")];
  const open = () => { if (!palette.open && !document.querySelector(".veil")) { palette.showModal(); input.select(); } };

  const ask = async () => {
    const number = ++asked;
    if (!input.value.trim()) { found.replaceChildren(); voice.textContent = ""; return; }
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { "X-Typing": "1" }, credentials: "same-origin", redirect: "manual",
      });
      if (!answer.ok || number !== asked) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      found.replaceChildren(...part.childNodes);
      const total = links().length;
      voice.textContent = total ? said.foundWords.replace("{total}", total) : said.nothingWords;
    } catch { /* without a connection Enter still asks the page, which says so */ }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });

  const go = (by) => {
    const stops = [input, ...links()];
    stops[(stops.indexOf(document.activeElement) + by + stops.length) % stops.length].focus();
  };
  palette.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) { event.preventDefault(); go(by); }
    if (event.key === "Escape") palette.close(); // also under Maj: the veil covers nothing that stands above it
  });
  palette.addEventListener("close", () => { input.value = ""; found.replaceChildren(); voice.textContent = ""; });
  palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });

  document.addEventListener("click", (event) => { if (event.target.closest("[data-palette-open]")) open(); });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    open();
  });
})();
