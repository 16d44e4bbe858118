import { expect, it } from "vitest";
import type { Actor } from "#lib/services/actor.ts";
import { HeldSlots } from "./held-slots.ts";

const person = (userId: string): Actor => ({ kind: "user", userId, name: userId, role: "operator" });

it("gives each person so many, says what to close, and takes each back once", () => {
  const slots = new HeldSlots({ name: "log streams", most: 2, nextStep: "Close one." });
  const [first] = [slots.take(person("a")), slots.take(person("a"))];
  expect(() => slots.take(person("a"))).toThrow("2 log streams");
  slots.take(person("b"));
  first?.();
  first?.();
  slots.take(person("a"));
  expect(() => slots.take(person("a"))).toThrow("2 log streams");
});

it("gives one back however what it was held for ends", async () => {
  const slots = new HeldSlots({ name: "checks", most: 1, nextStep: "Wait." });
  await expect(slots.with(person("a"), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await slots.with(person("a"), async () => "yes")).toBe("yes");
});
