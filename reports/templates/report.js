"use strict";
(() => {
  const form = document.getElementById("filter");
  const list = document.getElementById("cards");
  const output = document.getElementById("shown");
  const none = document.getElementById("none");
  const keys = document.getElementById("keys");
  const wide = window.matchMedia("(min-width: 64rem)");
  const words = (text) => text.split(" ").filter(Boolean);
  const cards = Array.from(list.querySelectorAll(".card"), (element) => ({
    element,
    mark: document.getElementById(element.id + "-text"),
    verdict: element.dataset.verdict,
    rules: words(element.dataset.rules),
    sources: words(element.dataset.sources),
    text: null,
    shown: true,
  }));
  const sections = Array.from(list.querySelectorAll("section"));
  let current = null;

  function matches(card, wanted) {
    if (wanted.verdicts.length && !wanted.verdicts.includes(card.verdict)) return false;
    if (wanted.rule && !card.rules.includes(wanted.rule)) return false;
    if (wanted.source && !card.sources.includes(wanted.source)) return false;
    if (!wanted.text) return true;
    card.text ??= card.element.textContent.toLowerCase().replace(/\s+/g, " ");
    return card.text.includes(wanted.text);
  }

  function filter() {
    const data = new FormData(form);
    const wanted = {
      verdicts: data.getAll("verdict"),
      rule: data.get("rule"),
      source: data.get("source"),
      text: data.get("text").trim().toLowerCase().replace(/\s+/g, " "),
    };
    let count = 0;
    for (const card of cards) {
      card.shown = matches(card, wanted);
      count += card.shown;
      card.element.hidden = !card.shown;
      card.mark?.classList.toggle("off", !card.shown);
    }
    for (const section of sections) section.hidden = !section.querySelector(".card:not([hidden])");
    none.hidden = count > 0;
    output.textContent = `${count} of ${cards.length} shown`;
  }

  function reveal(card) {
    card.mark?.closest("details")?.setAttribute("open", "");
    if (wide.matches) {
      list.scrollTop = card.element.offsetTop - 8;
      card.mark?.scrollIntoView({ block: "center" });
    } else {
      card.element.scrollIntoView({ block: "start" });
    }
  }

  function highlight(card, on) {
    for (const element of [card.element, card.mark]) {
      element?.classList.toggle("current", on);
      if (on) element?.setAttribute("aria-current", "true");
      else element?.removeAttribute("aria-current");
    }
  }

  function select(card, { focus = true } = {}) {
    if (!card.shown) {
      form.reset();
      filter();
    }
    if (current) highlight(current, false);
    highlight(card, true);
    current = card;
    reveal(card);
    if (focus) card.element.focus({ preventScroll: true });
    try {
      history.replaceState(null, "", "#" + card.element.id);
    } catch {
      // A sandboxed page may not touch its address; the link in the card still works.
    }
  }

  function step(by, accepts) {
    const from = cards.indexOf(current);
    const start = from < 0 && by < 0 ? cards.length : from;
    for (let at = start + by; at >= 0 && at < cards.length; at += by) {
      if (cards[at].shown && accepts(cards[at])) return select(cards[at]);
    }
  }

  const any = () => true;
  const finding = (card) => card.rules.length > 0;
  const steps = { j: [1, any], k: [-1, any], n: [1, finding], p: [-1, finding] };

  function cardOf(hash) {
    const id = decodeURIComponent(hash.slice(1));
    return cards.find((card) => card.element.id === id);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const card = cardOf(link.hash);
    if (card) {
      event.preventDefault();
      select(card);
    } else if (link.classList.contains("back")) {
      event.preventDefault();
      const owner = cardOf(link.hash.replace(/-text$/, ""));
      select(owner, { focus: false });
      owner.mark.scrollIntoView({ block: "center" });
      owner.mark.focus({ preventScroll: true });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys.checked) return;
    if (event.target.closest("input[type=search], select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (Object.hasOwn(steps, event.key)) step(...steps[event.key]);
    else if (event.key === "/") form.elements.text.focus();
    else return;
    event.preventDefault();
  });
  document.getElementById("next").addEventListener("click", () => step(1, any));
  document.getElementById("previous").addEventListener("click", () => step(-1, any));
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  window.addEventListener("hashchange", () => {
    const card = cardOf(location.hash);
    if (card) select(card);
  });

  form.hidden = false;
  filter();
  const linked = cardOf(location.hash);
  if (linked) select(linked);
})();
