import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { SecretState, SecretStatesDto } from "#lib/services/credential/credential-dto.ts";

type SecretStateNoteProps = { states: SecretStatesDto | undefined; pointer: string };

/** Whether a secret lies on the host as it was entered, as the host was last seen. */
export function SecretStateNote({ states, pointer }: SecretStateNoteProps) {
  const state = states?.states[pointer];
  if (states === undefined || state === undefined) return null;
  return (
    <p className={state === "there" ? "text-dim" : "text-danger"}>
      {words[state]} <TimeAgo at={states.at} />
    </p>
  );
}

const words: Record<SecretState, string> = {
  there: "On the host, as it was entered. Seen",
  changed:
    "The host has another secret in its place: somebody changed it there. Rotate it here, so that both know the same one. Seen",
  missing: "It is not on the host any more. Rotate it: enter it again, and it is put back. Seen",
};
