"use client";

import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import { FieldError } from "./field.tsx";

export type RadioCard<Value extends string> = {
  value: Value;
  label: ReactNode;
  hint?: ReactNode | undefined;
  /** Beside the label: a badge such as "recommended". */
  aside?: ReactNode | undefined;
  isDisabled?: boolean | undefined;
};

type RadioCardsProps<Value extends string> = {
  legend: ReactNode;
  hint?: ReactNode | undefined;
  name: string;
  options: readonly RadioCard<Value>[];
  value: Value | null;
  onValueChange: (value: Value) => void;
  error?: string | null | undefined;
  columns?: 1 | 2 | 3 | undefined;
};

const columnClass = { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-3" } as const;

/** One of a few, each with a sentence; arrows move between them as in any radio group. */
export function RadioCards<Value extends string>(props: RadioCardsProps<Value>) {
  const { legend, hint, name, options, value, onValueChange, error, columns = 1 } = props;
  const id = useId();
  return (
    <fieldset aria-describedby={hint || error ? id : undefined} className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium text-sm">{legend}</legend>
      <div id={id} className="contents">
        {hint ? <p className="text-dim text-sm">{hint}</p> : null}
        <FieldError message={error} />
      </div>
      <div className={classNames("grid gap-2", columnClass[columns])}>
        {options.map((option) => (
          <label
            key={option.value}
            className="flex items-start gap-2.5 rounded-md border border-edge bg-raised px-3 py-2.5 has-checked:border-accent has-checked:bg-accent-soft has-disabled:cursor-not-allowed has-disabled:border-rule has-disabled:bg-well has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2 hover:not-has-disabled:border-ink"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              disabled={option.isDisabled}
              onChange={() => onValueChange(option.value)}
              className="mt-[3px] size-4 shrink-0 appearance-none rounded-full border border-edge bg-raised outline-none checked:border-[5px] checked:border-accent"
            />
            <span className="min-w-0 flex-1">
              <span className="flex items-baseline justify-between gap-2">
                <span className="font-medium">{option.label}</span>
                {option.aside}
              </span>
              {option.hint ? <span className="block text-dim text-sm">{option.hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
