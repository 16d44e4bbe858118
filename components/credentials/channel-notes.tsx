import { Callout } from "#components/ui/callout.tsx";
import { Mono } from "#components/ui/mono.tsx";
import { channelCatalogue } from "#lib/domain/channel/catalogue.ts";
import {
  type ChannelKind,
  channelLabels,
  findUnavailability,
  isForeign,
  isLinkedByCode,
  needsPlugin,
} from "#lib/domain/channel/channel-kind.ts";

/** What an operator should know of a channel before adding it. */
export function ChannelNotes({ kind }: { kind: ChannelKind }) {
  const label = channelLabels[kind];
  const unavailable = findUnavailability(kind);
  if (unavailable !== null) {
    return (
      <Callout tone="caution" title={`${label} can't be given to a tenant from here`}>
        {unavailable}
      </Callout>
    );
  }
  return (
    <>
      {needsPlugin(kind) ? (
        <Callout>
          OpenClaw doesn't bring {label} along. Its package <Mono>{channelCatalogue[kind].npmSpec}</Mono> is
          installed inside this tenant's boundary
          {isForeign(kind)
            ? ". Others than OpenClaw publish it: its settings are checked once it is installed, by the names that its own pages give."
            : ", in the version of its Gateway; that takes a minute or two."}
        </Callout>
      ) : null}
      {isLinkedByCode(kind) ? (
        <Callout title={`${label} is linked with a phone`}>
          Save it first. Once the Gateway runs with it, link a phone here by scanning a code.
        </Callout>
      ) : null}
    </>
  );
}
