// A paper's answers: kept on this device first and sent second. The page works without it. paging.js, clock.js and order.js
// stand beside it and meet it only in the page: events "input" (an answer changed) and "kept" (this file has noted it),
// and data-begun and data-answered on each question. What they rely on: README of app/web, section "Look".
const form = document.querySelector("form[data-attempt]");
const text = form.dataset;
const bar = form.querySelector(".save");
const prefix = "provost:attempt:";
const own = `${prefix}${text.attempt}:`;
const writer = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sets = [...form.querySelectorAll("fieldset[data-item]")];
const week = 6048e5;

// ---- drafts: item → {values, flag, at}; seq is given when a draft is first sent. One stored line for each answer, so that
// two windows on one paper do not wipe each other's.
let drafts = {};
let sequence = 0;
let tries = 0;
let busy = false;
let halted = false;
let timer;

const isChoice = (input) => /radio|checkbox/.test(input.type);
const inputsOf = (set) => [...set.elements].filter((input) => input.name.startsWith("i-"));
const flagOf = (set) => set.querySelector("[name^=flag-]");
const valuesOf = (set) => {
  const values = inputsOf(set).filter((input) => !isChoice(input) || input.checked).map((input) => input.value);
  const filled = values.filter((value) => value.trim()).length;
  set.toggleAttribute("data-answered", filled > 0 && filled === values.length);
  set.toggleAttribute("data-begun", filled > 0);
  return values;
};

const parsed = (line) => {
  try {
    return JSON.parse(line) || {};
  } catch {
    return {};
  }
};
const stored = () => {
  const found = {};
  try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) {
      const draft = parsed(localStorage.getItem(name));
      if (!(Date.now() - draft.at < week)) localStorage.removeItem(name);
      else if (name.startsWith(own)) found[name.slice(own.length)] = draft;
    }
  } catch {
    // Storage is forbidden.
  }
  return found;
};
const store = (item) => {
  try {
    if (drafts[item]) localStorage.setItem(own + item, JSON.stringify(drafts[item]));
    else localStorage.removeItem(own + item);
  } catch {
    // Storage is full or forbidden: the drafts live in memory until they are sent.
  }
};
const say = (state) => {
  const words = text[`t${state[0].toUpperCase()}${state.slice(1)}`];
  bar.hidden = false;
  bar.dataset.state = state;
  bar.firstElementChild.textContent = words.replace("{t}", new Date().toTimeString().slice(0, 8));
  bar.querySelector("a").hidden = state !== "login";
};
const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
};
const note = (set, at = Date.now()) => {
  drafts[set.dataset.item] = { values: valuesOf(set), flag: flagOf(set).checked, at };
  store(set.dataset.item);
  if (!halted) say(tries ? "offline" : "saving");
  form.dispatchEvent(new Event("kept"));
};
const restore = (set, draft) => {
  let place = 0;
  for (const input of inputsOf(set)) {
    if (isChoice(input)) input.checked = draft.values.includes(input.value);
    else input.value = draft.values[place++] ?? "";
  }
  flagOf(set).checked = draft.flag;
};

// ---- sending
const renew = async () => {
  const page = await (await fetch(location.href)).text();
  if (!page.includes(`data-attempt="${text.attempt}"`)) return false;
  form.elements.csrf_token.value = /name="csrf_token" value="([^"]+)"/.exec(page)[1];
  return true;
};
const post = (item, draft) => fetch(text.save, {
  method: "POST",
  keepalive: true,
  headers: { "Content-Type": "application/json", "X-CSRF-Token": form.elements.csrf_token.value },
  body: JSON.stringify({
    writer, sequence: draft.seq ??= ++sequence, item, answer: draft.values, flag: draft.flag, at: draft.at, sent: Date.now(),
  }),
});
const drop = (item, draft) => {
  if (drafts[item] !== draft) return; // a newer answer was given meanwhile, here or in another window
  delete drafts[item];
  store(item);
};
const settle = async (item, draft, answer) => {
  if (answer.ok) {
    if (!(await answer.json()).saved_at) throw answer; // a page of the network's own, not the server's word
    drop(item, draft);
    tries = 0;
    if (!Object.keys(drafts).length) say("saved");
  } else if (answer.status === 409) {
    halted = (await answer.json()).code !== "stale";
    if (!halted) drop(item, draft);
    say(halted ? "late" : "conflict");
  } else if (answer.status === 429 || answer.status > 499) {
    throw answer;
  } else {
    halted = true;
    say("login");
  }
};
async function send() {
  const item = Object.keys(drafts)[0];
  if (!item || busy || halted) return;
  busy = true;
  let wait = 0;
  try {
    await settle(item, drafts[item], await post(item, drafts[item]));
  } catch {
    wait = Math.min(6e4, 2e3 * 2 ** tries++);
    say("offline");
  }
  busy = false;
  if (Object.keys(drafts).length && !halted) later(wait);
}
const resume = async () => {
  if (bar.dataset.state === "login") {
    try {
      halted = !(await renew());
    } catch {
      return;
    }
  }
  later(0);
};
const leave = () => {
  if (halted) return;
  for (const [item, draft] of Object.entries(drafts)) {
    post(item, draft).then((answer) => answer.ok && drop(item, draft), () => {});
  }
};

// ---- beginning
form.addEventListener("input", (event) => {
  const set = event.target.closest("fieldset[data-item]");
  if (!set) return;
  note(set);
  later(800);
});
form.addEventListener("submit", (event) => {
  if (!("handIn" in event.submitter.dataset)) return;
  const lost = !navigator.onLine || (tries && Object.keys(drafts).length);
  if (lost || bar.dataset.state === "login") {
    event.preventDefault(); // the browser's own page for a lost line would take the paper away
    if (lost) say("offline");
    resume();
  } else halted = true; // the form takes every answer along
});
addEventListener("storage", ({ key, newValue }) => {
  const set = sets.find((one) => own + one.dataset.item === key);
  if (!set || !newValue) return;
  delete drafts[set.dataset.item]; // another window has a newer answer and sends it
  restore(set, parsed(newValue));
  valuesOf(set);
  form.dispatchEvent(new Event("kept"));
});
addEventListener("online", resume);
addEventListener("focus", () => (halted || tries) && resume());
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    halted = bar.dataset.state === "login";
    resume();
  }
});
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());

sets.forEach(valuesOf);
say("ready");
for (const [item, draft] of Object.entries(stored())) {
  const set = sets.find((one) => one.dataset.item === item);
  if (!set) continue;
  restore(set, draft);
  note(set, draft.at);
}
send();
