import { classNames } from "./class-names.ts";

type SpinnerProps = {
  className?: string | undefined;
  /** Not seen during the first moment, so that what is quick doesn't flicker. */
  isLate?: boolean | undefined;
};

/** A turning ring beside words that say what is happening; hidden from screen readers for that reason. */
export function Spinner({ className, isLate = false }: SpinnerProps) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      className={classNames(isLate ? "animate-late" : "animate-turn", "size-4 shrink-0", className)}
      fill="none"
    >
      <circle cx="8" cy="8" r="6" stroke="currentColor" strokeOpacity="0.25" strokeWidth="2" />
      <path d="M14 8a6 6 0 0 0-6-6" stroke="currentColor" strokeWidth="2" strokeLinecap="square" />
    </svg>
  );
}
