"use client";

import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

type SwitchProps = {
  label: ReactNode;
  hint?: ReactNode | undefined;
  isOn: boolean;
  onToggle: (isOn: boolean) => void;
  isDisabled?: boolean | undefined;
  className?: string | undefined;
};

/** Something that takes effect at once; what waits for "Save" is a Checkbox. */
export function Switch({ label, hint, isOn, onToggle, isDisabled = false, className }: SwitchProps) {
  const id = useId();
  return (
    <div className={classNames("flex items-start justify-between gap-4", className)}>
      <label htmlFor={id} className="text-base">
        {label}
        {hint ? <span className="block text-dim text-sm">{hint}</span> : null}
      </label>
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={isOn}
        disabled={isDisabled}
        onClick={() => onToggle(!isOn)}
        className="relative h-5 w-9 shrink-0 rounded-full border border-edge bg-well transition-colors duration-100 aria-checked:border-accent aria-checked:bg-accent disabled:cursor-not-allowed disabled:opacity-50"
      >
        <span
          className={classNames(
            "absolute top-[2px] left-[2px] size-3.5 rounded-full transition-transform duration-100",
            isOn ? "translate-x-4 bg-on-accent" : "bg-dim",
          )}
        />
      </button>
    </div>
  );
}
