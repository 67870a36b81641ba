// Photographs of an assessor's sheet wait on this device beside it, in IndexedDB, until they have arrived: never on a shared
// computer, where this file is not loaded, and a week at most. sheet.js asks by two events, "restore" and "sent", and waits
// for what is put into their detail. One may add to what was chosen, as a phone's camera gives one picture at a time.
const form = document.querySelector("form[data-sheet]");
const input = form.elements.files;
const box = form.querySelector("[data-photographs]");
const [words, list] = [box.querySelector("p"), box.querySelector("ul")];
const text = box.dataset;
const [most, largest] = [Number(text.most), Number(text.largest)];
const week = 6048e5;
let chosen = [];

const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const opened = () => {
  const request = indexedDB.open("provost", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("photographs");
  return asked(request);
};
// Does `work` on the store and waits until it is on the disk: a change may fail as late as that when the disk is full.
const stored = async (work) => {
  const base = await opened();
  try {
    const change = base.transaction("photographs", "readwrite");
    const done = new Promise((resolve, reject) => {
      change.oncomplete = resolve;
      change.onabort = () => reject(change.error);
    });
    const [found] = await Promise.all([asked(work(change.objectStore("photographs"))), done]);
    return found;
  } finally {
    base.close();
  }
};
const tidy = async () => {
  for (const name of await stored((all) => all.getAllKeys())) {
    const one = await stored((all) => all.get(name));
    if (!(Date.now() - one?.at < week)) await stored((all) => all.delete(name));
  }
};

const same = (one) => (other) => ["name", "size", "lastModified"].every((key) => one[key] === other[key]);
const megabytes = (file) => `${(file.size / 1e6).toFixed(1)}\u00a0MB`;
const show = (state) => {
  words.textContent = state && text[`t${state}`];
  words.classList.toggle("msg", ["Large", "Many", "Lost"].includes(state));
  list.replaceChildren(...chosen.map((file) => {
    const [line, name, button] = ["li", "bdi", "button"].map((kind) => document.createElement(kind));
    name.textContent = file.name;
    button.type = "button";
    button.className = "as-link";
    button.textContent = text.tRemove;
    button.setAttribute("aria-label", `${text.tRemove} ${file.name}`);
    button.addEventListener("click", () => {
      choose(chosen.filter((one) => one !== file));
      input.focus();
    });
    line.append(name, ` (${megabytes(file)}) `, button);
    return line;
  }));
};
const fill = (files) => {
  const held = new DataTransfer();
  for (const file of files) held.items.add(file);
  input.files = held.files;
  chosen = files;
};
const choose = async (files, said = "") => {
  fill(files);
  try {
    if (files.length) await stored((all) => all.put({ files, at: Date.now() }, text.sheet));
    else await stored((all) => all.delete(text.sheet));
    show(said || (files.length ? "Kept" : "Ready"));
  } catch {
    show(said || (files.length ? "Lost" : "Ready")); // no room, or forbidden: they live in this page until they are sent
  }
};

input.addEventListener("change", () => {
  const all = [...chosen, ...[...input.files].filter((one) => !chosen.some(same(one)))];
  const fit = all.filter((one) => one.size <= largest);
  choose(fit.slice(0, most), fit.length < all.length ? "Large" : fit.length > most ? "Many" : "");
});
form.addEventListener("restore", ({ detail }) => detail.push((async () => {
  try {
    await tidy();
    const kept = await stored((all) => all.get(text.sheet));
    if (kept && !input.files.length) fill(kept.files);
    show(chosen.length ? "Kept" : "Ready");
  } catch {
    // Forbidden: the page says that they are kept on it alone.
  }
})()));
form.addEventListener("sent", ({ detail }) => detail.push(stored((all) => all.delete(text.sheet)).catch(() => {})));
