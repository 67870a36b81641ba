// Password boxes that can be looked into: each gets a button, made here because it needs this script. What is sent is a
// password again, so that the browser may keep it.
for (const box of document.querySelectorAll("input[data-t-show]")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "as-link" });
  const turn = (hidden) => {
    box.type = hidden ? "password" : "text";
    button.textContent = hidden ? box.dataset.tShow : box.dataset.tHide;
    button.setAttribute("aria-label", `${button.textContent}: ${box.labels[0].textContent}`);
  };
  turn(true);
  button.addEventListener("click", () => turn(box.type === "text"));
  box.form.addEventListener("submit", () => turn(true));
  box.after(button);
}
