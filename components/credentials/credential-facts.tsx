import { Mono } from "#components/ui/mono.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { CredentialDto } from "#lib/services/credential/credential-dto.ts";

/** What may be known of one secret, in a line. */
export function CredentialFacts({ credential, name }: { credential: CredentialDto; name: string }) {
  const { fingerprint, lastFour, since, acceptedReason } = credential;
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
      {acceptedReason ? (
        <p className="text-dim">Shared with another tenant, accepted: {acceptedReason}</p>
      ) : null}
    </div>
  );
}
