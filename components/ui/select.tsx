"use client";

import { ChevronsUpDown } from "lucide-react";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { controlClass } from "./control-class.ts";
import { useFieldControl } from "./field-context.ts";

export type SelectOption<Value extends string = string> = {
  value: Value;
  label: string;
  isDisabled?: boolean | undefined;
};

type SelectProps<Value extends string> = Omit<
  ComponentProps<"select">,
  "children" | "onChange" | "value" | "defaultValue" | "size"
> & {
  options: readonly SelectOption<Value>[];
  value?: Value | undefined;
  defaultValue?: Value | undefined;
  onValueChange?: ((value: Value) => void) | undefined;
  size?: "sm" | "md" | undefined;
};

/** The browser's own select, so that phones and keyboards get what they know. */
export function Select<Value extends string>({
  options,
  onValueChange,
  size = "md",
  className,
  ...rest
}: SelectProps<Value>) {
  const control = useFieldControl(rest);
  return (
    <div className={classNames("relative", className)}>
      <select
        {...rest}
        {...control}
        className={classNames(
          "ui-select flex appearance-none items-center pr-8",
          controlClass,
          size === "sm" ? "h-7 text-sm" : "h-9",
        )}
        onChange={(event) => {
          const option = options.find((candidate) => candidate.value === event.currentTarget.value);
          if (option) {
            onValueChange?.(option.value);
          }
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.isDisabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-3.5 text-dim"
      />
    </div>
  );
}
