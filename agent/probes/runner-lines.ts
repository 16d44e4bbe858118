import { z } from "zod";
import { doubts, factPattern, refusals } from "./runner/finding.ts";
import { mostOpenDatagrams, mostOpenDoors, mostRoutes } from "./runner/protocol.ts";
import { hostProbeIds, runnerProbeIds } from "./runner-probes.ts";

/** What the agent accepts from a runner. It runs as the tenant, so nothing of it is taken on trust. */
const text = z.string().max(600);
const file = z.string().max(500);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const fact = z.string().regex(factPattern).optional();
/** One whose code isn't known was not made. */
const finding = z.discriminatedUnion("outcome", [
  z.strictObject({ outcome: z.literal("reached"), seen: text, proof: digest.optional() }),
  z.strictObject({ outcome: z.literal("refused"), code: z.enum(refusals), seen: text, fact }),
  z.strictObject({ outcome: z.literal("unmeasured"), code: z.enum(doubts), seen: text, fact }),
]);
const place = z.strictObject({
  path: file,
  id: z
    .string()
    .regex(/^\d+:\d+$/)
    .max(60),
});
const places = z.array(place).max(20);
/** Most directories that a runner is asked about. */
export const maxPlaces = 100;
const door = z.union([
  z.strictObject({
    what: text,
    host: z.string().max(60),
    port: z.number().int().min(1).max(65_535),
    isUdp: z.boolean().optional(),
  }),
  z.strictObject({ what: text, path: file }),
]);
const routes = z.array(z.strictObject({ path: file, host: z.string().max(260) })).max(mostRoutes);
const answers = z.record(z.string().max(20), z.string().max(100));

export const runnerLineSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("result"),
    probe: z.enum(runnerProbeIds),
    target: z.string().max(60),
    ms: z.number().min(0),
    finding,
  }),
  z.strictObject({
    type: z.literal("prepared"),
    canaries: z.array(file).max(50),
    leftFiles: z.record(z.string().max(60), z.array(file).max(10)),
    socketFile: file.nullable(),
    abstract: z.string().max(100).nullable(),
    ports: z.array(z.number().int()).max(20),
    sessions: z.array(digest).max(500).nullable(),
    conversation: z.string().max(100).nullable(),
    browser: z.strictObject({
      state: z.enum(["off", "running", "started", "failed"]),
      port: z.number().int().min(1).max(65_535).nullable(),
      instance: digest.nullable(),
      note: text,
    }),
    removedDevice: z
      .strictObject({
        key: z.strictObject({ publicKey: z.string().max(200), privateKey: z.string().max(200) }),
        token: z.string().max(500),
      })
      .nullable(),
    own: z.partialRecord(z.enum(hostProbeIds), finding.nullable().catch(null)),
  }),
  z.strictObject({
    type: z.literal("looked"),
    exact: z.array(place).max(200),
    nearest: z.array(place).max(maxPlaces),
    left: z.record(z.string().max(40), z.strictObject({ files: places, sockets: places })),
  }),
  z.strictObject({
    type: z.literal("knocked"),
    asked: z.number().int().min(0),
    datagrams: z.number().int().min(0),
    found: z
      .array(z.strictObject({ door, routes, hints: routes, canaries: z.array(digest).max(20) }))
      .max(mostOpenDoors + mostOpenDatagrams),
    ownAnswer: digest.nullable(),
    ownDatagram: digest.nullable(),
    leftOut: z.enum(["time", "listeners", "datagrams", "sockets"]).nullable(),
  }),
  z.strictObject({ type: z.literal("held"), isOpen: z.boolean() }),
  z.strictObject({ type: z.literal("squatted"), taken: answers }),
  z.strictObject({ type: z.literal("heard"), answers }),
  z.strictObject({ type: z.literal("done"), what: z.enum(["attempt", "release", "let-go", "clean"]) }),
]);
export type RunnerLine = z.infer<typeof runnerLineSchema>;
export type RunnerResult = Extract<RunnerLine, { type: "result" }>;
export type RunnerLooked = Extract<RunnerLine, { type: "looked" }>;
export type RunnerKnocked = Extract<RunnerLine, { type: "knocked" }>;
export type RunnerPrepared = Extract<RunnerLine, { type: "prepared" }>;
