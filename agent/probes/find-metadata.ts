import type { Finding } from "./runner/finding.ts";
import type { HostDoors } from "./runner/protocol.ts";
import { tryConnect } from "./runner/try-port.ts";

/** Where the clouds answer whoever asks from the host's place. */
const addresses = ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16"];
const port = 80;

/** What the kernel says where nobody is, or where no way leads. A refusal by a rule of this host's says nothing of who is there. */
const nobody = new Set([
  ...["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"],
  ...["EADDRNOTAVAIL", "EAFNOSUPPORT"],
]);

export type FoundMetadata = {
  readonly metadata: HostDoors["metadata"];
  /** Nobody is at any of the addresses; false where one could not be asked. */
  readonly isNobodyThere: boolean;
};

/** Which of the clouds' metadata services answers this host. */
export async function findMetadata(): Promise<FoundMetadata> {
  const asked = await Promise.all(
    addresses.map(async (address) => ({
      address,
      finding: await tryConnect({ host: address, port }, address, false),
    })),
  );
  const answering = asked.filter(({ finding }) => finding.outcome === "reached");
  return {
    metadata: answering.map(({ address }) => ({ address, port })),
    isNobodyThere: asked.every(({ finding }) => saysNobody(finding)),
  };
}

export function saysNobody(finding: Finding): boolean {
  if (finding.outcome === "reached") return false;
  return finding.code === "silence" || (finding.code === "errno" && nobody.has(finding.fact ?? ""));
}
