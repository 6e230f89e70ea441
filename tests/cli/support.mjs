// What the tests of the command line share: running the built program, and small files of each format.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { crc32 } from "./crc32.mjs";
import { deflateSync, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
export const referenceFolder = join(here, "..", "reference");
export const referenceModel = join(referenceFolder, "lenet5_reference.safetensors");
export const program = process.env.UNPOOL_BIN ?? join(here, "..", "..", "build", "release", "bin", "unpool");
export const sharedFolder = process.env.UNPOOL_SHARED_DIR ?? join(here, "..", "..", "..", "shared");

/** One of MNIST's four files: the one beside the project, else the one that tests/run.sh makes in build/mnist. */
export function mnistFile(name) {
  const beside = join(sharedFolder, "data", "mnist", `${name}.gz`);
  return existsSync(beside) ? beside : join(here, "..", "..", "build", "mnist", name);
}

/** Runs `unpool ARGS` without a display; gives { code, signal, out, err, lines }. */
export function unpool(args, { input = "", binary = false } = {}) {
  const env = { ...process.env };
  delete env.DISPLAY;
  delete env.WAYLAND_DISPLAY;
  const run = spawnSync(program, args, { input, env, maxBuffer: 1 << 28 });
  if (run.error && run.error.code !== "EPIPE") throw run.error; // EPIPE: it ended without reading its input
  const out = binary ? run.stdout : run.stdout.toString();
  const lines = binary ? [] : out.split("\n").filter((line) => line !== "");
  return { code: run.status, signal: run.signal, out, err: run.stderr.toString(), lines };
}

export const makeFolder = () => mkdtempSync(join(tmpdir(), "unpool-cli-"));

/** Writes `content` into a fresh folder under `name` and gives the path. */
export function file(name, content, folder = makeFolder()) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export function idx(sizes, bytes) {
  const head = Buffer.alloc(4 + 4 * sizes.length);
  head[2] = 8;
  head[3] = sizes.length;
  sizes.forEach((size, i) => head.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([head, Buffer.from(bytes)]);
}
export { gzipSync };

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A PNG of grey and opacity; `at(row, column)` gives both, 0..255; `extra` are chunks { type, data } before the
 * pixels. */
export function pngWithAlpha(width, height, at, extra = []) {
  const raw = Buffer.alloc((2 * width + 1) * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) raw.set(at(row, column), row * (2 * width + 1) + 1 + 2 * column);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 4], 8);
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = extra.map(({ type, data }) => chunk(type, data));
  return Buffer.concat(
    [mark, chunk("IHDR", head), ...chunks, chunk("IDAT", deflateSync(raw)), chunk("IEND", Buffer.alloc(0))]);
}

/** A grey PNG; `at(row, column)` gives 0..255. */
export function png(width, height, at) {
  const raw = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) raw[row * (width + 1) + 1 + column] = at(row, column);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([mark, chunk("IHDR", head), chunk("IDAT", deflateSync(raw)), chunk("IEND", Buffer.alloc(0))]);
}

/** Width and height of a PNG file. */
export function pngSize(path) {
  const bytes = readFileSync(path);
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

/** { name: { shape, data } } and the metadata. */
export function readSafetensors(path) {
  const bytes = readFileSync(path);
  const size = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + size).toString());
  const tensors = {};
  for (const [name, info] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    if (info.dtype !== "F32") throw new Error(`${name} is ${info.dtype}`);
    const [begin, end] = info.data_offsets;
    tensors[name] = {
      shape: info.shape,
      data: new Float32Array(new Uint8Array(bytes.subarray(8 + size + begin, 8 + size + end)).buffer) };
  }
  return { tensors, metadata: header.__metadata__ ?? {} };
}

export function safetensors(tensors, metadata) {
  const header = metadata ? { __metadata__: metadata } : {};
  const blobs = [];
  let offset = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const blob = Buffer.from(Float32Array.from(data).buffer);
    header[name] = { dtype: "F32", shape, data_offsets: [offset, (offset += blob.length)] };
    blobs.push(blob);
  }
  let text = JSON.stringify(header);
  text += " ".repeat((8 - (text.length % 8)) % 8);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, Buffer.from(text), ...blobs]);
}

/** Strokes that the reference model reads without doubt: a seven and a one. */
export const seven = [[[26, 17], [49, 17], [73, 15]], [[73, 15], [61, 40], [52, 63], [46, 89]]];
export const one = [[[55, 12], [53, 36], [50, 62], [47, 88]]];
export const strokeLine = (id, label, strokes) => JSON.stringify({ id, label, strokes });

/** Whether the seven's ink covers (x, y), 0..100. */
export function isInSeven(x, y) {
  for (const stroke of seven) {
    for (let i = 0; i + 1 < stroke.length; i++) {
      const [[ax, ay], [bx, by]] = [stroke[i], stroke[i + 1]];
      const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
      const t = Math.max(0, Math.min(1, along));
      if (Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)) < 5) return true;
    }
  }
  return false;
}

/** A picture of the seven, `ink` on `paper`. */
export function sevenPng(side, ink, paper) {
  return png(side, side,
    (row, column) => (isInSeven(((column + 0.5) * 100) / side, ((row + 0.5) * 100) / side) ? ink : paper));
}

/** A test of what takes sanitizers a minute and shows them nothing that smaller tests do not: they go without it. */
export const slowTest = process.env.UNPOOL_SANITIZED === "ON" ? () => {} : test;

/** Pictures whose digit is the height of a bar: easy to learn, nobody's data. */
export function bars(count) {
  const pixels = Buffer.alloc(count * 784);
  const labels = Buffer.alloc(count);
  for (let i = 0; i < count; i++) {
    labels[i] = (i * 7) % 10;
    const top = 4 + 2 * labels[i];
    for (let row = top; row < top + 2; row++)
      for (let column = 5; column < 22 - (i % 4); column++) pixels[i * 784 + row * 28 + column] = 255;
  }
  const folder = makeFolder();
  return { folder, images: file("images", idx([count, 28, 28], pixels), folder),
    labels: file("labels", idx([count], labels), folder) };
}
