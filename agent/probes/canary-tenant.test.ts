import { createHash } from "node:crypto";
import { mkdtemp, readFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { readProcess } from "#agent/proc/read-process.ts";
import { faultOf, plantHonesty } from "./canary-tenant.ts";
import { type Participant, resultKey } from "./participant.ts";
import { type Finding, reached, refused } from "./runner/finding.ts";
import type { RunnerProbeId } from "./runner-probes.ts";
import { otherProof, proof, sideOf } from "./testing/sides.ts";

const planted = { slug: "t-canary", proof: otherProof };
const slug = "source";
const turnedAway = refused("errno", "No: EACCES.", "EACCES");
const fromCanary = reached("Read it.", planted.proof);
const ofItself = reached("Read it.", proof);
const anothers = reached("Read it.", "c".repeat(64));

type Answers = Readonly<Record<"file" | "port" | "ownPort", Finding | undefined>>;
const all: Answers = { file: fromCanary, port: fromCanary, ownPort: ofItself };

/** A tenant whose runner answered so of the canary's file and port, and of a port of its own. */
function answering({ file, port, ownPort }: Answers, canary = planted.slug): Participant {
  const { one } = sideOf(slug, {});
  const found: readonly [target: string, RunnerProbeId, Finding | undefined][] = [
    [canary, "files.logs", file],
    [canary, "port.cdp", port],
    [slug, "port.cdp", ownPort],
  ];
  one.results = new Map(
    found.flatMap(([target, probe, finding]) =>
      finding === undefined
        ? []
        : [[resultKey(target, probe), { type: "result", probe, target, ms: 1, finding }]],
    ),
  );
  return one;
}

const [file, port, ownPort, left] = [
  "It did not read a file that is open to everybody.",
  "It did not reach a port that is open to everybody.",
  "It did not reach a port of its own.",
  "It left the namespaces that it was started in.",
];

test.each<[place: Parameters<typeof faultOf>[2], what: string, answers: Answers, fault: string | undefined]>([
  ["host-network", "brings everything back", all, undefined],
  ["host-network", "has no port of its own", { ...all, ownPort: undefined }, undefined],
  ["host-network", "says nothing of the open file", { ...all, file: undefined }, file],
  ["host-network", "was turned away from the open file", { ...all, file: turnedAway }, file],
  ["host-network", "only says that it read the open file", { ...all, file: reached("Yes.") }, file],
  ["host-network", "brings another canary back", { ...all, file: anothers }, file],
  ["host-network", "says nothing of the open port", { ...all, port: undefined }, port],
  ["host-network", "was turned away from the open port", { ...all, port: turnedAway }, port],
  ["host-network", "heard another at the open port", { ...all, port: ofItself }, port],
  ["own-network", "brings everything back", all, undefined],
  ["own-network", "does not reach the host's open port", { ...all, port: turnedAway }, undefined],
  ["own-network", "says nothing of the open file", { ...all, file: undefined }, file],
  ["own-network", "says nothing of a port of its own", { ...all, ownPort: undefined }, ownPort],
  ["own-network", "was turned away from its own port", { ...all, ownPort: turnedAway }, ownPort],
  ["own-network", "only says that it reached its own port", { ...all, ownPort: reached("Yes.") }, ownPort],
  ["own-network", "heard another at its own port", { ...all, ownPort: fromCanary }, ownPort],
  [null, "brings everything back", all, left],
])("a runner (%s) that %s is believed or not", (place, _, answers, fault) => {
  expect(faultOf(answering(answers), planted, place)).toBe(fault ?? null);
});

test("what is planted is open to everybody, believed of whoever brings it back, and gone afterwards", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "canary-"));
  const honesty = await plantHonesty(directory, "run");
  let isRemoved = false;
  onTestFinished(() => (isRemoved ? undefined : honesty.remove()));
  const { target } = honesty;
  const [canaryFile = ""] = target.canaries;
  const canary = await readFile(canaryFile, "utf8");
  for (const { port: open } of target.ports)
    expect(await text(connect({ host: "127.0.0.1", port: open }))).toBe(canary);
  const read = reached("Read it.", createHash("sha256").update(canary).digest("hex"));

  const honest = answering({ ...all, file: read, port: read }, target.slug);
  const runner = readProcess(process.pid);
  if (runner === null) throw new Error("This process runs.");
  expect(honesty.faultOf(honest)).toBeNull();
  expect(honesty.faultOf({ ...honest, runner })).toBeNull();
  expect(honesty.faultOf({ ...honest, runner: { ...runner, startTicks: runner.startTicks + 1 } })).toBe(left);
  expect(honesty.faultOf(answering({ ...all, file: anothers, port: read }, target.slug))).toBe(file);

  await honesty.remove();
  isRemoved = true;
  await expect(readFile(canaryFile, "utf8")).rejects.toThrow("ENOENT");
});
