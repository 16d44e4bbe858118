import Link from "next/link";
import { Callout } from "#components/ui/callout.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { toRoute } from "#components/ui/href.ts";
import { settingWords } from "#lib/domain/hardening/describe-setting.ts";
import { isPackageMissing, missingWalls } from "#lib/domain/hardening/missing-walls.ts";
import type { HostDto } from "#lib/services/host/host-dto.ts";

/** Tells operators, above the hulls, which walls a host can't give its tenants and what would bring them. */
export function MissingWalls({ hosts }: { hosts: readonly HostDto[] }) {
  const lacking = hosts.filter(({ facts }) => missingWalls(facts.hardening).length > 0);
  if (lacking.length === 0) return null;
  return (
    <div className="mb-6 flex flex-col gap-3">
      {lacking.map((host) => (
        <OneHost key={host.id} host={host} />
      ))}
    </div>
  );
}

function OneHost({ host }: { host: HostDto }) {
  const missing = missingWalls(host.facts.hardening);
  const { isRoot } = host.facts;
  const command = isRoot ? "npm start -- --yes" : "sudo npm start";
  const isCuredByStart = !isRoot || missing.some(({ note }) => isPackageMissing(note));
  return (
    <Callout
      tone="caution"
      title={`${host.name} lacks ${missing.length === 1 ? "a wall" : `${missing.length} walls`} between tenants`}
      action={
        <Link
          href={toRoute(`/host#${host.id}`)}
          className="shrink-0 text-accent text-sm underline underline-offset-2"
        >
          What it means
        </Link>
      }
    >
      <dl className="mt-1 flex flex-col gap-1">
        {missing.map(({ setting, note }) => (
          <div key={setting} className="[overflow-wrap:anywhere]">
            <dt className="inline font-medium text-ink">{settingWords[setting].title}: </dt>
            <dd className="inline">{note}</dd>
          </div>
        ))}
      </dl>
      {isCuredByStart ? (
        <p className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1">
          {isRoot
            ? "Missing packages are installed by stopping Bulkhead and starting it with"
            : "Stop Bulkhead and start it with"}
          <code className="font-mono text-ink text-xs">{command}</code>
          <CopyButton value={command} label="Copy the command" />
        </p>
      ) : null}
    </Callout>
  );
}
