"use client";

import { LiveContent } from "#components/live/live-notices.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { type Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { WordOutcome, WordPart } from "#lib/domain/gateway-word/compare-word.ts";
import type { OwnWordDto } from "#lib/services/gateway/own-word-dto.ts";
import { useOwnWord } from "./use-own-word.ts";

type Asked = Extract<OwnWordDto, { status: "asked" }>;
type Part = Asked["parts"][number];

const partLabels: Readonly<Record<WordPart, string>> = {
  pid: "Process",
  port: "Port",
  version: "OpenClaw",
  state: "State directory",
  config: "Configuration",
  workspaces: "Workspaces",
  device: "Device identity",
};
const outcomeWords: Readonly<Record<WordOutcome, string>> = {
  same: "As seen on the host",
  other: "Something else was seen on the host",
  untold: "It didn’t say",
  unseen: "The host doesn’t show it",
};

/** Asked of the running Gateway itself, and held against what its host shows. */
export function OwnWord({ slug }: { slug: string }) {
  const live = useOwnWord(slug);
  const at = live.data?.at;
  return (
    <Section title="What the Gateway says of itself" aside={at === undefined ? null : <TimeAgo at={at} />}>
      <LiveContent
        live={live}
        errorTitle="The Gateway's own word can't be shown."
        skeleton={<TableSkeleton rows={5} />}
      >
        {(word) => (word.status === "asked" ? <Answers word={word} /> : <NotAsked reason={word.reason} />)}
      </LiveContent>
    </Section>
  );
}

function NotAsked({ reason }: { reason: string }) {
  return (
    <p className="text-sm">
      <span className="font-semibold">Not asked.</span> <span className="text-dim">{reason}</span>
    </p>
  );
}

function Answers({ word }: { word: Asked }) {
  const others = word.parts.filter(({ outcome }) => outcome === "other");
  return (
    <div className="flex flex-col gap-3">
      {others.length > 0 ? (
        <Callout tone="danger" title="It says something else than its host shows">
          Something else may answer in its place, or it uses what is another’s. Stop this Gateway and repair
          the tenant. Check the host to have it in the checklist.
        </Callout>
      ) : null}
      <DefinitionList
        items={[
          ...word.parts.map((part) => ({ term: partLabels[part.part], value: <Answer part={part} /> })),
          ...named("Agents", word.agents),
          ...named("Channel accounts", word.channels),
        ]}
      />
    </div>
  );
}

function Answer({ part: { outcome, said, seen } }: { part: Part }) {
  return (
    <>
      {said === null ? null : <Mono className="block">{said}</Mono>}
      <span className={outcome === "other" ? "font-semibold text-danger" : "text-dim"}>
        {outcomeWords[outcome]}
        {outcome === "other" && seen !== null ? (
          <>
            : <Mono>{seen}</Mono>
          </>
        ) : null}
      </span>
    </>
  );
}

/** Shown as it says them, and compared with nothing. */
function named(term: string, names: readonly string[] | null): Definition[] {
  if (names === null) return [];
  return [{ term, value: names.length === 0 ? "None" : <Mono>{names.join(", ")}</Mono> }];
}
