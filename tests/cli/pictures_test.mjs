// unpool classify: pictures as other programs, phones and scanners make them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { file, isInSeven, makeFolder, png, pngWithAlpha, sevenPng, unpool } from "./support.mjs";

const folder = makeFolder();
const reading = (bytes) => {
  const run = unpool(["classify", file("picture.png", bytes, folder)]);
  assert.equal(run.code, 0, run.err);
  return JSON.parse(run.lines[0]).predicted;
};

const side = 150;
const inSeven = (row, column) => isInSeven(((column + 0.5) * 100) / side, ((row + 0.5) * 100) / side);

test("ink of any grey on a clear ground, also beside a black pixel", () => {
  for (const grey of [0, 128, 244, 255]) {
    const ink = (row, column) => [grey, inSeven(row, column) ? 255 : 0];
    assert.equal(reading(pngWithAlpha(side, side, ink)), 7, `grey ${grey}`);
    const speck = (row, column) => (row === 3 && column === 3 ? [0, 255] : ink(row, column));
    assert.equal(reading(pngWithAlpha(side, side, speck)), 7, `grey ${grey} and a black pixel`);
  }
});

test("a sheet with a clear border", () => {
  for (const [ink, paper] of [[255, 0], [0, 255], [200, 90]]) {
    const at = (row, column) =>
      [inSeven(row, column) ? ink : paper, Math.min(row, column) > 9 && Math.max(row, column) < 140 ? 255 : 0];
    assert.equal(reading(pngWithAlpha(side, side, at)), 7, `${ink} on ${paper}`);
  }
});

test("a picture that lies on its side is read upright, as its orientation says", () => {
  const exif = Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
  // Row 0 of the file is the right side of what is to be seen.
  const lying = pngWithAlpha(
    side, side, (row, column) => [inSeven(column, side - 1 - row) ? 0 : 255, 255], [{ type: "eXIf", data: exif }]);
  assert.equal(reading(lying), 7);
});

test("a wrong checksum is refused with one sentence", () => {
  const bytes = Buffer.from(sevenPng(60, 0, 255));
  bytes[bytes.length - 12 - 1] ^= 1;  // the last byte of IDAT's
  const run = unpool(["classify", file("wrong.png", bytes, folder)]);
  assert.equal(run.code, 1);
  assert.match(run.err, /the checksum of its part IDAT does not fit/);
});

test("a seven in a printed box, its lines from edge to edge", () => {
  for (const [line, ink] of [[20, 120], [90, 30], [20, 20]]) {
    const isLine = (i) => (i >= 6 && i < 11) || (i >= 168 && i < 173);
    const box = png(180, 180, (row, column) => {
      if (isLine(row) || isLine(column)) return line;
      return isInSeven(((column - 14) * 100) / side, ((row - 14) * 100) / side) ? ink : 250;
    });
    assert.equal(reading(box), 7, `ink ${ink}, lines ${line}`);
  }
});
