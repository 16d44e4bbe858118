import { isTelling } from "#lib/domain/secrecy/is-telling.ts";

/**
 * Every way in which logs write the secrets among these values: as they are,
 * inside JSON (also JSON in JSON), in an address, in a form, and in base64 at
 * each of its three alignments. The plain ones of all come first.
 */
export function secretSpellings(values: readonly string[]): string[] {
  const secrets = [...new Set(values.flatMap(piecesOf))];
  const plain = secrets.flatMap((secret) => [secret, inJson(secret)]);
  const others = secrets.flatMap((secret) => [
    inJson(inJson(secret)),
    ...inAddress(secret),
    ...inBase64(secret),
  ]);
  return [...new Set([...plain, ...others])];
}

/** A secret of several lines shows up line by line; in a key, each of them counts. */
function piecesOf(value: string): string[] {
  const trimmed = value.trim();
  const lines = trimmed.split(/\r?\n/).map((line) => line.trim());
  if (lines.length === 1) return isTelling(trimmed) ? [trimmed] : [];
  const isKey = trimmed.startsWith("-----BEGIN ");
  const isPiece = (line: string) => (isKey ? line.length >= 8 && !line.startsWith("-----") : isTelling(line));
  return [trimmed, ...lines.filter(isPiece)];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function inAddress(text: string): string[] {
  const encoded = encodeURIComponent(text.toWellFormed());
  const lower = encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const form = new URLSearchParams([["", text]]).toString().slice(1);
  return [encoded, lower, form];
}

/** What of the encoding depends on this text alone, wherever in the encoded text it begins. */
function inBase64(text: string): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replaceAll("=", "");
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor(((before + bytes.length) * 8) / 6);
    const own = encoded.slice(from, to);
    if (own.length < 10) return [];
    return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
