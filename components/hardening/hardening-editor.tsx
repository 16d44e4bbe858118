"use client";

import { useState } from "react";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { applyHardening } from "#lib/actions/hardening.ts";
import { settingWords } from "#lib/domain/hardening/describe-setting.ts";
import { choiceOf, planChange } from "#lib/domain/hardening/plan-change.ts";
import type { HardeningChoice } from "#lib/domain/hardening/setting.ts";
import type { HardeningDto } from "#lib/services/hardening/hardening-dto.ts";
import { ApplyDialog } from "./apply-dialog.tsx";
import { HardeningTable } from "./hardening-table.tsx";

type HardeningEditorProps = {
  slug: string;
  name: string;
  hardening: Extract<HardeningDto, { isOnHost: true }>;
  canOperate: boolean;
  isBusy: boolean;
};

/** The table, and the way from a changed choice over its plan to the change. */
export function HardeningEditor({ slug, name, hardening, canOperate, isBusy }: HardeningEditorProps) {
  const [draft, setDraft] = useState<Partial<HardeningChoice>>({});
  const [isOpen, setOpen] = useState(false);
  const apply = useCommand(applyHardening, {
    onDone: () => {
      setOpen(false);
      setDraft({});
    },
  });
  const choice = { ...choiceOf(hardening.settings), ...draft };
  const plan = planChange(hardening.settings, choice, hardening.isRunning);
  const isChanged = plan.changed.length > 0;
  const hasWork = isChanged || plan.open.length > 0;
  return (
    <div className="flex flex-col gap-3">
      <HardeningTable
        settings={hardening.settings}
        choice={choice}
        onChange={canOperate && !isBusy ? (change) => setDraft({ ...draft, ...change }) : null}
      />
      {canOperate && hasWork ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button variant={isChanged ? "primary" : undefined} disabled={isBusy} onClick={() => setOpen(true)}>
            {isChanged ? "Apply changes" : "Apply again"}
          </Button>
          {isChanged ? <Button onClick={() => setDraft({})}>Undo</Button> : null}
          <p className="text-dim text-sm">
            {isChanged
              ? `${plan.changed.length} changed, nothing done yet.`
              : `Not as asked: ${plan.open.map((setting) => settingWords[setting].title).join(", ")}.`}
          </p>
        </div>
      ) : null}
      <ApplyDialog
        name={name}
        plan={plan}
        isOpen={isOpen}
        onOpenChange={(next) => {
          apply.reset();
          setOpen(next);
        }}
        isPending={apply.isPending}
        error={apply.error}
        onConfirm={() => apply.run({ slug, choice })}
      />
    </div>
  );
}
