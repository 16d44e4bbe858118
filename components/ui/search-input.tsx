"use client";

import { Search, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { classNames } from "./class-names.ts";
import { controlClass } from "./control-class.ts";

type SearchInputProps = {
  /** "Search clients": read by screen readers and shown while empty. */
  label: string;
  value: string;
  /** Called once typing pauses. */
  onSearch: (value: string) => void;
  delayMs?: number | undefined;
  className?: string | undefined;
};

/** Search as one types. `/` focuses it from anywhere on the page (see the shell's shortcuts). */
export function SearchInput({ label, value, onSearch, delayMs = 250, className }: SearchInputProps) {
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (value !== sent) {
    setSent(value);
    setText(value);
  }

  function send(next: string) {
    clearTimeout(timer.current);
    setSent(next);
    onSearch(next);
  }

  function change(next: string) {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(next.trim()), delayMs);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === "Enter") {
      event.preventDefault();
      send(text.trim());
    }
    if (event.key === "Escape" && text) {
      event.preventDefault();
      setText("");
      send("");
    }
  }

  return (
    <div className={classNames("relative", className)}>
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-faint"
      />
      <input
        type="search"
        data-search=""
        aria-label={label}
        placeholder={label}
        value={text}
        autoComplete="off"
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        className={classNames(controlClass, "h-9 px-8 [&::-webkit-search-cancel-button]:hidden")}
      />
      {text ? (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => {
            setText("");
            send("");
          }}
          className="absolute inset-y-0 right-1 my-auto flex size-7 items-center justify-center rounded-sm text-dim hover:text-ink"
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      ) : null}
    </div>
  );
}
