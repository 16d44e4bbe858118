// Runs inside a tenant's boundary. Reads one request from stdin, sends it, and
// prints what came back; the secret in it is in no argument and no output. A
// redirect is not followed, because it could carry the secret elsewhere.
const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk));
process.stdin.on("end", async () => {
  const { url, headers, timeoutMs, maxBytes } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  const print = (answer) => process.stdout.write(JSON.stringify(answer));
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { headers, redirect: "manual", signal });
    const text = await response.text();
    print(text.length > maxBytes ? { problem: "TOO_LONG" } : { status: response.status, text });
  } catch (error) {
    print({ problem: String(error?.cause?.code ?? error?.name ?? "UNKNOWN") });
  }
});
