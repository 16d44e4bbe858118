"use client";

import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";

type CheckboxProps = Omit<ComponentProps<"input">, "type" | "children"> & {
  label: ReactNode;
  hint?: ReactNode | undefined;
};

export function Checkbox({ label, hint, className, ...rest }: CheckboxProps) {
  return (
    <label className={classNames("flex items-start gap-2.5", className)}>
      <span className="relative mt-[3px] flex size-4 shrink-0">
        <input
          {...rest}
          type="checkbox"
          className="peer size-4 appearance-none rounded-sm border border-edge bg-raised checked:border-accent checked:bg-accent hover:border-ink disabled:opacity-50"
        />
        <svg
          aria-hidden="true"
          viewBox="0 0 16 16"
          className="pointer-events-none absolute inset-0 hidden text-on-accent peer-checked:block"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
        >
          <path d="m3.5 8.5 3 3 6-7" />
        </svg>
      </span>
      <span className="text-base">
        {label}
        {hint ? <span className="block text-dim text-sm">{hint}</span> : null}
      </span>
    </label>
  );
}
