// Examines a PDF that is said to be a certificate, where it lies: digest, signature (CMS, ECDSA P-256), its time stamp,
// coverage of the whole file, the issuer's certificate. Nothing is sent anywhere. Used by the check page and by the
// offline verifier.

const LARGEST = 4 * 1024 * 1024;
const HOUR = 3600000;
const OIDS = { signedData: "06092a864886f70d010702", digest: "2a864886f70d010904", named: "2a864886f70d010910020c", named2: "2a864886f70d010910022f" };

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

// What of a certificate (X.509 version 3) is asked here.
const certified = (certificate) => {
  const [signed, kind, signature] = elements(element(certificate).body);
  const [, serial, inner, issuer, , subject, key] = elements(signed.body);
  return { signed, kind, signature, serial, inner, issuer, subject, key };
};
const signerOf = (certificate) => {
  const { issuer, serial } = certified(certificate);
  return encoded(0x30, issuer.whole, serial.whole);
};

const TIMED = fromHex("060b2a864886f70d010910020e");
const TIME = fromHex("060b2a864886f70d0109100104");
const THREE = fromHex("020103");
const NULL = fromHex("0500");

// The container of the signature, written anew from its signed parts: it may hold those and no more. A time stamp may
// stand in it (unsigned attributes); `stampHolds` looks at that.
const container = (contents) => {
  const [oid, content] = elements(element(contents).body);
  const [version, , , certificates, signers] = elements(element(content.body).body);
  const [, , , attributes, , signature, unsigned] = elements(elements(signers.body)[0].body);
  const certificate = elements(certificates.body)[0].whole;
  const stamp = unsigned ? element(elements(element(unsigned.body).body)[1].body).whole : null;
  const loose = stamp ? encoded(0xa1, encoded(0x30, TIMED, encoded(0x31, stamp))) : [];
  const signer = encoded(0x30, ONE, signerOf(certificate), SHA256, attributes.whole, ECDSA, signature.whole, loose);
  const data = encoded(0x30, version.whole, encoded(0x31, SHA256), DATA, encoded(0xa0, certificate), encoded(0x31, signer));
  const again = encoded(0x30, oid.whole, encoded(0xa0, data));
  const tags = hex(oid.whole) === OIDS.signedData && same(version.whole, ONE) && attributes.tag === 0xa0 && signature.tag === 4;
  return {
    plain: tags && same(again, element(contents).whole) && contents.subarray(again.length).every((byte) => byte === 0),
    attributes,
    signature: signature.body,
    certificate,
    stamp,
  };
};

const attribute = (attributes, oid) => {
  const found = elements(attributes.body).map((one) => elements(one.body)).filter(([name]) => hex(name.body) === oid);
  return found.length === 1 ? elements(found[0][1].body)[0].body : new Uint8Array();
};

// ECDSA as DER → r and s of one size, as Web Crypto wants them; DER writes a number in one way only.
const fixed = (der, size) => {
  const numbers = elements(element(der).body).map((one) => one.body);
  const strict = numbers.every((one) => one[0] < 128 && (one[0] ? one.length <= size : one.length < size + 2 && one[1] > 127));
  if (!strict || !same(der, encoded(0x30, ...numbers.map((one) => encoded(2, one))))) throw new Error("signature");
  const sides = numbers.map((one) => one.subarray(Math.max(0, one.length - size)));
  const joined = new Uint8Array(2 * size);
  sides.forEach((side, place) => joined.set(side, size * (place + 1) - side.length));
  return joined;
};

const HASHES = { "2b0e03021a": "SHA-1", "608648016503040201": "SHA-256", "608648016503040202": "SHA-384", "608648016503040203": "SHA-512" };
const CURVES = { "2a8648ce3d030107": ["P-256", 32], "2b81040022": ["P-384", 48], "2b81040023": ["P-521", 66] };
const RSA = "2a864886f70d0101";
const EC = "2a8648ce3d0403";
const KINDS = { "SHA-256": [`${RSA}0b`, `${EC}02`], "SHA-384": [`${RSA}0c`, `${EC}03`], "SHA-512": [`${RSA}0d`, `${EC}04`] };
const nameIn = (sequence) => hex(elements(sequence.body)[0].body);
const digested = async (hash, bytes) => new Uint8Array(await crypto.subtle.digest(hash, bytes));

// Whether `signature` was made over `data` with the key of a certificate; `kind` is the algorithm as it is written.
const verified = async (certificate, kind, signature, data) => {
  const { key } = certified(certificate);
  const oid = hex(elements(kind)[0].body);
  const hash = Object.keys(KINDS).find((one) => KINDS[one].includes(oid));
  const [curve, size] = oid.startsWith(EC) ? CURVES[hex(elements(elements(key.body)[0].body)[1].body)] : [];
  const scheme = curve ? { name: "ECDSA", namedCurve: curve, hash } : { name: "RSASSA-PKCS1-v1_5", hash };
  const known = await crypto.subtle.importKey("spki", key.whole, scheme, false, ["verify"]);
  return crypto.subtle.verify(scheme, known, curve ? fixed(signature, size) : signature, data);
};

// What was signed of attributes: they are signed as a set (RFC 5652, 5.4).
const asSet = (attributes) => Uint8Array.from([0x31, ...attributes.whole.subarray(1)]);
const holds = ({ attributes, signature, certificate }) => verified(certificate, element(ECDSA).body, signature, asSet(attributes));

const vouches = async (above, below) => {
  const { signed, kind, signature, inner, issuer } = certified(below);
  const again = encoded(0x30, signed.whole, inner.whole, encoded(3, [0], signature.body.subarray(1)));
  if (!same(again, below) || !same(issuer.whole, certified(above).subject.whole)) return false;
  try {
    return await verified(above, kind.body, signature.body.subarray(1), signed.whole);
  } catch (error) {
    return false;
  }
};

// The certificate whose digest stands among what the time stamp's signer signed (RFC 5035, RFC 2634).
const namedBy = async (attributes, present) => {
  const newer = attribute(attributes, OIDS.named2);
  const identity = elements(elements(elements(newer.length ? newer : attribute(attributes, OIDS.named))[0].body)[0].body);
  const said = identity[0].tag === 0x30 ? HASHES[nameIn(identity[0])] : newer.length ? "SHA-256" : "SHA-1";
  const wanted = identity.find((one) => one.tag === 4).body;
  for (const one of present) if (same(await digested(said, one), wanted)) return one;
  throw new Error("no signer");
};

const momentOf = (digits) => Date.parse(digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d).*$/, "$1-$2-$3T$4:$5:$6Z"));

// Whether a time stamp (RFC 3161) was made over this signature within an hour of the time that the file states, and
// holds nothing that nobody signed: it is written anew from its signed parts, as the issuer writes it, and compared.
const stampHolds = async (token, signature, stated) => {
  const [, content] = elements(element(token).body);
  const [, , inside, certificates, signers] = elements(element(content.body).body);
  const [, , digest, attributes, kind, signed] = elements(elements(signers.body)[0].body);
  const info = element(elements(inside.body)[1].body).body;
  const [, , imprint, , time] = elements(element(info).body);
  const [by, seen] = elements(imprint.body);
  const hash = HASHES[nameIn(digest)];
  const present = elements(certificates.body).map((one) => one.whole);
  const own = await namedBy(attributes, present);
  const kept = [];
  for (const one of present.sort((a, b) => (hex(a) < hex(b) ? -1 : 1))) {
    const above = await Promise.all(present.map((each) => vouches(each, one)));
    if (one === own || above.includes(true)) kept.push(one);
  }
  const hashed = encoded(0x30, encoded(6, fromHex(Object.keys(HASHES).find((one) => HASHES[one] === hash))), NULL);
  const [rsa, ec] = KINDS[hash].map(fromHex);
  const plain = nameIn(kind).startsWith(RSA) ? encoded(0x30, encoded(6, rsa), NULL) : encoded(0x30, encoded(6, ec));
  const signer = encoded(0x30, ONE, signerOf(own), hashed, attributes.whole, plain, encoded(4, signed.body));
  const said = encoded(0x30, TIME, encoded(0xa0, encoded(4, info)));
  const data = encoded(0x30, THREE, encoded(0x31, hashed), said, encoded(0xa0, ...kept), encoded(0x31, signer));
  return (
    same(encoded(0x30, fromHex(OIDS.signedData), encoded(0xa0, data)), token) &&
    attributes.tag === 0xa0 &&
    same(seen.body, await digested(HASHES[nameIn(by)], signature)) &&
    same(attribute(attributes, OIDS.digest), await digested(hash, info)) &&
    Math.abs(momentOf(new TextDecoder().decode(time.body)) - stated) <= HOUR &&
    (await verified(own, element(plain).body, signed.body, asSet(attributes)))
  );
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

// What was written behind the signed part, by the kinds of its objects; packed ones cannot be told apart here.
const ADDED = [
  ["packed", /\/ObjStm\b/],
  ["field", /\/Widget\b|\/FT\b|\/Fields\b|\/ByteRange\b/],
  ["note", /\/Annot\b|\/Rect\b/],
  ["page", /\/Type\s*\/Pages?\b/],
  ["attachment", /\/EmbeddedFiles?\b|\/Filespec\b|\/EF\b/],
  ["description", /\/Metadata\b|\/ModDate\b|\/Subject\b|\/Title\b/],
  ["act", /\/JavaScript\b|\/S\s*\/Launch\b/],
  ["content", /\bstream\r?\n/],
  ["else", /./],
];
const OF_DOCUMENT = [["act", /\/OpenAction\b|\/AA\b/], ["store", /\/DSS\b/]];
const kindsOf = (object) => {
  const words = object.replace(/(\bstream\r?\n)[^]*/, "$1");
  if (/\/Type\s*\/XRef\b/.test(words)) return [];
  if (/\/Type\s*\/Catalog\b/.test(words)) return OF_DOCUMENT.filter(([, mark]) => mark.test(words)).map(([kind]) => kind);
  return [ADDED.find(([, mark]) => mark.test(words))[0]];
};
const addedTo = (tail) => {
  const closed = tail.split(/\bendobj\b/).slice(0, -1);
  const opened = closed.map((part) => part.split(/\b\d{1,10}\s{1,9}\d{1,5}\s{1,9}obj\b/)).filter((parts) => parts.length > 1);
  const objects = opened.flatMap((parts) => kindsOf(parts.slice(1).join(" ")));
  return objects.length ? [...new Set(objects)] : tail ? ["behind"] : [];
};

const none = (verdict, digest, more = {}) => ({ verdict, sha256: digest, signed: false, intact: false, ours: false, whole: false, added: [], badge: null, ...more });

// `certificates`: the issuer's signing certificates, DER in base64. verdict: genuine, altered, not_ours, unsigned, unreadable.
export const examineFile = async (bytes, certificates) => {
  const digest = await sha256(bytes);
  const text = new TextDecoder("windows-1252").decode(bytes);
  if (bytes.length > LARGEST || !text.startsWith("%PDF-")) return none("unreadable", digest);
  const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  if (!ranges.length) return none("unsigned", digest);
  const [begin, size, next, rest] = ranges[0].slice(1).map(Number);
  const found = none("altered", digest, { signed: true, added: addedTo(text.slice(next + rest)) });
  if (ranges.length > 1) return found;
  try {
    const gap = text.slice(size, next);
    if (begin !== 0 || !/^<(?:[0-9A-Fa-f]{2})+>$/.test(gap)) return found;
    const parts = container(fromHex(gap.slice(1, -1)));
    const covered = new Uint8Array(size + rest);
    covered.set(bytes.subarray(0, size));
    covered.set(bytes.subarray(next, next + rest), size);
    found.intact = hex(attribute(parts.attributes, OIDS.digest)) === (await sha256(covered)) && (await holds(parts));
    found.ours = certificates.some((one) => same(bytesOf(one), parts.certificate));
    const stated = momentOf(/\/M\s*\(D(?::|\\072)(\d{14})Z/.exec(text)?.[1] ?? "");
    const stamped = !parts.stamp || (await stampHolds(parts.stamp, parts.signature, stated));
    found.whole = parts.plain && stamped && gap === gap.toUpperCase() && next + rest === bytes.length && /\/DocMDP\b/.test(text);
    if (!found.intact) return found;
    if (!found.ours) return { ...found, verdict: "not_ours" };
    if (!found.whole) return found;
    return { ...found, verdict: "genuine", badge: await attached(bytes, text) };
  } catch (error) {
    return found;
  }
};
