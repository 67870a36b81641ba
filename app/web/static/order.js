// Lists put in order by buttons. Tells the form by an "input" event; attempt.js keeps the new order.
const place = (list, values) => {
  const lines = [...list.children];
  for (const value of values) list.append(lines.find((line) => line.querySelector("input").value === value));
};
for (const list of document.querySelectorAll("[data-order]")) {
  // A draft restored by attempt.js has put the values into the inputs; what stands beside them has to follow.
  for (const line of list.children) line.dataset.own = line.querySelector("button").value.split(":")[0];
  const inputs = [...list.querySelectorAll("input")];
  const values = inputs.map((input) => input.value);
  for (const line of list.children) line.querySelector("input").value = line.dataset.own;
  place(list, values);
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("li");
    const other = button.dataset.move === "up" ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === "up") other.before(line);
    else other.after(line);
    button.focus();
    const lines = [...list.children];
    const says = list.dataset.tPlace.replace("{n}", lines.indexOf(line) + 1).replace("{m}", lines.length);
    list.nextElementSibling.textContent = says;
    line.querySelector("input").dispatchEvent(new Event("input", { bubbles: true }));
  });
}
