// A worker that trains: one training after another, in slices, so that it hears "pause" and "stop" at once.
//
//   const worker = new Worker("unpool-worker.mjs", { type: "module" });
//   worker.postMessage({ kind: "train", recipe, digits: { images, labels }, heldOut: { images, labels }, start, wasm });
//
// `heldOut`, `start` (a model file's bytes: the first weights) and `wasm` (a compiled module, or bytes) may be left
// out.  It hears { kind: "pause" }, { kind: "resume" }, { kind: "step" } (one batch, then pause) and { kind: "stop" },
// and tells
//   { kind: "progress", batch, batches, epoch, epochs, loss, accuracy, done, diverged, imagesPerSecond }   4 a second
//   { kind: "checkpoint", batch, model, heldOut: { count, correct, accuracy, loss } | null }   before the first batch, at
//       even steps of a logarithmic axis, and after the last; `model` is a .safetensors file
//   { kind: "done", diverged } or { kind: "stopped" } or { kind: "error", message }
import { loadEngine } from "./unpool-engine.mjs";

const sliceMs = 40, toldMs = 250;
let engine, running = null;

/** Lets messages in: a timer of 0 ms would wait 4. */
const breath = () => new Promise((go) => {
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = () => {
    port2.close();
    go();
  };
  port1.postMessage(0);
});

function tellCheckpoint(training, heldOut) {
  const network = training.network();
  const model = network.save();
  const judged = heldOut ? network.evaluate(heldOut) : null;
  network.close();
  postMessage({ kind: "checkpoint", batch: training.progress.batch, model, heldOut: judged }, [model.buffer]);
}

/** One batch after another until the slice is over; tells a checkpoint when one is due. */
function runSlice(training, heldOut, once) {
  const end = performance.now() + sliceMs;
  let more = true, batches = 0;
  do {
    more = training.step(1);
    ++batches;
    const { isCheckpoint, done } = training.progress;
    if (isCheckpoint || done) tellCheckpoint(training, heldOut);
  } while (more && !once && performance.now() < end);
  return { more, batches };
}

async function train({ recipe, digits, heldOut, start, wasm }) {
  engine ??= await loadEngine(wasm);
  const first = start && engine.open(start);
  const training = engine.train(recipe, digits, first);
  first?.close();
  const me = { paused: false, once: false, stopped: false, wake: () => {} };
  running = me;
  try {
    tellCheckpoint(training, heldOut);
    let told = 0, seconds = 0, batches = 0, more = true;
    while (more && !me.stopped) {
      if (me.paused && !me.once) {
        await new Promise((wake) => (me.wake = wake));
        continue;
      }
      const begin = performance.now();
      const slice = runSlice(training, heldOut, me.once);
      ({ more } = slice);
      seconds += (performance.now() - begin) / 1000;
      batches += slice.batches;
      if (me.once || !more || performance.now() - told > toldMs) {
        told = performance.now();
        postMessage({ kind: "progress", ...training.progress,
          imagesPerSecond: (batches * (recipe.batch ?? engine.recipe.batch)) / seconds });
      }
      me.once = false;
      await breath();
    }
    postMessage(me.stopped ? { kind: "stopped" } : { kind: "done", diverged: training.progress.diverged });
  } finally {
    training.close();
    running = null;
  }
}

onmessage = ({ data }) => {
  if (data.kind === "train") {
    if (running) return postMessage({ kind: "error", message: "this worker trains already; stop it first" });
    train(data).catch((error) => postMessage({ kind: "error", message: error.message }));
    return undefined;
  }
  if (!running) return undefined;
  if (data.kind === "pause") running.paused = true;
  if (data.kind === "resume") running.paused = false;
  if (data.kind === "step") running.paused = running.once = true;
  if (data.kind === "stop") running.stopped = true;
  running.wake();
  return undefined;
};
