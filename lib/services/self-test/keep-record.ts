import { randomUUID } from "node:crypto";
import type { Tx } from "#lib/db/db.ts";
import { portBlockSize } from "#lib/domain/host/port-block.ts";
import type { PlantedRecord } from "#lib/host-agent/contract/self-test.ts";
import { judgeHost } from "#lib/services/check/judge-host.ts";
import { saveJudgementsIn } from "#lib/services/check/save-judgements.ts";
import { nextStamp } from "#lib/services/columns/next-stamp.ts";
import { rungToColumn } from "#lib/services/columns/rung-column.ts";
import { recordBeat } from "#lib/services/observation/record-beat.ts";

const name = "Self-test";
/** No installation has it. */
const facts = {};

/**
 * Keeps a record on a host and tenants of its own, as the watch and a check
 * would keep it. Only for a transaction that is taken back.
 *
 * @returns the host's id
 */
export async function keepRecord(
  tx: Tx,
  { before, evidence }: PlantedRecord,
  heardAt: Date,
): Promise<string> {
  const hostId = randomUUID();
  const ports = { portFirst: 1, portLast: evidence.tenants.length * portBlockSize };
  await tx.host.create({
    data: { id: hostId, installationId: hostId, name, facts, ...ports, lastSeenAt: heardAt },
  });
  const client = await tx.client.create({ data: { id: randomUUID(), name } });
  for (const [index, { slug, rung, configHash, version }] of evidence.tenants.entries()) {
    await tx.tenant.create({
      data: {
        ...{ slug, name, hostId, clientId: client.id, rung: rungToColumn(rung), decision: {} },
        portBlock: { create: { hostId, base: 1 + index * portBlockSize } },
        gateway: {
          create: {
            ...{ hasPowerfulTools: false, desiredState: "stopped", desiredVersion: version ?? "" },
            ...{ observedPhase: "stopped", observedHash: configHash, observedVersion: version },
          },
        },
      },
    });
  }
  await recordBeat(tx, hostId, before, heardAt);
  // One that waits answers for every check that is asked for from here on: none becomes a job.
  await tx.hostCheck.create({ data: { hostId, neighbourhood: 1 } });
  const check = { id: randomUUID(), hostId, neighbourhood: 1, stamp: await nextStamp(tx) };
  await tx.hostCheck.create({ data: { ...check, status: "running" } });
  await saveJudgementsIn(tx, check, evidence, judgeHost(evidence));
  return hostId;
}
