import { expect, test } from "vitest";
import { saysNobody } from "./find-metadata.ts";
import { type Finding, failed, reached, refused, unmeasured } from "./runner/finding.ts";

const told = (code: string) => failed("Connect", Object.assign(new Error(), { code }));

test.each<[what: string, finding: Finding, isNobody: boolean]>([
  ["a connection", reached("Connected."), false],
  ["silence", refused("silence", "No answer in 2 s."), true],
  ...["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"].map((code): [string, Finding, boolean] => [
    code,
    told(code),
    true,
  ]),
  ["no such address here", told("EADDRNOTAVAIL"), true],
  ["no such family here", told("EAFNOSUPPORT"), true],
  // Somebody is there, or a rule of the host's own is in the way.
  ...["ECONNRESET", "EPERM", "EACCES"].map((code): [string, Finding, boolean] => [code, told(code), false]),
  ["that it could not be asked", told("EMFILE"), false],
  ["an answer that is no clear one", unmeasured("unclear", "Who knows."), false],
])("%s means that nobody is at an address: %o", (_, finding, isNobody) => {
  expect(saysNobody(finding)).toBe(isNobody);
});
