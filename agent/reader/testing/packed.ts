import { spawnSync } from "node:child_process";
import { crc32, deflateRawSync } from "node:zlib";

type Entry = readonly [name: string, content: Buffer];

/** How an entry of a zip archive is kept; `locked` says that a password is needed, `bzip2` is a method few programs know. */
type Method = "deflate" | "stored" | "locked" | "bzip2";
const methodNumbers: Readonly<Record<Method, number>> = { deflate: 8, stored: 0, locked: 8, bzip2: 12 };

export function zipOf(entries: readonly Entry[], method: Method = "deflate"): Buffer {
  const bodies: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const [name, content] of entries) {
    const body = method === "stored" ? content : deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(method === "locked" ? 1 : 0, 2);
    common.writeUInt16LE(methodNumbers[method], 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    bodies.push(Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name), body]));
    list.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), common, rest, Buffer.from(name)]));
    at += bodies.at(-1)?.length ?? 0;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, directory, end]);
}

export function tarOf(entries: readonly Entry[]): Buffer {
  const parts = entries.flatMap(([name, content]) => [
    tarHeader(name, content.length),
    content,
    Buffer.alloc(-content.length & 511),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

export function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(size.toString(8).padStart(11, "0"), 124);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** Packed by the host's own program. */
export function packedBy(program: "xz" | "bzip2", content: Buffer): Buffer {
  const { stdout, status, error } = spawnSync(program, ["-c"], { input: content, maxBuffer: 1 << 27 });
  if (status !== 0) throw new Error(`${program} packed nothing.`, { cause: error });
  return stdout;
}
