import type { ReactNode } from "react";
import { Callout } from "#components/ui/callout.tsx";

type HolderNoteProps = {
  sharedWith: readonly { readonly name: string }[];
  /** What to do instead. */
  children: ReactNode;
};

/** Says that another tenant has a secret already. */
export function HolderNote({ sharedWith, children }: HolderNoteProps) {
  const [holder] = sharedWith;
  if (holder === undefined) return null;
  return (
    <Callout tone="danger" title={`${holder.name} already uses it`}>
      Whoever gets at it in one tenant has it in both. {children}
    </Callout>
  );
}
