// The offline verifier: keys, status lists and words stand in this file; nothing is fetched and nothing is sent.

const { issuer, made, demo, keys, certificates, lists, words } = JSON.parse(document.getElementById("data").textContent);
const one = (selector) => document.querySelector(selector);
const all = (selector) => document.querySelectorAll(selector);
const DAY = 86400000;
const OLD = 30;
const listed = made.slice(0, 10);
let speak = "en";
let last = null;

const say = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words[speak][key] ?? words.en[key] ?? key);
const dated = (day) => new Date(`${day}T12:00:00Z`).toLocaleDateString(speak === "en" ? "en-GB" : speak, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC", numberingSystem: "latn" });
const today = () => new Date().toISOString().slice(0, 10);

const unpacked = async (text) => {
  const packed = Uint8Array.from(atob(text.slice(1).replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

// What the lists say of a place: withdrawn, suspended, stands, or unknown where no list covers it.
const standing = async (list, index) => {
  let known = false;
  for (const [purpose, word] of [["revocation", "withdrawn"], ["suspension", "suspended"]]) {
    const found = lists.find((each) => each.list === list && each.purpose === purpose);
    if (!found) continue;
    known = true;
    const bits = await unpacked(found.bits);
    if (bits[index >> 3] & (0x80 >> (index & 7))) return word;
  }
  return known ? "stands" : "unknown";
};

const judged = async (said) => {
  const state = await standing(said.list, said.index);
  if (state === "withdrawn" || state === "suspended") return state;
  if (said.until < today()) return "expired";
  return state === "unknown" || said.issued > listed ? "unlisted" : "valid";
};

const KINDS = { valid: "ok", expired: "bad", withdrawn: "rev", suspended: "rev", unlisted: "warn", unsigned: "warn", unreadable: "warn" };

const element = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text }, more);

const row = (key, value, className = "") => {
  const line = element("div", "");
  const shown = element("dd", "");
  shown.append(element("bdi", value, { className }));
  line.append(element("dt", say(key)), shown);
  return line;
};

const draw = () => {
  if (!last) return;
  const { outcome, said, checks, why, added, digest } = last;
  const place = one("#outcome");
  const note = element("div", "", { className: `note ${KINDS[outcome] ?? "bad"}` });
  const values = { date: dated(listed), until: said ? dated(said.until) : "" };
  note.append(element("h2", say(`is-${outcome}`, values)), element("p", say(why ? `why-${why}` : `about-${outcome}`, values)));
  place.replaceChildren(note);
  if (said && demo) place.append(element("p", say("demo"), { className: "note warn" }));
  if (said) {
    const list = element("dl", "", { className: "sum" });
    list.append(row("number", said.number, "code"), row("holder", said.name ?? say("protected")));
    if (said.title) list.append(row("accreditation", said.title));
    list.append(row("scheme", said.scheme), row("issued", dated(said.issued)), row("until", dated(said.until)));
    place.append(list, element("p", say("compare")));
  }
  if (checks) {
    const list = element("ul", "", { className: "tasks" });
    for (const [key, passed] of checks) {
      const line = element("li", "");
      line.append(element("span", say(key)), element("span", say(passed ? "yes" : "no"), { className: `tag ${passed ? "ok" : "bad"}` }));
      list.append(line);
    }
    place.append(list);
  }
  if (added?.length) {
    const list = element("ul", "");
    for (const kind of added) list.append(element("li", say(`added-${kind}`)));
    place.append(list);
  }
  if (digest) place.append(element("p", `SHA-256 ${digest}`, { className: "log" }));
  place.dataset.outcome = outcome;
  place.hidden = false;
};

const show = (found) => {
  last = found;
  draw();
  one("#outcome").focus();
  one("#outcome").scrollIntoView({ block: "nearest" });
};

export const checkText = async (text) => {
  try {
    const said = await readCode(text, keys);
    return { outcome: await judged(said), said };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { outcome: error.message === "browser" ? "unchecked" : "refused", why: error.message };
  }
};

const fromBadge = (badge) => {
  const status = badge.credentialStatus;
  const subject = badge.credentialSubject;
  const [list] = status.statusListCredential.match(/\d+(?=\/revocation$)/);
  return {
    number: subject.licenseNumber,
    name: (subject.identifier ?? []).map((each) => each.identityHash).join(" · ") || null,
    title: badge.name,
    scheme: `${subject.achievement.humanCode}:${subject.achievement.version}`,
    issued: badge.validFrom.slice(0, 10),
    until: badge.validUntil.slice(0, 10),
    list: Number(list),
    index: Number(status.statusListIndex),
  };
};

export const checkFile = async (bytes) => {
  const found = await examineFile(bytes, certificates);
  const checks = found.signed ? [["intact", found.intact], ["ours", found.ours], ["whole", found.whole]] : null;
  const result = { outcome: found.verdict, checks, added: found.added, digest: found.sha256 };
  if (found.verdict === "altered") return { ...result, why: found.intact ? (found.added.length ? "added" : "around") : "content" };
  if (found.verdict !== "genuine") return result;
  if (!found.badge) return { ...result, outcome: "unlisted", why: "badgeless" };
  const said = fromBadge(found.badge);
  return { ...result, outcome: await judged(said), said };
};

const translate = () => {
  document.documentElement.lang = speak;
  document.documentElement.dir = speak === "ar" ? "rtl" : "ltr";
  document.title = `Provost – ${say("title")}`;
  for (const each of all("[data-w]")) each.textContent = say(each.dataset.w);
  const days = Math.floor((Date.parse(today()) - Date.parse(listed)) / DAY);
  one("[data-date]").textContent = dated(listed);
  one("[data-age]").textContent = say("age", { days });
  one("[data-w=old]").hidden = days < OLD;
  one("#age").classList.toggle("warn", days >= OLD);
  draw();
};

for (const [code, table] of Object.entries(words)) one("#language").append(element("option", table.name, { value: code, lang: code }));
one("#language").addEventListener("change", (event) => {
  speak = event.target.value;
  translate();
});
one("[data-issuer]").textContent = issuer;
one("[data-keys]").textContent = keys.map((key) => key.id).join(", ");
one("[data-demo]").hidden = !demo;

one("#by-code").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (one("#text").value.trim()) show(await checkText(one("#text").value));
});
const byFile = one("#by-file");
const checkChosen = async () => {
  const [file] = one("#file").files;
  if (file) show(await checkFile(new Uint8Array(await file.arrayBuffer())));
};
byFile.addEventListener("submit", (event) => {
  event.preventDefault();
  checkChosen();
});
one("#file").addEventListener("change", checkChosen);
for (const kind of ["dragover", "dragleave", "drop"]) {
  byFile.addEventListener(kind, (event) => {
    event.preventDefault();
    one(".drop").classList.toggle("over", kind === "dragover");
    if (kind !== "drop" || !event.dataTransfer.files.length) return;
    one("#file").files = event.dataTransfer.files;
    checkChosen();
  });
}
const asked = navigator.language.slice(0, 2);
speak = words[asked] ? asked : "en";
one("#language").value = speak;
translate();
