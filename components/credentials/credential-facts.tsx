import { Mono } from "#components/ui/mono.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { CredentialDto, SecretStatesDto } from "#lib/services/credential/credential-dto.ts";
import { SecretStateNote } from "./secret-state-note.tsx";

type CredentialFactsProps = {
  credential: CredentialDto;
  name: string;
  /** What the host has now; undefined until it was asked. */
  states: SecretStatesDto | undefined;
};

/** What may be known of one secret, and whether it lies on the host. */
export function CredentialFacts({ credential, name, states }: CredentialFactsProps) {
  const { fingerprint, lastFour, since, acceptedReason, pointer } = credential;
  return (
    <div className="text-sm">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <span>{name}</span>
        {lastFour ? <Mono>…{lastFour}</Mono> : null}
        <span className="text-dim">
          fingerprint <Mono>{fingerprint}</Mono>
        </span>
        <span className="text-dim">
          entered <TimeAgo at={since} />
        </span>
      </p>
      <SecretStateNote states={states} pointer={pointer} />
      {acceptedReason ? (
        <p className="text-dim">Shared with another tenant, accepted: {acceptedReason}</p>
      ) : null}
    </div>
  );
}
