// Trainers of the page: a worker for each training, or slices of the frame where there are no workers.  The shell loads
// this when somebody trains for the first time.

import { forgetRun, keepCheckpoint, keptRun, keptRuns, renameRun } from "./{{RUNS}}";

const silentChecks = 4, checkMs = 5000;
const passingMs = 3000;
const workerUrl = new URL("./unpool-worker.mjs", import.meta.url);

/** Strokes at random: what is learnt does not count here. */
function someDigits(count) {
  const images = new Uint8Array(count * 784), labels = new Uint8Array(count);
  for (let i = 0; i < count; ++i) {
    labels[i] = i % 10;
    for (let y = 4; y < 24; ++y) images.fill(255, i * 784 + y * 28 + 8 + labels[i], i * 784 + y * 28 + 11 + labels[i]);
  }
  return { images, labels };
}

function measured(recipe) {
  const worker = new Worker(workerUrl, { type: "module" }), end = performance.now() + 2000;
  return new Promise((resolve, reject) => {
    worker.onerror = () => reject(new Error("the worker that trains could not be loaded"));
    worker.onmessage = ({ data }) => {
      if (data.kind === "error") reject(new Error(data.message));
      if (data.kind === "progress" && performance.now() > end) resolve(data.imagesPerSecond);
    };
    worker.postMessage({ kind: "train", recipe: { ...recipe, epochs: 1000, batch: 64 }, digits: someDigits(2048) });
  }).finally(() => worker.terminate());
}

/** A checkpoint's measures as JSON; those of older visits are four numbers. */
function wordsOf(measures) {
  if (typeof measures === "string") return measures;
  const names = ["held_out_accuracy", "held_out_loss", "training_accuracy", "training_loss"];
  return JSON.stringify(Object.fromEntries(names.map((name, i) => [name, measures[i]])));
}

export function makeStudio({ program, withBytes, withText, textAt, askForFrame, say }) {
  const running = new Map();  // id -> { post, close, silent, paused, passedAt }
  let spare = null;  // a worker that has its engine, for the training that waits for its digits

  const begun = {}, renamed = {}, forgotten = new Set();  // by the run's key
  let keeping = Promise.resolve(), toldFull = false;

  program["_unpool_trainers"](typeof Worker === "function" ? (navigator.hardwareConcurrency || 2) - 1 : 1);

  const bytesAt = (at, count) => program["HEAPU8"].slice(at, at + count);

  /** Copies of the digits that the program wants this training to have, and how it is looked at; null: it is over. */
  function ordered(id, recipe) {
    const at = program["_unpool_training_data"](id);
    if (!at) return null;
    const [images, labels, count, heldImages, heldLabels, heldCount, measured, judged, live] =
      new Uint32Array(program["HEAPU8"].slice(at, at + 36).buffer);
    const looks = measured > 0 || recipe.patience > 0;
    const digits = (pixels, names, n) => ({ images: bytesAt(pixels, n * 784), labels: bytesAt(names, n) });
    return { digits: digits(images, labels, count), measured, judged, live: live ? 4 : 0,
      heldOut: looks ? digits(heldImages, heldLabels, heldCount) : undefined, start: startOf(id) };
  }

  /** The model file of the network that this training begins with, if it does. */
  function startOf(id) {
    const at = program["_unpool_training_start"](id);
    if (!at) return undefined;
    const size = new DataView(program["HEAPU8"].slice(at, at + 4).buffer).getUint32(0, true);
    return bytesAt(at + 4, size);
  }

  function restore(run, { step, model, measures }, more) {
    withText(run.key, (key) => withText(run.name, (name) => withText(run.recipe, (recipe) =>
      withText(wordsOf(measures), (numbers) => withBytes(model, (at) =>
        program["_unpool_restore"](key, name, recipe, run.batches, more ? 1 : 0, step, at, model.length, numbers))))));
  }

  function end(id, why) {
    const it = running.get(id);
    if (!it) return;
    running.delete(id);
    it.close();
    withText(why, (words) => program["_unpool_training_ended"](id, words));
    askForFrame();
  }

  function bring(id, { batch, model, kind, heldOut, learnt, layers }) {
    const kept = kind === "checkpoint";
    const numbers = kept ? { held_out_accuracy: heldOut?.accuracy, held_out_loss: heldOut?.loss,
      training_accuracy: learnt?.accuracy, training_loss: learnt?.loss } : {};
    const measures = JSON.stringify({ ...numbers, layers, confusion: heldOut?.confusion });
    withText(measures, (words) => withBytes(model, (at) =>
      program["_unpool_training_brought"](id, batch, at, model.length, kept ? 1 : 0, words)));
    const it = running.get(id), now = performance.now();
    if (!kept && now - it.passedAt < passingMs) return;
    it.passedAt = now;
    keep(id, { step: batch, model, measures, kept });
  }

  /** In this browser, so that the run is there when the page is opened again. */
  function keep(id, checkpoint) {
    const lines = program["_unpool_training_run"](id);
    if (!lines) return;
    const [key, name, recipe, batches] = textAt(lines).split("\n");
    begun[key] ??= Date.now();
    keeping = keeping.then(async () => {
      if (forgotten.has(key)) return;
      localStorage.setItem("unpool-has-runs", "1");
      await keepCheckpoint({ key, name: renamed[key] ?? name, recipe, batches: Number(batches), begun: begun[key] },
        checkpoint);
    }).catch((cause) => {
      if (toldFull) return;
      toldFull = true;
      const full = cause?.name === "QuotaExceededError";
      say(full ? "This browser has no room left for runs: this one ends with the page. Delete runs, or save its network"
        : "This browser keeps no runs here: this one ends with the page. Save its network to keep it", true);
    });
  }

  function hear(id, told) {
    const it = running.get(id);
    if (!it) return;
    it.silent = 0;
    if (told.kind === "progress") {
      program["_unpool_training_told"](id, told.batch, told.batches, told.epoch, told.epochs, told.imagesPerSecond);
    } else if (told.kind === "checkpoint" || told.kind === "model") {
      bring(id, told);
    } else if (told.kind === "error") {
      end(id, `The training could not go on: ${told.message}`);
    } else if (told.diverged) {
      program["_unpool_training_diverged"](id, told.batch);
      end(id, "");
    } else {
      if (told.stoppedEarly) program["_unpool_training_stopped_early"](id, told.batch, told.bestBatch);
      end(id, "");
    }
    askForFrame();
  }

  /** Posts to a worker, or works between the page's own frames. */
  async function makeTrainer(id) {
    const tell = (told) => hear(id, told);
    if (typeof Worker !== "function") {
      const { Trainer } = await import("./unpool-training.mjs");
      const rest = () => new Promise((go) => setTimeout(go, 4));
      const trainer = new Trainer(tell, { sliceMs: 8, rest });
      return { post: (message) => trainer.hear(message), close: () => trainer.hear({ kind: "stop" }) };
    }
    const worker = spare ?? new Worker(workerUrl, { type: "module" });
    spare = null;
    worker.onmessage = ({ data }) => tell(data);
    worker.onerror = (event) => {
      event.preventDefault();
      end(id, "The training stopped: its worker could not be loaded or broke. What it had learnt is still here.");
    };
    return { post: (message, transfer) => worker.postMessage(message, transfer), close: () => worker.terminate() };
  }

  /** A worker that was killed says nothing: after some time its training is over. */
  function listenFor(id) {
    const timer = setInterval(() => {
      const it = running.get(id);
      if (!it) return clearInterval(timer);
      if (it.paused) it.silent = 0;
      if (++it.silent >= silentChecks)
        end(id, "The training stopped: its worker does not answer any more. What it had learnt is still here.");
    }, checkMs);
  }

  return {
    /** The worker starts while the digits are on their way: a quarter of a second that nobody waits for. */
    warm() {
      if (spare || typeof Worker !== "function") return;
      spare = new Worker(workerUrl, { type: "module" });
      spare.onerror = (event) => {
        event.preventDefault();
        spare = null;  // the training tries again, and tells
      };
      spare.postMessage({ kind: "warm" });
    },

    async start(id, recipe) {
      const order = ordered(id, recipe);
      if (!order) return;
      const it = { silent: 0, paused: false, passedAt: 0, ...await makeTrainer(id) };
      running.set(id, it);
      const arrays = [order.digits, order.heldOut ?? []].flatMap(({ images, labels }) =>
        images ? [images.buffer, labels.buffer] : []);
      it.post({ kind: "train", recipe, ...order }, arrays);
      listenFor(id);
    },

    steer(id, what) {
      const it = running.get(id);
      if (!it) return;
      it.paused = what === "pause" || what === "step";
      it.post({ kind: what });
    },

    /** Runs of earlier visits, oldest first: the last checkpoint of each. */
    async restore() {
      for (const { run, checkpoint, more } of await keptRuns()) {
        begun[run.key] = run.begun;
        restore(run, checkpoint, more);
      }
      program["_unpool_restored"]();
      askForFrame();
    },

    /** All checkpoints of one of them. */
    async fetchRun(key) {
      let why = "";
      try {
        const { run, checkpoints } = await keptRun(key);
        for (const checkpoint of checkpoints) if (run) restore(run, checkpoint, false);
      } catch (cause) {
        why = cause?.message || "the browser does not say why";
      }
      withText(key, (at) => withText(why, (words) => program["_unpool_restored_run"](at, words)));
      askForFrame();
    },

    async rename(key, name) {
      renamed[key] = name;
      withText(key, (at) => withText(name, (words) => program["_unpool_rename_run"](at, words)));
      askForFrame();
      await renameRun(key, name);
    },

    async forget(key) {
      forgotten.add(key);
      await keeping;
      await forgetRun(key);
    },

    /** Pictures a second that a worker learns from, batches of 64: plain, and as other hands would have drawn them. */
    async bench() {
      return {
        train_images_per_s: await measured({}),
        train_augmented_images_per_s: await measured(
          { shift: 1.5, rotation: 10, scale: 0.1, shear: 0.15, elastic: 0.7, thickness: 0.3 }),
      };
    },
  };
}
