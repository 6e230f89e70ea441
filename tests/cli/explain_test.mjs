// unpool explain: the same tensors as the PyTorch reference, under the same names; pictures; bad input.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { file, idx, makeFolder, pngSize, readSafetensors, referenceFolder, referenceModel, safetensors, seven, sevenPng,
  slowTest, strokeLine, unpool } from "./support.mjs";

const reference = readSafetensors(join(referenceFolder, "reference_explanations.safetensors")).tensors;
const beyond = /occlusion|gradient|guided/;

function largestDifference(found, expected) {
  let difference = 0;
  let magnitude = 0;
  expected.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(value - found[i]));
    magnitude = Math.max(magnitude, Math.abs(value));
  });
  return magnitude > 0 ? difference / magnitude : difference;
}

for (const name of ["3", "7", "8"]) {
  (name === "8" ? test : slowTest)(`the drawn ${name} agrees with PyTorch, tensor by tensor`, () => {
    const folder = makeFolder();
    const input = file("in.safetensors", safetensors({ input: reference[`${name}/input`] }), folder);
    const out = join(folder, "out.safetensors");
    const run = unpool(["explain", input, "-o", out, "--model", referenceModel]);
    assert.equal(run.code, 0, run.err);
    const { tensors } = readSafetensors(out);
    const expected = Object.keys(reference).filter((key) => key.startsWith(`${name}/`) && !beyond.test(key))
      .map((key) => key.slice(2));
    assert.deepEqual(Object.keys(tensors).sort(), expected.sort());
    for (const key of expected) {
      const want = reference[`${name}/${key}`];
      const found = tensors[key];
      const units = { "deconvnet/fc1": 120, "deconvnet/relu3": 120, "deconvnet/fc2": 84, "deconvnet/relu4": 84 }[key];
      assert.deepEqual(found.shape, units ? [units, 28, 28] : want.shape, key);
      if (key.startsWith("switch") || key === "input") assert.equal(largestDifference(found.data, want.data), 0, key);
      else assert.ok(
        largestDifference(found.data, want.data) <= 1e-4, `${key}: ${largestDifference(found.data, want.data)}`);
    }
  });
}

test("a picture, a stroke line and an IDX index", () => {
  const folder = makeFolder();
  const out = join(folder, "out.safetensors");
  const png = file("seven.png", sevenPng(120, 0, 255), folder);
  const lines = file("lines.jsonl", strokeLine(1, 1, [[[0, 0], [0, 9]]]) + "\n" + strokeLine(2, 7, seven), folder);
  const images = file(
    "images", idx(
    [2, 28, 28], [...new Array(784).fill(0), ...[...reference["7/input"].data].map((v) => Math.round(255 * v))]),
    folder);
  for (const args of [[png], [lines, "--index", "1"], ["-", "--index", "0"], [strokeLine(1, null, seven)],
    ["--images", images, "--index", "1"]]) {
    const run = unpool(["explain", ...args, "-o", out], { input: strokeLine(2, 7, seven) });
    assert.equal(run.code, 0, run.err);
    assert.match(run.err, /predicted 7/);
    assert.equal(run.out, "");
  }
  const input = readSafetensors(out).tensors.input.data;
  assert.ok(largestDifference(input, reference["7/input"].data) < 1e-6);
});

slowTest("pictures of everything", () => {
  const folder = makeFolder();
  const run = unpool(
    ["explain", strokeLine(1, 7, seven), "--png", join(folder, "new", "pictures"), "--zoom", "2", "--theme", "light"]);
  assert.equal(run.code, 0, run.err);
  const root = join(folder, "new", "pictures");
  for (const name of ["input", "conv1", "switch1", "pool2", "fc1", "softmax", "deconvnet/conv1", "deconvnet/fc3",
    "deconvnet_strongest/pool2"]) pngSize(join(root, `${name}.png`));
  assert.deepEqual(pngSize(join(root, "input.png")), [56, 56]);
  assert.equal(readdirSync(join(root, "deconvnet", "pool2")).length, 16);
  assert.equal(readdirSync(join(root, "deconvnet", "fc1")).length, 120);
  assert.equal(readdirSync(join(root, "conv1")).length, 6);
});

test("what cannot be explained", () => {
  const folder = makeFolder();
  const out = join(folder, "out.safetensors");
  const cases = [
    [strokeLine(1, null, []), "-o", out],
    [strokeLine(1, null, seven), "--index", "5", "-o", out],
    [file("bad.png", "x", folder), "-o", out],
    [strokeLine(1, null, seven), "-o", join(folder, "no", "such", "folder.safetensors")],
    [strokeLine(1, null, seven), "--png", join(file("plain", "", folder), "below")],
  ];
  for (const args of cases) {
    const run = unpool(["explain", ...args]);
    assert.deepEqual([run.code, run.out], [1, ""], args.join(" "));
    assert.match(run.err, /^(predicted .*\n)?unpool: /);
  }
});
