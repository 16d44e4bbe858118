/** The little of DNS (RFC 1035, 6762) that asking for a service and reading the answer takes. */

const types = { pointer: 12, service: 33 } as const;
const internet = 1;
/** Asks for an answer to the asker alone, which then needs no port that others hold. */
const unicastAnswer = 0x8000;
const answerFlags = 0x8400;
const headerBytes = 12;
const maxPointers = 20;

export function encodeQuestion(name: string): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(1, 4);
  return Buffer.concat([header, encodeName(name), shorts(types.pointer, internet | unicastAnswer)]);
}

/** An answer that a service of this type is there, at this port. */
export function encodeAnswer(type: string, instance: string, port: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(answerFlags, 2);
  header.writeUInt16BE(2, 6);
  const name = encodeName(`${instance}.${type}`);
  const place = Buffer.concat([shorts(0, 0, port), encodeName("bulkhead-probe.local")]);
  const records = [
    Buffer.concat([encodeName(type), shorts(types.pointer, internet, 0, 10, name.length), name]),
    Buffer.concat([name, shorts(types.service, internet, 0, 10, place.length), place]),
  ];
  return Buffer.concat([header, ...records]);
}

/** The ports of the services of this type that a message tells of; none when it makes no sense. */
export function announcedPorts(message: Buffer, type: string): number[] {
  try {
    return readPorts(message, `.${type}`);
  } catch {
    return [];
  }
}

function readPorts(message: Buffer, suffix: string): number[] {
  const ports: number[] = [];
  let at = headerBytes;
  for (let left = message.readUInt16BE(4); left > 0; left -= 1) at = readName(message, at).next + 4;
  const records = message.readUInt16BE(6) + message.readUInt16BE(8) + message.readUInt16BE(10);
  for (let left = records; left > 0; left -= 1) {
    const { name, next } = readName(message, at);
    const type = message.readUInt16BE(next);
    const length = message.readUInt16BE(next + 8);
    const data = next + 10;
    if (type === types.service && name.toLowerCase().endsWith(suffix))
      ports.push(message.readUInt16BE(data + 4));
    at = data + length;
  }
  return ports;
}

function readName(message: Buffer, start: number): { name: string; next: number } {
  const labels: string[] = [];
  let at = start;
  let next: number | null = null;
  for (let pointers = 0; ; ) {
    const length = message.readUInt8(at);
    if (length >= 0xc0) {
      pointers += 1;
      if (pointers > maxPointers) throw new RangeError("A name that points in circles.");
      next ??= at + 2;
      at = message.readUInt16BE(at) & 0x3fff;
    } else if (length === 0) {
      return { name: labels.join("."), next: next ?? at + 1 };
    } else {
      labels.push(message.toString("utf8", at + 1, at + 1 + length));
      at += 1 + length;
    }
  }
}

function encodeName(name: string): Buffer {
  const labels = name.split(".").map((label) => {
    const bytes = Buffer.from(label);
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  });
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function shorts(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => {
    buffer.writeUInt16BE(value, index * 2);
  });
  return buffer;
}
