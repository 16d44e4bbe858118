import { expect, test } from "vitest";
import { compareAttempts } from "./compare-attempts.ts";
import { type ProbeId, probeIds } from "./probes.ts";
import type { AttemptEnding } from "./verdict-string.ts";

const probe: ProbeId = "port.browser";

/** Everything is as before but this one. */
const having = (ending: AttemptEnding | null) =>
  new Map<ProbeId, AttemptEnding>(
    probeIds.flatMap((id) => {
      const own = id === probe ? ending : "proven";
      return own === null ? [] : [[id, own] as const];
    }),
  );

test.each<[before: AttemptEnding | null, after: AttemptEnding | null, kind: string | null]>([
  ["proven", "failed", "new-failure"],
  ["not-measured", "failed", "new-failure"],
  ["not-applicable", "failed", "new-failure"],
  ["failed", "proven", "fixed"],
  ["failed", "not-measured", "lost"],
  ["failed", "not-applicable", "lost"],
  ["proven", "not-measured", "lost"],
  ["proven", null, "lost"],
  ["not-applicable", "not-measured", "lost"],
  ["proven", "not-applicable", null],
  ["not-measured", "not-applicable", null],
  ["not-applicable", "proven", null],
  ["not-measured", "proven", null],
  [null, "not-measured", null],
  ["not-applicable", "not-applicable", null],
])("from %s to %s is %s", (before, after, kind) => {
  const changes = kind === null ? [] : [{ probe, kind }];
  expect(compareAttempts(having(before), having(after))).toEqual(changes);
  expect(compareAttempts(having(before), having(after), "ports")).toEqual(changes);
  expect(compareAttempts(having(before), having(after), "files")).toEqual([]);
});
