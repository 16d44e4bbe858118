import { type Encoding, type Form, formsOf } from "./secret-forms.ts";
import { matchAround } from "./tolerant-match.ts";

/** A secret of those searched for, by its place in the list, and where its first copy begins. */
export type Sighting = { readonly secret: number; readonly offset: number; readonly encoding: Encoding };

export type SecretSearch = {
  /** The first copy of each secret that stands in the text. */
  in(text: Uint8Array): Sighting[];
  /** More than the longest copy takes, white space apart: what must be carried over from one piece of a text to the next. */
  readonly overlap: number;
};

/** Bytes that are looked up at once. */
const window = 6;
/** No form has as many bytes. */
const longest = 512;
const filterBits = 22;
const filterMask = (1 << filterBits) - 1;

/**
 * Searches for many secrets at once, byte by byte; nothing of the text is
 * parsed. Of each form so many windows in a row are in a table that one of them
 * lies on a multiple of the stride, wherever the copy begins: so only every
 * stride-th place of the text is looked up. The last windows are in it as well,
 * for a copy whose beginning is torn by a line break.
 */
export function searchFor(secrets: readonly string[]): SecretSearch {
  const forms = secrets.flatMap((value, secret) => formsOf(value).map((form) => ({ secret, form })));
  const shortest = Math.min(...forms.map(({ form }) => form.bytes.length), 64);
  const stride = Math.max(1, Math.min(16, shortest - window + 1));
  const filter = new Uint8Array(1 << (filterBits - 3));
  const places = new Map<number, number[]>();
  for (const [index, { form }] of forms.entries()) {
    for (const { key, hash, start, ahead } of windowsOf(form, stride)) {
      filter[hash >> 3] = byteAt(filter, hash >> 3) | (1 << (hash & 7));
      const known = places.get(key);
      const place = (index * longest + start) * 8 + ahead;
      if (known === undefined) places.set(key, [place]);
      else if (!known.includes(place)) known.push(place);
    }
  }

  function check(text: Uint8Array, at: number, found: Map<number, Sighting>): void {
    for (const place of places.get(keyAt(text, at)) ?? []) {
      const [ahead, which] = [place % 8, Math.floor(place / 8)];
      const entry = forms[Math.floor(which / longest)];
      if (entry === undefined || found.has(entry.secret)) continue;
      const offset = matchAround(text, at + ahead, entry.form.bytes, which % longest);
      if (offset >= 0)
        found.set(entry.secret, { secret: entry.secret, offset, encoding: entry.form.encoding });
    }
  }

  return {
    overlap: 16 * 1024,
    in(text) {
      const found = new Map<number, Sighting>();
      if (forms.length === 0) return [];
      const last = text.length - window;
      for (let at = 0; at <= last; at += stride) {
        const hash = hashAt(text, at);
        if ((byteAt(filter, hash >> 3) & (1 << (hash & 7))) !== 0) check(text, at, found);
      }
      return [...found.values()];
    },
  };
}

type Window = { readonly key: number; readonly hash: number; readonly start: number; readonly ahead: number };

/** A window may begin inside a byte that is written as several: the match then begins so many bytes ahead, at the next whole one. */
function windowsOf({ writings }: Form, stride: number): Window[] {
  return writings.flatMap(({ bytes: text, widths }) => {
    const last = text.length - window;
    const chosen = new Set<number>();
    for (let at = 0; at < stride && at <= last; at += 1) chosen.add(at).add(last - at);
    const [starts, aheads] = beginningsOf(widths, text.length);
    return [...chosen].map((at) => ({
      ...{ key: keyAt(text, at), hash: hashAt(text, at) },
      ...{ start: starts[at] ?? 0, ahead: aheads[at] ?? 0 },
    }));
  });
}

/** Of each place in a writing: which byte begins there or next, and in how many bytes of the writing. */
function beginningsOf(
  widths: Uint8Array,
  length: number,
): readonly [starts: Uint16Array, aheads: Uint8Array] {
  const [starts, aheads] = [new Uint16Array(length), new Uint8Array(length)];
  let place = 0;
  for (const [index, width] of widths.entries()) {
    for (let at = 0; at < width; at += 1, place += 1) {
      starts[place] = at === 0 ? index : index + 1;
      aheads[place] = at === 0 ? 0 : width - at;
    }
  }
  return [starts, aheads];
}

function keyAt(text: Uint8Array, at: number): number {
  const low = byteAt(text, at) | (byteAt(text, at + 1) << 8) | (byteAt(text, at + 2) << 16);
  const high = byteAt(text, at + 3) | (byteAt(text, at + 4) << 8) | (byteAt(text, at + 5) << 16);
  return high * 0x1000000 + low;
}

function hashAt(text: Uint8Array, at: number): number {
  const low = byteAt(text, at) | (byteAt(text, at + 1) << 8) | (byteAt(text, at + 2) << 16);
  const high = byteAt(text, at + 3) | (byteAt(text, at + 4) << 8) | (byteAt(text, at + 5) << 16);
  const mixed = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
  return (mixed >>> (32 - filterBits)) & filterMask;
}

function byteAt(text: Uint8Array, at: number): number {
  return text[at] as number;
}
