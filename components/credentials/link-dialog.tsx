"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useCommand } from "#components/operations/use-command.ts";
import { FormFailure } from "#components/shell/failure-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { linkChannel } from "#lib/actions/credential.ts";
import { channelLabels } from "#lib/domain/channel/channel-kind.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import type { Link } from "#lib/host-agent/contract/secrets.ts";

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
    step.run({ slug, kind, accountId, isBegun: true, sessionKey: link.sessionKey });
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

function LinkState({ link }: { link: Link }) {
  switch (link.state) {
    case "linked":
      return <Callout title="Linked">The phone is linked. The channel starts.</Callout>;
    case "waiting":
      return (
        <div className="flex flex-col items-center gap-3">
          {link.qrDataUrl ? (
            // A data address can't be optimized, and must not reach a server.
            // biome-ignore lint/performance/noImgElement: see above
            <img src={link.qrDataUrl} alt="Code to scan with the phone" width={264} height={264} />
          ) : null}
          <p className="text-dim text-sm">
            On the phone: WhatsApp → Linked devices → Link a device. {link.message}
          </p>
        </div>
      );
    case "unsupported":
    case "failed":
      return (
        <Callout tone="caution" title="The Gateway gave no code">
          <p>{link.message}</p>
          {link.hostCommand ? (
            <div className="mt-2">
              <p className="mb-2">In a terminal of the host, this shows the code:</p>
              <CodeBlock label="Login in a terminal" code={link.hostCommand} isCopyable />
            </div>
          ) : null}
        </Callout>
      );
  }
}
