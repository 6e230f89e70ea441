// The engine as a module under Node: what it computes is what the command line computes, and its trainings repeat.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { loadEngine } from "../../shell/engine/unpool-engine.mjs";

const project = new URL("../../", import.meta.url).pathname;
// The command line, where it was built as well.
const programs = [process.env.UNPOOL_BIN, join(project, "build/release/bin/unpool")];
const program = programs.find((path) => path && existsSync(path));
const wasm = readFileSync(process.env.UNPOOL_ENGINE ?? join(project, "build/web/bin/unpool-engine.wasm"));
const model = readFileSync(join(project, "weights/lenet5.safetensors"));
const engine = await loadEngine(wasm);
const seven = [[[0.3, 0.2], [0.7, 0.2], [0.45, 0.9]]];

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Bright squares on noise, their place says the class: enough to learn, and no data set needed. */
function toyDigits(count, classes = 4) {
  const images = new Uint8Array(count * 784), labels = new Uint8Array(count);
  let state = 12345;
  const random = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
  for (let i = 0; i < count; ++i) {
    labels[i] = i % classes;
    const row = labels[i] < 2 ? 6 : 16, column = labels[i] % 2 ? 6 : 16;
    for (let p = 0; p < 784; ++p) images[i * 784 + p] = random() * 60;
    for (let y = 0; y < 6; ++y) for (let x = 0; x < 6; ++x) images[i * 784 + (row + y) * 28 + column + x] = 200;
  }
  return { images, labels };
}

test("nothing of the surroundings can change a number: no mathematics is imported", () => {
  const imports = WebAssembly.Module.imports(engine.module).map(({ name }) => name).sort();
  assert.deepEqual(imports, ["clock_time_get", "emscripten_notify_memory_growth", "proc_exit"]);
});

test("a network tells what it is", () => {
  const network = engine.open(model);
  assert.equal(network.id, "8e650145f7ff903a");
  assert.equal(network.parameters, 61706);
  assert.deepEqual(network.input, [1, 28, 28]);
  assert.deepEqual(network.layers.map((layer) => layer.name).join(" "),
    "conv1 relu1 pool1 conv2 relu2 pool2 fc1 relu3 fc2 relu4 fc3 softmax");
  assert.deepEqual(network.layers[5].shape, [16, 5, 5]);
  network.close();
  assert.throws(() => network.forward(new Float32Array(784)), /no such network/);
});

test("a drawn seven is a seven, by each way in", () => {
  const network = engine.open(model);
  const input = engine.inputOf(seven);
  assert.equal(input.length, 784);
  const { predicted, outputs, switches } = network.forward(input);
  assert.equal(predicted, 7);
  assert.ok(outputs.softmax[7] > 0.9);
  assert.equal(switches.pool1.length, 6 * 14 * 14);
  const twice = network.classify(Float32Array.from([...input, ...input]));
  assert.ok(Math.abs(twice[17] - outputs.softmax[7]) < 1e-5);
  network.close();
});

test("strokes without ink are null, other things are refused in a sentence", () => {
  assert.equal(engine.inputOf([]), null);
  assert.throws(() => engine.inputOf("no strokes"), /is not a list of strokes/);
  assert.throws(() => engine.open(new Uint8Array([1, 2, 3])), /./);
  assert.throws(() => engine.open(new Uint8Array(0)), /./);
});

test("methods: the adjoint's identity, completeness, and what is not there", () => {
  const network = engine.open(model);
  const input = engine.inputOf(seven);
  const { outputs } = network.forward(input);
  const sum = (values) => values.reduce((a, b) => a + b, 0);
  // Integrated gradients add up to the rise above a black page; fc3 unit 7 is the class's logit.
  const integrated = network.explain("integrated", { layer: "fc3", map: 7, count: 512 });
  const black = network.forward(new Float32Array(784)).outputs.fc3[7];
  assert.ok(Math.abs(sum(integrated) - (outputs.fc3[7] - black)) < 0.02 * Math.abs(outputs.fc3[7] - black));
  network.forward(input);
  const gradient = network.explain("gradient", { layer: "fc3", map: 7 });
  const product = network.explain("gradient x input", { layer: "fc3", map: 7 });
  gradient.forEach((g, i) => assert.equal(product[i], Math.fround(g * input[i])));
  assert.ok(network.explain("deconvnet", { layer: "pool2", map: 7 }).some((value) => value !== 0));
  assert.throws(() => network.explain("deconvnet", { layer: "pool9" }), /no layer pool9/);
  assert.throws(() => network.explain("deconvnet", { layer: "pool2", map: 16 }), /maps 0 to 15/);
  assert.throws(() => network.explain("deconvnet", { layer: "pool2", keep: "unit", unit: 25 }), /units 0 to 24/);
  assert.throws(() => network.explain("deconvnet", { layer: "softmax" }), /cannot start/);
  assert.throws(() => network.explain("guess", { layer: "pool2" }), /no such method/);
  network.close();
});

test("what it saves it opens, as the same network", () => {
  const network = engine.open(model);
  for (const half of [false, true]) {
    const again = engine.open(network.save({ half }));
    assert.equal(again.id, network.id);  // the shipped weights are halves
    again.close();
  }
  network.close();
});

test("a training learns, repeats to the bit, and another seed gives another network", () => {
  const digits = toyDigits(512);
  const train = (recipe, other = engine) => {
    const training = other.train({ epochs: 4, batch: 16, rate: 2e-3, average: 0, ...recipe }, digits);
    const losses = [];
    while (training.step(8)) losses.push(training.progress.loss);
    const progress = training.progress, network = training.network();
    training.close();
    const result = { hash: digest(network.save()), accuracy: network.evaluate(digits).accuracy, progress, losses,
      card: network.card };
    network.close();
    return result;
  };
  const first = train({ seed: 3 });
  assert.equal(first.progress.batch, 128);
  assert.ok(first.progress.done && !first.progress.diverged);
  assert.ok(first.accuracy > 0.99, String(first.accuracy));
  assert.equal(train({ seed: 3 }).hash, first.hash);
  assert.notEqual(train({ seed: 4 }).hash, first.hash);
  assert.equal(JSON.parse(first.card.recipe).seed, 3);
  const bent = { seed: 3, rotation: 10, shift: 1.5, elastic: 0.5, thickness: 0.3, dropout: 0.3, redrawn: 0.3 };
  assert.equal(train(bent).hash, train(bent).hash);
});

test("a measured batch tells each layer's gradient and step; pictures are counted by label and answer", () => {
  const digits = toyDigits(64);
  const training = engine.train({ batch: 64, epochs: 2, optimiser: "sgd", momentum: 0, "weight-decay": 0, average: 0,
    "warm-up": 0, "last-rate": 1, rate: 0.01 }, digits);
  assert.deepEqual(training.layers, []);
  const before = training.network();
  training.step(1, { measured: true });
  const { layers } = training, after = training.network();
  assert.deepEqual(layers.map(({ name }) => name), ["conv1", "conv2", "fc1", "fc2", "fc3"]);
  for (const { gradient, change } of layers) assert.ok(gradient > 0 && change > 0 && change < 1);
  const { confusion, correct } = after.evaluate(digits);
  assert.equal(confusion.length, 100);
  assert.equal(confusion.reduce((a, b) => a + b), 64);
  assert.equal(confusion.reduce((sum, count, i) => sum + (i % 11 === 0 ? count : 0), 0), correct);
  before.close();
  after.close();
  training.close();
});

test("a training from a network begins with its weights; a rate that explodes ends it", () => {
  const digits = toyDigits(64), start = engine.open(model);
  const training = engine.train({ rate: 1e-9, epochs: 1, average: 0, "weight-decay": 0 }, digits, start);
  training.step(1);
  const network = training.network();
  const difference = network.forward(engine.inputOf(seven)).outputs.fc3[7] -
    start.forward(engine.inputOf(seven)).outputs.fc3[7];
  assert.ok(Math.abs(difference) < 1e-3, String(difference));
  network.close();
  training.close();
  const wild = engine.train({ rate: 1000, "weight-decay": 0, optimiser: "sgd", epochs: 5 }, digits);
  while (wild.step(1));
  assert.ok(wild.progress.diverged);
  const kept = wild.network();
  assert.ok(kept.forward(engine.inputOf(seven)).outputs.softmax.every(Number.isFinite));
  kept.close();
  wild.close();
  start.close();
});

test("recipes that are none are refused in a sentence", () => {
  const digits = toyDigits(32);
  for (const [recipe, words] of [[{ rate: -1 }, /"rate" should be a number/], [{ epochs: 1.5 }, /whole number/],
    [{ speed: 3 }, /has no 'speed'/], [{ optimiser: "adam" }, /"adamw" or "sgd"/], [{ digits: 33 }, /there are 32/],
    [{ architecture: { input: [1, 28, 28], layers: [] } }, /./], [[], /no JSON object/]])
    assert.throws(() => engine.train(recipe, digits), words, JSON.stringify(recipe));
  assert.throws(() => engine.train({}, { images: new Uint8Array(10), labels: new Uint8Array(3) }), /expected 2352/);
});

test("two engines of one module do not know each other", async () => {
  const other = await loadEngine(engine.module);
  const network = engine.open(model);
  const foreign = other.open(model);
  foreign.close();
  assert.equal(network.forward(engine.inputOf(seven)).predicted, 7);
  network.close();
});

test("the command line reads what a training saved, and agrees with it", { skip: !program }, () => {
  const training = engine.train({ epochs: 2, batch: 16, average: 0 }, toyDigits(256));
  while (training.step(4));
  const network = training.network();
  const folder = mkdtempSync(join(tmpdir(), "unpool-engine-"));
  writeFileSync(join(folder, "trained.safetensors"), network.save());
  const line = JSON.stringify({ strokes: seven });
  const answer = JSON.parse(execFileSync(program, ["classify", "--model",
    join(folder, "trained.safetensors"), "-"], { input: `${line}\n` }));
  assert.equal(answer.predicted, network.forward(engine.inputOf(seven)).predicted);
  training.close();
  network.close();
});
