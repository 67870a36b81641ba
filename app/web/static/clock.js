// The clock of a paper: counts down, speaks at 10, 5 and 1 minutes, can be hidden. It hands in once, and only if there was
// time left when the page came; while the line is down it waits for it.
const form = document.querySelector("form[data-attempt]");
const clock = form.querySelector("[data-deadline]");
const end = Number(clock.dataset.deadline);
const offset = Number(clock.dataset.now) - Date.now();
const left = () => Math.max(0, Math.round((end - Date.now() - offset) / 1000));
const marks = [10, 5, 1].filter((minutes) => minutes * 60 < left());

const handIn = () => {
  if (navigator.onLine) form.requestSubmit(form.querySelector("[data-hand-in]"));
  else addEventListener("online", handIn, { once: true });
};
const tick = () => {
  const seconds = left();
  clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  while (seconds <= marks[0] * 60) {
    form.querySelector("[data-live]").textContent = clock.dataset.tLeft.replace("{m}", marks.shift());
  }
  if (seconds) setTimeout(tick, 1000);
  else handIn();
};
const toggle = form.querySelector("[data-timer]");
toggle.addEventListener("click", () => {
  clock.parentElement.hidden = !clock.parentElement.hidden;
  [toggle.textContent, toggle.dataset.tShow] = [toggle.dataset.tShow, toggle.textContent];
});
if (end > 0 && left()) {
  toggle.hidden = false;
  tick();
}
