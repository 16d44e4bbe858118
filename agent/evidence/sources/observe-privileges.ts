import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import type { Draft } from "./evidence-builder.ts";
import type { TenantView } from "./tenant-view.ts";

/** What the kernel lets the running Gateway do: its user, groups, capabilities and whether it may gain more. */
export function observePrivileges(draft: Draft, view: TenantView): void {
  const { gateway, record } = view;
  if (gateway === null) {
    draft.fact("Gateway", "Stopped");
    return;
  }
  draft.how(`status of ${gateway.name}`);
  if (gateway.displaced !== null) {
    draft.defect("process-displaced", gateway.displaced, "Restart the Gateway from the dashboard.");
    return;
  }
  if (gateway.uid !== record.uid) {
    draft.defect(
      "process-user",
      `The running Gateway's user is ${gateway.uid}, not ${record.uid}.`,
      "Stop it, and start it again from the dashboard.",
    );
  }
  const { privileges } = gateway;
  if (privileges === null) {
    draft.untried(`The privileges of ${gateway.name} could not be read.`);
    return;
  }
  const capabilities = BigInt(`0x${privileges.capabilities || "0"}`);
  draft.fact(
    "Running Gateway",
    `${gateway.name}, user ${gateway.uid}, groups ${privileges.groups.join(", ") || "none"}, capabilities ${capabilities === 0n ? "none" : privileges.capabilities}, new privileges ${privileges.hasNoNewPrivs ? "closed" : "open"}`,
  );
  if (!privileges.hasNoNewPrivs || (capabilities !== 0n && record.uid !== 0)) {
    draft.defect(
      "privileges",
      "The running Gateway may gain privileges, or has some already.",
      "Restart the Gateway from the dashboard.",
    );
  }
  const extra = privileges.groups.filter((gid) => gid !== record.gid);
  if (hasOwnUser(record) && extra.length > 0) {
    draft.defect(
      "process-groups",
      `The running Gateway is also in groups ${extra.join(", ")}.`,
      "Restart the Gateway from the dashboard.",
    );
  }
}
