"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { toRoute } from "#components/ui/href.ts";
import { usePaletteActions } from "./use-palette-actions.tsx";

/** `n` begins an onboarding from the pages that list tenants, and so does the command palette. */
export function useOnboardingShortcut(canOnboard: boolean): void {
  const router = useRouter();
  const open = () => router.push(toRoute("/onboarding"));
  usePaletteActions(
    canOnboard
      ? [{ id: "onboard", label: "Onboard a tenant", hint: "n", keywords: ["new", "client"], onSelect: open }]
      : [],
  );
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (!canOnboard || event.key !== "n" || event.defaultPrevented) return;
    if (event.metaKey || event.ctrlKey || event.altKey || isElsewhere(event.target)) return;
    event.preventDefault();
    open();
  });
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** True while one types, or answers a dialog or menu. */
function isElsewhere(target: EventTarget | null): boolean {
  const isTyping =
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
  return isTyping || document.querySelector("[role=dialog], [role=alertdialog], [role=menu]") !== null;
}
