// Networks as frameworks save them, on the command line.
import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeFolder, unpool } from "./support.mjs";

const model = (name) => fileURLToPath(new URL(`../models/${name}`, import.meta.url));

test("info: a TensorFlow.js model with its weights beside it, and what is missing without them", () => {
  for (const name of ["model.json", "group1-shard2of3.bin"]) {
    const run = unpool(["info", model(`tfjs/${name}`)]);
    assert.deepEqual([run.code, run.err], [0, ""]);
    assert.match(run.out, /source +a TensorFlow\.js layers model/);
    assert.match(run.out, /sigmoid3 +sigmoid/);
  }
  const folder = makeFolder();
  for (const name of ["model.json", "group1-shard1of3.bin"]) copyFileSync(model(`tfjs/${name}`), join(folder, name));
  const run = unpool(["info", join(folder, "model.json")]);
  assert.equal(run.code, 1);
  assert.match(run.err, /open them together; 'group1-shard2of3\.bin' is missing/);
});

test("info: what is done to the input first is said", () => {
  assert.match(unpool(["info", model("framed-grey.onnx")]).out,
    /input1 +rescale +3\.246 x -0\.4242 +1x28x28[^]*input2 +rescale +frame 2, 1 x \+0 +1x32x32/);
  assert.match(unpool(["info", model("resized.onnx")]).out, /input1 +resize +to 32x32 +1x32x32/);
});

test("convert --fold puts batch normalisation into the weights, and keeps the answers", () => {
  const folder = makeFolder(), folded = join(folder, "folded.safetensors");
  assert.equal(unpool(["convert", model("batch-norm.pt"), "-o", folded, "--fold", "--anyway"]).code, 0);
  assert.match(unpool(["info", model("batch-norm.pt")]).out, /norm1 +batch_norm/);
  assert.doesNotMatch(unpool(["info", folded]).out, / batch_norm /);
  const strokes = "[[[0, 0], [10, 0], [4, 20]]]";
  const read = (path) => JSON.parse(unpool(["classify", "--anyway", "--model", path, strokes]).out).probabilities;
  const [kept, made] = [read(model("batch-norm.pt")), read(folded)];
  kept.forEach((share, i) => assert.ok(Math.abs(share - made[i]) < 1e-5, `${kept} ${made}`));
});
