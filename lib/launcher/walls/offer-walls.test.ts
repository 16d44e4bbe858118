import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { offerWalls, type WallOffer } from "./offer-walls.ts";
import { installSteps, shellLine } from "./wall-installer.ts";

let place: string;
let lines: string[];
let ran: string[];
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), "bulkhead-walls-"));
  lines = [];
  ran = [];
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function add(...programs: string[]): void {
  for (const program of programs) {
    writeFileSync(path.join(place, program), "#!/bin/sh\n");
    chmodSync(path.join(place, program), 0o755);
  }
}

const offer = (changes: Partial<WallOffer>) =>
  offerWalls({
    isRoot: true,
    isAgreed: false,
    family: "debian",
    places: [place],
    ask: null,
    install: async (steps) => {
      ran.push(shellLine(steps));
      add("bwrap", "nft", "ip", "pasta");
      return null;
    },
    say: (line) => lines.push(line),
    ...changes,
  });
const debian = "apt-get update && apt-get install -y bubblewrap nftables iproute2 passt";

describe("offerWalls", () => {
  it("says nothing where all is there", async () => {
    add("bwrap", "nft", "ip", "pasta");
    expect(await offer({ isAgreed: true })).toEqual([]);
    expect([lines, ran]).toEqual([[], []]);
  });

  it("installs without asking when told so", async () => {
    expect(await offer({ isAgreed: true })).toEqual([]);
    expect(ran).toEqual([debian]);
    expect(lines.at(-1)).toBe("Installed: bubblewrap, nftables, iproute2, and passt.");
  });

  it("shows the person at the terminal what it would run, and does what they answer", async () => {
    const asked: string[] = [];
    const answer = (is: boolean) => async (question: string) => {
      asked.push(question);
      return is;
    };
    expect(await offer({ ask: answer(false) })).toEqual(["bwrap", "nft", "ip", "pasta"]);
    expect(ran).toEqual([]);
    expect(await offer({ ask: answer(true) })).toEqual([]);
    expect(ran).toEqual([debian]);
    expect(asked).toEqual([
      `Install now with \`${debian}\`? [Y/n] `,
      `Install now with \`${debian}\`? [Y/n] `,
    ]);
  });

  it("goes on where nobody can answer, and says plainly what is missing and what brings it", async () => {
    add("bwrap", "ip");
    expect(await offer({ family: "fedora" })).toEqual(["nft", "pasta"]);
    expect(ran).toEqual([]);
    expect(lines).toEqual([
      "Missing on this host: nftables and passt. Without that, a tenant lacks the firewall around its ports and a network of its own.",
      "Going on without. To have them: dnf install -y nftables passt",
      "Then start Bulkhead again. `npm start -- --yes` does both without asking.",
    ]);
  });

  it("says why an installation failed, and goes on with what is left", async () => {
    const install = async () => {
      add("bwrap", "nft", "ip");
      return "E: Unable to fetch some archives.";
    };
    expect(await offer({ isAgreed: true, install })).toEqual(["pasta"]);
    expect(lines).toContain("Not installed: passt: E: Unable to fetch some archives.");
    expect(lines).toContain("Going on without. To have them: apt-get update && apt-get install -y passt");
  });

  it("names what is missing on a distribution that it doesn't know, and tries nothing", async () => {
    expect(await offer({ isAgreed: true, family: null })).toHaveLength(4);
    expect(ran).toEqual([]);
    expect(lines.join(" ")).toContain("with this host's package manager");
  });

  it("says without root that walls need root, and tries nothing", async () => {
    expect(await offer({ isRoot: false, isAgreed: true })).toEqual([]);
    expect(ran).toEqual([]);
    expect(lines.join(" ")).toMatch(/need root.*sudo npm start/);
  });
});

it("asks dnf for Fedora's names", () => {
  expect(shellLine(installSteps("fedora", ["ip", "pasta"]))).toBe("dnf install -y iproute passt");
});
