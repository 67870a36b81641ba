// An assessor's sheet: what is filled in is kept on this device first; it is sent when the line is there, under one token,
// so that sending twice records once. The page works without it. photographs.js keeps the photographs, where it is loaded, and
// is asked by the events "restore" and "sent".
const form = document.querySelector("form[data-sheet]");
const text = form.dataset;
const bar = form.querySelector(".save");
const prefix = "provost:sheet:";
const own = prefix + text.sheet;
const week = 6048e5;
let tries = 0;
let timer;
let busy = false;
let wanted = false;

const fields = () => [...form.elements].filter((input) => input.name && !/csrf_token|files/.test(input.name));
const say = (state) => {
  bar.hidden = false;
  bar.dataset.state = { kept: "ready", sending: "saving" }[state] || state;
  bar.firstElementChild.textContent = text[`t${state[0].toUpperCase()}${state.slice(1)}`];
  bar.querySelector("a").hidden = state !== "login";
};
const parsed = (line) => {
  try {
    return JSON.parse(line) || {};
  } catch {
    return {};
  }
};
const ask = (kind) => {
  const waits = [];
  form.dispatchEvent(new CustomEvent(kind, { detail: waits }));
  return Promise.all(waits);
};
const keep = () => {
  const values = {};
  for (const input of fields()) if (input.type !== "radio" || input.checked) values[input.name] = input.value;
  try {
    localStorage.setItem(own, JSON.stringify({ values, wanted, at: Date.now() }));
  } catch {
    // Storage is full or forbidden: the sheet lives in this page until it is sent.
  }
};
const drop = async () => {
  await ask("sent");
  try {
    localStorage.removeItem(own);
  } catch {
    // As above.
  }
};
const restore = ({ values }) => {
  for (const input of fields()) {
    if (!(input.name in values)) continue;
    if (input.type === "radio") input.checked = input.value === values[input.name];
    else input.value = values[input.name];
  }
};
const kept = () => {
  try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) {
      if (!(Date.now() - parsed(localStorage.getItem(name)).at < week)) localStorage.removeItem(name);
    }
    return parsed(localStorage.getItem(own));
  } catch {
    return {};
  }
};
const renew = async () => {
  const page = await (await fetch(location.href)).text();
  if (!page.includes(`data-sheet="${text.sheet}"`)) return false;
  form.elements.csrf_token.value = /name="csrf_token" value="([^"]+)"/.exec(page)[1];
  return true;
};
const settle = async (answer) => {
  if (answer.redirected && answer.url.includes("/practicals/sent/")) {
    await drop();
    location.assign(answer.url);
  } else if (answer.redirected || [400, 401].includes(answer.status)) {
    if (tries++ || !(await renew())) return say("login");
    return send();
  } else if (answer.status === 429 || answer.status > 499) {
    throw answer;
  } else {
    wanted = false;
    keep();
    form.submit(); // the server's own page says what is wrong; the token makes it harmless
  }
};
async function send() {
  clearTimeout(timer);
  busy = true;
  say("sending");
  try {
    await settle(await fetch(form.action, { method: "POST", body: new FormData(form) }));
  } catch {
    say("offline");
    timer = setTimeout(send, Math.min(6e4, 2e3 * 2 ** tries++));
  }
  busy = false;
}
const again = () => wanted && !busy && send();

form.addEventListener("input", () => {
  keep();
  say(wanted ? "offline" : "kept");
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  wanted = true;
  tries = 0;
  keep();
  if (!busy) send();
});
addEventListener("online", again);
addEventListener("focus", again);

const draft = kept();
await ask("restore");
say("ready");
if (draft.values && text.fresh) {
  restore(draft);
  wanted = Boolean(draft.wanted);
  say("kept");
  again();
} else if (draft.values) {
  keep(); // the server gave back what was sent, with what is wrong
}
