/** Whether the web answers a request. Any answer will do: what a page says is not the launcher's business. */
export async function webAnswers(where: {
  readonly bindAddress: string;
  readonly port: number;
}): Promise<boolean> {
  const { bindAddress, port } = where;
  const host = { "0.0.0.0": "127.0.0.1", "::": "[::1]" }[bindAddress] ?? bindAddress;
  const authority = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  try {
    const response = await fetch(`http://${authority}:${port}/`, {
      redirect: "manual",
      signal: AbortSignal.timeout(5_000),
    });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
