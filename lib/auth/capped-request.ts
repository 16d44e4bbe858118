import { NextRequest } from "next/server";

/**
 * The same request with its body read, as long as that is no longer than `most`
 * bytes; null when it is longer. Nothing beyond that is kept.
 */
export async function cappedRequest(request: NextRequest, most: number): Promise<NextRequest | null> {
  if (request.body === null) return request;
  if (Number(request.headers.get("content-length") ?? 0) > most) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > most) return null;
    chunks.push(chunk);
  }
  const { method, headers, nextUrl } = request;
  return new NextRequest(nextUrl, { method, headers, body: Buffer.concat(chunks) });
}
