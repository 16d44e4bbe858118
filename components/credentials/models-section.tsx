"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { Section } from "#components/ui/section.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import type { ModelDto, SecretStatesDto } from "#lib/services/credential/credential-dto.ts";
import { CredentialFacts } from "./credential-facts.tsx";
import { ModelForm } from "./model-form.tsx";
import type { CredentialActions } from "./use-credential-dialogs.ts";

type ModelsSectionProps = {
  slug: string;
  models: readonly ModelDto[];
  /** What the host has of the tenant's secrets now. */
  states: SecretStatesDto | undefined;
  canOperate: boolean;
  isBusy: boolean;
  actions: CredentialActions;
};

/** The providers that this tenant's agent thinks with. */
export function ModelsSection({ slug, models, states, canOperate, isBusy, actions }: ModelsSectionProps) {
  const [form, setForm] = useState<{ model: ModelDto | undefined } | null>(null);
  const add = (
    <Button
      size="sm"
      icon={<Plus aria-hidden="true" />}
      disabled={isBusy}
      onClick={() => setForm({ model: undefined })}
    >
      Add a provider
    </Button>
  );
  return (
    <Section title="Models" aside={canOperate && models.length > 0 ? add : null}>
      {models.length === 0 ? (
        <EmptyState title="No model provider yet" action={canOperate ? add : null}>
          Without one the agent can't answer. Each tenant has a key of its own, so that its use and its bill
          can be told apart and revoking one touches nobody else.
        </EmptyState>
      ) : (
        <ul className="divide-y">
          {models.map((model) => (
            <li
              key={model.setting.provider}
              className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-3 first:pt-0 last:pb-0"
            >
              <ModelFacts model={model} states={states} />
              {canOperate ? (
                <div className="flex flex-wrap gap-2">
                  <Button size="sm" disabled={isBusy} onClick={() => setForm({ model })}>
                    Change
                  </Button>
                  {model.credential ? (
                    <Button
                      size="sm"
                      onClick={() =>
                        model.credential && actions.rotate(model.credential, `key of ${model.label}`)
                      }
                    >
                      Rotate
                    </Button>
                  ) : null}
                  <Button
                    size="sm"
                    disabled={isBusy}
                    onClick={() =>
                      actions.revoke({ area: "model", provider: model.setting.provider }, model.label)
                    }
                  >
                    Revoke
                  </Button>
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <SidePanel
        isOpen={form !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setForm(null))}
        title={form?.model ? `Change ${form.model.label}` : "Add a model provider"}
        description="The key goes to the tenant's host and nowhere else; the dashboard keeps a fingerprint."
      >
        {form ? <ModelForm slug={slug} model={form.model} onClose={() => setForm(null)} /> : null}
      </SidePanel>
    </Section>
  );
}

type ModelFactsProps = { model: ModelDto; states: SecretStatesDto | undefined };

function ModelFacts({ model: { setting, label, credential }, states }: ModelFactsProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{label}</span>
        {label === setting.provider ? null : <Mono>{setting.provider}</Mono>}
        {setting.isDefault ? <Badge tone="accent">default</Badge> : null}
      </p>
      <p className="text-dim text-sm">
        <Mono>{setting.models.join(", ")}</Mono>
        {setting.baseUrl ? (
          <>
            {" "}
            at <Mono>{setting.baseUrl}</Mono>
          </>
        ) : null}
      </p>
      {credential ? <CredentialFacts credential={credential} name="Key" states={states} /> : null}
      {setting.hasKey && !credential ? (
        <p className="text-danger text-sm">
          Its key is not on the host any more. Open “Change” and enter it again.
        </p>
      ) : null}
      {setting.hasKey ? null : <p className="text-dim text-sm">It asks for no key.</p>}
    </div>
  );
}
