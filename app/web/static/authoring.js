// The preview follows what is typed; without scripts the button does the same.
"use strict";
const form = document.querySelector("form[data-preview]");
const shown = document.getElementById("preview");
let waiting = 0;
let asked = 0;

async function refresh() {
  const mine = ++asked;
  const sent = new FormData(form);
  sent.set("action", "preview");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent), credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("preview");
    if (fresh && mine === asked) shown.replaceChildren(...fresh.childNodes);
  } catch {
    // The line is away: the typed text stays in the form, the preview as it was.
  }
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 900);
});

let changed = false;
form.addEventListener("input", () => { changed = true; });
form.addEventListener("submit", () => { changed = false; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
