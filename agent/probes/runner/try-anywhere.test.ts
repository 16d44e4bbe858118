import { chmod, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { digest } from "./finding.ts";
import type { Surroundings } from "./look-around.ts";
import type { AttemptTarget } from "./protocol.ts";
import { tryAnywhere } from "./try-anywhere.ts";

const directory = await mkdtemp(path.join(tmpdir(), "anywhere-"));
const open = path.join(directory, "open");
await writeFile(open, "x");
await chmod(open, 0o644);
const gone = path.join(directory, "gone");
const proof = "a".repeat(64);

type Case = {
  /** Where each of the other's files was met; null where it was not. */
  readonly met: readonly (string | null)[];
  readonly canary?: string;
  readonly isSelf?: boolean;
  readonly isTreeWhole?: boolean;
};

function look({ met, canary, isSelf = false, isTreeWhole = true }: Case) {
  const ids = met.map((_, index) => `8:${index}`);
  const surroundings: Surroundings = {
    places: new Map(met.flatMap((place, index) => (place === null ? [] : [[`8:${index}`, place]]))),
    canaries: canary === undefined ? [] : [{ path: open, proof: canary }],
    ...{ isTreeWhole, sockets: [], looked: 10 },
  };
  const target: Partial<AttemptTarget> = { ids, seal: digest(proof) };
  return tryAnywhere(surroundings, target as AttemptTarget, isSelf);
}

const many = Array.from({ length: 300 }, () => gone);

it.each<[what: string, which: Case, finding: object]>([
  ["gets through by its canary", { met: [], canary: proof }, { outcome: "reached", proof }],
  ["gets through by a file that is open", { met: [gone, open] }, { outcome: "reached" }],
  ["is closed where what it sees is", { met: [gone, null] }, { outcome: "refused", code: "closed" }],
  ["is absent where it sees nothing of it", { met: [null] }, { outcome: "refused", code: "absent" }],
  ["is absent where it sees another's canary", { met: [null], canary: "b".repeat(64) }, { code: "absent" }],
  ["is not measured where nothing is known of it", { met: [] }, { outcome: "unmeasured", code: "untried" }],
  [
    "is not measured where it could not look all through",
    { met: [null], isTreeWhole: false },
    { code: "unclear" },
  ],
  [
    "gets through where it could not look all through",
    { met: [open], isTreeWhole: false },
    { outcome: "reached" },
  ],
  ["is not measured where more was met than was tried", { met: many }, { outcome: "unmeasured" }],
  ["of its own is its canary and nothing else", { met: [open], isSelf: true }, { outcome: "unmeasured" }],
  [
    "of its own is found by its canary",
    { met: [], canary: proof, isSelf: true },
    { outcome: "reached", proof },
  ],
])("what is another's, wherever it lies, %s", (_, which, finding) => {
  expect(look(which)).toMatchObject(finding);
});
