/* Comfort on top of pages that work without script: veil, drafts, one submit, open seals, answers, keys.
   Nothing is kept in the browser but one cookie that says whether single letters are keys. */
(() => {
  "use strict";
  const root = document.documentElement;
  const said = document.body.dataset;
  root.classList.add("with-script");

  const hour = (moment) => root.lang === "fr"
    ? `${moment.getHours()}\u00a0h\u00a0${String(moment.getMinutes()).padStart(2, "0")}`
    : `${moment.getHours()}:${String(moment.getMinutes()).padStart(2, "0")}`;

  /* Veil: the whole page is taken from sight, from reach and from the title of the tab. */
  let veil = null;
  const lift = () => {
    if (!veil) return;
    for (const element of document.body.children) element.inert = false;
    document.title = veil.title;
    veil.cover.remove();
    veil.focus?.focus?.();
    veil = null;
  };
  const cover = () => {
    if (veil) return lift();
    const screen = document.createElement("div");
    const button = document.createElement("button");
    screen.className = "veil";
    button.type = "button";
    button.className = "button";
    button.textContent = said.veilWords;
    button.addEventListener("click", lift);
    screen.append(button);
    veil = { cover: screen, title: document.title, focus: document.activeElement };
    for (const element of document.body.children) element.inert = true;
    document.body.append(screen);
    document.title = "Havre";
    button.focus();
  };

  /* Drafts: posted two seconds after the last key; the line of progress says when they were kept. */
  const drafts = new WeakMap();
  const say = (words, alarming = false) => {
    const line = document.querySelector("[data-kept]");
    if (!line) return;
    if (alarming) line.setAttribute("role", "alert"); else line.removeAttribute("role");
    line.textContent = words;
  };
  const keep = async (form) => {
    const draft = drafts.get(form);
    draft.timer = 0;
    if (draft.sending) return later(form);
    draft.sending = true;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin", redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) { say(said.expiredWords, true); return; }
      if (!answer.ok) throw new Error("not kept");
      draft.kept = hour(new Date());
      say(said.keptWords.replace("{at}", draft.kept));
    } catch {
      say(draft.kept ? said.lostWords.replace("{at}", draft.kept) : said.unkeptWords, true);
      later(form, 15000);
    } finally {
      draft.sending = false;
    }
  };
  /* The page goes before its two seconds are over: what was typed goes with it. */
  addEventListener("pagehide", () => {
    for (const form of document.querySelectorAll("form[data-autosave]")) {
      const draft = drafts.get(form);
      if (draft?.timer) { clearTimeout(draft.timer); draft.timer = 0; navigator.sendBeacon(form.dataset.autosave, new FormData(form)); }
    }
  });
  const later = (form, wait = 2000) => {
    const draft = drafts.get(form) ?? { timer: 0, sending: false, kept: "" };
    drafts.set(form, draft);
    clearTimeout(draft.timer);
    draft.timer = setTimeout(keep, wait, form);
  };

  /* Answers: the chosen row is marked where the style sheet cannot know. */
  const mark = (input) => {
    const group = input.type === "radio" && input.form
      ? input.form.querySelectorAll(`.choice input[type="radio"][name="${CSS.escape(input.name)}"]`) : [input];
    for (const one of group) one.closest(".choice")?.classList.toggle("choice-on", one.checked);
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.dataset.autosave) later(form);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.(".choice input")) mark(event.target);
  });

  /* One submit a form: the second click finds the buttons asleep. They wake when the page comes back. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    const draft = drafts.get(form);
    if (draft) { clearTimeout(draft.timer); draft.timer = 0; }
    setTimeout(() => { for (const one of form.elements) if (one.type === "submit") one.setAttribute("aria-disabled", "true"); });
    setTimeout(wake, 20000); // an answer that leaves the page where it is: a file, no answer at all
  });
  const wake = () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const one of form.elements) one.removeAttribute("aria-disabled");
    }
  };
  addEventListener("pageshow", wake);
  document.addEventListener("htmx:afterRequest", wake);

  /* Open seals: the line shortens by step; at the end what was open leaves the page. */
  const seals = () => {
    for (const seal of document.querySelectorAll(".seal-open[data-until]")) {
      const end = Date.parse(seal.dataset.until);
      const left = (end - Date.now()) / (end - Date.parse(seal.dataset.opened));
      if (left <= 0) { seal.replaceChildren(); location.replace(seal.dataset.close || location.pathname); return; }
      seal.querySelector(".meter .part")?.setAttribute("width", String(Math.ceil(left * 20) * 5));
    }
  };
  if (document.querySelector(".seal-open")) setInterval(seals, 1000);
  document.addEventListener("htmx:load", seals);

  /* Keys. */
  const lettersOff = () => /(?:^|; )havre_keys=off/.test(document.cookie);
  const toggle = document.querySelector("[data-keys-toggle]");
  const tell = () => { if (toggle) toggle.textContent = lettersOff() ? said.keysOffWords : said.keysOnWords; };
  toggle?.addEventListener("click", () => {
    document.cookie = `havre_keys=${lettersOff() ? "on" : "off"}; path=/; max-age=31536000; samesite=lax`;
    tell();
  });
  tell();
  const typing = (element) => element.matches?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  const press = (name, key) => {
    const named = `[data-${name}="${CSS.escape(key)}"]`;
    const target = document.querySelector(`main ${named}`) ?? document.querySelector(named); // a page before the rail around it
    if (!target) return false;
    target.focus();
    if (!typing(target)) target.click();
    return true;
  };
  const step = (by) => {
    const stops = [...document.querySelectorAll(".rows a.cover, .calls a, [data-row]")];
    if (!stops.length) return false;
    const focused = stops.indexOf(document.activeElement);
    const next = (focused < 0 ? stops.findIndex((stop) => stop.getAttribute("aria-current") === "true") : focused) + by;
    stops[Math.max(0, Math.min(stops.length - 1, next))].focus();
    return true;
  };
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.shiftKey && event.key === "Escape") { event.preventDefault(); cover(); return; }
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (veil || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || lettersOff()) return;
    if (event.key.length !== 1) return;
    const soon = Date.now() - going < 1500;
    going = 0;
    if (!soon && event.key === "g") { going = Date.now(); return; }
    const done = soon ? press("go", event.key)
      : event.key === "j" ? step(1) : event.key === "k" ? step(-1) : press("key", event.key);
    if (done) event.preventDefault();
  });

  /* A long form typed while listening: Ctrl and an arrow go to the next part or the one before, Ctrl Enter sends. */
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-parts]");
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!form || veil || !event.ctrlKey || !(by || event.key === "Enter")) return;
    event.preventDefault();
    if (!by) { form.requestSubmit(document.querySelector(`.button-main[form="${form.id}"]`)); return; }
    const parts = [...form.querySelectorAll(".panel")].filter((part) => part.querySelector(".field"));
    const part = parts[parts.findIndex((one) => one.contains(event.target)) + by];
    part?.querySelector(".field :is(input:not([type=hidden]), select, textarea)")?.focus();
  });

  document.addEventListener("click", (event) => {
    const leaving = event.target.closest("[data-leave]");
    if (leaving) { event.preventDefault(); location.replace(leaving.href); return; }
    if (event.target.closest("[data-veil]")) cover();
    if (event.target.closest("[aria-disabled=true]")) event.preventDefault();
  });

  for (const input of document.querySelectorAll(".choice input")) mark(input);
  /* The browser gives focus to the first field when it paints, and a key may come before: it must not be taken for a letter of ours. */
  if (document.activeElement === document.body) document.querySelector("[autofocus]")?.focus();
  document.querySelector("[data-focus]")?.focus();
})();
