import { at, isObject, type JsonObject } from "#agent/system/json-value.ts";

/** What entries of a list of senders mean in one configuration, on one channel. */
export type SenderLists = {
  /** People that a list names; null where it lets in anybody, or people whom the configuration doesn't name. */
  peopleIn(list: unknown): number | null;
  /** True where a list names people, and nobody else gets in by it. */
  isNamed(list: unknown): boolean;
};

/** A group's own id in a list that takes groups as well as people, which lets in all of that group. */
const groupEntry: Readonly<Record<string, RegExp>> = {
  imessage: /^(chat_id|chat_guid|chat_identifier):/i,
  // A group's raw id is base64; people are numbers and UUIDs.
  signal:
    /^(signal:)?group:|^(?!(signal:)?(\+|uuid:|\d|accessGroup:|[0-9a-f]{8}-))[A-Za-z0-9+/]{20,}={0,2}$/i,
  msteams: /^19:.*@thread\./i,
};

export function senderListsOf(config: JsonObject, channel: string): SenderLists {
  const isGroup = (entry: string) => groupEntry[channel]?.test(entry) ?? false;
  const isOpen = (entry: string) => /^([\w-]+:)?\*$/.test(entry) || isGroup(entry);
  const count = (entries: readonly string[]) => (entries.some(isOpen) ? null : entries.length);
  // A list may name one group any number of times.
  const known = new Map<string, number | null>();
  const peopleOfGroup = (name: string): number | null => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const group = at(config, "accessGroups", name);
    // An audience of a provider's is whoever the provider says.
    const isAudience = group !== undefined && at(group, "type") !== "message.senders";
    const members = [...textsOf(at(group, "members", "*")), ...textsOf(at(group, "members", channel))];
    const people = isAudience ? null : count(members);
    known.set(name, people);
    return people;
  };
  const peopleIn = (list: unknown): number | null => {
    let sum = 0;
    for (const entry of textsOf(list)) {
      const name = /^accessGroup:(.+)$/.exec(entry)?.[1];
      const people = name === undefined ? count([entry]) : peopleOfGroup(name.trim());
      if (people === null) return null;
      sum += people;
    }
    return sum;
  };
  return { peopleIn, isNamed: (list) => (peopleIn(list) ?? 0) > 0 };
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map((each) => String(each).trim()).filter((text) => text !== "") : [];
}

/** An object's entries; none for anything else. */
export function entriesOf(value: unknown): [string, JsonObject][] {
  if (!isObject(value)) return [];
  return Object.entries(value).map(([key, entry]) => [key, isObject(entry) ? entry : {}]);
}
