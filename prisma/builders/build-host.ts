import { randomUUID } from "node:crypto";
import { localConnection } from "#lib/agent-calls/open-agent.ts";
import { db } from "#lib/db/db.ts";
import type { Host, Prisma } from "#lib/db/generated/client.ts";
import { defaultPortRange } from "#lib/domain/host/port-block.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";
import { unique } from "./unique.ts";

const gib = 1024 ** 3;

/** What an agent on a roomy machine would say, with root and both rungs. */
export function buildHostFacts(overrides: Partial<HostFacts> = {}): HostFacts {
  return {
    installationId: randomUUID(),
    hostname: "host.example.com",
    operatingSystem: "Debian GNU/Linux 12 (bookworm)",
    kernel: "6.1.0",
    bootId: randomUUID(),
    agentVersion: "0.1.0",
    isRoot: true,
    cpuCount: 8,
    memoryTotalBytes: 32 * gib,
    memoryAvailableBytes: 24 * gib,
    diskTotalBytes: 200 * gib,
    diskFreeBytes: 150 * gib,
    rungs: [
      { rung: "profile", isAvailable: true, note: "Weaker: tenants share one OS user." },
      { rung: "os-user", isAvailable: true, note: "" },
    ],
    hardening: [],
    runtimes: [{ openclaw: "2026.9.6", node: "24.21.0", isReady: true }],
    portRange: defaultPortRange,
    listeningPorts: [],
    tenants: [],
    at: new Date().toISOString(),
    ...overrides,
  };
}

/** A host that was seen just now. */
export async function buildHost(overrides: Partial<Prisma.HostUncheckedCreateInput> = {}): Promise<Host> {
  const facts = buildHostFacts();
  return db.host.create({
    data: {
      installationId: facts.installationId,
      name: unique("host"),
      facts,
      connection: localConnection(),
      portFirst: defaultPortRange.first,
      portLast: defaultPortRange.last,
      lastSeenAt: new Date(),
      ...overrides,
    },
  });
}
