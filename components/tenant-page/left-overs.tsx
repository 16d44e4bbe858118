import { Mono } from "#components/ui/mono.tsx";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

/** What may still be on the machine of a host whose agent is gone, for whoever tidies up there by hand. */
export function LeftOvers({ tenant }: { tenant: TenantDto }) {
  return (
    <ul className="flex list-disc flex-col gap-1.5 pl-5 text-sm marker:text-faint">
      <li>
        Its Gateway may still run on {tenant.host.name}
        {tenant.ports ? (
          <>
            , on ports{" "}
            <Mono>
              {tenant.ports.base}–{tenant.ports.last}
            </Mono>
          </>
        ) : null}
        , with the secrets that it had. End it there, and revoke its secrets at their providers.
      </li>
      {tenant.rung === "os-user" ? (
        <li>
          The OS user <Mono>bh-{tenant.slug}</Mono> and its directories may still be there. An agent of
          another installation refuses to take them over.
        </li>
      ) : null}
    </ul>
  );
}
