"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useCommand } from "#components/live/use-command.ts";
import { saveDraft } from "#lib/actions/onboarding.ts";
import type { DraftDto } from "#lib/services/onboarding/onboarding-dto.ts";
import { openStep, readDraft, type WizardDraft, type WizardStep } from "./wizard-draft.ts";

export type Wizard = {
  readonly draft: WizardDraft;
  readonly step: WizardStep;
  /** Changes what is on screen; it is saved once typing pauses. */
  readonly change: (changes: Partial<WizardDraft>) => void;
  /** Saves the draft with these changes, then opens a step. Nothing is opened when it can't be saved. */
  readonly goTo: (step: WizardStep, changes?: Partial<WizardDraft>) => void;
  readonly isSaving: boolean;
  readonly error: Error | null;
};

const pauseMs = 800;

/** An onboarding in progress: saved as it is filled in, and the step in the address so that Back works. */
export function useWizard(initial: DraftDto): Wizard {
  const queryClient = useQueryClient();
  const draftKey = ["onboarding", "draft", initial.id];
  const asked = useSearchParams().get("step");
  const [draft, setDraft] = useState(() => {
    // Coming back, the browser may show a page from before the last save.
    const kept = queryClient.getQueryData<DraftDto>(draftKey);
    return readDraft((kept && kept.updatedAt > initial.updatedAt ? kept : initial).input);
  });
  // Without a step in the address it stays where it was opened, however much is filled in meanwhile.
  const [entry] = useState(() => openStep(null, draft));
  const step = openStep(asked ?? entry, draft);
  const next = useRef<WizardStep | null>(null);
  const save = useCommand(saveDraft, {
    onDone: (saved) => {
      queryClient.setQueryData(draftKey, saved);
      if (next.current && next.current !== asked) {
        window.history.pushState(null, "", `/onboarding/${initial.id}?step=${next.current}`);
        window.scrollTo({ top: 0 });
      }
    },
  });
  const saved = useRef(draft);
  useEffect(() => {
    if (saved.current === draft) return;
    const timer = setTimeout(async () => {
      saved.current = draft;
      // A failure here is not lost: the draft stays on screen, and leaving the step saves it again and says so.
      const result = await saveDraft({ id: initial.id, step, input: draft }).catch(() => null);
      if (result?.ok) queryClient.setQueryData(["onboarding", "draft", initial.id], result.value);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [draft, step, initial.id, queryClient]);
  return {
    draft,
    step,
    change: (changes) => setDraft((now) => ({ ...now, ...changes })),
    goTo: (target, changes = {}) => {
      const changed = { ...draft, ...changes };
      saved.current = changed;
      setDraft(changed);
      next.current = target;
      save.run({ id: initial.id, step: target, input: changed });
    },
    isSaving: save.isPending,
    error: save.error,
  };
}
