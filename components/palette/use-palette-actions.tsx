"use client";

import { createContext, type ReactNode, useContext, useEffect, useId, useState } from "react";

/** Something the page can do right now. */
export type PaletteAction = {
  readonly id: string;
  /** "Start Acme Support" */
  readonly label: string;
  /** Why it can't be done now, or what it will do. */
  readonly hint?: string;
  readonly keywords?: readonly string[];
  readonly isDisabled?: boolean;
  readonly onSelect: () => void;
};

type Registry = {
  register: (owner: string, actions: readonly PaletteAction[]) => void;
  unregister: (owner: string) => void;
  list: () => readonly PaletteAction[];
};

function createRegistry(): Registry {
  const byOwner = new Map<string, readonly PaletteAction[]>();
  return {
    register: (owner, actions) => byOwner.set(owner, actions),
    unregister: (owner) => byOwner.delete(owner),
    list: () => [...byOwner.values()].flat(),
  };
}

const PaletteActionsContext = createContext<Registry | null>(null);

/** Holds what pages register; reading happens when the palette opens, so registering never renders anything. */
export function PaletteActionsProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(createRegistry);
  return <PaletteActionsContext value={registry}>{children}</PaletteActionsContext>;
}

/** Offers these in the command palette while the component is mounted. */
export function usePaletteActions(actions: readonly PaletteAction[]): void {
  const registry = useContext(PaletteActionsContext);
  const owner = useId();
  useEffect(() => {
    registry?.register(owner, actions);
  });
  useEffect(() => () => registry?.unregister(owner), [registry, owner]);
}

/** What is registered now. */
export function useRegisteredActions(): () => readonly PaletteAction[] {
  const registry = useContext(PaletteActionsContext);
  return () => registry?.list() ?? [];
}
