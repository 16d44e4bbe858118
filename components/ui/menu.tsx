"use client";

import { Menu as BaseMenu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import type { ReactElement, ReactNode } from "react";
import { type Href, toRoute } from "./href.ts";

type MenuProps = {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>;
  align?: "start" | "center" | "end" | undefined;
  side?: "top" | "right" | "bottom" | "left" | undefined;
  children: ReactNode;
};

export function Menu({ trigger, align = "end", side = "bottom", children }: MenuProps) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner align={align} side={side} sideOffset={4} className="z-50 outline-none">
          <BaseMenu.Popup className="min-w-48 max-w-80 rounded-md border border-edge bg-raised p-1 shadow-pop outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

const itemClass =
  "flex min-h-8 w-full cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-base outline-none data-disabled:text-faint data-highlighted:bg-well [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-dim";

type MenuItemProps = {
  icon?: ReactNode | undefined;
  /** Why it can't be chosen now, or a shortcut. */
  aside?: ReactNode | undefined;
  isDisabled?: boolean | undefined;
  isDangerous?: boolean | undefined;
  onSelect: () => void;
  children: ReactNode;
};

export function MenuItem({
  icon,
  aside,
  isDisabled = false,
  isDangerous,
  onSelect,
  children,
}: MenuItemProps) {
  return (
    <BaseMenu.Item
      disabled={isDisabled}
      onClick={onSelect}
      className={isDangerous ? `${itemClass} text-danger [&_svg]:text-danger` : itemClass}
    >
      {icon}
      <span className="flex-1">{children}</span>
      {aside ? <span className="text-faint text-xs">{aside}</span> : null}
    </BaseMenu.Item>
  );
}

export function MenuLink({ href, icon, children }: { href: Href; icon?: ReactNode; children: ReactNode }) {
  return (
    <BaseMenu.LinkItem render={<Link href={toRoute(href)} />} className={itemClass} closeOnClick>
      {icon}
      {children}
    </BaseMenu.LinkItem>
  );
}

export type MenuChoice<Value extends string> = { value: Value; label: string; icon?: ReactNode };

type MenuChoicesProps<Value extends string> = {
  label: string;
  options: readonly MenuChoice<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
};

/** One of a few, inside a menu. */
export function MenuChoices<Value extends string>(props: MenuChoicesProps<Value>) {
  return (
    <BaseMenu.RadioGroup value={props.value} onValueChange={(value: Value) => props.onValueChange(value)}>
      <BaseMenu.GroupLabel className="plate px-2 pt-2 pb-1 text-faint">{props.label}</BaseMenu.GroupLabel>
      {props.options.map((option) => (
        <BaseMenu.RadioItem key={option.value} value={option.value} className={itemClass}>
          {option.icon}
          <span className="flex-1">{option.label}</span>
          <BaseMenu.RadioItemIndicator>
            <Check aria-hidden="true" />
          </BaseMenu.RadioItemIndicator>
        </BaseMenu.RadioItem>
      ))}
    </BaseMenu.RadioGroup>
  );
}

export function MenuSeparator() {
  return <div aria-hidden="true" className="-mx-1 my-1 border-t" />;
}
