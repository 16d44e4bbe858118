"use client";

import { useState } from "react";
import { toFailure } from "#components/answers/api-error.ts";
import { useCommand } from "#components/live/use-command.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { Section } from "#components/ui/section.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { switchOpenAiApi } from "#lib/actions/tool-policy.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import type { TenantToolsDto } from "#lib/services/tool-policy/tool-policy-dto.ts";

type ApiSectionProps = { tenant: TenantDto; tools: TenantToolsDto; canChange: boolean; isBusy: boolean };

/** The OpenAI-compatible API: on or off, and how it is used without giving one customer another's. */
export function ApiSection({ tenant, tools, canChange, isBusy }: ApiSectionProps) {
  const [isAsking, setIsAsking] = useState(false);
  const isOn = tools.hasOpenAiApi;
  const change = useCommand(switchOpenAiApi, { onDone: () => setIsAsking(false) });
  return (
    <Section title="OpenAI-compatible API" aside={isOn ? "on" : "off"}>
      <div className="flex flex-col gap-4">
        {canChange ? (
          <Switch
            label="Let Open WebUI and other clients talk to this tenant"
            hint="OpenClaw serves it at the Gateway's own port, for whoever has the Gateway's own key."
            isOn={isOn}
            isDisabled={isBusy || change.isPending}
            onToggle={() => setIsAsking(true)}
          />
        ) : null}
        {isOn && tools.port !== null ? <Guide port={tools.port} /> : null}
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={(isOpen) => {
          setIsAsking(isOpen);
          if (!isOpen) change.reset();
        }}
        title={isOn ? `Close the API of ${tenant.name}?` : `Open the API of ${tenant.name}?`}
        confirmLabel={isOn ? "Close the API" : "Open the API"}
        isPending={change.isPending}
        error={change.error ? toFailure(change.error).message : null}
        onConfirm={() => change.run({ slug: tenant.slug, isOn: !isOn })}
      >
        <p className="text-dim text-sm">
          {isOn
            ? "Clients that use it get no answer from then on. The key stays valid for the rest of the Gateway."
            : "Its key is the Gateway's token, which opens everything of this tenant. Give it to this customer alone."}
        </p>
      </ConfirmDialog>
    </Section>
  );
}

function Guide({ port }: { port: number }) {
  const address = `http://127.0.0.1:${port}/v1`;
  return (
    <div className="flex flex-col gap-3">
      <DefinitionList
        items={[
          {
            term: "Base URL",
            value: (
              <span className="flex items-center gap-1">
                <Mono>{address}</Mono>
                <CopyButton value={address} label="Copy the base URL" />
              </span>
            ),
          },
          { term: "Model", value: <Mono>openclaw/default</Mono> },
          { term: "API key", value: "The Gateway's token, under Channels & models" },
        ]}
      />
      <ul className="flex list-disc flex-col gap-1.5 pl-4 text-dim text-sm">
        <li>
          One key per customer. The key is this tenant's Gateway token: whoever has it is its full operator,
          not just somebody who chats.
        </li>
        <li>
          One Open WebUI per tenant. Where one instance holds the keys of several tenants, its administrator
          and its flaws join them again. A key that is used twice is found by its fingerprint at the next
          check.
        </li>
        <li>
          The address answers on this host only. Where the tenant's ports are closed to other users, Open
          WebUI has to run as this tenant's OS user. A proxy that adds X-Forwarded-For is refused.
        </li>
        <li>Rotating the Gateway's token locks every client of this API out until it has the new one.</li>
      </ul>
    </div>
  );
}
