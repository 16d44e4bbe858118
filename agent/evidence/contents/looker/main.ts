import { type SecretSearch, searchFor } from "#agent/evidence/contents/search/secret-search.ts";
import { secretsDigest } from "#agent/evidence/contents/search/secrets-digest.ts";
import { readMounts } from "#agent/files/mounts.ts";
import type { RootMemory } from "./file-memory.ts";
import { findPackedMarks } from "./find-packed-marks.ts";
import type { FoundText, LookAnswer, LookOrder, LookResult, LookText } from "./look-order.ts";
import { lookThrough } from "./look-through.ts";
import { sightingsIn } from "./read-file.ts";

/** What one installation's agent knows of files, as long as it searches for the same secrets. */
type Known = { readonly of: string; readonly search: SecretSearch; readonly roots: Map<string, RootMemory> };
const memories = new Map<string, Known>();

/** For all places that are no tenant's tree, which come last. */
const placesMs = 5000;

process.on("message", (order: LookOrder) => {
  const answer: LookAnswer = { id: order.id, ...look(order) };
  process.send?.(answer);
});

function look({ memory, secrets, roots, texts, trusted, timeoutMs }: LookOrder): LookResult {
  const remembered = knownTo(memory, secrets);
  if (remembered === null) return { of: null, reports: [], texts: [] };
  const { of, search, roots: known } = remembered;
  const mounts = new Set(readMounts().map(({ point }) => point));
  const end = performance.now() + timeoutMs;
  let placesEnd: number | null = null;
  const wanted = new Set(roots.map(({ path }) => path));
  // Without roots a text alone is asked about.
  if (roots.length > 0) for (const path of known.keys()) if (!wanted.has(path)) known.delete(path);
  const reports = roots.map((root, index) => {
    // Whoever comes first leaves something of the time to those after it.
    const now = performance.now();
    if (root.kind === "place") placesEnd ??= Math.min(end, now + placesMs);
    const share = ((placesEnd ?? end) - now) / Math.min(4, roots.length - index);
    const before = known.get(root.path) ?? new Map();
    known.set(root.path, before);
    return lookThrough(root, before, search, {
      deadline: now + share,
      ...{ now: Date.now, trusted, mounts },
    });
  });
  return { of, reports, texts: texts.map((text) => lookAt(text, search)) };
}

function lookAt({ bytes, packed }: LookText, search: SecretSearch): FoundText {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return { secrets: sightingsIn(text, 0, search), marks: findPackedMarks(text, packed) };
}

function knownTo(memory: string, secrets: readonly string[] | null): Known | null {
  const before = memories.get(memory) ?? null;
  if (secrets === null) return before;
  const of = secretsDigest(secrets);
  if (before?.of === of) return before;
  const fresh = { of, search: searchFor(secrets), roots: new Map<string, RootMemory>() };
  memories.set(memory, fresh);
  return fresh;
}
