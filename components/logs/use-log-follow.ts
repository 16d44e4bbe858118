"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import type { LogTailDto } from "#lib/services/gateway/log-tail-dto.ts";
import { appendLines } from "./log-lines.ts";

const linesEvent = z.object({ lines: z.array(z.string()) });
const problemEvent = z.object({ message: z.string(), nextStep: z.string().nullable() });

export type LogFollow = {
  readonly lines: readonly string[];
  /** `ended` when the stream broke; `problem` then says why, where that is known. */
  readonly state: "connecting" | "following" | "ended";
  readonly problem: z.infer<typeof problemEvent> | null;
};

const idle: LogFollow = { lines: [], state: "connecting", problem: null };

/** Lines as they are written, while `isOn`. Nothing is kept from one following to the next. */
export function useLogFollow(slug: string, source: LogTailDto["source"], isOn: boolean): LogFollow {
  const [follow, setFollow] = useState<LogFollow>(idle);
  useEffect(() => {
    if (!isOn) return;
    setFollow(idle);
    const address = `/api/tenants/${slug}/logs/follow?source=${source}`;
    const stream = new EventSource(address);
    const closed = new AbortController();
    stream.addEventListener("open", () => setFollow((now) => ({ ...now, state: "following" })));
    stream.addEventListener("lines", (event: MessageEvent<string>) => {
      const { lines } = linesEvent.parse(JSON.parse(event.data));
      setFollow((now) => ({ ...now, state: "following", lines: appendLines(now.lines, lines) }));
    });
    stream.addEventListener("problem", (event: MessageEvent<string>) => {
      const problem = problemEvent.parse(JSON.parse(event.data));
      stream.close();
      setFollow((now) => ({ ...now, state: "ended", problem }));
    });
    stream.addEventListener("error", () => {
      // The browser reconnects by itself unless the server refused for good.
      if (stream.readyState !== EventSource.CLOSED) return;
      setFollow((now) => ({ ...now, state: "ended" }));
      void readRefusal(address, closed.signal).then((problem) => {
        if (problem !== null) setFollow((now) => (now.state === "ended" ? { ...now, problem } : now));
      });
    });
    return () => {
      closed.abort();
      stream.close();
    };
  }, [slug, source, isOn]);
  return follow;
}

const refusal = z.object({ error: problemEvent });

/** Why the server refuses to begin: an EventSource keeps that to itself. Null when it doesn't refuse, or nothing answers. */
async function readRefusal(address: string, signal: AbortSignal): Promise<LogFollow["problem"]> {
  // What begins after all is hung up again at once.
  const asked = new AbortController();
  try {
    const response = await fetch(address, { signal: AbortSignal.any([signal, asked.signal]) });
    return response.ok ? null : refusal.parse(await response.json()).error;
  } catch {
    return null;
  } finally {
    asked.abort();
  }
}
