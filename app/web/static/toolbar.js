// Buttons that write Markdown around the selection, and a picture put in at the cursor. Without scripts the buttons are
// hidden and the picture is added by the server at the end of the text.
"use strict";
{
  const area = document.getElementById("f-body");
  const bar = document.querySelector("[data-toolbar]");
  const said = document.querySelector("[data-said]");
  const picture = document.querySelector("[data-picture]");

  const put = (text, block, from, to) => {
    const start = area.selectionStart;
    area.dispatchEvent(new CustomEvent("insert", { detail: { text, block } }));
    const at = area.value.indexOf(text, start);
    if (at >= 0) area.setSelectionRange(at + from, at + to);
  };

  const around = (mark, words) => {
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd) || words;
    put(mark + chosen + mark, false, mark.length, mark.length + chosen.length);
  };

  const lines = (mark, words) => {
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd) || words;
    const text = chosen.split("\n").map((line) => mark + line).join("\n");
    put(text, true, mark.length, text.length);
  };

  const link = (words) => {
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd) || words;
    const start = chosen.length + 3;
    put(`[${chosen}](https://)`, false, start, start + 8);
  };

  const box = (name, words) => {
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd) || words;
    const start = name.length + 5;
    put(`::: ${name}\n${chosen}\n:::`, true, start, start + chosen.length);
  };

  const act = (button) => {
    const { around: mark, line, box: name, words } = button.dataset;
    if (mark) around(mark, words);
    else if (line) lines(line, words);
    else if (name) box(name, words);
    else if ("link" in button.dataset) link(words);
    else put("::: check {ref=}\n:::", true, 15, 15);
  };

  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) act(button);
  });
  area.addEventListener("keydown", (event) => {
    const mark = (event.ctrlKey || event.metaKey) && !event.altKey && { b: "**", i: "*" }[event.key.toLowerCase()];
    if (!mark) return;
    event.preventDefault();
    act(bar.querySelector(`[data-around="${mark}"]`));
  });

  // What is wrong with a field stands by it, as when the server answers with a page.
  const show = (errors) => {
    for (const name of ["picture", "alternative"]) {
      const input = document.getElementById(`f-${name}`);
      document.getElementById(`f-${name}-error`)?.remove();
      input.toggleAttribute("aria-invalid", name in errors);
      input.closest(".field").classList.toggle("err", name in errors);
      if (!(name in errors)) continue;
      const line = document.createElement("span");
      line.className = "msg";
      line.id = `f-${name}-error`;
      line.textContent = errors[name];
      input.before(line);
      input.setAttribute("aria-describedby", `f-${name}-hint ${line.id}`);
      input.focus();
    }
  };

  picture.addEventListener("click", async (event) => {
    event.preventDefault();
    const sent = new FormData();
    sent.set("csrf_token", area.form.querySelector("[name=csrf_token]").value);
    sent.set("alternative", document.getElementById("f-alternative").value);
    const [file] = document.getElementById("f-picture").files;
    if (file) sent.set("picture", file);
    picture.disabled = true;
    try {
      const address = picture.getAttribute("formaction");
      const answer = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body: sent, credentials: "same-origin" });
      const found = await answer.json();
      show(found.errors ?? {});
      if (answer.ok) {
        area.dispatchEvent(new CustomEvent("insert", { detail: { text: found.markdown, block: true, said: found.said } }));
        document.getElementById("f-picture").value = "";
        document.getElementById("f-alternative").value = "";
      } else if (!found.errors) {
        picture.form.requestSubmit(picture);
      }
    } catch {
      said.textContent = picture.dataset.failed;
    } finally {
      picture.disabled = false;
    }
  });
}
