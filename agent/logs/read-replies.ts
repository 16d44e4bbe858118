import type { Readable } from "node:stream";
import { cleanLine } from "./clean-line.ts";
import { maxLineLength } from "./mask-secrets.ts";
import { maxReplyBytes, replies } from "./reader-protocol.ts";

export type ReaderLimits = {
  /** Ends it when it has said nothing for so long. */
  readonly silenceMs: number;
  /** Ends it when it has said more than this. */
  readonly maxBytes: number;
};

export type Reply =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: Exclude<keyof typeof replies, "line"> }
  /** All that came at once has been given. */
  | { readonly kind: "pause" };

const newline = 10;
type Stopping = (reason: string) => Error;

/**
 * The answers of a reader. The tenant may have written them: each is bounded,
 * cleaned and cut again, and anything else than an answer ends the reading.
 */
export async function* readReplies(
  output: Readable,
  { silenceMs, maxBytes }: ReaderLimits,
  stopping: Stopping,
): AsyncGenerator<Reply> {
  let rest: Buffer = Buffer.alloc(0);
  let total = 0;
  let isSilent = false;
  const timer = setTimeout(() => {
    isSilent = true;
    output.destroy();
  }, silenceMs);
  try {
    for await (const chunk of output as AsyncIterable<Buffer>) {
      total += chunk.length;
      if (total > maxBytes) throw stopping("it answered with too much");
      timer.refresh();
      let from = 0;
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
        const reply = parseReply(bytes.subarray(from, end));
        if (reply === null) throw stopping("it answered with something that is no answer");
        from = end + 1;
        yield reply;
      }
      rest = bytes.subarray(from);
      if (rest.length > maxReplyBytes) throw stopping("it answered with a line too long");
      yield { kind: "pause" };
      timer.refresh();
    }
  } catch (error) {
    if (!isSilent) throw error;
  } finally {
    clearTimeout(timer);
  }
  if (isSilent) throw stopping(`it did not answer within ${silenceMs / 1000} s`);
}

function parseReply(bytes: Buffer): Reply | null {
  if (bytes.length > maxReplyBytes) return null;
  const text = bytes.toString("utf8");
  const letter = text.slice(0, 1);
  if (letter !== replies.line) {
    const kind = kinds.find((each) => replies[each] === text);
    return kind === undefined ? null : { kind };
  }
  try {
    const line: unknown = JSON.parse(text.slice(1));
    if (typeof line !== "string") return null;
    return { kind: "line", text: cleanLine(line).slice(0, maxLineLength + 1) };
  } catch {
    return null;
  }
}

const kinds = ["done", "truncated", "foreign", "replaced"] as const;
