"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { FailureState } from "#components/answers/failure-state.tsx";
import { queryString } from "#components/answers/fetch-json.ts";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { Button } from "#components/ui/button.tsx";
import { FieldError } from "#components/ui/field.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import { SearchInput } from "#components/ui/search-input.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { ClientRowDto } from "#lib/services/client/client-dto.ts";
import type { Page } from "#lib/services/page.ts";
import { NewClient } from "./new-client.tsx";
import { StepFrame } from "./step-frame.tsx";
import type { Wizard } from "./use-wizard.ts";

const mostShown = 8;

/** Whose assistant it will be: somebody already known, or somebody new. */
export function ClientStep({ wizard }: { wizard: Wizard }) {
  const { draft } = wizard;
  const [search, setSearch] = useState("");
  const [isCreating, setIsCreating] = useState(false);
  const [isMissing, setIsMissing] = useState(false);
  const path = `/api/clients${queryString({ search, pageSize: mostShown })}`;
  const clients = useLiveQuery<Page<ClientRowDto>>({ queryKey: ["clients", path], path });
  const rows = withChosen(clients.data?.rows ?? [], draft.clientId, draft.clientName, search);
  if (isCreating) {
    return (
      <NewClient
        suggestedName={search}
        onCancel={() => setIsCreating(false)}
        onCreated={(client) => wizard.goTo("boundary", { clientId: client.id, clientName: client.name })}
      />
    );
  }
  return (
    <StepFrame
      wizard={wizard}
      title="Whose assistant is it?"
      intro="A client may have several tenants: one for each group of people who may see the same things."
      onContinue={() => (draft.clientId ? wizard.goTo("boundary") : setIsMissing(true))}
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <SearchInput
            label="Search clients"
            className="min-w-52 flex-1"
            value={search}
            onSearch={setSearch}
          />
          <Button icon={<Plus aria-hidden="true" />} onClick={() => setIsCreating(true)}>
            New client
          </Button>
        </div>
        {clients.data ? (
          rows.length > 0 ? (
            <RadioCards
              legend={<span className="sr-only">Client</span>}
              name="client"
              columns={2}
              value={draft.clientId}
              onValueChange={(id) => {
                setIsMissing(false);
                wizard.change({ clientId: id, clientName: rows.find((row) => row.id === id)?.name ?? "" });
              }}
              options={rows.map(({ id, name, tenantCount }) => ({
                value: id,
                label: <span className="[overflow-wrap:anywhere]">{name}</span>,
                hint: tenantCount === null ? "chosen" : describeTenants(tenantCount),
              }))}
            />
          ) : (
            <p className="rounded-md border bg-panel px-4 py-8 text-center text-dim">
              {search ? `No client matches “${search}”.` : "There are no clients yet."} Make a new one.
            </p>
          )
        ) : clients.error ? (
          <FailureState title="The clients can't be shown." error={clients.error} onRetry={clients.refresh} />
        ) : (
          <Skeleton className="h-40" />
        )}
        {clients.data && clients.data.total > clients.data.rows.length ? (
          <p className="text-dim text-sm">
            {clients.data.total - clients.data.rows.length} more. Search to find them.
          </p>
        ) : null}
        <FieldError message={isMissing ? "Choose a client, or make a new one." : null} />
      </div>
    </StepFrame>
  );
}

type ClientChoice = { id: string; name: string; tenantCount: number | null };

/** The found clients, and the chosen one even where the search doesn't find it. */
function withChosen(
  rows: readonly ClientRowDto[],
  chosenId: string | null,
  chosenName: string,
  search: string,
): readonly ClientChoice[] {
  if (!chosenId || search || rows.some(({ id }) => id === chosenId)) return rows;
  return [{ id: chosenId, name: chosenName, tenantCount: null }, ...rows];
}

function describeTenants(count: number): string {
  if (count === 0) return "no tenants yet";
  return count === 1 ? "1 tenant" : `${count} tenants`;
}
