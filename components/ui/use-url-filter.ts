"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useMemo } from "react";

/**
 * A list's filter, kept in the address so that it can be shared and survives going back. Changing it
 * returns to the first page unless the change names a page, and asks nothing of the server by itself.
 *
 * @param parse reads what stands in the address; gives defaults for what is missing or wrong
 * @param format writes it back as "?…", or "" when all is default
 */
export function useUrlFilter<Filter extends object>(
  parse: (parameters: Readonly<Record<string, string>>) => Filter,
  format: (filter: Filter) => string,
): [Filter, (changes: Partial<Filter>) => void] {
  const pathname = usePathname();
  const parameters = useSearchParams();
  const filter = useMemo(() => parse(Object.fromEntries(parameters)), [parse, parameters]);

  function change(changes: Partial<Filter>) {
    const next = { ...filter, ...("page" in filter ? { page: 1 } : {}), ...changes };
    const address = `${pathname}${format(next)}`;
    // A search changes with every word typed: only its end is worth a step of the back button.
    if ("search" in changes) {
      window.history.replaceState(null, "", address);
    } else {
      window.history.pushState(null, "", address);
    }
  }

  return [filter, change];
}
