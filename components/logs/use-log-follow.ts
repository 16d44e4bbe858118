"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import type { LogTailDto } from "#lib/services/gateway/gateway-dto.ts";
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
    const stream = new EventSource(`/api/tenants/${slug}/logs/follow?source=${source}`);
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
    });
    return () => stream.close();
  }, [slug, source, isOn]);
  return follow;
}
