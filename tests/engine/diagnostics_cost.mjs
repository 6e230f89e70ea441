// What it costs a training to tell each layer's gradient and step: of every slice of 40 ms, as the page's worker does,
// the first batch is measured.
//
//   node tests/engine/diagnostics_cost.mjs [--rounds N] [--wasm FILE]      (after ./build-web.sh)
//
// Two trainings by one recipe take turns, a slice each, one of them measured.  Time is the processor's, not the
// clock's, so that other programs count little.  Printed are the median of the rounds' costs (least to most) and what a
// measured batch takes against others.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { loadEngine } from "../../shell/engine/unpool-engine.mjs";

const project = new URL("../../", import.meta.url).pathname;
const option = (name, value) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? value : process.argv[at + 1];
};
const rounds = Number(option("rounds", 9)), slices = 40, sliceMs = 40;
const engine = await loadEngine(readFileSync(option("wasm", join(project, "build/web/bin/unpool-engine.wasm"))));

/** Noise: what it shows makes no difference to how long it takes. */
function someDigits(count) {
  const images = new Uint8Array(count * 784), labels = new Uint8Array(count);
  for (let i = 0, state = 1; i < images.length; ++i) images[i] = (state = (state * 1103515245 + 12345) >>> 0) >>> 24;
  for (let i = 0; i < count; ++i) labels[i] = i % 10;
  return { images, labels };
}
const digits = someDigits(6400);

const now = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Batches a millisecond of `measured` and plain slices by turns. */
function round(recipe) {
  const runs = [true, false].map((measured) => (
    { measured, training: engine.train({ epochs: 1000, rate: 1e-5, ...recipe }, digits), batches: 0, spent: 0 }));
  for (const { training } of runs) training.step(10);
  for (let slice = 0; slice < slices; ++slice) {
    for (const run of slice % 2 ? runs : [...runs].reverse()) {
      const begin = now();
      let first = run.measured;
      do {
        run.training.step(1, { measured: first });
        if (first) void run.training.layers;
        first = false;
        ++run.batches;
      } while (now() - begin < sliceMs);
      run.spent += now() - begin;
    }
  }
  for (const { training } of runs) training.close();
  const [told, plain] = runs.map(({ batches, spent }) => batches / spent);
  return plain / told - 1;
}

/** A measured batch's time over a plain one's. */
function batchCost(recipe) {
  const training = engine.train({ epochs: 1000, rate: 1e-5, ...recipe }, digits), spent = [0, 0];
  for (let i = 0; i < 600; ++i) {
    const begin = now();
    training.step(1, { measured: i % 2 === 1 });
    spent[i % 2] += now() - begin;
  }
  training.close();
  return spent[1] / spent[0];
}

for (const batch of [32, 64]) {
  const costs = Array.from({ length: rounds }, () => 100 * round({ batch })).sort((a, b) => a - b);
  const [low, middle, high] = [costs[0], costs[rounds >> 1], costs[rounds - 1]].map((v) => v.toFixed(1));
  console.log(`batches of ${batch}: ${middle} % (${low} to ${high}); a measured batch takes ${
    batchCost({ batch }).toFixed(2)} of another's time`);
}
