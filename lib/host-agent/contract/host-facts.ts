import { z } from "zod";
import { defaultPortRange } from "#lib/domain/host/port-block.ts";
import { gatewayRungSchema } from "#lib/domain/tenant/rung.ts";
import { hostAbilitySchema } from "./hardening.ts";
import { runtimeVersionSchema } from "./tenant-spec.ts";

/** What the agent sees of its host. Sizes in bytes. */
export const hostFactsSchema = z.strictObject({
  /** Stable for the life of the installation; random, made by the agent. */
  installationId: z.string(),
  hostname: z.string(),
  operatingSystem: z.string(),
  kernel: z.string(),
  bootId: z.string(),
  agentVersion: z.string(),
  isRoot: z.boolean(),
  cpuCount: z.number().int(),
  memoryTotalBytes: z.number(),
  memoryAvailableBytes: z.number(),
  diskTotalBytes: z.number(),
  diskFreeBytes: z.number(),
  rungs: z.array(
    z.strictObject({
      rung: gatewayRungSchema,
      isAvailable: z.boolean(),
      /** Why not, or what is weaker about it; for an operator. */
      note: z.string(),
    }),
  ),
  /** What this host can give its tenants' boundaries beyond files and users; agents of before don't tell. */
  hardening: z.array(hostAbilitySchema).default([]),
  runtimes: z.array(
    z.strictObject({ openclaw: runtimeVersionSchema, node: z.string(), isReady: z.boolean() }),
  ),
  /** Ports from which tenants' blocks may be taken, both ends included. Facts saved before it was told have the default. */
  portRange: z.strictObject({ first: z.number().int(), last: z.number().int() }).default(defaultPortRange),
  /** TCP ports on which something listens, in the tenants' port range, with the owner's uid. */
  listeningPorts: z.array(z.strictObject({ port: z.number().int(), uid: z.number().int() })),
  tenants: z.array(z.string()),
  at: z.iso.datetime(),
});
export type HostFacts = z.infer<typeof hostFactsSchema>;
