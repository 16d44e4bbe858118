"use client";

import { Tabs as BaseTabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

export type Tab<Value extends string> = {
  value: Value;
  label: ReactNode;
  /** A number or mark after the label. */
  aside?: ReactNode | undefined;
  content: ReactNode;
};

type TabsProps<Value extends string> = {
  /** Names the group for screen readers. */
  label: string;
  tabs: readonly Tab<Value>[];
  defaultValue?: Value | undefined;
  value?: Value | undefined;
  onValueChange?: ((value: Value) => void) | undefined;
};

export function Tabs<Value extends string>({
  label,
  tabs,
  defaultValue,
  value,
  onValueChange,
}: TabsProps<Value>) {
  const control = value === undefined ? { defaultValue: defaultValue ?? tabs[0]?.value } : { value };
  return (
    <BaseTabs.Root {...control} onValueChange={(next: Value) => onValueChange?.(next)}>
      <BaseTabs.List aria-label={label} className="flex gap-5 overflow-x-auto border-b">
        {tabs.map((tab) => (
          <BaseTabs.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px flex h-10 items-center gap-2 whitespace-nowrap border-transparent border-b-2 font-medium text-base text-dim -outline-offset-2 hover:text-ink data-active:border-b-accent data-active:text-ink"
          >
            {tab.label}
            {tab.aside === undefined ? null : (
              <span className="font-mono text-faint text-xs">{tab.aside}</span>
            )}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {tabs.map((tab) => (
        <BaseTabs.Panel key={tab.value} value={tab.value} className="pt-5 outline-offset-4">
          {tab.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
