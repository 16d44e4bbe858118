import { AsyncLocalStorage, createHook } from "node:async_hooks";

/** What the agent is doing, as far as it matters when it hangs in it. */
export type Work = {
  readonly verb: string;
  readonly slug: string | null;
  /** An item of the checklist, or another part of a check. */
  readonly part: string | null;
  /** The file that is being read. */
  readonly file: string | null;
};

/** Seen by the watchdog's thread while the agent's own stands still. */
export type WorkBoard = {
  /** Counts the turns of the event loop. */
  readonly beats: Int32Array;
  /** The place of the work that runs now; 0 for none that is named. */
  readonly current: Int32Array;
  readonly places: Uint8Array;
};

const placeCount = 256;
const placeBytes = 2048;
const headBytes = 8;

type Place = { readonly at: number; readonly work: Work };
const running = new AsyncLocalStorage<Place>();
const nothing: Work = { verb: "", slug: null, part: null, file: null };

let board: WorkBoard | null = null;
const free = Array.from({ length: placeCount - 1 }, (_, index) => index + 1);
/** Says before each continuation whose it is: work of several tenants is done in turns, and only one of them hangs. */
const hook = createHook({ before: () => show(running.getStore()?.at ?? 0) });

/** Makes the board that {@link during} writes to; until then nothing is written. */
export function openBoard(): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(headBytes + placeCount * placeBytes);
  board = boardOn(memory);
  hook.enable();
  return memory;
}

export function boardOn(memory: SharedArrayBuffer): WorkBoard {
  return {
    beats: new Int32Array(memory, 0, 1),
    current: new Int32Array(memory, 4, 1),
    places: new Uint8Array(memory, headBytes),
  };
}

/** Names what is done until `work` has settled, with what is named around it. No-op where nobody watches. */
export function during<T>(label: Partial<Work>, work: () => T): T {
  if (board === null) return work();
  const around = running.getStore();
  const named: Work = { ...(around?.work ?? nothing), ...label };
  const at = free.pop() ?? 0;
  if (at > 0) write(board, at, named);
  const leave = () => {
    if (at > 0) free.push(at);
  };
  let result: T;
  try {
    result = running.run({ at, work: named }, () => {
      show(at);
      return work();
    });
  } catch (error) {
    leave();
    throw error;
  } finally {
    show(around?.at ?? 0);
  }
  if (result instanceof Promise) result.then(leave, leave);
  else leave();
  return result;
}

/** What is named as running now; null when nothing is. */
export function readBoard({ current, places }: WorkBoard): Work | null {
  const at = Atomics.load(current, 0);
  if (at <= 0 || at >= placeCount) return null;
  const place = places.subarray(at * placeBytes, (at + 1) * placeBytes);
  const length = ((place[0] ?? 0) << 8) | (place[1] ?? 0);
  // A text in shared memory is copied before it is decoded.
  const [verb = "", slug = "", part = "", file = ""] = Buffer.from(place.slice(2, 2 + length))
    .toString("utf8")
    .split("\0");
  return { verb, slug: slug || null, part: part || null, file: file || null };
}

function write({ places }: WorkBoard, at: number, { verb, slug, part, file }: Work): void {
  const text = Buffer.from([verb, slug ?? "", part ?? "", file ?? ""].join("\0"));
  const bytes = text.subarray(0, placeBytes - 2);
  const start = at * placeBytes;
  places[start] = bytes.length >> 8;
  places[start + 1] = bytes.length & 0xff;
  places.set(bytes, start + 2);
}

function show(at: number): void {
  if (board !== null) Atomics.store(board.current, 0, at);
}
