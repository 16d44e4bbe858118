import { ButtonLink } from "#components/ui/button-link.tsx";

/** Teaches how the hull will look, with an example that claims nothing. */
export function EmptyFleet({ canOperate }: { canOperate: boolean }) {
  return (
    <div className="flex flex-col gap-6">
      <svg
        viewBox="0 0 900 190"
        role="img"
        aria-label="An empty hull"
        className="w-full max-sm:hidden"
        fill="none"
        stroke="var(--edge)"
        strokeWidth="2"
      >
        <path
          d="M28 6 H772 C836 6 884 56 892 95 C884 134 836 184 772 184 H28 Q6 184 6 162 V28 Q6 6 28 6Z"
          fill="var(--panel)"
          stroke="var(--ink)"
        />
        <g strokeDasharray="6 7">
          <path d="M262 8V182M517 8V182M772 8V182" />
        </g>
      </svg>
      <div className="max-w-prose">
        <h2 className="font-semibold text-lg">This will be your fleet</h2>
        <p className="mt-2 text-dim">
          A host is drawn as a hull, and every tenant is a compartment of it with a Gateway of its own. The
          wall between two tenants shows what was measured there: solid when nothing is shared, dashed while
          nobody has looked, broken where they share a directory, a secret, a user or a port. A broken wall
          opens to say which.
        </p>
        {canOperate ? (
          <div className="mt-4">
            <ButtonLink href="/onboarding" variant="primary" size="lg">
              Onboard the first tenant
            </ButtonLink>
          </div>
        ) : (
          <p className="mt-3">An operator or owner onboards the first tenant.</p>
        )}
      </div>
    </div>
  );
}
