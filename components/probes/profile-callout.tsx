import { Callout } from "#components/ui/callout.tsx";
import type { ProbeTenantDto } from "#lib/services/probe/probe-dto.ts";

const shownNames = 4;

/** Says of tenants at rung profile what that rung is for, and which failures follow from it. */
export function ProfileCallout({ tenants }: { tenants: readonly ProbeTenantDto[] }) {
  const names = tenants.filter(({ rung }) => rung === "profile").map(({ name }) => name);
  if (names.length === 0) return null;
  const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : "";
  const verb = names.length === 1 ? "runs" : "run";
  return (
    <Callout tone="caution" title="Rung profile is for cooperative tenants only.">
      {names.slice(0, shownNames).join(", ")}
      {more} {verb} under an OS user that other tenants of this rung use too. Between them attempts are
      expected to get through: files, processes, shared places, identity, and what OpenClaw itself can read.
      They stand as failed, each with its risk. Clients who don't trust each other need rung os-user.
    </Callout>
  );
}
