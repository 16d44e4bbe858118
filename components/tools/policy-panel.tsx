"use client";

import { useId, useState } from "react";
import { toFailure } from "#components/answers/api-error.ts";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { useCommand } from "#components/live/use-command.ts";
import { emptyWish, toTerms, yearDays } from "#components/risks/acceptance-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { changeToolPolicy } from "#lib/actions/tool-policy.ts";
import { findPolicyRisks, policyRiskKeys } from "#lib/domain/risk/policy-risks.ts";
import { isSamePolicy } from "#lib/domain/tool-policy/policy.ts";
import type { TenantToolsDto } from "#lib/services/tool-policy/tool-policy-dto.ts";
import { PolicyChoice } from "./policy-choice.tsx";

type PolicyPanelProps = { slug: string; tools: TenantToolsDto; onClose: () => void };

/** Chooses another policy; it is brought to the Gateway as an operation. */
export function PolicyPanel({ slug, tools, onClose }: PolicyPanelProps) {
  const id = useId();
  // What was opened is what the choice is compared with, not what a later refresh brings.
  const [seen] = useState(tools.policy);
  const [policy, setPolicy] = useState(tools.policy);
  const [wish, setWish] = useState(() => emptyWish(yearDays));
  const change = useCommand(changeToolPolicy, { onDone: onClose });
  const isReasoned = wish.reason.trim() !== "";
  const faults = findPolicyRisks(policy, tools.answers, tools.channels).flatMap(policyRiskKeys);
  // The same policy again is how a combination that came later is accepted.
  const isSame = isSamePolicy(seen, policy) && !isReasoned;
  return (
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="Tool policy"
      description="The Gateway takes the change while it runs, or restarts where it has to."
      size="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button form={id} type="submit" variant="primary" disabled={isSame} isPending={change.isPending}>
            Change the policy
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isSame) return;
          change.run({ slug, seen, policy, ...(isReasoned && { acceptance: { ...toTerms(wish), faults } }) });
        }}
      >
        <PolicyChoice
          policy={policy}
          onPolicy={setPolicy}
          recommendation={tools.recommendation}
          answers={tools.answers}
          channels={tools.channels}
          wish={wish}
          onWish={setWish}
          problems={change.error ? toFailure(change.error).fields : {}}
        />
        <FormFailure error={change.error} />
      </form>
    </SidePanel>
  );
}
