// unpool figures, evaluate, bench, info, help and usage.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { file, idx, makeFolder, mnistFile, pngSize, referenceModel, safetensors, slowTest,
  unpool } from "./support.mjs";

const subcommands = ["classify", "explain", "figures", "evaluate", "compare", "train", "by-heart", "bench", "info"];

test("help shows each subcommand, with an example", () => {
  const top = unpool(["--help"]);
  assert.equal(top.code, 0);
  for (const name of subcommands) {
    assert.match(top.out, new RegExp(`^  ${name} `, "m"));
    const run = unpool([name, "--help"]);
    assert.deepEqual([run.code, run.err], [0, ""], name);
    assert.match(run.out, new RegExp(`Example[^]*unpool ${name}`), name);
    for (const line of run.out.split("\n")) assert.ok(line.length <= 140, line);
  }
});

test("a wrong command line has exit code 2 and says so on stderr", () => {
  const cases =
    [[], ["nonsense"], ["classify"], ["classify", "--nonsense"], ["explain"], ["explain", "a.png"], ["figures"],
    ["evaluate"], ["evaluate", "--images", "x"], ["classify", "--labels", "x", "-"], ["explain", "a", "b"],
    ["explain", "x", "-o", "y", "--index", "-1"], ["figures", "-o", "x", "--theme", "pink"],
    ["figures", "-o", "x", "--zoom", "0"]];
  for (const args of cases) {
    const run = unpool(args);
    assert.deepEqual([run.code, run.out], [2, ""], args.join(" "));
    assert.ok(run.err.length > 10, args.join(" "));
  }
});

test("figures: two sheets and their legend", () => {
  const folder = join(makeFolder(), "figures");
  const run = unpool(["figures", "-o", folder, "--zoom", "2"]);
  assert.equal(run.code, 0, run.err);
  assert.deepEqual(
    run.lines, ["pool1.png", "pool2.png", "scales.csv", "figures.json"].map((name) => join(folder, name)));
  const cell = 58;
  assert.deepEqual(pngSize(join(folder, "pool1.png")), [7 * cell + 2, 10 * cell + 2]);
  assert.deepEqual(pngSize(join(folder, "pool2.png")), [17 * cell + 2, 10 * cell + 2]);
  const rows = readFileSync(join(folder, "scales.csv"), "utf8").trim().split("\n");
  assert.equal(rows.length, 1 + 70 + 170);
  const layout = JSON.parse(readFileSync(join(folder, "figures.json"), "utf8"));
  for (const sheet of layout) {
    assert.deepEqual(sheet.rows.map((row) => row.label), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(sheet.rows.map((row) => row.predicted), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }
});

test("figures with activations beside, of one layer, light", () => {
  const folder = makeFolder();
  const run = unpool(
    ["figures", "-o", folder, "--zoom", "1", "--activations", "--strongest", "--layer", "relu2", "--theme", "light"]);
  assert.equal(run.code, 0, run.err);
  assert.deepEqual(pngSize(join(folder, "relu2.png")), [33 * 29 + 1, 10 * 29 + 1]);
  assert.equal(unpool(["figures", "-o", folder, "--layer", "softmax"]).code, 1);
});

test("evaluate counts: accuracy and confusion matrix", () => {
  const folder = makeFolder();
  const images = file("images", idx([4, 28, 28], new Array(4 * 784).fill(0)), folder);
  const labels = file("labels", idx([4], [0, 1, 2, 2]), folder);
  const run = unpool(["evaluate", "--images", images, "--labels", labels, "--json"]);
  assert.equal(run.code, 0, run.err);
  const result = JSON.parse(run.out);
  assert.equal(result.count, 4);
  assert.equal(result.confusion.length, 10);
  assert.equal(result.confusion.flat().reduce((a, b) => a + b), 4);
  assert.deepEqual(result.confusion.map((row) => row.reduce((a, b) => a + b)), [1, 1, 2, 0, 0, 0, 0, 0, 0, 0]);
  assert.equal(result.right, result.confusion.reduce((sum, row, i) => sum + row[i], 0));
  assert.match(unpool(["evaluate", "--images", images, "--labels", labels]).out, /accuracy \d+\.\d\d %/);
  const swapped = unpool(["evaluate", "--images", labels, "--labels", images, "--json"]);
  assert.deepEqual(JSON.parse(swapped.out), result, "which is which is found out");
});

test("evaluate refuses what does not fit", () => {
  const folder = makeFolder();
  const images = file("images", idx([2, 28, 28], new Array(2 * 784).fill(0)), folder);
  const cases = [
    [images, file("three", idx([3], [0, 1, 2]), folder), /expected 2 labels/],
    [images, file("high", idx([2], [0, 10]), folder), /expected labels below 10/],
    [file("small", idx([2, 4, 4], new Array(32).fill(0)), folder), file("two", idx([2], [0, 1]), folder),
      /expected pictures of 1x28x28/],
    [file("empty", idx([0, 28, 28], []), folder), file("none", idx([0], []), folder), /holds no images/],
    [join(folder, "missing"), images, /missing/],
  ];
  for (const [a, b, message] of cases) {
    const run = unpool(["evaluate", "--images", a, "--labels", b]);
    assert.deepEqual([run.code, run.out], [1, ""], String(message));
    assert.match(run.err, message);
  }
});

slowTest("evaluate agrees with PyTorch's accuracy of the reference model on t10k", () => {
  const [images, labels] = ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"].map(mnistFile);
  const run = unpool(["evaluate", "--model", referenceModel, "--images", images, "--labels", labels, "--json"]);
  assert.equal(run.code, 0, run.err);
  const result = JSON.parse(run.out);
  assert.equal(result.count, 10000);
  assert.ok(result.accuracy > 0.97, String(result.accuracy));
});

test("info: LeNet-5 has 61,706 parameters", () => {
  for (const model of [[], ["--model", referenceModel]]) {
    assert.match(unpool(["info", ...model]).out, /61706 parameters/);
    const info = JSON.parse(unpool(["info", "--json", ...model]).out);
    assert.equal(info.parameters, 61706);
    assert.deepEqual(
      info.layers.map((layer) => layer.name),
      ["conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "fc1", "relu3", "fc2", "relu4", "fc3", "softmax"]);
  }
  assert.equal(unpool(["info", "--model", file("x.safetensors", safetensors({}))]).code, 1);
});

slowTest("bench gives six medians", () => {
  const run = unpool(["bench", "--json"]);
  assert.equal(run.code, 0, run.err);
  const result = JSON.parse(run.out);
  assert.deepEqual(
    Object.keys(result),
    ["forward_us", "forward_and_reconstructions_us", "batch_images_per_s", "occlusion_ms", "maximise_ms",
    "top_nine_ms"]);
  for (const value of Object.values(result)) assert.ok(value > 0);
  assert.ok(result.forward_and_reconstructions_us > result.forward_us);
});
