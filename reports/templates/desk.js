
(() => {
  const desk = document.getElementById("desk");
  const told = document.getElementById("told");
  const approve = document.getElementById("approve");
  const take = document.getElementById("take");
  const open = document.getElementById("open");
  const steps = desk.querySelectorAll(".steps li");
  const forms = new Map();
  for (const form of document.querySelectorAll("form.decision")) {
    forms.set(form.closest(".card").id, form);
  }
  const WORDS = { accept: "Accepted", reject: "Rejected", ask: "The author is asked", waive: "Waived" };
  let state = null;

  function tell(text, failed = false) {
    told.textContent = text;
    told.classList.toggle("failed", failed);
  }

  async function ask(path, body) {
    const answer = await fetch(path, {
      method: body ? "POST" : "GET",
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
    const data = await answer.json();
    if (!answer.ok) throw new Error(data.error);
    return data;
  }

  function showItem(form, item, mine) {
    const note = form.elements.note;
    const decided = form.querySelector(".decided");
    const by = document.createElement("bdi");
    by.textContent = item.by;
    decided.replaceChildren(
      ...(item.choice ? [`${WORDS[item.choice]} by `, by, `, ${item.at}${item.note ? ": " + item.note : ""}`] : []),
    );
    form.closest(".card").classList.toggle("done", Boolean(item.choice));
    if (document.activeElement !== note) note.value = item.note;
    note.readOnly = !mine;
    for (const button of form.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === item.choice));
      button.disabled = !mine || (button.value === "accept" && item.stops.length > 0);
      if (button.value === "undo") button.hidden = !item.choice;
      if (button.value === "waive") button.hidden = item.doubts.length === 0 && item.choice !== "waive";
      if (button.value === "accept") {
        button.title = item.stops.length ? `${item.stops.join(", ")} stops this figure: waive it with a reason` : "";
      }
    }
  }

  function show(fresh) {
    state = fresh;
    const mine = state.holder === state.reviewer;
    const stale = state.texts !== desk.dataset.texts;
    if (stale) tell("The article or its sources have changed since this page was made; load it again.", true);
    for (const step of steps) {
      if (step.dataset.state === state.state) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
    document.getElementById("holder").textContent = mine
      ? "You hold this article."
      : state.holder
        ? `${state.holder} holds this article since ${state.heldSince}; you can read and not decide.`
        : "Nobody holds this article.";
    approve.disabled = !mine || stale || state.openPoints.length > 0;
    take.hidden = mine;
    take.textContent = state.holder ? "Take over" : "Review this article";
    open.hidden = state.openPoints.length === 0;
    const count = state.openPoints.length;
    open.querySelector("summary").textContent = `${count} open ${count === 1 ? "point" : "points"} before it can be approved`;
    open.querySelector("ul").replaceChildren(
      ...state.openPoints.map((point) => {
        const line = document.createElement("li");
        line.dir = "auto";
        line.textContent = point;
        return line;
      }),
    );
    for (const [id, form] of forms) {
      if (state.items[id]) showItem(form, state.items[id], mine);
    }
  }

  async function act(path, body, done) {
    try {
      const fresh = await ask(path, { version: state.version, texts: desk.dataset.texts, ...body });
      tell(done);
      show(fresh);
      return true;
    } catch (error) {
      tell(error instanceof TypeError ? "The desk cannot be reached; is it still running?" : error.message, true);
      return false;
    }
  }

  for (const [id, form] of forms) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const choice = event.submitter.value;
      const note = form.elements.note;
      if (choice === "undo") {
        act("undo", { card: id }, "The decision was taken back.");
        return;
      }
      if (choice === "ask" && !note.value.trim()) note.value = form.dataset.question;
      if (choice !== "accept" && !note.value.trim()) {
        tell("Say why in a few words first.", true);
        note.focus();
        return;
      }
      note.blur();
      const saved = await act("decide", { card: id, choice, note: note.value }, `Saved: ${WORDS[choice].toLowerCase()}.`);
      // A waiver changes what the gate says, which stands in the page itself.
      if (saved && choice === "waive") location.reload();
    });
  }
  approve.addEventListener("click", () => act("approve", {}, "Approved and signed off."));
  take.addEventListener("click", () => act("take", {}, "You hold this article now."));
  document.getElementById("undecided").addEventListener("click", () => {
    const wanted = (item) => !item.choice && item.doubts.length > 0;
    const id = [...forms.keys()].find((key) => state.items[key] && wanted(state.items[key]));
    if (id) location.hash = "#" + id;
    else tell("Every doubtful figure is decided on.");
  });

  ask("state").then(show, (error) => tell(error.message, true));
})();
