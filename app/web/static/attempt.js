// A paper's answers: kept on this device first and sent second. The page works without it. paging.js, clock.js and order.js
// stand beside it and meet it only in the page: events "input" (an answer changed) and "kept" (this file has noted it),
// and data-answered on each question. What they rely on: README of app/web, section "Look".
const form = document.querySelector("form[data-attempt]");
const text = form.dataset;
const bar = form.querySelector(".save");
const key = `provost:attempt:${text.attempt}`;
const writer = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sets = [...form.querySelectorAll("fieldset[data-item]")];
const week = 6048e5;

// ---- drafts: item → {values, flag, seq, at}
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
  set.toggleAttribute("data-answered", values.some((value) => value.trim()));
  return values;
};

const stored = () => {
  try {
    return JSON.parse(localStorage.getItem(key)) || {};
  } catch {
    return {};
  }
};
const store = () => {
  try {
    if (Object.keys(drafts).length) localStorage.setItem(key, JSON.stringify(drafts));
    else localStorage.removeItem(key);
  } catch {
    // Storage is full or forbidden: the drafts live in memory until they are sent.
  }
};
const say = (state, at = "") => {
  bar.dataset.state = state;
  bar.firstElementChild.textContent = text[`t${state[0].toUpperCase()}${state.slice(1)}`].replace("{t}", at);
  bar.querySelector("a").hidden = state !== "login";
};
const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
};
const note = (set, at = Date.now()) => {
  drafts[set.dataset.item] = { values: valuesOf(set), flag: flagOf(set).checked, seq: ++sequence, at };
  store();
  if (!halted) say("saving");
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
  body: JSON.stringify({ writer, sequence: draft.seq, item, answer: draft.values, flag: draft.flag, at: draft.at }),
});
const drop = (item, draft) => {
  if (drafts[item]?.seq === draft.seq) delete drafts[item];
  store();
};
const settle = async (item, draft, answer) => {
  if (answer.ok) {
    const body = answer.status === 204 ? {} : await answer.json();
    drop(item, draft);
    tries = 0;
    if (!Object.keys(drafts).length) say("saved", body.saved_at || new Date().toTimeString().slice(0, 8));
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
    say("offline");
    wait = Math.min(6e4, 2e3 * 2 ** tries++);
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
  tries = 0;
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
addEventListener("online", resume);
addEventListener("focus", () => halted && resume());
addEventListener("pageshow", (event) => event.persisted && resume());
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());

sets.forEach(valuesOf);
for (const [item, draft] of Object.entries(stored())) {
  const set = sets.find((one) => one.dataset.item === item);
  if (!set || Date.now() - draft.at > week) continue;
  restore(set, draft);
  note(set, draft.at);
}
store();
send();
