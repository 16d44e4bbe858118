"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Section } from "#components/ui/section.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { channelKey } from "#lib/domain/channel/channel-setting.ts";
import type { ChannelDto, CredentialsDto, SecretStatesDto } from "#lib/services/credential/credential-dto.ts";
import { ChannelForm } from "./channel-form.tsx";
import { ChannelRow } from "./channel-row.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import type { CredentialActions } from "./use-credential-dialogs.ts";
import { useChannelStates } from "./use-credentials.ts";

type ChannelsSectionProps = {
  slug: string;
  credentials: CredentialsDto;
  /** What the host has of the tenant's secrets now. */
  states: SecretStatesDto | undefined;
  canOperate: boolean;
  /** True while another operation of this tenant is under way. */
  isBusy: boolean;
  actions: CredentialActions;
};

/** The identities by which people reach this tenant's agent. */
export function ChannelsSection({
  slug,
  credentials,
  states,
  canOperate,
  isBusy,
  actions,
}: ChannelsSectionProps) {
  const { channels } = credentials;
  const [form, setForm] = useState<{ channel: ChannelDto | undefined } | null>(null);
  const [linking, setLinking] = useState<ChannelDto | null>(null);
  const running = useChannelStates(slug, channels.length > 0);
  const add = (
    <Button
      size="sm"
      icon={<Plus aria-hidden="true" />}
      disabled={isBusy}
      onClick={() => setForm({ channel: undefined })}
    >
      Add a channel
    </Button>
  );
  return (
    <Section title="Channels" aside={canOperate && channels.length > 0 ? add : null}>
      {channels.length === 0 ? (
        <EmptyState title="No channel yet" action={canOperate ? add : null}>
          A channel is how people reach this tenant's agent: a Telegram bot, a Slack app, a phone number. Each
          tenant has its own.
        </EmptyState>
      ) : (
        <ul className="divide-y">
          {channels.map((channel) => (
            <ChannelRow
              key={channelKey(channel.setting)}
              channel={channel}
              state={running.data?.channels.find(
                (state) => channelKey(channel.setting) === `${state.kind}/${state.accountId}`,
              )}
              isGatewayRunning={running.data?.isRunning ?? false}
              canOperate={canOperate}
              isBusy={isBusy}
              states={states}
              actions={actions}
              onEdit={() => setForm({ channel })}
              onLink={() => setLinking(channel)}
            />
          ))}
        </ul>
      )}
      <SidePanel
        isOpen={form !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setForm(null))}
        title={form?.channel ? `Change ${form.channel.label}` : "Add a channel"}
        description="Secrets go to the tenant's host and nowhere else; the dashboard keeps a fingerprint."
      >
        {form ? (
          <ChannelForm
            slug={slug}
            channel={form.channel}
            credentials={credentials}
            onClose={() => setForm(null)}
          />
        ) : null}
      </SidePanel>
      {linking ? <LinkDialog slug={slug} setting={linking.setting} onClose={() => setLinking(null)} /> : null}
    </Section>
  );
}
