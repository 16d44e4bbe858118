"use client";

import { Wrench } from "lucide-react";
import { useState } from "react";
import { useCommand } from "#components/operations/use-command.ts";
import { toFailure } from "#components/shell/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { fixMistake } from "#lib/actions/risk.ts";
import type { MistakeFix, MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";

type FixButtonProps = { slug: string; ruleId: MistakeId; fix: MistakeFix };

const words: Record<MistakeFix, { label: string; plan: string }> = {
  "restore-configuration": {
    label: "Write the configuration again",
    plan: "The tenant's configuration is written again as the dashboard has it: what was changed by hand goes, except what was adopted. Files stay where they are. A running Gateway takes it at once, or is restarted where it has to be.",
  },
  restart: {
    label: "Restart the Gateway",
    plan: "The Gateway is stopped and started from the dashboard, which hands secrets over in files. It is away for about half a minute. Programs that somebody else started keep running.",
  },
};

/** What one click can safely do, with its plan first. The check that follows says whether it helped. */
export function FixButton({ slug, ruleId, fix }: FixButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const command = useCommand(fixMistake, { onDone: () => setIsOpen(false) });
  const { label, plan } = words[fix];
  return (
    <>
      <Button icon={<Wrench aria-hidden="true" />} onClick={() => setIsOpen(true)}>
        {label}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={(open) => {
          setIsOpen(open);
          command.reset();
        }}
        title={label}
        description={plan}
        confirmLabel={label}
        isPending={command.isPending}
        error={command.error ? describe(command.error) : null}
        onConfirm={() => command.run({ slug, ruleId })}
      />
    </>
  );
}

function describe(error: Error): string {
  const { message, nextStep } = toFailure(error);
  return [message, nextStep].filter(Boolean).join(" ");
}
