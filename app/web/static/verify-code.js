// A scan of the QR code opens this page with the signed words behind the "#". They are checked here and shown here; a
// browser never sends them, and they are taken out of the address so that no history keeps the name.

const place = document.getElementById("signed-code");
const words = location.hash.slice(1);

const fill = (said) => {
  for (const one of place.querySelectorAll("[data-said]")) one.textContent = said[one.dataset.said] ?? "";
};

const language = document.documentElement.lang.replace(/^en$/, "en-GB");
const dated = (day) => new Date(`${day}T12:00:00Z`).toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

const show = (outcome) => {
  for (const one of place.querySelectorAll("[data-when]")) one.hidden = !one.dataset.when.split(" ").includes(outcome);
  place.hidden = false;
  if (outcome === "refused") document.querySelector("h1").after(place); // before whatever the register says of the number
};

const check = async () => {
  const { readCode, Refused } = await import(new URL(place.dataset.reader, location.href).href);
  try {
    const { keys } = await (await fetch("/.well-known/provost/keys.json")).json();
    const known = keys.filter((one) => one.kind === "qr").map((one) => ({ id: one.id, x: one.publicKeyJwk.x }));
    const said = await readCode(`${location.pathname}#${words}`, known);
    fill({ ...said, issued: dated(said.issued), until: dated(said.until) });
    show(said.name === null ? "protected" : "named");
  } catch (error) {
    show(error instanceof Refused && error.message !== "browser" ? "refused" : "unchecked");
  }
};

if (place && words) {
  history.replaceState(null, "", location.pathname + location.search);
  check();
}
