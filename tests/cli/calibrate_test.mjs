// unpool calibrate, and what classify then says of what is no digit.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import {
  file, idx, makeFolder, mnistFile, readSafetensors, referenceModel, seven, slowTest, strokeLine, unpool,
} from "./support.mjs";

/** The first `count` of MNIST's pictures, as an IDX file. */
function someDigits(count, name = "t10k-images-idx3-ubyte") {
  const packed = readFileSync(mnistFile(name)), bytes = packed[0] === 0x1f ? gunzipSync(packed) : packed;
  return file("some.idx", idx([count, 28, 28], bytes.subarray(16, 16 + 784 * count)));
}

const read = (line) => JSON.parse(line);
const line = (from, to) => Array.from({ length: 20 }, (_, i) =>
  [from[0] + ((to[0] - from[0]) * i) / 19, from[1] + ((to[1] - from[1]) * i) / 19]);
const letters = {
  h: [line([0, 0], [0, 40]), line([40, 0], [40, 40]), line([0, 20], [40, 20])],
  m: [line([0, 40], [0, 0]), line([0, 0], [20, 20]), line([20, 20], [40, 0]), line([40, 0], [40, 40])],
  e: [line([40, 0], [0, 0]), line([0, 0], [0, 40]), line([0, 40], [40, 40]), line([0, 20], [30, 20])],
  w: [line([0, 0], [10, 40]), line([10, 40], [20, 10]), line([20, 10], [30, 40]), line([30, 40], [40, 0])],
};
const lettersFile = () =>
  file("letters.jsonl", Object.entries(letters).map(([id, strokes]) => strokeLine(id, null, strokes)).join("\n"));

slowTest("the shipped model's card tells a digit from nothing of the kind; without a card nothing is said", () => {
  const digit = read(unpool(["classify", strokeLine(1, 7, seven)]).lines[0]);
  assert.ok(digit.familiar > 0.01 && digit.familiar <= 1, String(digit.familiar));
  assert.equal(digit.unfamiliar, false);
  const told = unpool(["classify", lettersFile()]).lines.map(read);
  for (const answer of told) assert.equal(answer.unfamiliar, answer.familiar < 0.01);
  const bare = read(unpool(["classify", "--model", referenceModel, strokeLine(1, 7, seven)]).lines[0]);
  assert.deepEqual([bare.familiar, bare.unfamiliar], [null, false]);
  const blank = read(unpool(["classify", strokeLine(1, 7, [])]).lines[0]);
  assert.deepEqual([blank.familiar, blank.unfamiliar], [null, false]);
});

slowTest("with --digits the nearest of them tell, letters more often than digits", () => {
  const digits = someDigits(2000), fresh = someDigits(300, "train-images-idx3-ubyte");
  const share = (lines) => lines.map(read).filter((answer) => answer.unfamiliar).length / lines.length;
  const run = unpool(["classify", "--digits", digits, lettersFile()]);
  assert.equal(run.code, 0, run.err);
  assert.ok(share(run.lines) >= 0.75, run.out);
  assert.ok(share(unpool(["classify", "--digits", digits, "--images", fresh]).lines) < 0.04);
});

test("calibrate writes a card by which any model tells, and nothing else of the model changes", () => {
  const out = join(makeFolder(), "model.safetensors");
  const run = unpool(["calibrate", "--digits", someDigits(500), "--model", referenceModel, "-o", out]);
  assert.equal(run.code, 0, run.err);
  const before = readSafetensors(referenceModel), after = readSafetensors(out);
  assert.equal(after.metadata.energy_of_its_digits.split(" ").length, 61);
  for (const [name, { data }] of Object.entries(before.tensors)) assert.deepEqual(after.tensors[name].data, data, name);
  const answer = read(unpool(["classify", "--model", out, strokeLine(1, 7, seven)]).lines[0]);
  assert.ok(answer.familiar >= 0 && answer.familiar <= 1);
});

test("calibrate measures both scores", () => {
  const run = unpool(["calibrate", "--digits", someDigits(2000), "--images", someDigits(300, "train-images-idx3-ubyte"),
    lettersFile()]);
  assert.equal(run.code, 0, run.err);
  const result = JSON.parse(run.out);
  assert.deepEqual([result.digits, result.others], [300, 4]);
  for (const score of ["energy", "neighbours"]) {
    assert.ok(result[score].area > 0.8 && result[score].area <= 1, run.out);
    assert.ok(result[score].unfamiliar_digits < 0.05, run.out);
  }
  assert.ok(result.neighbours.told_at_1_percent >= 0.5, run.out);
});

test("what calibrate cannot do is one sentence", () => {
  const digits = someDigits(20), model = join(makeFolder(), "m.safetensors");
  const cases = [
    [["calibrate", "--digits", digits], 2, /expected -o FILE/],
    [["calibrate", "--digits", digits, "--images", digits], 2, /INPUT.* goes with --images/],
    [["calibrate", "--digits", "none.idx", "-o", model], 1, /none\.idx/],
    [["calibrate", "--digits", file("small.idx", idx([1, 2, 2], [1, 2, 3, 4])), "-o", model], 1,
      /expected pictures of/],
    [["calibrate", "-o", model], 2, /--digits/],
  ];
  for (const [args, code, words] of cases) {
    const run = unpool(args);
    assert.equal(run.code, code, args.join(" "));
    assert.match(run.err, words);
  }
});
