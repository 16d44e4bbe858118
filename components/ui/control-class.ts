/** The common look of everything one types into or picks from. */
export const controlClass =
  "w-full rounded-md border border-edge bg-raised px-2.5 text-base text-ink placeholder:text-faint hover:not-disabled:border-ink focus-visible:outline-2 focus-visible:outline-accent focus-visible:-outline-offset-1 disabled:cursor-not-allowed disabled:bg-well disabled:text-dim aria-invalid:border-danger max-md:text-[1rem]";
