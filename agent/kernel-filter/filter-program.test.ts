import { describe, expect, it, test } from "vitest";
import { closedCalls, type FilterMachine, filterMachines, guardedCalls } from "./closed-calls.ts";
import { filterProgram } from "./filter-program.ts";

const architectures = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
const allowed = "allowed";
const [EPERM, ENOSYS, EAFNOSUPPORT] = ["errno 1", "errno 38", "errno 97"];

type Call = { readonly architecture?: number; readonly number: number; readonly args?: readonly number[] };

/** What the kernel would make of a call, by running the filter as the kernel does. */
function answerTo(
  machine: FilterMachine,
  { architecture = architectures[machine], number, args = [] }: Call,
) {
  const program = filterProgram(machine);
  const shown = Buffer.alloc(64);
  shown.writeUInt32LE(number >>> 0, 0);
  shown.writeUInt32LE(architecture, 4);
  args.forEach(
    (value, index) => void shown.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), 16 + 8 * index),
  );
  let accumulator = 0;
  for (let at = 0; at < program.length / 8; at += 1) {
    const start = at * 8;
    const code = program.readUInt16LE(start);
    const operand = program.readUInt32LE(start + 4);
    const skip = (isTrue: boolean) => program.readUInt8(start + (isTrue ? 2 : 3));
    if (code === 0x20) accumulator = shown.readUInt32LE(operand);
    else if (code === 0x15) at += skip(accumulator === operand);
    else if (code === 0x35) at += skip(accumulator >= operand);
    else if (code === 0x45) at += skip((accumulator & operand) !== 0);
    else if (code === 0x06) {
      if (operand === 0x7fff0000) return allowed;
      if (operand >>> 16 === 0x0005) return `errno ${operand & 0xffff}`;
      throw new Error(`An answer that isn't known: ${operand.toString(16)}.`);
    } else throw new Error(`An instruction that isn't known: ${code.toString(16)}.`);
  }
  throw new Error("The filter ended without an answer.");
}

function numberOf(name: keyof typeof guardedCalls, machine: FilterMachine): number {
  return guardedCalls[name][machine];
}

describe.each(filterMachines)("the filter for %s", (machine) => {
  const ask = (number: number, ...args: number[]) => answerTo(machine, { number, args });
  const guarded = (name: keyof typeof guardedCalls, ...args: number[]) =>
    ask(numberOf(name, machine), ...args);

  test.each(Object.entries(closedCalls))("refuses %s", (_, numbers) => {
    const number = numbers[machine];
    if (number !== null) expect(ask(number, 0, 1, 2, 3)).toBe(EPERM);
  });

  it.each([
    ["NEWNS", 0x00020000],
    ["NEWCGROUP", 0x02000000],
    ["NEWUTS", 0x04000000],
    ["NEWIPC", 0x08000000],
    ["NEWUSER", 0x10000000],
    ["NEWPID", 0x20000000],
    ["NEWNET", 0x40000000],
  ])("refuses clone and unshare with CLONE_%s, alone and among others", (_, flag) => {
    const thread = 0x003d0f00;
    for (const flags of [flag, flag | 17, flag | thread]) expect(guarded("clone", flags)).toBe(EPERM);
    expect(guarded("unshare", flag)).toBe(EPERM);
    expect(guarded("unshare", flag | 0x400)).toBe(EPERM);
  });

  it("lets processes and threads begin, and says that clone3 doesn't exist", () => {
    // SIGCHLD, vfork, a thread of the C library's, and a signal whose number has CLONE_NEWTIME's bit.
    for (const flags of [17, 0x4111, 0x003d0f00, 0x80]) expect(guarded("clone", flags)).toBe(allowed);
    expect(guarded("clone3", 0, 88)).toBe(ENOSYS);
    expect(guarded("unshare", 0x400)).toBe(allowed);
    expect(guarded("unshare", 0x80)).toBe(EPERM);
  });

  it("looks at the low half of an argument alone where the kernel does", () => {
    expect(guarded("ioctl", 0, 2 ** 32 + 0x5412)).toBe(EPERM);
    expect(guarded("clone", 2 ** 32 + 0x10000000)).toBe(EPERM);
    expect(guarded("socket", 2 ** 32 + 38)).toBe(EAFNOSUPPORT);
  });

  it("refuses typing into a terminal, and lets other requests through", () => {
    expect([guarded("ioctl", 0, 0x5412), guarded("ioctl", 0, 0x541c)]).toEqual([EPERM, EPERM]);
    expect([guarded("ioctl", 0, 0x5401), guarded("ioctl", 0x5412, 0x5413)]).toEqual([allowed, allowed]);
  });

  it("refuses a process to say anew where its memory is, and nothing else of prctl", () => {
    expect(guarded("prctl", 35, 14)).toBe(EPERM);
    expect([guarded("prctl", 15), guarded("prctl", 38, 35)]).toEqual([allowed, allowed]);
  });

  it("opens sockets of the usual families only", () => {
    for (const family of [1, 2, 10, 16]) expect(guarded("socket", family, 1)).toBe(allowed);
    for (const family of [0, 17, 29, 38, 40, 44]) expect(guarded("socket", family, 1)).toBe(EAFNOSUPPORT);
  });

  it("lets through what every program needs", () => {
    // read, write, openat, mmap, futex, execve, exit_group and epoll_pwait.
    const plain = { x64: [0, 1, 257, 9, 202, 59, 231, 281], arm64: [63, 64, 56, 222, 98, 221, 94, 22] };
    for (const number of plain[machine]) expect(ask(number)).toBe(allowed);
  });

  it("gives a program of another machine nothing", () => {
    for (const architecture of [
      0x40000003,
      0x40000028,
      0,
      architectures[machine === "x64" ? "arm64" : "x64"],
    ])
      for (const number of [0, 1, 63, 231]) expect(answerTo(machine, { architecture, number })).toBe(ENOSYS);
  });
});

test("calls of the x32 kind don't exist", () => {
  for (const number of [0, 1, 56, 101, 165, 520]) {
    expect(answerTo("x64", { number: 0x40000000 + number, args: [0x10000000] })).toBe(ENOSYS);
  }
  expect(answerTo("x64", { number: -1 })).toBe(ENOSYS);
});

test("is small enough for the kernel, and whole", () => {
  for (const machine of filterMachines) {
    const { length } = filterProgram(machine);
    expect(length % 8).toBe(0);
    expect(length / 8).toBeLessThan(4096);
  }
});
