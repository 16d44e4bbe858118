import http from "node:http";
import { attemptTimeoutMs } from "../../staged/attempt-timeout.ts";
import { digest } from "./finding.ts";

/** Change from one answer to the next. */
const fleeting = new Set(["date", "etag", "age", "content-length", "set-cookie"]);

/**
 * Asks for the first page and tells what the answer looks like, so that two
 * can be compared: its status, where it leads and which headers it has. Nothing
 * is sent along. Rejects with the socket's error, or code ETIMEDOUT.
 */
export function askMark(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host, port, path: "/", agent: false, timeout: attemptTimeoutMs },
      (answer) => {
        const { statusCode, headers } = answer;
        answer.destroy();
        const names = Object.keys(headers).filter((name) => !fleeting.has(name));
        const to = (headers.location ?? "").replace(/^https?:\/\/[^/]*/, "");
        resolve(digest(JSON.stringify([statusCode, to, names.sort()])));
      },
    );
    request.setTimeout(attemptTimeoutMs, () =>
      request.destroy(Object.assign(new Error("timeout"), { code: "ETIMEDOUT" })),
    );
    request.on("error", reject);
    request.end();
  });
}
