import Link from "next/link";
import { type Href, toRoute } from "#components/ui/href.ts";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { ActivityDto } from "#lib/services/activity/activity-dto.ts";
import { describeActivity } from "./describe-activity.ts";

const actorNotes = { user: null, job: "background job", setup: "setup" } as const;

/** The record as a log: when at the left, who did what at the right, its exact name at the end. */
export function ActivityRows({ rows }: { rows: readonly ActivityDto[] }) {
  return (
    <ol aria-label="Activity" className="flex flex-col text-sm">
      {rows.map((row) => (
        <li
          key={row.id}
          className="grid min-h-10 grid-cols-[5.5rem_1fr] items-baseline gap-x-4 border-b py-2 last:border-b-0 md:grid-cols-[6.5rem_1fr_auto]"
        >
          <TimeAgo at={row.at} className="whitespace-nowrap text-dim" />
          <p className="[overflow-wrap:anywhere]">
            <span className="font-medium">{row.actorName}</span>
            {actorNotes[row.actorKind] ? (
              <span className="text-faint"> ({actorNotes[row.actorKind]})</span>
            ) : null}{" "}
            <Description row={row} />
          </p>
          <code className="font-mono text-faint text-xs max-md:hidden">{row.action}</code>
        </li>
      ))}
    </ol>
  );
}

function Description({ row }: { row: ActivityDto }) {
  const words = describeActivity(row);
  const href = hrefOf(row);
  return href ? (
    <Link href={toRoute(href)} className="hover:underline">
      {words}
    </Link>
  ) : (
    words
  );
}

/** Where what it tells of can be seen now; null when that is nowhere. */
function hrefOf({ tenantId, clientId, details }: ActivityDto): Href | null {
  if (tenantId && typeof details.slug === "string") {
    return `/tenants/${details.slug}`;
  }
  return clientId ? `/clients/${clientId}` : null;
}
