"use client";

import { Button } from "#components/ui/button.tsx";
import { channelFields } from "#lib/domain/channel/channel-field.ts";
import { channelLabels, isLinkedByCode } from "#lib/domain/channel/channel-kind.ts";
import type { ChannelState } from "#lib/host-agent/contract/secrets.ts";
import type { ChannelDto, CredentialDto, SecretStatesDto } from "#lib/services/credential/credential-dto.ts";
import { ChannelStateNote } from "./channel-state-note.tsx";
import { CredentialFacts } from "./credential-facts.tsx";
import type { CredentialActions } from "./use-credential-dialogs.ts";

type ChannelRowProps = {
  channel: ChannelDto;
  state: ChannelState | undefined;
  /** What the host has of its secrets now. */
  states: SecretStatesDto | undefined;
  isGatewayRunning: boolean;
  canOperate: boolean;
  isBusy: boolean;
  actions: CredentialActions;
  onEdit: () => void;
  onLink: () => void;
};

/** One identity: who it is, what is known of its secrets, how it is at the Gateway. */
export function ChannelRow(props: ChannelRowProps) {
  const { channel, state, states, isGatewayRunning, canOperate, isBusy, actions } = props;
  const { setting, label, credentials } = channel;
  const { kind, accountId } = setting;
  const name = label === channelLabels[kind] ? label : `${label} (${channelLabels[kind]})`;
  const identity = credentials.map((credential) => credential.identity).find(Boolean);
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-3 first:pt-0 last:pb-0">
      <div className="flex min-w-0 flex-col gap-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{name}</span>
          {accountId === "default" ? null : <span className="font-mono text-dim text-sm">{accountId}</span>}
          <span className="text-dim text-sm">{identity ?? whoOf(channel)}</span>
        </p>
        {credentials.map((credential) => (
          <CredentialFacts
            key={credential.id}
            credential={credential}
            name={secretLabel(channel, credential)}
            states={states}
          />
        ))}
        {setting.secrets.length > credentials.length ? (
          <p className="text-danger text-sm">
            Its secret is not on the host any more. Open “Change” and enter it again.
          </p>
        ) : null}
        <ChannelStateNote state={state} />
        {isLinkedByCode(kind) && !isGatewayRunning ? (
          <p className="text-dim text-sm">Start the Gateway to link a phone.</p>
        ) : null}
      </div>
      {canOperate ? (
        <div className="flex flex-wrap gap-2">
          {isLinkedByCode(kind) ? (
            <Button size="sm" disabled={isBusy || !isGatewayRunning} onClick={props.onLink}>
              Link a phone
            </Button>
          ) : null}
          <Button size="sm" disabled={isBusy} onClick={props.onEdit}>
            Change
          </Button>
          {credentials.map((credential) => (
            <Button
              key={credential.id}
              size="sm"
              onClick={() => actions.rotate(credential, secretLabel(channel, credential))}
            >
              {credentials.length > 1 ? `Rotate ${lowerFirst(secretLabel(channel, credential))}` : "Rotate"}
            </Button>
          ))}
          <Button
            size="sm"
            disabled={isBusy}
            onClick={() => actions.revoke({ area: "channel", kind, accountId }, name)}
          >
            Revoke
          </Button>
        </div>
      ) : null}
    </li>
  );
}

function whoOf({ setting, credentials }: ChannelDto): string {
  if (isLinkedByCode(setting.kind)) return "";
  return credentials.length > 0 ? "identity not verified" : "";
}

function secretLabel({ setting }: ChannelDto, { pointer }: CredentialDto): string {
  const key = pointer.split("/").at(-1);
  return channelFields(setting.kind).find((field) => field.key === key)?.label ?? key ?? "Secret";
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
