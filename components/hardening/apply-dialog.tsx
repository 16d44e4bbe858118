"use client";

import { toFailure } from "#components/answers/api-error.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { settingWords } from "#lib/domain/hardening/describe-setting.ts";
import type { HardeningChange } from "#lib/domain/hardening/plan-change.ts";

type ApplyDialogProps = {
  name: string;
  plan: HardeningChange;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onConfirm: () => void;
  isPending: boolean;
  error: Error | null;
};

/** What will happen, before it happens. */
export function ApplyDialog({ name, plan, error, ...dialog }: ApplyDialogProps) {
  const failure = error ? toFailure(error) : null;
  const isWeaker = plan.changed.some(({ isOn }) => !isOn);
  return (
    <ConfirmDialog
      {...dialog}
      title={`Change the hardening of ${name}`}
      description={
        plan.needsRestart
          ? "The Gateway will restart: it is away for up to half a minute."
          : "The Gateway goes on running."
      }
      confirmLabel={plan.needsRestart ? "Apply and restart" : "Apply"}
      isDangerous={isWeaker}
      error={failure ? [failure.message, failure.nextStep].filter(Boolean).join(" ") : null}
    >
      <ul className="flex flex-col gap-2 text-sm">
        {plan.changed.map(({ setting, isOn }) => (
          <li key={setting}>
            <span className="font-medium">
              {settingWords[setting].title}: {isOn ? "on" : "off"}
            </span>
            <span className="block text-dim">
              {isOn ? settingWords[setting].effect : settingWords[setting].risk}
            </span>
          </li>
        ))}
        {plan.changed.length === 0
          ? plan.open.map((setting) => (
              <li key={setting}>
                <span className="font-medium">{settingWords[setting].title}</span>
                <span className="block text-dim">It is brought to what is asked for.</span>
              </li>
            ))
          : null}
      </ul>
    </ConfirmDialog>
  );
}
