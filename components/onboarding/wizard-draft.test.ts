import { describe, expect, it } from "vitest";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { toWish } from "./onboarding-wish.ts";
import { suggestSlug } from "./suggest-slug.ts";
import { furthestStep, openStep, readDraft } from "./wizard-draft.ts";

const answers = {
  audience: "customers",
  sharesData: false,
  isCustomerFacing: true,
  hasPowerfulTools: false,
  couldHarmEachOther: false,
};
const hostId = "5f0b9a0e-7c4e-4b5f-9d57-3f2d2f6e1c11";
const clientId = "0b0e8a52-51a4-4a86-bb69-6f6ee8ac0a5e";

describe("the wizard's draft", () => {
  it("begins with the client when nothing is saved", () => {
    expect(furthestStep(readDraft({}))).toBe("client");
  });

  it("resumes at the first step that isn't filled in", () => {
    expect(furthestStep(readDraft({ clientId, answers: { ...answers, sharesData: null } }))).toBe("boundary");
    expect(furthestStep(readDraft({ clientId, answers, hostId, rung: "os-user" }))).toBe("name");
    expect(
      furthestStep(readDraft({ clientId, answers, hostId, rung: "os-user", name: "A", slug: "acme" })),
    ).toBe("plan");
  });

  it("stays at the recommendation until a host is chosen", () => {
    const filled = { clientId, answers, rung: "os-user", name: "A", slug: "acme" };
    expect(furthestStep(readDraft(filled))).toBe("recommendation");
    expect(toWish(readDraft(filled))).toBeNull();
    expect(toWish(readDraft({ ...filled, hostId }))).toMatchObject({ hostId });
  });

  it("lets the address go back but not past what is filled in", () => {
    const draft = readDraft({ clientId, answers });
    expect(openStep("client", draft)).toBe("client");
    expect(openStep("plan", draft)).toBe("recommendation");
    expect(openStep("nowhere", draft)).toBe("recommendation");
  });

  it("asks for the policy that the answers recommend, until another one is chosen", () => {
    const filled = { clientId, answers, hostId, rung: "os-user", name: "A", slug: "acme" };
    expect(toWish(readDraft(filled))).toMatchObject({ toolPolicy: { preset: "customer-support" } });
    const chosen = { ...filled, toolPolicy: { preset: "research" } };
    expect(toWish(readDraft(chosen))).toMatchObject({ toolPolicy: { preset: "research" } });
  });

  it("stays at the recommendation while a policy that gives too much has no reason", () => {
    const risky = {
      clientId,
      answers,
      hostId,
      rung: "os-user",
      name: "A",
      slug: "acme",
      toolPolicy: { preset: "internal-operator" },
    };
    expect(furthestStep(readDraft(risky))).toBe("recommendation");
    const accepted = readDraft({ ...risky, acceptance: { reason: "Only our own testers reach it." } });
    expect(furthestStep(accepted)).toBe("plan");
    expect(toWish(accepted)).toMatchObject({
      acceptance: {
        reason: "Only our own testers reach it.",
        faults: expect.arrayContaining([expect.any(String)]),
      },
    });
  });

  it("keeps what it can read of a spoilt draft", () => {
    const draft = readDraft({ clientId: 7, answers: { ...answers, audience: "aliens" }, name: "Acme" });
    expect(draft).toMatchObject({
      clientId: null,
      name: "Acme",
      answers: { audience: null, sharesData: false },
    });
  });
});

describe("suggestSlug", () => {
  it.each([
    ["Acme Support", "acme-support"],
    ["Müller & Söhne GmbH", "mueller-soehne-gmbh"],
    ["  3M — Clinic's desk ", "m-clinics-desk"],
    ["Donaudampfschifffahrtsgesellschaft", "donaudampfschifffahrtsge"],
    ["A very long name with many words", "a-very-long-name-with"],
    ["日本", ""],
  ])("makes %j into %j", (name, slug) => {
    expect(suggestSlug(name)).toBe(slug);
  });

  it.each(["Acme Support", "Crème Brûlée Ltd.", "x—y—z"])("gives a valid slug for %j", (name) => {
    expect(slugSchema.safeParse(suggestSlug(name)).success).toBe(true);
  });
});
