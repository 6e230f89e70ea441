// unpool compare: the model table, its CSV, layers and maps of two models.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { file, idx, makeFolder, referenceFolder, unpool } from "./support.mjs";

const model = join(referenceFolder, "..", "..", "weights", "lenet5.safetensors");

/** A few pictures with bars and noise, a label each. */
function digits(count, side = 28) {
  const pixels = [], labels = [];
  let state = 7;
  for (let i = 0; i < count; ++i) {
    labels.push(i % 10);
    for (let p = 0; p < side * side; ++p) {
      state = (state * 1103515245 + 12345) % 2147483648;
      const row = Math.floor(p / side), inside = row > 3 + i % 10 && row < 9 + i % 10;
      pixels.push(inside ? 200 + state % 50 : 0);
    }
  }
  const folder = makeFolder();
  return ["--images", file("images.idx", idx([count, side, side], pixels), folder), "--labels",
    file("labels.idx", idx([count], labels), folder)];
}

const small = ["--held-out", "0:12", "--training", "12:30"];
const rows = (csv) => readFileSync(csv, "utf8").trimEnd().split("\n").map((line) => line.split(","));

test("compare: a table on the screen, the same numbers in the CSV, 1 for a model with itself", () => {
  const csv = join(makeFolder(), "table.csv");
  const run = unpool(["compare", model, model, ...digits(30), ...small, "--to", model, "--csv", csv]);
  assert.deepEqual([run.code, run.err], [0, ""]);
  const [head, first, second] = rows(csv);
  assert.deepEqual(head.slice(0, 4), ["model", "parameters", "multiply_adds", "training_accuracy"]);
  assert.equal(head.length, 1 + 16 + 9);
  assert.equal(first[0], "lenet5");
  assert.deepEqual(first, second);
  const of = (key) => Number(first[head.indexOf(key)]);
  assert.equal(of("parameters"), 61706);
  assert.ok(Math.abs(of("likeness") - 1) < 1e-5);
  assert.ok(Math.abs(of("gap") - of("training_accuracy") + of("held_out_accuracy")) < 1e-8);
  const seven = ["shift", "rotation", "scale", "noise", "contrast", "erased"].map((k) => of(`robustness_${k}`));
  seven.push((of("robustness_thinner") + of("robustness_thicker")) / 2);
  assert.ok(Math.abs(of("robustness") - seven.reduce((a, b) => a + b) / 7) < 1e-8);
  assert.match(run.out, new RegExp(`held out % +${(100 * of("held_out_accuracy")).toFixed(2)} `));
  assert.match(run.out, /parameters +61706 /);
});

test("compare: layers and maps of two models", () => {
  const data = digits(30);
  const run = unpool(["compare", model, model, ...data, ...small, "--layers", "--match", "pool1"]);
  assert.deepEqual([run.code, run.err], [0, ""]);
  assert.match(run.out, /^pool1 +1\.0000/m);
  assert.match(run.out, /^ +0 +0 +1\.000 +0 +1\.000$/m);
  for (const args of [["--layers"], ["--match", "pool1"]])
    assert.equal(unpool(["compare", model, ...data, ...args]).code, 2);
  const wrong = unpool(["compare", model, model, ...data, ...small, "--match", "pool9"]);
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /no layer 'pool9'; there are pool1 pool2 fc1 fc2 logits/);
  assert.equal(unpool(["compare", model, model, ...data, "--layers", "--csv", "x"]).code, 2);
});

test("compare: bad input is one sentence", () => {
  const data = digits(30);
  const cases = [
    [[model, ...data, "--held-out", "5:5"], /--held-out: expected begin:end/],
    [[model, ...data, "--training", "1:2x"], /--training: expected begin:end/],
    [[model, ...data, "--held-out", "40:50"], /there are 30 pictures/],
    [["nothing.safetensors", ...data], /nothing\.safetensors/],
    [[model, ...digits(12, 20)], /expected a model of pictures of 1x20x20/],
    [[model, ...data, ...small, "--csv", join(makeFolder(), "no", "folder.csv")], /could not be written/]];
  for (const [args, words] of cases) {
    const run = unpool(["compare", ...args]);
    assert.equal(run.code, 1, args.join(" "));
    assert.match(run.err, words);
  }
  const none = unpool(["compare", model, ...data, "--held-out", "0:12", "--training", "50:60"]);
  assert.equal(none.code, 0);
  assert.match(none.err, /no training: there are no training digits/);
  assert.match(none.out, /^training % +–$/m);
});
