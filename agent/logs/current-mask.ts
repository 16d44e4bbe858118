import { createKeyGuard } from "#lib/domain/secrecy/secret-shapes.ts";
import { createMask, type Mask } from "./mask-secrets.ts";
import { maxMatcherBytes } from "./secret-matcher.ts";
import { readSecretValues, secretsStamp } from "./secret-values.ts";

export type CurrentMask = {
  /** Reads the secrets file again if it has changed. @returns what is to be told of it, each thing once */
  refresh(): string[];
  /** For the lines of a log, one after the other. */
  readonly mask: Mask;
  /** For a text by itself. */
  readonly maskText: Mask;
};

/**
 * A mask by the secrets file as it is now and as it was before: what was just
 * replaced stands in the log still.
 *
 * @param configured secrets that the file doesn't have
 */
export function createCurrentMask(secretsFile: string, configured: readonly string[] = []): CurrentMask {
  const told = new Set<string>();
  let stamp: string | null = null;
  let last: readonly string[] = [];
  let mask: Mask = createMask([]);
  const isInKey = createKeyGuard();
  return {
    refresh() {
      const now = secretsStamp(secretsFile);
      if (now === stamp) return [];
      stamp = now;
      const { values, problem } = readSecretValues(secretsFile);
      mask = createMask([...values, ...last, ...configured]);
      last = values;
      const notes: string[] = [];
      if (problem !== null) {
        notes.push(
          `[Bulkhead] The secrets file can't be read (${problem}), so only what looks like a secret is masked.`,
        );
      }
      // A secret is written in up to seven ways, most of them a third longer.
      if (values.reduce((sum, value) => sum + value.length, 0) * 8 > maxMatcherBytes) {
        notes.push("[Bulkhead] There are very many secrets; encoded ones may be missed.");
      }
      const fresh = notes.filter((note) => !told.has(note));
      for (const note of fresh) told.add(note);
      return fresh;
    },
    mask: (line) => (isInKey(line) ? "[masked]" : mask(line)),
    maskText: (text) => mask(text),
  };
}
