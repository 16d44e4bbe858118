"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { linkChannel } from "#lib/actions/credential.ts";
import { channelLabels } from "#lib/domain/channel/channel-kind.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import type { Link } from "#lib/host-agent/contract/secrets.ts";
import { LinkState } from "./link-state.tsx";

type LinkDialogProps = {
  slug: string;
  setting: ChannelSetting;
  onClose: () => void;
};

/** Shows the code that a phone scans, and waits for the phone. The code is gone when the dialog is. */
export function LinkDialog({ slug, setting: { kind, accountId }, onClose }: LinkDialogProps) {
  const [link, setLink] = useState<Link | null>(null);
  const step = useCommand(linkChannel, {
    onDone: (next) =>
      setLink((before) => ({ ...next, qrDataUrl: next.qrDataUrl ?? before?.qrDataUrl ?? null })),
  });
  const begin = useCallback(
    () => step.run({ slug, kind, accountId, isBegun: false, sessionKey: null }),
    [step.run, slug, kind, accountId],
  );
  const isStarted = useRef(false);
  useEffect(() => {
    if (isStarted.current) return;
    isStarted.current = true;
    begin();
  }, [begin]);
  useEffect(() => {
    if (link?.state !== "waiting" || step.isPending || step.error) return;
    const { sessionKey, qrDataUrl } = link;
    step.run({ slug, kind, accountId, isBegun: true, sessionKey, qrDataUrl });
  }, [link, step.isPending, step.error, step.run, slug, kind, accountId]);
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Link ${channelLabels[kind]}`}
      footer={
        <>
          {link?.state === "failed" || step.error ? <Button onClick={begin}>Try again</Button> : null}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <FormFailure error={step.error} />
      {link === null && !step.error ? (
        <p className="flex items-center gap-2 text-dim">
          <Spinner /> The Gateway is asked for a code…
        </p>
      ) : null}
      {link ? <LinkState link={link} /> : null}
    </Dialog>
  );
}
