// The page after signing out: what papers left on this device is erased, and the page says so.
const kept = Object.keys(localStorage).filter((name) => name.startsWith("provost:attempt:"));
for (const name of kept) localStorage.removeItem(name);
for (const line of document.querySelectorAll("[data-drafts-erased]")) line.hidden = false;
