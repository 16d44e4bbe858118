/** Finds any of many values in a text, in one pass over the text. */
export type SecretMatcher = {
  /** Spans of bytes that belong to a value, in order and apart from each other. */
  find(text: Buffer): [from: number, to: number][];
  /** Steps made so far, building included: at most a fixed number a byte, whatever the values. */
  steps(): number;
};

/** What one matcher may hold, in bytes of all its values together. */
export const maxMatcherBytes = 4 * 1024 * 1024;

const root = 0;
const none = -1;
const spread = 0x9e3779b1;

/**
 * Aho and Corasick's automaton over bytes. Its edges stand in one flat hash
 * table, because a tenant may keep a hundred thousand values and an object
 * for each node would take a gigabyte. Values beyond `maxMatcherBytes` are left
 * out, the last ones first.
 */
export function createSecretMatcher(values: readonly string[]): SecretMatcher {
  const patterns = withinLimit(values);
  const limit = patterns.reduce((sum, pattern) => sum + pattern.length, 1);
  const edges = createEdges(limit);
  const parent = new Int32Array(limit);
  const byteOf = new Uint8Array(limit);
  const depth = new Int32Array(limit);
  /** Length of the longest value that ends at a node. */
  const longest = new Int32Array(limit);
  const fallback = new Int32Array(limit);
  let count = 1;
  let steps = 0;

  for (const pattern of patterns) {
    let node = root;
    for (const byte of pattern) {
      steps += 1;
      let next = edges.get(node, byte);
      if (next === none) {
        next = count;
        count += 1;
        edges.set(node, byte, next);
        parent[next] = node;
        byteOf[next] = byte;
        depth[next] = at(depth, node) + 1;
      }
      node = next;
    }
    longest[node] = pattern.length;
  }
  // A node's fallback is less deep than the node, so that nodes are finished by depth.
  for (const node of byDepth(depth, count)) {
    if (node === root) continue;
    const above = at(parent, node);
    const found = above === root ? root : follow(at(fallback, above), at(byteOf, node));
    fallback[node] = found;
    if (at(longest, node) === 0) longest[node] = at(longest, found);
  }
  return {
    find(text) {
      const spans: [number, number][] = [];
      let node = root;
      for (let index = 0; index < text.length; index += 1) {
        node = follow(node, text[index] ?? 0);
        const length = at(longest, node);
        if (length > 0) addSpan(spans, index + 1 - length, index + 1);
      }
      return spans;
    },
    steps: () => steps,
  };

  function follow(from: number, byte: number): number {
    for (let node = from; ; node = at(fallback, node)) {
      steps += 1;
      const next = edges.get(node, byte);
      if (next !== none) return next;
      if (node === root) return root;
    }
  }
}

function withinLimit(values: readonly string[]): Buffer[] {
  const patterns: Buffer[] = [];
  let size = 0;
  for (const value of values) {
    const pattern = Buffer.from(value);
    if (size + pattern.length > maxMatcherBytes) break;
    size += pattern.length;
    if (pattern.length > 0) patterns.push(pattern);
  }
  return patterns;
}

/** Spans come by their end, so that only the last ones can touch a new one. */
function addSpan(spans: [number, number][], from: number, to: number): void {
  let start = from;
  for (let last = spans.at(-1); last !== undefined && last[1] >= start; last = spans.at(-1)) {
    start = Math.min(start, last[0]);
    spans.pop();
  }
  spans.push([start, to]);
}

/** The way from a node by a byte. Open addressing, never more than half full. */
function createEdges(limit: number) {
  const size = 2 ** Math.ceil(Math.log2(Math.max(limit * 2, 16)));
  const mask = size - 1;
  const keys = new Int32Array(size).fill(none);
  const targets = new Int32Array(size);
  const slotOf = (key: number): number => {
    let slot = (Math.imul(key, spread) >>> 7) & mask;
    while (keys[slot] !== none && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  };
  return {
    get(node: number, byte: number): number {
      const slot = slotOf((node << 8) | byte);
      return keys[slot] === none ? none : at(targets, slot);
    },
    set(node: number, byte: number, target: number): void {
      const slot = slotOf((node << 8) | byte);
      keys[slot] = (node << 8) | byte;
      targets[slot] = target;
    },
  };
}

/** Every node, the least deep first. */
function byDepth(depth: Int32Array, count: number): Int32Array {
  let deepest = 0;
  for (let node = 0; node < count; node += 1) deepest = Math.max(deepest, at(depth, node));
  const starts = new Int32Array(deepest + 2);
  for (let node = 0; node < count; node += 1)
    starts[at(depth, node) + 1] = at(starts, at(depth, node) + 1) + 1;
  for (let level = 1; level < starts.length; level += 1)
    starts[level] = at(starts, level) + at(starts, level - 1);
  const ordered = new Int32Array(count);
  for (let node = 0; node < count; node += 1) {
    const place = at(starts, at(depth, node));
    ordered[place] = node;
    starts[at(depth, node)] = place + 1;
  }
  return ordered;
}

/** An index that is known to lie inside. */
function at(list: Int32Array | Uint8Array, index: number): number {
  return list[index] ?? 0;
}
