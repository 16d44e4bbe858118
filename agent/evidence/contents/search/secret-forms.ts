/** How a copy of a secret is written down where it lies. */
export type Encoding = "plain" | "base64" | "hex";

/** Bytes that are searched for, without white space: a copy may be wrapped or indented. */
export type Form = {
  readonly encoding: Encoding;
  readonly bytes: Buffer;
  /** The same as other writings have it: percent signs, escapes of JSON and HTML, two bytes a character. */
  readonly writings: readonly Writing[];
};

/** What was written, and how many bytes of it each byte takes. */
export type Writing = { readonly bytes: Buffer; readonly widths: Uint8Array };

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
  // What a program for Windows is given in base64 has two bytes a character.
  const wide = Buffer.from(middleOf(whole, longestForm / 4).toString("latin1"), "utf16le");
  const encoded = [middleOf(whole), wide].flatMap((bytes) =>
    [0, 1, 2].flatMap((shift) => base64Forms(bytes, shift)),
  );
  const hex = middleOf(whole).toString("hex");
  const texts = [...new Set([...encoded])];
  return [
    { encoding: "plain", bytes: middleOf(bare), writings: writingsOf(middleOf(bare), middleOf(whole)) },
    ...texts.map((text) => simple("base64", text)),
    ...[hex, hex.toUpperCase()].map(hexForm),
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
  return { encoding, bytes, writings: [{ bytes, widths: new Uint8Array(bytes.length).fill(1) }] };
}

/** Whole, and byte by byte as a dump has it. */
function hexForm(text: string): Form {
  const form = simple("hex", text);
  const spaced = writingOf([...text].map((digit, at) => (at % 2 === 1 ? `${digit} ` : digit)));
  return { ...form, writings: [...form.writings, spaced] };
}

function writingsOf(bare: Buffer, whole: Buffer): Writing[] {
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
    ...["\\u00", "\\x"].map((start) => piecesOf(bare, (byte) => start + byte.toString(16).padStart(2, "0"))),
    piecesOf(bare, (byte) => `&#${byte};`),
    piecesOf(bare, (byte) => `&#x${byte.toString(16)};`),
  ];
}

function piecesOf(bytes: Buffer, write: (byte: number) => string): Writing {
  return writingOf(Array.from(bytes, write));
}

function writingOf(pieces: readonly string[]): Writing {
  return {
    bytes: Buffer.from(pieces.join(""), "latin1"),
    widths: Uint8Array.from(pieces, ({ length }) => length),
  };
}

/** With the white space that the secret itself has, behind the byte before it. */
function spacedPieces(whole: Buffer, write: (byte: number) => string): Writing {
  const pieces: string[] = [];
  for (const byte of whole) {
    const isSpace = byte === 32 || (byte >= 9 && byte <= 13);
    if (isSpace && pieces.length > 0) pieces.push(`${pieces.pop()}${write(byte)}`);
    else pieces.push(String.fromCharCode(byte));
  }
  return writingOf(pieces);
}

function middleOf(bytes: Buffer, most = longestForm): Buffer {
  if (bytes.length <= most) return bytes;
  const start = (bytes.length - most) >> 1;
  return bytes.subarray(start, start + most);
}
