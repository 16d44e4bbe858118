import { Check } from "lucide-react";
import Link from "next/link";
import { toRoute } from "#components/ui/href.ts";
import { Section } from "#components/ui/section.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { HostOpeningDto, ListedCheckDto } from "#lib/services/check/check-dto.ts";

/** What the host itself lets tenants' users do: it concerns all tenants, whichever's item it broke. */
export function OpeningsSection({ check }: { check: ListedCheckDto | null }) {
  if (check === null) return null;
  const { openings, unmeasured } = check;
  return (
    <Section
      title="What this host lets tenants do"
      aside={check.finishedAt ? <TimeAgo at={check.finishedAt} /> : null}
    >
      {openings === null ? <p className="text-dim">The last check looked at no tenant of it.</p> : null}
      {openings?.length === 0 && unmeasured === 0 ? (
        <p className="flex items-center gap-2 text-sm">
          <Check aria-hidden="true" className="size-4" />
          Nothing was found that a tenant's user may do beyond its own tree.
        </p>
      ) : null}
      {unmeasured > 0 ? (
        <p className="mb-2 text-dim text-sm">
          Of {unmeasured} {unmeasured === 1 ? "tenant" : "tenants"} not all could be looked at.
        </p>
      ) : null}
      {openings && openings.length > 0 ? (
        <ul className="border-t">
          {openings.map((opening) => (
            <Opening key={opening.message} opening={opening} />
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

function Opening({ opening: { message, nextStep, tenants } }: { opening: HostOpeningDto }) {
  return (
    <li className="border-b py-2 text-sm last:border-b-0 [overflow-wrap:anywhere]">
      <p>{message}</p>
      <p className="text-dim">{nextStep}</p>
      <p className="text-dim">
        Breaks host access of{" "}
        {tenants.map(({ slug, name }, at) => (
          <span key={slug}>
            {at > 0 ? ", " : null}
            <Link href={toRoute(`/tenants/${slug}`)} className="underline underline-offset-2 hover:text-ink">
              {name}
            </Link>
          </span>
        ))}
        .
      </p>
    </li>
  );
}
