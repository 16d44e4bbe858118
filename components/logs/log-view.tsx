"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { FailureState } from "#components/answers/failure-state.tsx";
import { fetchJson } from "#components/answers/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Switch } from "#components/ui/switch.tsx";
import type { LogTailDto } from "#lib/services/gateway/log-tail-dto.ts";
import { appendLines } from "./log-lines.ts";
import { type LogFollow, useLogFollow } from "./use-log-follow.ts";

const sources = [
  { value: "gateway", label: "Gateway's own log" },
  { value: "output", label: "What the process printed" },
] as const;

const tailLines = 300;
const noLines: readonly string[] = [];

/** The end of a tenant's log, and what is added while one watches. */
export function LogView({ slug }: { slug: string }) {
  const [source, setSource] = useState<LogTailDto["source"]>("gateway");
  const [isFollowing, setIsFollowing] = useState(false);
  const tail = useQuery({
    queryKey: ["tenant", slug, "logs", source],
    queryFn: ({ signal }) =>
      fetchJson<LogTailDto>(`/api/tenants/${slug}/logs?source=${source}&lines=${tailLines}`, { signal }),
    retry: false,
    refetchOnWindowFocus: false,
  });
  const follow = useLogFollow(slug, source, isFollowing);
  const followed = isFollowing ? follow.lines : noLines;
  const lines = useMemo(() => appendLines(tail.data?.lines ?? noLines, followed), [tail.data, followed]);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Select
          aria-label="Log"
          className="w-56"
          options={sources}
          value={source}
          onValueChange={(next) => setSource(next)}
        />
        <Switch label="Follow" isOn={isFollowing} onToggle={setIsFollowing} />
        <span aria-live="polite" className="text-dim text-sm">
          {isFollowing ? followWords[follow.state] : null}
        </span>
        <Button
          className="ml-auto"
          isPending={tail.isFetching}
          onClick={() => {
            setIsFollowing(false);
            void tail.refetch();
          }}
        >
          Read again
        </Button>
      </div>
      {follow.problem && isFollowing ? (
        <Callout tone="caution" role="alert" title={follow.problem.message}>
          {follow.problem.nextStep}
        </Callout>
      ) : null}
      {tail.isPending ? <Skeleton className="h-96" /> : null}
      {tail.isError ? (
        <FailureState
          title="The log can't be read."
          error={tail.error}
          onRetry={() => void tail.refetch()}
          isRetrying={tail.isFetching}
        />
      ) : null}
      {tail.data ? <Lines lines={lines} isTruncated={tail.data.isTruncated} /> : null}
    </div>
  );
}

const followWords: Record<LogFollow["state"], string> = {
  connecting: "Connecting",
  following: "Following",
  ended: "The stream ended. Turn Follow off and on to try again.",
};

type LinesProps = { lines: readonly string[]; isTruncated: boolean };

function Lines({ lines, isTruncated }: LinesProps) {
  const box = useRef<HTMLPreElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what it scrolls for, and their number stays once it is full.
  useEffect(() => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [lines]);
  if (lines.length === 0) {
    return (
      <p className="rounded-md border bg-well px-4 py-10 text-center text-dim">
        Nothing has been written here yet. It begins when the Gateway starts.
      </p>
    );
  }
  return (
    <div>
      {isTruncated ? (
        <p className="mb-1 text-dim text-sm">Only the last {tailLines} lines are shown.</p>
      ) : null}
      <pre
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
        tabIndex={0}
        className="max-h-[60dvh] min-h-60 overflow-auto rounded-md border bg-hull px-3.5 py-2.5 font-mono text-hull-ink text-xs leading-5"
      >
        {lines.join("\n")}
      </pre>
    </div>
  );
}
