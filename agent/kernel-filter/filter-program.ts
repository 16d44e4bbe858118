import { closedCalls, type FilterMachine, guardedCalls } from "./closed-calls.ts";

/** How the kernel names a machine to a filter (AUDIT_ARCH_…). */
const architectures: Readonly<Record<FilterMachine, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 };

/** Where the kernel puts what a filter may look at; the low half of an argument comes first on both machines. */
const offsets = { call: 0, architecture: 4, argument: (index: number) => 16 + 8 * index } as const;
const codes = { load: 0x20, equal: 0x15, atLeast: 0x35, anyBit: 0x45, answer: 0x06 } as const;
const allow = 0x7fff0000;
const refusal = 0x00050000;
const errors = { EPERM: 1, ENOSYS: 38, EAFNOSUPPORT: 97 } as const;

/** Calls of the x32 kind, which the same machine takes under other numbers, carry this bit. */
const x32Bit = 0x40000000;
/** CLONE_NEWNS, _NEWCGROUP, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID and _NEWNET. */
const newNamespaces = 0x7e020000;
/** For `clone` the same bit belongs to a signal's number. */
const newTime = 0x80;
/** What types into a terminal as if its user had: TIOCSTI and TIOCLINUX. */
const typingRequests = [0x5412, 0x541c];
/** PR_SET_MM: a process that says where its arguments and environment are can show gigabytes of them. */
const setMemoryMap = 35;
/** Unix, IPv4, IPv6 and the kernel's own messages. Others lead to rarely used parts of the kernel, or out of a virtual machine. */
const socketFamilies = [1, 2, 10, 16];

type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, operand: number];

/**
 * The seccomp filter for everything inside a boundary, as bubblewrap takes it.
 * Refused calls fail with an error and end nothing; a program of another
 * machine (such as a 32-bit one) gets no call through at all. `clone3` is said
 * not to exist, because its flags are out of a filter's sight: C libraries
 * then use `clone`.
 */
export function filterProgram(machine: FilterMachine): Buffer {
  const isCall = (numbers: Readonly<Record<FilterMachine, number | null>>, body: readonly Instruction[]) => {
    const number = numbers[machine];
    return number === null ? [] : [jump("equal", number, 0, body.length), ...body];
  };
  const argument = (index: number) => load(offsets.argument(index));
  const { clone, clone3, unshare, ioctl, prctl, socket } = guardedCalls;
  return encode([
    load(offsets.architecture),
    jump("equal", architectures[machine], 1, 0),
    refuse("ENOSYS"),
    load(offsets.call),
    ...(machine === "x64" ? [jump("atLeast", x32Bit, 0, 1), refuse("ENOSYS")] : []),
    ...isCall(clone, [argument(0), jump("anyBit", newNamespaces, 0, 1), refuse("EPERM"), answer(allow)]),
    ...isCall(clone3, [refuse("ENOSYS")]),
    ...isCall(unshare, [
      argument(0),
      jump("anyBit", newNamespaces | newTime, 0, 1),
      refuse("EPERM"),
      answer(allow),
    ]),
    ...isCall(ioctl, [argument(1), ...refuseEach(typingRequests), answer(allow)]),
    ...isCall(prctl, [argument(0), ...refuseEach([setMemoryMap]), answer(allow)]),
    ...isCall(socket, [
      argument(0),
      ...socketFamilies.flatMap((family) => [jump("equal", family, 0, 1), answer(allow)]),
      refuse("EAFNOSUPPORT"),
    ]),
    ...Object.values(closedCalls).flatMap((numbers) => isCall(numbers, [refuse("EPERM")])),
    answer(allow),
  ]);
}

function refuseEach(values: readonly number[]): Instruction[] {
  return values.flatMap((value) => [jump("equal", value, 0, 1), refuse("EPERM")]);
}

const load = (offset: number): Instruction => [codes.load, 0, 0, offset];
const answer = (value: number): Instruction => [codes.answer, 0, 0, value];
const refuse = (error: keyof typeof errors): Instruction => answer(refusal | errors[error]);

/** Skips that many instructions. */
function jump(
  kind: "equal" | "atLeast" | "anyBit",
  operand: number,
  whenTrue: number,
  whenFalse: number,
): Instruction {
  return [codes[kind], whenTrue, whenFalse, operand];
}

/** As the kernel keeps them: eight bytes each, in the order of bytes that both machines have. */
function encode(instructions: readonly Instruction[]): Buffer {
  const program = Buffer.alloc(instructions.length * 8);
  instructions.forEach(([code, whenTrue, whenFalse, operand], index) => {
    const start = index * 8;
    program.writeUInt16LE(code, start);
    program.writeUInt8(whenTrue, start + 2);
    program.writeUInt8(whenFalse, start + 3);
    program.writeUInt32LE(operand, start + 4);
  });
  return program;
}
