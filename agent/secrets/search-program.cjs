// Runs alone inside a tenant's boundary, so it imports nothing of ours. Reads { values, roots } from
// stdin and answers with the files below the roots that have one of the values.
const fs = require("node:fs");
const path = require("node:path");

const { values, roots } = JSON.parse(fs.readFileSync(0, "utf8"));
const needles = values.map((value) => Buffer.from(value));
const longest = Math.max(...needles.map((needle) => needle.length));
const found = [];
let searched = 0;

function hasValue(file) {
  const handle = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK);
  try {
    const piece = Buffer.alloc(1 << 20);
    let carried = Buffer.alloc(0);
    for (;;) {
      const count = fs.readSync(handle, piece, 0, piece.length, null);
      if (count === 0) return false;
      const text = Buffer.concat([carried, piece.subarray(0, count)]);
      if (needles.some((needle) => text.includes(needle))) return true;
      carried = Buffer.from(text.subarray(Math.max(0, text.length - longest)));
    }
  } finally {
    fs.closeSync(handle);
  }
}

function walk(directory) {
  let entries = [];
  try {
    entries = fs.readdirSync(directory, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const place = path.join(directory, entry.name);
    if (entry.isDirectory() && entry.name !== "node_modules") walk(place);
    if (!entry.isFile()) continue;
    try {
      if (hasValue(place)) found.push(place);
      searched += 1;
    } catch {
      // It went away meanwhile.
    }
  }
}

for (const root of roots) walk(root);
process.stdout.write(JSON.stringify({ searched, found: found.slice(0, 50) }));
