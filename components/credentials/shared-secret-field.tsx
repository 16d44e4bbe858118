"use client";

import { useState } from "react";
import { toFailure } from "#components/answers/api-error.ts";
import { AcceptanceFields, emptyWish, yearDays } from "#components/risks/acceptance-fields.tsx";

/**
 * Shown once the server has refused a secret because other tenants have it: the
 * way to accept that. What is accepted covers the tenants named here alone.
 */
export function SharedSecretField({ error }: { error: unknown }) {
  const failure = error ? toFailure(error) : null;
  const named = failure?.fields["acceptance.tenants"];
  const [tenants, setTenants] = useState<string>();
  const [wish, setWish] = useState(() => emptyWish(yearDays));
  // Kept while other fields are put right: only another refusal names others.
  if (named !== undefined && named !== tenants) setTenants(named);
  if (tenants === undefined) return null;
  const list = tenants.split(" ");
  const problems = failure?.code === "INVALID" ? (failure.fields ?? {}) : {};
  return (
    <fieldset className="flex flex-col gap-4 rounded-md border border-edge px-3 pt-1 pb-3">
      <legend className="px-1 font-medium text-sm">Or accept that it is shared</legend>
      <p className="text-dim text-sm [overflow-wrap:anywhere]">
        The next check then shows it as accepted here, with your reason, on reports too. It covers sharing
        with {list.join(", ")} and nobody else. On {list.length === 1 ? "that tenant" : "those tenants"} it
        still counts as failed until somebody accepts it there.
      </p>
      <input type="hidden" name="acceptance.tenants" value={tenants} />
      <AcceptanceFields prefix="acceptance" wish={wish} onWish={setWish} problems={problems} />
    </fieldset>
  );
}
