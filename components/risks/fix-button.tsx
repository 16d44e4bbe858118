"use client";

import { Wrench } from "lucide-react";
import { useState } from "react";
import { toFailure } from "#components/answers/api-error.ts";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { fixWords } from "#components/words/fix-words.ts";
import { fixMistake } from "#lib/actions/risk.ts";
import type { MistakeFix, MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";

type FixButtonProps = {
  slug: string;
  ruleId: MistakeId;
  fix: MistakeFix;
  /** Keys of what was found when it was shown. */
  faults: readonly string[];
};

/** What one click can safely do, with its plan first. The check that follows says whether it helped. */
export function FixButton({ slug, ruleId, fix, faults }: FixButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const command = useCommand(fixMistake, { onDone: () => setIsOpen(false) });
  const { label, plan } = fixWords[fix];
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
        description={`${plan} The host is checked afterwards.`}
        confirmLabel={label}
        isPending={command.isPending}
        error={command.error ? describe(command.error) : null}
        onConfirm={() => command.run({ slug, ruleId, fix, faults: [...faults] })}
      />
    </>
  );
}

function describe(error: Error): string {
  const { message, nextStep } = toFailure(error);
  return [message, nextStep].filter(Boolean).join(" ");
}
