// Examines a PDF that is said to be a certificate, where it lies: digest, signature (CMS, ECDSA P-256), coverage of the
// whole file, the issuer's certificate. Nothing is sent anywhere. Used by the check page and by the offline verifier.

const LARGEST = 4 * 1024 * 1024;
const OIDS = { signedData: "06092a864886f70d010702", digest: "2a864886f70d010904", kind: "2a864886f70d010903" };

const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
export const sha256 = async (bytes) => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
export const bytesOf = (base64) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

// DER (X.690), definite lengths only: {tag, body, whole, next}.
const element = (bytes, at = 0) => {
  const tag = bytes[at];
  let size = bytes[at + 1];
  let start = at + 2;
  if (size > 128 && size < 132) {
    const digits = bytes.slice(start, start + size - 128);
    start += digits.length;
    size = digits.reduce((sum, digit) => sum * 256 + digit, 0);
  } else if (size >= 128) throw new Error("length");
  if (!(start + size <= bytes.length)) throw new Error("short");
  return { tag, body: bytes.subarray(start, start + size), whole: bytes.subarray(at, start + size), next: start + size };
};

const elements = (body) => {
  const found = [];
  for (let at = 0; at < body.length; ) {
    const one = element(body, at);
    found.push(one);
    at = one.next;
  }
  return found;
};

const encoded = (tag, ...parts) => {
  const body = parts.flatMap((one) => [...one]);
  const size = body.length < 128 ? [body.length] : body.length < 256 ? [129, body.length] : [130, body.length >> 8, body.length & 255];
  return Uint8Array.from([tag, ...size, ...body]);
};

const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16));
const ONE = fromHex("020101");
const SHA256 = fromHex("300d06096086480165030402010500");
const DATA = fromHex("300b06092a864886f70d010701");
const ECDSA = fromHex("300a06082a8648ce3d040302");

// The container of the signature, written anew from its signed parts: it may hold those and no more. A time-stamp may
// stand in it (unsigned attributes), which vouches for itself.
const container = (contents) => {
  const [oid, content] = elements(element(contents).body);
  const [version, , , certificates, signers] = elements(element(content.body).body);
  const [, , , attributes, , signature, stamp] = elements(elements(signers.body)[0].body);
  const certificate = elements(certificates.body)[0].whole;
  const issued = elements(elements(certificate)[0].body)[0];
  const [, serial, , issuer] = elements(issued.body);
  const signer = encoded(0x30, ONE, encoded(0x30, issuer.whole, serial.whole), SHA256, attributes.whole, ECDSA, signature.whole, stamp ? stamp.whole : []);
  const data = encoded(0x30, version.whole, encoded(0x31, SHA256), DATA, encoded(0xa0, certificate), encoded(0x31, signer));
  const again = encoded(0x30, oid.whole, encoded(0xa0, data));
  const tags = hex(oid.whole) === OIDS.signedData && same(version.whole, ONE) && attributes.tag === 0xa0 && signature.tag === 4;
  return {
    plain: tags && same(again, element(contents).whole) && contents.subarray(again.length).every((byte) => byte === 0),
    attributes,
    signature: signature.body,
    certificate,
  };
};

const attribute = (attributes, oid) => {
  const found = elements(attributes.body).map((one) => elements(one.body)).filter(([name]) => hex(name.body) === oid);
  return found.length === 1 ? elements(found[0][1].body)[0].body : new Uint8Array();
};

// ECDSA as DER → r and s of 32 bytes each, as Web Crypto wants them; DER writes a number in one way only.
const fixed = (der) => {
  const numbers = elements(element(der).body).map((one) => one.body);
  const strict = numbers.every((one) => one[0] < 128 && (one[0] ? one.length < 33 : one.length < 34 && one[1] > 127));
  if (!strict || !same(der, encoded(0x30, ...numbers.map((one) => encoded(2, one))))) throw new Error("signature");
  const sides = numbers.map((one) => one.subarray(Math.max(0, one.length - 32)));
  const joined = new Uint8Array(64);
  sides.forEach((side, place) => joined.set(side, 32 * (place + 1) - side.length));
  return joined;
};

const holds = async ({ attributes, signature, certificate }) => {
  const parts = elements(elements(elements(certificate)[0].body)[0].body);
  const key = await crypto.subtle.importKey("spki", parts[6].whole, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const signed = Uint8Array.from([0x31, ...attributes.whole.subarray(1)]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, fixed(signature), signed);
};

const inflated = async (bytes) => {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new TextDecoder().decode(await new Response(stream).arrayBuffer());
};

// The badge that is attached to the certificate; null where there is none.
const attached = async (bytes, text) => {
  const head = /\/Type\s*\/EmbeddedFile\b/.exec(text);
  if (!head) return null;
  const begin = text.lastIndexOf("obj", head.index);
  const stream = /stream\r?\n/g;
  stream.lastIndex = head.index;
  const start = stream.exec(text);
  const words = text.slice(begin, start.index);
  const size = Number(/\/Length\s+(\d+)/.exec(words)?.[1]);
  const body = bytes.slice(stream.lastIndex, stream.lastIndex + size);
  try {
    return JSON.parse(/\/FlateDecode/.test(words) ? await inflated(body) : new TextDecoder().decode(body));
  } catch (error) {
    return null;
  }
};

const none = (verdict, digest, more = {}) => ({ verdict, sha256: digest, signed: false, intact: false, ours: false, whole: false, badge: null, ...more });

// `certificates`: the issuer's signing certificates, DER in base64. verdict: genuine, altered, not_ours, unsigned, unreadable.
export const examineFile = async (bytes, certificates) => {
  const digest = await sha256(bytes);
  const text = new TextDecoder("windows-1252").decode(bytes);
  if (bytes.length > LARGEST || !text.startsWith("%PDF-")) return none("unreadable", digest);
  const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  if (!ranges.length) return none("unsigned", digest);
  if (ranges.length > 1) return none("altered", digest, { signed: true });
  const [begin, size, next, rest] = ranges[0].slice(1).map(Number);
  const found = none("altered", digest, { signed: true, added: Math.max(0, bytes.length - next - rest) });
  try {
    const gap = text.slice(size, next);
    if (begin !== 0 || !/^<(?:[0-9A-Fa-f]{2})+>$/.test(gap)) return found;
    const parts = container(fromHex(gap.slice(1, -1)));
    const covered = new Uint8Array(size + rest);
    covered.set(bytes.subarray(0, size));
    covered.set(bytes.subarray(next, next + rest), size);
    found.intact = hex(attribute(parts.attributes, OIDS.digest)) === (await sha256(covered)) && (await holds(parts));
    found.ours = certificates.some((one) => same(bytesOf(one), parts.certificate));
    found.whole = parts.plain && gap === gap.toUpperCase() && next + rest === bytes.length && /\/DocMDP\b/.test(text);
    if (!found.intact) return found;
    if (!found.ours) return { ...found, verdict: "not_ours" };
    if (!found.whole) return found;
    return { ...found, verdict: "genuine", badge: await attached(bytes, text) };
  } catch (error) {
    return found;
  }
};
