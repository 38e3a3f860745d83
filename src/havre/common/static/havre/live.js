/* An open page keeps itself true: every twenty seconds it asks whether something changed, and swaps only the parts
   that did. The reader's place, focus and open details stay. A tab out of sight asks nothing. */
(() => {
  "use strict";
  const EVERY = 20000;
  const live = document.querySelector("[data-live-url]");
  if (!live) return;
  const said = document.body.dataset;
  const voice = document.querySelector("[data-live-said]");
  let stamp = live.dataset.liveStamp;
  let asking = false;
  let over = false;
  let last = document.querySelector("[data-live-line]")?.dataset.liveLine ?? "";

  const tell = (words) => { const line = document.querySelector("[data-live-line]"); if (line) line.firstChild.data = `${words} `; };

  /* What a part says without its figures: minutes go by, and are not news. */
  const gist = (part) => [...part.querySelectorAll("a")].map((link) => link.getAttribute("href")).join()
    + part.textContent.replace(/[\d\s\u00a0\u202f]+/g, "");
  const same = (one, other) => strip(one) === strip(other);
  const strip = (part) => {
    const copy = part.cloneNode(true);
    for (const token of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) token.remove();
    for (const details of copy.querySelectorAll("details")) details.removeAttribute("open");
    return copy.innerHTML.replace(/\s+/g, " ").trim();
  };
  const parts = (root) => new Map([...root.querySelectorAll("[data-part], .panel")].map((part) => [part.dataset.part ?? part.getAttribute("aria-labelledby"), part]));

  const swap = (old, fresh) => {
    const active = old.contains(document.activeElement) ? document.activeElement : null;
    const href = active?.getAttribute("href");
    const nth = active ? [...old.querySelectorAll(active.tagName)].indexOf(active) : -1;
    const open = new Set([...old.querySelectorAll("details[open][data-open]")].map((one) => one.dataset.open));
    for (const details of fresh.querySelectorAll("details[data-open]")) details.open = open.has(details.dataset.open);
    old.replaceChildren(...fresh.childNodes);
    if (!active) return;
    const again = (href && old.querySelector(`a[href="${CSS.escape(href)}"]`)) || old.querySelectorAll(active.tagName)[nth] || old.querySelector("h2");
    if (again?.tagName === "H2") again.tabIndex = -1;
    again?.focus({ preventScroll: true });
  };

  const bringDay = (old, fresh) => {
    const before = parts(old), after = parts(fresh);
    const names = [];
    const moved = [...before.keys()].join() !== [...after.keys()].join();
    for (const [name, part] of after) {
      const was = before.get(name);
      if (was && same(was, part)) continue;
      if (!was || gist(was) !== gist(part)) names.push(part.querySelector("h2")?.textContent.trim());
      if (!moved) swap(was, part);
    }
    if (moved) swap(old, fresh);
    return names.filter(Boolean);
  };

  /* A page on which colleagues write too is read again, and its named parts are swapped. What stands outside them stays:
     an answer that is being typed, a number that is open. */
  const bringPage = async (page) => {
    const answer = await fetch(page.dataset.livePage, { credentials: "same-origin", redirect: "manual" });
    const ended = page.querySelector("[data-live-over]");
    if (ended && (answer.type === "opaqueredirect" || answer.status === 404)) ended.hidden = false;
    if (answer.status !== 200) return [];
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live-page]");
    const names = [];
    for (const part of page.querySelectorAll("[data-part]")) {
      const now = fresh?.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
      if (!now || same(part, now)) continue;
      if (gist(part) !== gist(now)) names.push((now.querySelector("h2") ?? part.querySelector("h2"))?.textContent.trim());
      swap(part, now);
    }
    return names.filter(Boolean);
  };

  const bringAlarms = (old, fresh) => {
    if (same(old, fresh)) return;
    // An alarm already told is not told again because a minute went by.
    const known = new Set([...old.children].map(gist));
    for (const one of fresh.children) if (known.has(gist(one))) one.removeAttribute("role");
    swap(old, fresh);
  };

  const bring = async (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-stamp]");
    if (!fresh) return;
    stamp = fresh.dataset.stamp;
    last = fresh.dataset.at;
    bringAlarms(live, fresh.querySelector('[data-live="alarms"]'));
    const old = document.querySelector('[data-live="day"]');
    const day = fresh.querySelector('[data-live="day"]');
    const page = document.querySelector("[data-live-page]");
    const names = old && day ? bringDay(old, day) : page ? await bringPage(page) : [];
    if (names.length && voice) voice.textContent = said.changedWords.replace("{parts}", names.join(", "));
    tell(said.liveWords.replace("{at}", last));
  };

  const ask = async () => {
    if (over || asking || document.hidden || document.querySelector(".veil")) return;
    asking = true;
    try {
      const answer = await fetch(`${live.dataset.liveUrl}&v=${encodeURIComponent(stamp)}`, { credentials: "same-origin", redirect: "manual" });
      if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
        over = true;
        tell(said.goneWords);
      } else if (answer.status === 200) await bring(await answer.text());
    } catch {
      if (last) tell(said.cutWords.replace("{at}", last));
    } finally {
      asking = false;
    }
  };
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
})();
