import type { SecretSearch, Sighting } from "./secret-search.ts";

/** Searches a text that comes in pieces, of any size. */
export type PiecewiseSearch = {
  push(piece: Uint8Array): void;
  /** What was found, once the last piece was pushed. */
  end(): Sighting[];
};

const pieceBytes = 1024 * 1024;

export function searchInPieces(search: SecretSearch): PiecewiseSearch {
  const found = new Map<number, Sighting>();
  let waiting: Uint8Array[] = [];
  let size = 0;
  let before = 0;
  const look = () => {
    const text = Buffer.concat(waiting);
    for (const sighting of search.in(text)) {
      if (!found.has(sighting.secret))
        found.set(sighting.secret, { ...sighting, offset: before + sighting.offset });
    }
    const rest = text.subarray(Math.max(0, text.length - search.overlap));
    before += text.length - rest.length;
    waiting = [rest];
    size = 0;
  };
  return {
    push(piece) {
      waiting.push(piece);
      size += piece.length;
      if (size >= pieceBytes) look();
    },
    end() {
      look();
      return [...found.values()];
    },
  };
}
