import { StringDecoder } from "node:string_decoder";

const maxPendingLength = 256 * 1024;

/** Turns pieces of a file into whole lines. A line that never ends is dropped whole, so that no half of a secret gets through. */
export type LineSplitter = { push(piece: Buffer): string[] };

export function createLineSplitter(): LineSplitter {
  const decoder = new StringDecoder("utf8");
  let pending = "";
  let isDropping = false;
  return {
    push(piece) {
      const parts = (pending + decoder.write(piece)).split("\n");
      pending = parts.pop() ?? "";
      if (isDropping && parts.length > 0) {
        parts[0] = "[a line too long to show was left out]";
        isDropping = false;
      }
      if (pending.length > maxPendingLength) isDropping = true;
      if (isDropping) pending = "";
      return parts;
    },
  };
}
