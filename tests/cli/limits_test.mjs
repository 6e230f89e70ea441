// Networks that ask for too much, overflow, have many classes or none: one sentence, null, exit code 1.
import assert from "node:assert/strict";
import { test } from "node:test";
import { file, idx, makeFolder, readSafetensors, referenceModel } from "./support.mjs";
import { safetensors, seven, strokeLine, unpool } from "./support.mjs";

const input = strokeLine(1, 7, seven);

/** A model of this architecture; `weight(layer, i)` gives its numbers. */
function model(layers, weight = (name, i) => Math.sin(i + name.length) * 0.05) {
  const tensors = {};
  let [channels, height, width] = [1, 28, 28];
  for (const { kind, name, outputs, kernel = 1, stride = 1, padding = 0 } of layers) {
    if (kind === "conv" || kind === "fully_connected") {
      const shape = kind === "conv" ? [outputs, channels, kernel, kernel] : [outputs, channels * height * width];
      const count = shape.reduce((a, b) => a * b);
      tensors[`${name}.weight`] = { shape, data: Float32Array.from({ length: count }, (_, i) => weight(name, i)) };
      tensors[`${name}.bias`] = { shape: [outputs], data: new Float32Array(outputs) };
      const side = (n) => Math.floor((n + 2 * padding - kernel) / stride) + 1;
      [channels, height, width] = kind === "conv" ? [outputs, side(height), side(width)] : [outputs, 1, 1];
    }
  }
  const architecture = JSON.stringify({ name: "test", input: [1, 28, 28], layers });
  return file("model.safetensors", safetensors(tensors, { architecture }));
}

function conv(name, outputs, kernel, stride = 1, padding = 0) {
  return { kind: "conv", name, outputs, kernel, stride, padding };
}
const dense = (name, outputs) => ({ kind: "fully_connected", name, outputs });
const relu = (name) => ({ kind: "relu", name });
const maxPool = (name) => ({ kind: "max_pool", name, kernel: 2, stride: 2 });
const lenet5 = [
  conv("conv1", 6, 5, 1, 2), relu("relu1"), maxPool("pool1"), conv("conv2", 16, 5), relu("relu2"), maxPool("pool2"),
  dense("fc1", 120), relu("relu3"), dense("fc2", 84), relu("relu4"), dense("fc3", 10),
  { kind: "softmax", name: "softmax" },
];

/** The reference LeNet-5, all weights times `factor`; it names its architecture, so that nothing of it is tried. */
function scaled(factor) {
  const { tensors, metadata } = readSafetensors(referenceModel);
  for (const tensor of Object.values(tensors)) tensor.data = tensor.data.map((v) => v * factor);
  const architecture = JSON.stringify({ name: "LeNet-5", input: [1, 28, 28], layers: lenet5 });
  return file("scaled.safetensors", safetensors(tensors, { ...metadata, architecture }));
}

const border = [conv("conv1", 64, 5, 1, 2), conv("conv2", 6, 5, 4096, 4096), dense("fc1", 10)];
const probeLines = unpool(["--help"]).out.split("Probes:")[1].split("\n\n")[0].split("\n");
const probes = probeLines.map((line) => line.trim().split(/\s+/)[0]).filter(Boolean);

function digitFiles() {
  const folder = makeFolder();
  const pixels = Array.from({ length: 30 * 784 }, (_, i) => (i % 784 > 200 && i % 784 < 500 && i % 7 < 3 ? 200 : 0));
  const labels = Array.from({ length: 30 }, (_, i) => i % 10);
  return [file("images", idx([30, 28, 28], pixels), folder), file("labels", idx([30], labels), folder)];
}
const [images, labels] = digitFiles();

test("a border of gigabytes is refused with the sum, by every command", () => {
  const path = model(border);
  const evaluate = ["evaluate", "--images", images, "--labels", labels];
  const explain = ["explain", input, "-o", file("o", "")];
  for (const command of [["classify", input], ["info"], explain, ["deconvnet", input], evaluate]) {
    const run = unpool([...command, "--model", path]);
    assert.equal(run.code, 1, command[0]);
    assert.match(run.err, /needs at least \d{4,} MB of memory, \d{4,} MB of it for layer conv2/);
    assert.match(run.err, /and 768 MB is the most/);
  }
});

test("arithmetic without end is refused", () => {
  const run = unpool(["classify", input, "--model", model([conv("conv1", 24, 16, 1, 160), dense("fc1", 2)])]);
  assert.deepEqual([run.code, run.out], [1, ""]);
  assert.match(run.err, /million multiply-adds.*100 million is the most/);
});

test("one map of 1,224 x 1,224 is shown or refused", () => {
  const path = model([conv("conv1", 1, 5, 1, 600), { kind: "max_pool", name: "pool1", kernel: 100, stride: 100 }]);
  const run = unpool(["deconvnet", input, "--layer", "conv1", "--model", path, "--png", file("d.png", "")]);
  assert.ok(run.code === 0 || /MB of memory|multiply-adds/.test(run.err), run.err);
});

test("numbers that overflow are null, with exit code 1", () => {
  const path = scaled(1e9);
  const classified = unpool(["classify", input, "--model", path]);
  assert.equal(classified.code, 1);
  assert.deepEqual(JSON.parse(classified.lines[0]),
    { id: 1, label: 7, predicted: null, probabilities: null, familiar: null, unfamiliar: false });
  assert.match(classified.err, /not finite/);
  const split = unpool(["classify", "--split", input, "--model", path]);
  assert.equal(split.code, 1);
  assert.deepEqual([JSON.parse(split.lines[0]).prediction, JSON.parse(split.lines[0]).probability], [null, null]);
  const evaluated = unpool(["evaluate", "--images", images, "--labels", labels, "--json", "--model", path]);
  assert.equal(evaluated.code, 1);
  assert.equal(JSON.parse(evaluated.lines[0]).accuracy, null);
  assert.equal(JSON.parse(evaluated.lines[0]).not_finite, 30);
  const table = unpool(["evaluate", "--images", images, "--labels", labels, "--model", path]);
  assert.equal(table.code, 1);
  assert.match(table.out, /accuracy: not finite/);
  assert.doesNotMatch(table.out + classified.out, /nan/i);
  for (const command of ["explain", "figures"]) {
    const out = command === "explain" ? file("o", "") : makeFolder();
    const run = unpool([command, input, "-o", out, "--model", path]);
    assert.equal(run.code, 1, command);
    assert.match(run.err, /not finite/);
  }
});

test("every probe says that a network overflows", () => {
  const path = scaled(1e9);
  for (const probe of probes) {
    const second = probe === "matching" ? ["--beside", path] : [];
    const run = unpool([probe, input, "--digits", images, "--digits-labels", labels, "--model", path,
      ...second]);
    assert.deepEqual([run.code, run.out], [1, "null\n"], probe);
    assert.match(run.err, /not finite/, probe);
  }
});

test("a thousand classes: bars, tables and lists stay readable", () => {
  const path = model([dense("fc1", 1000), { kind: "softmax", name: "softmax" }]);
  const classified = unpool(["classify", input, "--model", path]);
  assert.equal(classified.code, 0);
  assert.equal(JSON.parse(classified.lines[0]).probabilities.length, 1000);
  const table = unpool(["evaluate", "--images", images, "--labels", labels, "--model", path]);
  assert.equal(table.code, 0);
  assert.ok(table.lines.length < 60, `${table.lines.length} lines`);
  assert.ok(Math.max(...table.lines.map((line) => line.length)) < 400);
  assert.match(table.out, /left out: 9\d\d of 1000/);
  const json = unpool(["evaluate", "--images", images, "--labels", labels, "--json", "--model", path]).out;
  assert.equal(JSON.parse(json).confusion[0].length, 1000);
});

test("a network that ends in maps classifies nothing", () => {
  const path = model([conv("conv1", 3, 5)]);
  for (const command of [["classify", input], ["evaluate", "--images", images, "--labels", labels]]) {
    const run = unpool([...command, "--model", path]);
    assert.deepEqual([run.code, run.out], [1, ""]);
    assert.match(run.err, /ends in 3x24x24: it names no class/);
  }
});

test("a layer's name with a line break is refused in one line", () => {
  const run = unpool(["info", "--model", model([dense("fc\n1", 10)])]);
  assert.equal(run.code, 1);
  assert.match(run.err, /control characters/);
  assert.equal(run.err.trim().split("\n").length, 1);
});
