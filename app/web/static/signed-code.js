// Reads the signed words of a certificate's QR code: base 32, COSE_Sign1 (RFC 9052), Ed25519. Nothing is sent anywhere.
// Used by the page that a scan opens and by the offline verifier. What is not exactly as the issuer writes it is refused.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const PLACES = 131072;

export class Refused extends Error {}

const refuse = (why) => {
  throw new Refused(why);
};

export const fromBase32 = (text) => {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) refuse("form");
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 0xff;
    }
  }
  if (bits >= 5 || held & ((1 << bits) - 1)) refuse("form");
  return bytes;
};

// CBOR (RFC 8949) as far as our codes use it: whole numbers, bytes, text, lists, maps and one tag, each in its shortest form.
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  head() {
    const first = this.bytes[this.at++] ?? refuse("form");
    const small = first & 31;
    if (small < 24) return [first >> 5, small];
    if (small > 26) refuse("form");
    let value = 0;
    for (let left = 1 << (small - 24); left > 0; left -= 1) value = value * 256 + (this.bytes[this.at++] ?? refuse("form"));
    if (value < [24, 256, 65536][small - 24]) refuse("form");
    return [first >> 5, value];
  }

  take(count) {
    if (this.at + count > this.bytes.length) refuse("form");
    this.at += count;
    return this.bytes.slice(this.at - count, this.at);
  }

  value() {
    const [kind, size] = this.head();
    if (kind === 0) return size;
    if (kind === 1) return -1 - size;
    if (kind === 2) return this.take(size);
    if (kind === 3) return new TextDecoder("utf-8", { fatal: true }).decode(this.take(size));
    if (kind === 4) return Array.from({ length: Math.min(size, 64) }, () => this.value());
    if (kind === 5) return new Map(Array.from({ length: Math.min(size, 64) }, () => [this.value(), this.value()]));
    if (kind === 6) return { tag: size, value: this.value() };
    return refuse("form");
  }
}

const decoded = (bytes) => {
  const reader = new Reader(bytes);
  let value;
  try {
    value = reader.value();
  } catch (error) {
    refuse("form");
  }
  if (reader.at !== bytes.length) refuse("form");
  return value;
};

const byteString = (bytes) => {
  const head = bytes.length < 24 ? [64 + bytes.length] : bytes.length < 256 ? [88, bytes.length] : [89, bytes.length >> 8, bytes.length & 255];
  return [...head, ...bytes];
};

const toBeSigned = (header, payload) =>
  Uint8Array.from([0x84, 0x6a, ...new TextEncoder().encode("Signature1"), ...byteString(header), 0x40, ...byteString(payload)]);

const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");

const day = (count) => (Number.isInteger(count) && Math.abs(count) < 200000 ? new Date(count * 86400000).toISOString().slice(0, 10) : refuse("form"));

const printed = (letters) => (/^[0-9A-HJKMNP-TV-Z]{17}$/.test(letters) ? `PRV-${letters.match(/.{1,4}/g).join("-")}` : refuse("form"));

const claims = (payload) => {
  const said = decoded(payload);
  if (!(said instanceof Map)) refuse("form");
  const name = said.get(2);
  const place = said.get(6);
  if (typeof said.get(1) !== "string" || !Number.isInteger(place)) refuse("form");
  return {
    number: printed(said.get(1)),
    name: typeof name === "string" ? name : null,
    scheme: String(said.get(3)),
    issued: day(said.get(4)),
    until: day(said.get(5)),
    list: Math.floor(place / PLACES),
    index: place % PLACES,
  };
};

// What stands in the address before the "#", without hyphens; "" where there is no address.
const beside = (text) => (/\/verify\/([^#/]+)#/.exec(text)?.[1] ?? "").toUpperCase().replace(/[^0-9A-Z]/g, "");

const fits = async (key, signature, signed) => {
  const raw = Uint8Array.from(atob(key.x.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    refuse("browser");
  }
  return crypto.subtle.verify("Ed25519", imported, signature, signed);
};

// `keys`: [{id, x}], the key's short id and its 32 bytes in base64url. Throws Refused: form, key, signature, address, browser.
export const readCode = async (text, keys) => {
  const whole = text.trim();
  const code = fromBase32(whole.slice(whole.lastIndexOf("#") + 1).toUpperCase().replace(/\s/g, ""));
  const { tag, value } = decoded(code);
  const [header, empty, payload, signature] = tag === 18 && Array.isArray(value) && value.length === 4 ? value : refuse("form");
  const bytes = [header, payload, signature].every((one) => one instanceof Uint8Array);
  if (!bytes || !(empty instanceof Map) || empty.size || signature.length !== 64) refuse("form");
  const meant = decoded(header);
  if (!(meant instanceof Map) || meant.size !== 2 || meant.get(1) !== -8 || !(meant.get(4) instanceof Uint8Array)) refuse("form");
  const key = keys.find((one) => one.id === hex(meant.get(4))) ?? refuse("key");
  if (!globalThis.crypto?.subtle) refuse("browser");
  if (!(await fits(key, signature, toBeSigned(header, payload)))) refuse("signature");
  const said = claims(payload);
  const named = beside(whole);
  if (named && named !== said.number.replace(/-/g, "")) refuse("address");
  return { ...said, key: key.id, demo: Boolean(key.demo) };
};
