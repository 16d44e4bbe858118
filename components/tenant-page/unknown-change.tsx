import { Callout } from "#components/ui/callout.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

/** Says that it is not known what came of something that was asked of the host. Nothing while all is known. */
export function UnknownChange({ change }: { change: TenantDto["hostChange"] }) {
  if (!change?.isUnknown) return null;
  return (
    <Callout tone="caution" title={`It is not known whether ${change.label} was done`}>
      <p>
        It was asked for <TimeAgo at={change.since} />, and the host's answer was lost. {change.problem}
      </p>
      <p>
        Bulkhead asks the host what is there now until it says so, and shows under Activity what came of it.
        Channels, models, the Gateway token and an edited configuration can be changed again then. If this
        stays, check that the host agent runs.
      </p>
    </Callout>
  );
}
