/** How a copy of a secret is written down where it lies. */
export type Encoding = "plain" | "base64" | "hex";

/** Bytes that are searched for, without white space: a copy may be wrapped or indented. */
export type Form = {
  readonly encoding: Encoding;
  readonly bytes: Buffer;
  /** The same, one piece a byte, as other writings have it: percent signs, escapes of JSON, two bytes a character. */
  readonly writings: readonly (readonly Buffer[])[];
};

export const shortestSecret = 8;
const shortestPlainWord = 16;
const fewestDifferent = 5;
/** Of a longer value a part is searched for: a private key, or a whole file of a service account. */
const longestForm = 240;
const words =
  /^(change-?me|default|example|letmein|openclaw|password|passw0rd|placeholder|secret|token|test)/i;

/**
 * True for a value that hardly stands anywhere but as a copy. A short one, a
 * word or a number would be found where it means something else.
 */
export function isSearchable(value: string): boolean {
  const text = value.trim();
  if (text.length < shortestSecret || new Set(text).size < fewestDifferent) return false;
  if (text.length >= shortestPlainWord) return true;
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(text)).length;
  return classes >= 2 && !words.test(text);
}

/** Every form in which a secret is searched for: as it is, and encoded once. */
export function formsOf(value: string): Form[] {
  const whole = Buffer.from(value.trim(), "utf8");
  const bare = Buffer.from(value.replace(/\s+/g, ""), "utf8");
  const encoded = [0, 1, 2].flatMap((shift) => base64Forms(middleOf(whole), shift));
  const hex = middleOf(whole).toString("hex");
  const texts = [...new Set([...encoded])];
  return [
    { encoding: "plain", bytes: middleOf(bare), writings: writingsOf(middleOf(bare), middleOf(whole)) },
    ...texts.map((text) => simple("base64", text)),
    ...[hex, hex.toUpperCase()].map((text) => simple("hex", text)),
  ];
}

/** Base64 of whatever text the secret stands in, so many bytes behind a multiple of three: what lies around changes no more than the ends. */
function base64Forms(secret: Buffer, shift: number): string[] {
  const encoded = Buffer.concat([Buffer.alloc(shift), secret]).toString("base64");
  const first = Math.ceil((shift * 8) / 6);
  const standard = encoded.slice(first, Math.floor(((shift + secret.length) * 8) / 6));
  return [standard, standard.replaceAll("+", "-").replaceAll("/", "_")];
}

function simple(encoding: Encoding, text: string): Form {
  const bytes = Buffer.from(text, "latin1");
  return { encoding, bytes, writings: [piecesOf(bytes, (byte) => String.fromCharCode(byte))] };
}

function writingsOf(bare: Buffer, whole: Buffer): Buffer[][] {
  const plain = (byte: number) => String.fromCharCode(byte);
  const lower = (byte: number) => `%${byte.toString(16).padStart(2, "0")}`;
  const upper = (byte: number) => lower(byte).toUpperCase();
  const ofUrl = (percent: (byte: number) => string) => (byte: number) =>
    /[A-Za-z0-9_.~-]/.test(plain(byte)) ? plain(byte) : percent(byte);
  return [
    piecesOf(bare, plain),
    ...(whole.length === bare.length ? [] : [spacedPieces(whole, plain), spacedPieces(whole, upper)]),
    ...[ofUrl(upper), ofUrl(lower), upper, lower].map((write) => piecesOf(bare, write)),
    piecesOf(bare, (byte) => `${plain(byte)}\0`),
    piecesOf(bare, (byte) => `\\u00${byte.toString(16).padStart(2, "0")}`),
  ];
}

function piecesOf(bytes: Buffer, write: (byte: number) => string): Buffer[] {
  return [...bytes].map((byte) => Buffer.from(write(byte), "latin1"));
}

/** With the white space that the secret itself has, behind the byte before it. */
function spacedPieces(whole: Buffer, write: (byte: number) => string): Buffer[] {
  const pieces: string[] = [];
  for (const byte of whole) {
    const isSpace = byte === 32 || (byte >= 9 && byte <= 13);
    if (isSpace && pieces.length > 0) pieces.push(`${pieces.pop()}${write(byte)}`);
    else pieces.push(String.fromCharCode(byte));
  }
  return pieces.map((piece) => Buffer.from(piece, "latin1"));
}

function middleOf(bytes: Buffer): Buffer {
  if (bytes.length <= longestForm) return bytes;
  const start = (bytes.length - longestForm) >> 1;
  return bytes.subarray(start, start + longestForm);
}
