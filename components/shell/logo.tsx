/** A hull in section, three compartments, two walls. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className={className} fill="none" stroke="currentColor">
      <path d="M2.5 6.5h19l-2.6 10.2a2 2 0 0 1-1.94 1.5H7.04a2 2 0 0 1-1.94-1.5z" strokeWidth="1.75" />
      <path d="M9.25 6.5v11.7M14.75 6.5v11.7" strokeWidth="2.5" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="flex items-center gap-2.5">
      <Logo className="size-6" />
      <span className="font-semibold text-lg tracking-tight">Bulkhead</span>
    </span>
  );
}
