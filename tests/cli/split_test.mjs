// unpool classify --split: one line a digit, and the note where several digits were read as one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { file, idx, makeFolder, one, png, seven, sevenPng, strokeLine, unpool } from "./support.mjs";

const read = (line) => JSON.parse(line);
const moved = (strokes, dx, dy = 0, scale = 1) =>
  strokes.map((stroke) => stroke.map(([x, y]) => [x * scale + dx, y * scale + dy]));

/** Edges of strokes. */
function edges(strokes) {
  const xs = strokes.flat().map(([x]) => x), ys = strokes.flat().map(([, y]) => y);
  const top = Math.min(...ys);
  return { left: Math.min(...xs), right: Math.max(...xs), top, height: Math.max(...ys) - top };
}

/** The second beside the first, a third of its height away. */
function beside(a, b) {
  const [p, q] = [edges(a), edges(b)];
  return [...a, ...moved(b, p.right + p.height / 3 - q.left)];
}

const seventeen = beside(one, seven);

test("--split: a line for each digit, left to right, with its box", () => {
  const run = unpool(["classify", "--split", "-"], { input: strokeLine("a", null, seventeen) });
  assert.equal(run.code, 0, run.err);
  const parts = run.lines.map(read);
  const keys = ["id", "part", "parts", "prediction", "probability", "familiar", "unfamiliar", "box"];
  parts.forEach((part) => assert.deepEqual(Object.keys(part), keys));
  assert.deepEqual(parts.map((p) => [p.id, p.part, p.parts, p.prediction]), [["a", 0, 2, 1], ["a", 1, 2, 7]]);
  parts.forEach((part) => assert.ok(part.probability > 0.5 && part.probability <= 1));
  const { left, top, height } = edges(one);
  const { x, y } = parts[0].box;
  assert.ok(Math.abs(x - left) < 1e-3 && Math.abs(y - top) < 1e-3, JSON.stringify(parts[0].box));
  assert.ok(Math.abs(parts[0].box.height - height) < 1e-3 * height);
  assert.ok(parts[1].box.x > parts[0].box.x + parts[0].box.width);
  assert.doesNotMatch(run.err, /several/);
});

test("--split: each part is answered as the digit alone would be", () => {
  const parts = unpool(["classify", "--split", "-"], { input: strokeLine(1, null, seventeen) }).lines.map(read);
  [one, seven].forEach((digit, i) => {
    const alone = read(unpool(["classify", "-"], { input: strokeLine(1, null, digit) }).lines[0]);
    assert.ok(Math.abs(alone.probabilities[alone.predicted] - parts[i].probability) < 1e-3);
  });
});

test("--split: a single digit, and an empty page, are one part", () => {
  const run = unpool(["classify", "--split", "-"], { input: `${strokeLine(1, 7, seven)}\n${strokeLine(2, null, [])}` });
  assert.equal(run.code, 0, run.err);
  const [digit, empty] = run.lines.map(read);
  assert.deepEqual([digit.part, digit.parts, digit.prediction], [0, 1, 7]);
  const { part, parts, prediction, probability, box } = empty;
  assert.deepEqual([part, parts, prediction, probability, box], [0, 1, null, null, null]);
  assert.match(run.err, /1 of 1 right/);
});

test("without --split the answer is one line and a note says what it lacks", () => {
  const input = `${strokeLine("x", null, seven)}\n${strokeLine("y", null, seventeen)}`;
  const run = unpool(["classify", "-"], { input });
  assert.equal(run.code, 0, run.err);
  assert.equal(run.lines.length, 2);
  assert.deepEqual(Object.keys(read(run.lines[1])),
    ["id", "label", "predicted", "probabilities", "familiar", "unfamiliar"]);
  assert.match(run.err, /1 input holds several digits clearly apart and was read as one \(first: id "y"\)/);
  assert.match(run.err, /--split reads each/);
  assert.doesNotMatch(unpool(["classify", "-"], { input: strokeLine("x", null, seven) }).err, /several/);
});

/** A seven and a one, 90 pixels high, in a picture of 300 x 150. */
const picture = png(300, 150, (row, column) => {
  const high = row >= 30 && row < 120;
  const bar = row >= 30 && row < 40 && column >= 40 && column < 100;
  const isSeven = bar || (high && Math.abs(column - (95 - (row - 30) / 2.5)) < 5);
  return isSeven || (high && column >= 200 && column < 210) ? 10 : 240;
});

test("--split: pictures", () => {
  const folder = makeFolder();
  const path = file("71.png", picture, folder);
  const run = unpool(["classify", "--split", path, file("7.png", sevenPng(200, 0, 255), folder)]);
  assert.equal(run.code, 0, run.err);
  const parts = run.lines.map(read);
  assert.deepEqual(parts.map((p) => [p.part, p.parts, p.prediction]), [[0, 2, 7], [1, 2, 1], [0, 1, 7]]);
  const { x, width, height } = parts[1].box;
  assert.ok(Math.abs(x - 200) <= 2, String(x));
  assert.ok(Math.abs(width - 10) <= 4 && Math.abs(height - 90) <= 4, `${width} x ${height}`);
  assert.match(unpool(["classify", path]).err, /several digits clearly apart/);
});

test("--split: data sets hold one digit a picture, and --no-fit splits nothing", () => {
  const folder = makeFolder();
  const two = [8, 9, 20, 21];
  const pixels = new Array(784).fill(0).map((_, i) => (two.includes(i % 28) && i > 140 && i < 640 ? 255 : 0));
  const set = unpool(["classify", "--split", "--images", file("two.idx", idx([1, 28, 28], pixels), folder)]);
  assert.deepEqual(set.lines.map(read).map((p) => [p.parts, p.box]), [[1, null]]);
  const run = unpool(["classify", "--split", "--no-fit", "-"], { input: strokeLine(1, null, seventeen) });
  assert.deepEqual(run.lines.map(read).map((p) => p.parts), [1]);
});

test("time stamps as x: the answer and the box survive", () => {
  const far = moved(seven, 1.7e9, -3e12);
  const answer = read(unpool(["classify", "-"], { input: strokeLine(1, 7, far) }).lines[0]);
  assert.equal(answer.predicted, 7);
  const input = strokeLine(1, null, moved(seventeen, 1.7e9));
  const [first, second] = unpool(["classify", "--split", "-"], { input }).lines.map(read);
  assert.deepEqual([first.prediction, second.prediction], [1, 7]);
  assert.ok(Math.abs(first.box.x - 1.7e9 - edges(one).left) < 0.01, String(first.box.x));
});
