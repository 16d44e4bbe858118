import { Callout } from "#components/ui/callout.tsx";
import { Mono } from "#components/ui/mono.tsx";
import type { SecretStatesDto } from "#lib/services/credential/credential-dto.ts";

/** What can be said of the tenant's secrets as a whole; nothing while all is as it was entered. */
export function SecretStatesNotice({ states }: { states: SecretStatesDto | undefined }) {
  if (states === undefined) return null;
  const { problem, unrecorded } = states;
  return (
    <>
      {problem ? (
        <Callout tone="caution" title="The host's secrets were not seen">
          {problem}
        </Callout>
      ) : null}
      {unrecorded.length > 0 ? (
        <Callout tone="caution" title="The host has secrets that nobody entered here">
          <Mono>{unrecorded.join(", ")}</Mono>. Enter them here under the same names, or have them taken out
          of the tenant's secrets file.
        </Callout>
      ) : null}
    </>
  );
}
