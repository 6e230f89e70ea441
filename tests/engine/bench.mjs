// How fast the engine is under Node: medians of several runs.
//
//   node tests/engine/bench.mjs [--seconds N] [--runs N]     after tests/run.sh --only wasm or ./build-web.sh
//
// Reads MNIST from build/mnist; prints a line a figure: median (least to most).
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { join } from "node:path";

import { loadEngine } from "../../shell/engine/unpool-engine.mjs";

const project = new URL("../../", import.meta.url).pathname;
const option = (name, value) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? value : Number(process.argv[at + 1]);
};
const seconds = option("seconds", 2), runs = option("runs", 5);

function idx(name, header) {
  const path = join(project, "build/mnist", name);
  const bytes = existsSync(path) ? readFileSync(path) : gunzipSync(readFileSync(`${path}.gz`));
  return new Uint8Array(bytes.subarray(header));
}
const digits = { images: idx("train-images-idx3-ubyte", 16), labels: idx("train-labels-idx1-ubyte", 8) };

const engine = await loadEngine(readFileSync(join(project, "build/web/bin/unpool-engine.wasm")));

/** Units of work a second; `work` does `units` at a call. */
function rate(units, work) {
  const begin = performance.now();
  let done = 0;
  while (performance.now() - begin < 1000 * seconds) {
    work();
    done += units;
  }
  return (1000 * done) / (performance.now() - begin);
}

function training(recipe) {
  const batch = recipe.batch ?? 64;
  const running = engine.train({ epochs: 100, batch, ...recipe }, digits);
  running.step(4);
  const value = rate(batch * 4, () => running.step(4));
  running.close();
  return value;
}

const augmented = { shift: 1.5, rotation: 10, scale: 0.1, shear: 0.15, elastic: 0.7, thickness: 0.3 };
const network = engine.open(readFileSync(join(project, "weights/lenet5.safetensors")));
const input = Float32Array.from(digits.images.subarray(0, 784), (byte) => byte / 255);
const many = Float32Array.from(digits.images.subarray(0, 64 * 784), (byte) => byte / 255);
const figures = {
  "train_images_per_s": () => training({}),
  "train_augmented_images_per_s": () => training(augmented),
  "forward_per_s": () => rate(1, () => network.forward(input)),
  "classified_images_per_s": () => rate(64, () => network.classify(many)),
};
const values = Object.fromEntries(Object.keys(figures).map((name) => [name, []]));
for (let run = 0; run < runs; ++run)
  for (const [name, measure] of Object.entries(figures)) values[name].push(measure());
for (const [name, list] of Object.entries(values)) {
  list.sort((a, b) => a - b);
  const [low, middle, high] = [list[0], list[runs >> 1], list[runs - 1]].map((v) => Math.round(v).toLocaleString("en"));
  console.log(`${name}  ${middle} (${low} to ${high})`);
}
