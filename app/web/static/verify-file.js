// A PDF is checked where it lies: its fingerprint is asked for first, so a certificate as it was issued is never sent.
// Any other file is examined here (signature, coverage, what changed); the server's own check is offered after that.

const forms = document.querySelectorAll("form[data-examiner]");

const show = (form, outcome, found = {}) => {
  for (const one of form.querySelectorAll("[data-when]")) one.hidden = !one.dataset.when.split(" ").includes(outcome);
  for (const one of form.querySelectorAll("[data-check]")) one.hidden = found[one.dataset.check] === undefined;
  for (const one of form.querySelectorAll("[data-is]")) one.hidden = String(found[one.dataset.check ?? one.closest("[data-check]").dataset.check]) !== one.dataset.is;
  for (const one of form.querySelectorAll("[data-added]")) one.hidden = !found.added?.includes(one.dataset.added);
  for (const one of form.querySelectorAll("[data-state]")) one.hidden = one.dataset.state !== found.status;
  for (const one of form.querySelectorAll("[data-sha256]")) one.textContent = `SHA-256 ${found.sha256 ?? ""}`;
  const link = form.querySelector("a[data-number]");
  link.textContent = found.number ?? "";
  link.href = `/verify/${found.number ?? ""}`;
  form.querySelector("[data-outcome]").hidden = false;
};

const der = (pem) => pem.replace(/-----[A-Z ]+-----|\s/g, "");

const registered = async (digest) => {
  const answer = await fetch(`/verify/fingerprint/${digest}`, { headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : null;
};

const examine = async (form, file) => {
  const { examineFile, sha256 } = await import(new URL(form.dataset.examiner, location.href).href);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const stored = await registered(await sha256(bytes));
  if (stored) return show(form, "stored", stored);
  const { keys } = await (await fetch("/.well-known/provost/keys.json")).json();
  const certificates = keys.filter((one) => one.kind === "pdf" && one.use === "signing").map((one) => der(one.certificate));
  const found = await examineFile(bytes, certificates);
  const checks = found.signed ? { intact: found.intact, ours: found.ours, whole: found.whole } : {};
  return show(form, found.verdict, { sha256: found.sha256, added: found.added, ...checks });
};

for (const form of forms) {
  const input = form.querySelector("input[type=file]");
  let looked = null;
  input.addEventListener("change", () => {
    form.querySelector("[data-outcome]").hidden = true;
  });
  form.addEventListener("submit", async (event) => {
    const [file] = input.files;
    if (!file || looked === file || !globalThis.crypto?.subtle) return;
    event.preventDefault();
    looked = file;
    try {
      await examine(form, file);
      form.querySelector("[data-outcome]").scrollIntoView({ block: "nearest" });
    } catch (error) {
      form.submit();
    }
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}
