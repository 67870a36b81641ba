// A picture or a film is sent while one writes and put in at the cursor; a bar shows how much of it has been sent.
// Without scripts the server adds it at the end of the text.
"use strict";
{
  const area = document.getElementById("f-body");
  const token = area.form.querySelector("[name=csrf_token]").value;

  const sizeOf = (bytes) => bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} KB`;

  // What is wrong with a field stands by it, as when the server answers with a page.
  const show = (names, errors) => {
    for (const name of [...names].reverse()) {
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
      const hint = document.getElementById(`f-${name}-hint`);
      input.setAttribute("aria-describedby", hint ? `${hint.id} ${line.id}` : line.id);
      input.focus();
    }
  };

  const gathered = (names) => {
    const sent = new FormData();
    sent.set("csrf_token", token);
    sent.set("title", area.form.elements.title.value);
    for (const name of names) {
      const input = document.getElementById(`f-${name}`);
      const value = input.type === "file" ? input.files[0] : input.value;
      if (value) sent.set(name, value);
    }
    return sent;
  };

  // Only XMLHttpRequest tells how much has left this device.
  const send = (address, sent, told) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) told(event.loaded, event.total); });
    request.addEventListener("load", () => resolve(request));
    for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, reject);
    request.send(sent);
  });

  const attach = async (button) => {
    const names = button.dataset.attach.split(" ");
    const box = button.closest("details").querySelector("[data-sent]");
    const [bar, words] = [box.querySelector("progress"), box.querySelector("p")];
    words.textContent = "";
    button.disabled = true;
    try {
      const answer = await send(button.getAttribute("formaction"), gathered(names), (loaded, total) => {
        box.hidden = false;
        bar.value = 100 * loaded / total;
        words.textContent = `${button.dataset.sending} ${sizeOf(loaded)} / ${sizeOf(total)}`;
      });
      const found = JSON.parse(answer.responseText);
      show(names, found.errors ?? {});
      box.hidden = true;
      if (answer.status === 200) {
        area.dispatchEvent(new CustomEvent("insert", { detail: { text: found.markdown, block: true, said: found.said } }));
        for (const name of names) document.getElementById(`f-${name}`).value = "";
      } else if (!found.errors) {
        button.disabled = false;
        button.form.requestSubmit(button);
      }
    } catch {
      box.hidden = false;
      words.textContent = button.dataset.failed;
    } finally {
      button.disabled = false;
    }
  };

  for (const button of document.querySelectorAll("[data-attach]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      attach(button);
    });
  }
}
