// A paper one question at a time: steps, previous and next by the address's fragment (so the browser's Back works), and the
// list of answers before handing in. Reads data-begun and data-answered, which attempt.js keeps.
const form = document.querySelector("form[data-attempt]");
const find = (selector) => form.querySelector(selector);
const text = form.dataset;
const sets = [...form.querySelectorAll("fieldset[data-item]")];
let all = false;

const made = (tag, content, type = "") => Object.assign(document.createElement(tag), { textContent: content, className: type });
const isFlagged = (set) => set.querySelector("[name^=flag-]").checked;
const isAnswered = (set) => set.hasAttribute("data-answered");
const place = () => {
  const at = sets.findIndex((set) => `#${set.id}` === location.hash);
  return location.hash === "#check" ? sets.length : Math.max(0, at);
};
const step = (set, index) => {
  if (index === place() && !all) return made("li", "", "now");
  return made("li", "", isFlagged(set) ? "flag" : isAnswered(set) ? "done" : "");
};
const row = (set) => {
  const line = made("li");
  const name = made("span", set.querySelector("[data-place]").textContent);
  const link = made("a", text.tChange);
  link.href = `#${set.id}`;
  link.append(made("span", `: ${name.textContent}`, "vh"));
  const end = made("span", "", "meta");
  const begun = set.hasAttribute("data-begun");
  end.append(isAnswered(set) ? made("b", text.tAnswered, "tag ok") : made("b", begun ? text.tPart : text.tOpen, "tag wait"));
  if (isFlagged(set)) end.append(made("b", text.tFlagged, "tag"));
  end.append(link);
  const asked = made("span", set.querySelector("h2").textContent, "hint line");
  asked.dir = "auto";
  line.append(name, end, asked);
  return line;
};
const draw = () => {
  const now = place();
  const end = now === sets.length;
  sets.forEach((set, index) => { set.hidden = !all && index !== now; });
  find("[data-check]").hidden = !all && !end;
  find("[data-walk]").hidden = all || end;
  find("[data-go='-1']").hidden = now === 0;
  find(".steps").replaceChildren(...sets.map(step));
  find("[data-list]").replaceChildren(...[...sets].sort((a, b) => isAnswered(a) - isAnswered(b)).map(row));
};
const arrive = () => {
  draw();
  const target = sets[place()] || find("#check");
  target.focus({ preventScroll: true });
  (all ? target : form).scrollIntoView();
};
const go = (way) => {
  const set = way === "check" ? null : sets[place() + Number(way)];
  location.hash = set ? set.id : "check";
};

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-go], [data-all]");
  if (!button) return;
  if (button.dataset.go) go(button.dataset.go);
  else {
    all = !all;
    [button.textContent, text.tOne] = [text.tOne, button.textContent];
    draw();
  }
});
form.addEventListener("submit", (event) => {
  // Enter in a text box presses the form's first button; here it means "next question".
  if ("handIn" in event.submitter.dataset) return;
  event.preventDefault();
  if (!all) go(1);
});
form.addEventListener("kept", draw);
addEventListener("hashchange", arrive);

form.classList.add("paged");
for (const part of form.querySelectorAll("[data-plain]")) part.hidden = true;
for (const part of form.querySelectorAll(".steps, [data-all]")) part.hidden = false;
draw();
