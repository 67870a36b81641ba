// Erases what papers left on this device: all of it after signing out, where the page says so; what belongs to one attempt
// (data-closed) once its result is there.
const result = document.querySelector("[data-closed]");
const prefix = `provost:attempt:${result ? `${result.dataset.closed}:` : ""}`;
for (const name of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) localStorage.removeItem(name);
if (!result) {
  for (const name of Object.keys(localStorage).filter((one) => /^provost:(edit|sheet):/.test(one))) localStorage.removeItem(name);
  globalThis.indexedDB?.deleteDatabase("provost");
}
for (const line of document.querySelectorAll("[data-drafts-erased]")) line.hidden = false;
