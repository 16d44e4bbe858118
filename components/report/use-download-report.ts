"use client";

import { toast } from "sonner";
import { type Command, useCommand } from "#components/operations/use-command.ts";
import { toFailure } from "#components/shell/api-error.ts";
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
