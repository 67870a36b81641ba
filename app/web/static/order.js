// Lists put in order by buttons. The boxes that give each line its place stay in the form, out of sight: they hold the
// answer, attempt.js keeps it and puts drafts back into them. Here lines move and boxes follow, or boxes change ("kept")
// and lines follow. Nothing is answered until a line has moved or the order is kept.
for (const order of document.querySelectorAll("[data-order]")) {
  const [boxes, list, keep, live] = order.children;
  const selects = [...boxes.querySelectorAll("select")];
  const boxOf = new Map([...list.children].map((line, index) => [line, selects[index]]));
  const placeOf = (line) => boxOf.get(line).selectedIndex;
  const arrange = () => {
    const lines = [...list.children];
    const answered = lines.every(placeOf);
    keep.hidden = answered;
    if (answered && lines.some((line, index) => placeOf(line) !== index + 1)) {
      list.append(...lines.sort((one, other) => placeOf(one) - placeOf(other)));
    }
  };
  const answer = (line) => {
    const lines = [...list.children];
    lines.forEach((one, index) => { boxOf.get(one).selectedIndex = index + 1; });
    live.textContent = order.dataset.tPlace.replace("{n}", lines.indexOf(line) + 1).replace("{m}", lines.length);
    selects[0].dispatchEvent(new Event("input", { bubbles: true }));
  };
  const move = (button, line) => {
    const other = button.dataset.move === "up" ? line.previousElementSibling : line.nextElementSibling;
    if (other) other[button.dataset.move === "up" ? "before" : "after"](line);
    button.focus();
    answer(line);
  };
  order.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-move]");
    if (!button) return;
    if (button.dataset.move === "none") {
      list.querySelector("button").focus();
      answer(list.firstElementChild);
    } else move(button, button.closest("li"));
    arrange();
  });
  order.closest("form")?.addEventListener("kept", arrange);
  boxes.hidden = true;
  list.hidden = false;
  arrange();
}
