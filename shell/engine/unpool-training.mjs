// Training by messages, in slices, so that "pause" and "stop" are heard at once: what unpool-worker.mjs runs in a
// worker, and what a page can run itself where there are no workers.
//
//   const trainer = new Trainer((message, transfer) => ...);
//   trainer.hear({ kind: "train", recipe, digits: { images, labels }, heldOut: { images, labels }, start, wasm });
//
// `heldOut`, `start` (a model file's bytes: the first weights) and `wasm` (a compiled module, or bytes) may be left
// out.  So may `measured`, how many of `heldOut` are read at each checkpoint (all of them; they are read after the
// last batch anyhow), `judged`, how many digits of what it learns from are read then (none), and `live`, how many
// networks a second are told between checkpoints (none).  The first checkpoints lie close together: up to batch 25
// a fifth of both is read, up to batch 100 half.
//
// It hears { kind: "pause" }, "resume", "step" (one batch, then pause), "slow" (some twenty batches a second, each
// network told), "fast" and "stop"; before a training "warm" (fetch the engine, for one is about to come).  It tells
//   { kind: "progress", batch, batches, epoch, epochs, loss, accuracy, done, diverged, imagesPerSecond }   4 a second
//   { kind: "checkpoint", batch, model, heldOut, learnt, layers }   before the first batch, at even steps of a
//       logarithmic axis, and after the last; `model` is a .safetensors file, the next two { count, correct, accuracy,
//       loss, confusion } or null; `layers` is what one of the last batches did: [{ name, gradient, change }]
//   { kind: "model", batch, model, heldOut, layers }   between them, where `live`, "step" or "slow" asks for it;
//       `heldOut` every two seconds, of some digits, else null
//       Where the recipe has patience, its best network is told last, with the batch that it is of.
//   { kind: "done", diverged, batch, stoppedEarly, bestBatch } or { kind: "stopped" } or { kind: "error", message }
import { loadEngine } from "./unpool-engine.mjs";

const toldMs = 250, slowMs = 50, closeTogether = 100, closest = 25;
const glanceMs = 2000, glanced = 500;  // held-out digits read between checkpoints: under one percent of the time

const sleep = (ms) => new Promise((go) => setTimeout(go, ms));

/** Lets messages in: a timer of 0 ms would wait 4. */
const breath = () => new Promise((go) => {
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = () => {
    port2.close();
    go();
  };
  port1.postMessage(0);
});

/** The first of labelled pictures. */
function firstOf({ images, labels }, count) {
  const some = Math.min(Math.ceil(count), labels.length), size = images.length / labels.length;
  return { images: images.subarray(0, some * size), labels: labels.subarray(0, some) };
}

export class Trainer {
  #tell;
  #engine;
  #loading = null;
  #running = null;
  #sliceMs;
  #rest;

  /** `sliceMs`: how long it works at a time; `rest`: what it waits for between, messages at least. */
  constructor(tell, { sliceMs = 40, rest = breath } = {}) {
    this.#tell = tell;
    this.#sliceMs = sliceMs;
    this.#rest = rest;
  }

  hear(message) {
    const me = this.#running;
    if (message.kind === "warm") return this.#load(message.wasm).catch(() => {});  // the training tells
    if (message.kind === "train") {
      if (me) return this.#tell({ kind: "error", message: "this worker trains already; stop it first" });
      this.#train(message).catch((error) => this.#tell({ kind: "error", message: error.message }));
      return undefined;
    }
    if (!me) return undefined;
    if (message.kind === "pause") me.paused = true;
    if (message.kind === "resume") me.paused = false;
    if (message.kind === "step") me.paused = me.once = true;
    if (message.kind === "slow") me.slow = true;
    if (message.kind === "fast") me.slow = false;
    if (message.kind === "stop") me.stopped = true;
    me.wake();
    return undefined;
  }

  #tellModel(me, kept, isLast = false) {
    const network = me.training.network();
    const model = network.save();
    const { batch } = me.training.progress, share = isLast || batch > closeTogether ? 1 : batch > closest ? 0.5 : 0.2;
    const glances = !kept && performance.now() - me.glanced > glanceMs;
    const some = me.heldOut && (isLast ? me.heldOut : kept ? firstOf(me.heldOut, me.measured * share)
      : glances && firstOf(me.heldOut, glanced));
    const heldOut = some ? network.evaluate(some) : null;
    if (some) me.glanced = performance.now();
    const { layers } = me.training;
    network.close();
    const learnt = kept && me.judged ? me.training.judge(Math.ceil(me.judged * share)) : null;
    me.toldModel = performance.now();
    if (kept) me.keptBatch = batch;
    this.#tell(kept ? { kind: "checkpoint", batch, model, heldOut, learnt, layers }
      : { kind: "model", batch, model, heldOut, layers }, [model.buffer]);
  }

  /** Where the held-out loss was lowest, unless that is the last one. */
  #tellBest(me) {
    const { batch, bestBatch, diverged } = me.training.progress;
    if (!bestBatch || bestBatch === batch || diverged) return;
    const network = me.training.best(), model = network.save(), heldOut = network.evaluate(me.heldOut);
    network.close();
    this.#tell({ kind: "checkpoint", batch: bestBatch, model, heldOut, learnt: null, layers: [] }, [model.buffer]);
  }

  #tellProgress(me) {
    me.told = performance.now();
    const speed = me.seconds > 0 ? (me.batches * me.batchSize) / me.seconds : 0;
    this.#tell({ kind: "progress", ...me.training.progress, imagesPerSecond: speed });
  }

  /** One batch after another until the slice is over; tells a checkpoint when one is due. */
  #runSlice(me) {
    const end = performance.now() + this.#sliceMs;
    let more = true, measured = true;
    do {
      const begin = performance.now();
      more = me.training.step(1, { measured });
      measured = false;
      me.seconds += (performance.now() - begin) / 1000;
      ++me.batches;
      const { isCheckpoint, done } = me.training.progress;
      if (isCheckpoint || done) this.#tellModel(me, true, done);
    } while (more && !me.once && !me.slow && performance.now() < end);
    return more;
  }

  async #load(wasm) {
    this.#loading ??= loadEngine(wasm);
    try {
      this.#engine = await this.#loading;
    } catch (cause) {
      this.#loading = null;  // it may come the next time
      throw cause;
    }
  }

  async #train({ recipe, digits, heldOut, start, wasm, measured = heldOut?.labels.length, judged = 0, live = 0 }) {
    const me = { paused: false, once: false, slow: false, stopped: false, wake: () => {}, heldOut, measured, judged,
      seconds: 0, batches: 0, told: 0, toldModel: 0, glanced: 0 };
    this.#running = me;
    try {
      await this.#load(wasm);
      const first = start && this.#engine.open(start);
      me.batchSize = recipe.batch ?? this.#engine.recipe.batch;
      me.training = this.#engine.train(recipe, digits, first, recipe.patience > 0 ? heldOut : undefined);
      first?.close();
      this.#tellProgress(me);
      this.#tellModel(me, true);
      let more = true;
      while (more && !me.stopped) {
        if (me.paused && !me.once) {
          this.#tellProgress(me);
          await new Promise((wake) => (me.wake = wake));
          continue;
        }
        more = this.#runSlice(me);
        const now = performance.now();
        const shows = me.once || me.slow || (live > 0 && now - me.toldModel > 1000 / live);
        if (more && shows && me.keptBatch !== me.training.progress.batch) this.#tellModel(me, false);
        if (me.once || me.slow || !more || now - me.told > toldMs) this.#tellProgress(me);
        me.once = false;
        await (me.slow ? sleep(slowMs) : this.#rest());
      }
      if (me.stopped && me.keptBatch !== me.training.progress.batch) this.#tellModel(me, true, true);
      this.#tellBest(me);
      const { diverged, batch, stoppedEarly, bestBatch } = me.training.progress;
      this.#tell(me.stopped ? { kind: "stopped" } : { kind: "done", diverged, batch, stoppedEarly, bestBatch });
    } finally {
      me.training?.close();
      this.#running = null;
    }
  }
}
