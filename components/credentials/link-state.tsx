import { Callout } from "#components/ui/callout.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import type { Link } from "#lib/host-agent/contract/secrets.ts";

/** The code, that it worked, or why there is none and what to do. */
export function LinkState({ link }: { link: Link }) {
  switch (link.state) {
    case "linked":
      return <Callout title="Linked">The phone is linked. The channel starts.</Callout>;
    case "waiting":
      return (
        <div className="flex flex-col items-center gap-3">
          {link.qrDataUrl ? (
            // biome-ignore lint/performance/noImgElement: a data address can't be optimized, and must not reach a server.
            <img src={link.qrDataUrl} alt="Code to scan with the phone" width={264} height={264} />
          ) : null}
          <p className="text-dim text-sm">
            On the phone, in the app: Linked devices → Link a device. {link.message}
          </p>
        </div>
      );
    case "unsupported":
    case "failed":
      return (
        <Callout tone="caution" title="The Gateway gave no code">
          <p>{link.message}</p>
          {link.nextStep ? <p className="mt-2 text-ink">{link.nextStep}</p> : null}
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
