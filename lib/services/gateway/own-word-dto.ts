import type { OwnWord } from "#lib/host-agent/contract/own-word.ts";

/** What a tenant's running Gateway says of itself, and whether that is what was seen of it. */
export type OwnWordDto = OwnWord;
