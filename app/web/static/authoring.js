// The lesson editor: the preview follows what is typed, and what is typed is kept on this device until it is saved.
// Without scripts the Preview button does the first; nothing does the second.
"use strict";
const form = document.querySelector("form[data-preview]");
const shown = document.getElementById("preview");
const kept = `provost:edit:${form.getAttribute("action")}`;
const fields = ["title", "minutes", "body"];
let waiting = 0;
let asked = 0;
let changed = false;

async function refresh() {
  const mine = ++asked;
  const sent = new FormData(form);
  sent.set("action", "preview");
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(sent), credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("preview");
    if (fresh && mine === asked) shown.replaceChildren(...fresh.childNodes);
  } catch {
    // The line is away: the typed text stays in the form and on this device.
  }
}

function keep() {
  const draft = Object.fromEntries(fields.map((name) => [name, form.elements[name].value]));
  localStorage.setItem(kept, JSON.stringify({ ...draft, based_on: form.elements.based_on.value }));
}

function offer(draft) {
  const box = document.querySelector("[data-restore]");
  box.hidden = false;
  box.querySelector("[data-take]").addEventListener("click", () => {
    for (const name of fields) form.elements[name].value = draft[name];
    form.elements.based_on.value = draft.based_on;
    box.hidden = true;
    changed = true;
    refresh();
    form.elements.body.focus();
  });
  box.querySelector("[data-leave]").addEventListener("click", () => {
    localStorage.removeItem(kept);
    box.hidden = true;
  });
}

const draft = JSON.parse(localStorage.getItem(kept) || "null");
if (form.dataset.saved) localStorage.removeItem(kept);
else if (draft && fields.some((name) => draft[name].trim() !== form.elements[name].value.trim())) offer(draft);

form.addEventListener("input", () => {
  changed = true;
  keep();
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 900);
});
form.addEventListener("submit", () => { changed = false; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
