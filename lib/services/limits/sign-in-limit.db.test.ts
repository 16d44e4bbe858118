import { randomInt, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type Attempt,
  attemptsPerAccount,
  attemptsPerAddress,
  attemptsPerDevice,
  attemptsPerPair,
  type Counted,
  countAttempt,
  countProof,
} from "./sign-in-limit.ts";

const someEmail = () => `${randomUUID()}@example.com`;
const part = () => randomInt(1, 255);
const someAddress = () => `10.${part()}.${part()}.${part()}`;
const attempt = (given: Partial<Attempt>): Attempt => ({
  ...{ email: someEmail(), address: someAddress(), deviceId: null },
  ...given,
});

/** What `count` is asked again and again, each time by somebody who may differ. */
async function times(count: number, ask: () => Promise<Counted>): Promise<Counted[]> {
  const answers: Counted[] = [];
  for (let at = 0; at < count; at++) answers.push(await ask());
  return answers;
}
const isLimited = (counted: Counted) => !counted.ok;
const giveBack = (counted: Counted | undefined) => {
  if (!counted?.ok) throw new Error("It was let through.");
  return counted.giveBack();
};

type Limit = { readonly what: string; readonly most: number; readonly asking: () => () => Promise<Counted> };

const limits: readonly Limit[] = [
  {
    what: "one address, whatever the account",
    most: attemptsPerAddress,
    asking: () => {
      const address = someAddress();
      return () => countAttempt(attempt({ address }));
    },
  },
  {
    what: "one account from one address",
    most: attemptsPerPair,
    asking: () => {
      const same = attempt({});
      return () => countAttempt(same);
    },
  },
  {
    what: "a browser that the account's own person signed in from",
    most: attemptsPerDevice,
    asking: () => {
      // Everything else about it is used up, and does not count.
      const deviceId = randomUUID();
      return () => countDevice(deviceId);
    },
  },
  {
    what: "a session that proves its password again",
    most: attemptsPerDevice,
    asking: () => {
      const session = randomUUID();
      return () => countProof(session);
    },
  },
];

/** Strips the ways that a known browser has besides its own. */
async function countDevice(deviceId: string): Promise<Counted> {
  return countAttempt(attempt({ ...(await usedUp), deviceId }));
}
const usedUp = (async () => {
  const same = attempt({});
  await times(attemptsPerPair, () => countAttempt(same));
  return same;
})();

describe("a limit", () => {
  it.each(limits)("lets so many through and no more: $what", async ({ most, asking }) => {
    const ask = asking();
    const answers = await times(most + 1, ask);
    expect(answers.map(isLimited)).toEqual([...Array.from({ length: most }, () => false), true]);
  });

  it.each(limits)("gives for a right password one try back, and not all: $what", async ({ most, asking }) => {
    const ask = asking();
    const answers = await times(most, ask);
    await giveBack(answers.at(-1));
    expect((await times(2, ask)).map(isLimited)).toEqual([false, true]);
  });
});

it("counts an address that can't be known as one", async () => {
  const answers = await times(attemptsPerAddress + 1, () => countAttempt(attempt({ address: null })));
  expect(answers.map(isLimited).at(-1)).toBe(true);
});

describe("an account that is tried from everywhere", () => {
  it("is slowed down and not closed, and gets one try back for a right password", async () => {
    const email = someEmail();
    const ask = () => countAttempt(attempt({ email }));
    const answers = await times(attemptsPerAccount, ask);
    await giveBack(answers.at(-1));
    // The one that was given back, the one that is let through slowly, and none besides.
    expect((await times(3, ask)).map(isLimited)).toEqual([false, false, true]);
  });

  it("gets one back for a right password that was let through slowly, too", async () => {
    const email = someEmail();
    const ask = () => countAttempt(attempt({ email }));
    const answers = await times(attemptsPerAccount + 1, ask);
    await giveBack(answers.at(-1));
    await giveBack(answers.at(0));
    expect((await times(2, ask)).map(isLimited)).toEqual([false, true]);
  });
});
