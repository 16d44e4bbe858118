import { type Finding, isErrno, refused, unmeasured } from "./finding.ts";

/**
 * What it says of the wall that a Gateway did not let somebody in. Where it
 * said nothing at all, its socket has an errno for the code. One that is not
 * ready turns everybody away.
 */
export function judgeRefusal(
  code: string,
  words: { readonly doubt: string; readonly wall: string },
): Finding {
  if (code === "UNAVAILABLE") return unmeasured("gateway", words.doubt, code);
  if (code === "ETIMEDOUT") return unmeasured("silence", words.doubt, code);
  return refused(isErrno(code) ? "errno" : "gateway", words.wall, code);
}
