"use client";

import Link from "next/link";
import { SharingList } from "#components/checklist/sharing-list.tsx";
import { toRoute } from "#components/ui/href.ts";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import { rungMeaning } from "#components/words/boundary-words.ts";
import { attemptsHref, describeWall, type Wall } from "./wall.ts";

/** What was proven between two tenants, and what exactly they share. */
export function WallPanel({ wall, onClose }: { wall: Wall | null; onClose: () => void }) {
  return (
    <SidePanel
      isOpen={wall !== null}
      onOpenChange={onClose}
      title={wall ? `${wall.a.name} | ${wall.b.name}` : "Wall"}
      description={wall ? describeWall(wall) : undefined}
    >
      {wall ? <WallDetail wall={wall} /> : null}
    </SidePanel>
  );
}

function WallDetail({ wall }: { wall: Wall }) {
  return (
    <div className="flex flex-col gap-5">
      <VerdictMark verdict={wall.verdict} />
      {wall.verdict === "not-measured" ? <NotMeasured wall={wall} /> : null}
      {wall.breaches.length > 0 ? (
        <div>
          <p className="mb-2 text-dim text-sm">Seen from {wall.a.name}:</p>
          <SharingList sharing={wall.breaches.map(({ sharing }) => sharing)} />
        </div>
      ) : null}
      <WallAttempts wall={wall} />
      <section>
        <h3 className="plate mb-1 text-dim">Rung {wall.rung}</h3>
        <p className="text-sm">{rungMeaning[wall.rung]}</p>
      </section>
      <ul className="flex flex-col gap-1">
        {[wall.a, wall.b].map((tenant) => (
          <li key={tenant.slug}>
            <Link
              href={toRoute(`/tenants/${tenant.slug}`)}
              className="text-accent underline underline-offset-2"
            >
              {tenant.name}
            </Link>{" "}
            <span className="text-dim text-sm">{tenant.clientName}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function attemptWords({ attempts, failedAttempts, acceptedAttempts }: Wall): string {
  switch (attempts) {
    case "failed":
      return `${failedAttempts} got through${acceptedAttempts > 0 ? `, ${acceptedAttempts} more accepted` : ""}`;
    case "accepted":
      return `${acceptedAttempts} accepted, all others refused, both ways`;
    case "proven":
      return "All refused, both ways";
    case "not-measured":
      return "Not all of them measured, both ways";
  }
}

function WallAttempts({ wall }: { wall: Wall }) {
  return (
    <section>
      <h3 className="plate mb-1 text-dim">Attempts</h3>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <VerdictMark verdict={wall.attempts} label={attemptWords(wall)} />
        <Link href={toRoute(attemptsHref(wall))} className="text-accent underline underline-offset-2">
          What was tried
        </Link>
      </p>
    </section>
  );
}

function NotMeasured({ wall }: { wall: Wall }) {
  const missing = [wall.a, wall.b].filter(({ isMeasured }) => !isMeasured).map(({ name }) => name);
  if (missing.length === 0 && wall.attempts === "not-measured") {
    return (
      <p>Their items are separate, but not everything was tried from one against the other, both ways.</p>
    );
  }
  return (
    <p>
      {missing.length > 0
        ? `Not all ten items of ${missing.join(" and ")} have evidence that still counts. Check the host to know.`
        : "The evidence of this pair no longer counts. Check the host to know."}
    </p>
  );
}
