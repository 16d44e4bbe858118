import { StringDecoder } from "node:string_decoder";

const maxPendingLength = 256 * 1024;

/** Turns pieces of a file into whole lines. A line that never ends is dropped whole, so that no half of a secret gets through. */
export type LineSplitter = { push(piece: Buffer): string[] };

/** @param isInsideLine the first piece begins within a line, which is left out */
export function createLineSplitter(isInsideLine = false): LineSplitter {
  const decoder = new StringDecoder("utf8");
  let pending = "";
  let isCut = isInsideLine;
  let isDropping = false;
  return {
    push(piece) {
      const parts = (pending + decoder.write(piece)).split("\n");
      pending = parts.pop() ?? "";
      if (parts.length > 0) {
        if (isDropping) parts[0] = "[a line too long to show was left out]";
        else if (isCut) parts.shift();
        isDropping = false;
        isCut = false;
      }
      if (pending.length > maxPendingLength) isDropping = !isCut;
      if (isDropping || isCut) pending = "";
      return parts;
    },
  };
}
