"use client";

import { toast } from "sonner";
import { toFailure } from "#components/answers/api-error.ts";
import { type Command, useCommand } from "#components/live/use-command.ts";
import { createReport } from "#lib/actions/report.ts";

/** Freezes the checklist as it stands now, then lets the browser download its page. */
export function useDownloadReport(): Command<{ slug: string }> {
  return useCommand(createReport, {
    onDone: ({ id }) => window.location.assign(`/api/reports/${id}/pdf`),
    onFailure: (error) => {
      const { message, nextStep } = toFailure(error);
      toast.error(message, { description: nextStep });
    },
  });
}
