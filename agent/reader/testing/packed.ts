import { spawnSync } from "node:child_process";
import { crc32, deflateRawSync } from "node:zlib";

/** The type is that of a tar's entry. */
type Entry = readonly [name: string, content: Buffer, type?: string];

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
  const parts = entries.flatMap(([name, content, type]) => [
    tarHeader(name, content.length, type),
    content,
    Buffer.alloc(-content.length & 511),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

export function tarHeader(name: string, size: number, type = "0"): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(size.toString(8).padStart(11, "0"), 124);
  header.write("        ", 148);
  header.write(type, 156);
  header.write("ustar", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** Packed by the host's own program. */
export function packedBy(program: "xz" | "bzip2" | "lz4", content: Buffer): Buffer {
  const { stdout, status, error } = spawnSync(program, ["-c"], { input: content, maxBuffer: 1 << 27 });
  if (status !== 0) throw new Error(`${program} packed nothing.`, { cause: error });
  return stdout;
}

export function arOf(entries: readonly Entry[]): Buffer {
  const parts = entries.flatMap(([name, content]) => {
    const head = `${name.padEnd(16)}${"0".padEnd(12)}${"0".padEnd(6)}${"0".padEnd(6)}${"100644".padEnd(8)}`;
    const rest = `${String(content.length).padEnd(10)}\`\n`;
    return [Buffer.from(head + rest), content, Buffer.alloc(content.length & 1, "\n")];
  });
  return Buffer.concat([Buffer.from("!<arch>\n"), ...parts]);
}

/** In the form that packages of Red Hat's have. */
export function cpioOf(entries: readonly Entry[]): Buffer {
  const hex = (number: number) => number.toString(16).padStart(8, "0");
  const all: readonly Entry[] = [...entries, ["TRAILER!!!", Buffer.alloc(0)]];
  const parts = all.flatMap(([name, content]) => {
    const numbers = [1, 0o100644, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length + 1, 0].map(hex);
    const head = Buffer.from(`070701${numbers.join("")}${name}\0`);
    return [head, Buffer.alloc(-head.length & 3), content, Buffer.alloc(-content.length & 3)];
  });
  return Buffer.concat(parts);
}

export function rpmOf(payload: Buffer): Buffer {
  const lead = Buffer.alloc(96);
  lead.write("edabeedb0300", 0, "hex");
  const header = (data: number) => {
    const head = Buffer.alloc(16 + 16 + data);
    head.write("8eade80100000000", 0, "hex");
    head.writeUInt32BE(1, 8);
    head.writeUInt32BE(data, 12);
    return head;
  };
  // The first one is filled up to a multiple of eight.
  return Buffer.concat([lead, header(5), Buffer.alloc(3), header(7), payload]);
}
