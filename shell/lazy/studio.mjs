// Trainers of the page: a worker for each training, or slices of the frame where there are no workers.  The shell loads
// this when somebody trains for the first time.

const silentChecks = 4, checkMs = 5000;
const names = ["heldOut", "learnt"];
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

export function makeStudio({ program, withBytes, withText, askForFrame }) {
  const running = new Map();  // id -> { post, close, silent, paused }

  const bytesAt = (at, count) => program["HEAPU8"].slice(at, at + count);

  /** Copies of the digits that the program wants this training to have. */
  function orderedDigits() {
    const at = program["_unpool_training_data"]();
    const [images, labels, count, heldImages, heldLabels, heldCount] =
      new Uint32Array(program["HEAPU8"].slice(at, at + 24).buffer);
    const digits = (pixels, names, n) => ({ images: bytesAt(pixels, n * 784), labels: bytesAt(names, n) });
    return [digits(images, labels, count), digits(heldImages, heldLabels, heldCount)];
  }

  function end(id, why) {
    const it = running.get(id);
    if (!it) return;
    running.delete(id);
    it.close();
    withText(why, (words) => program["_unpool_training_ended"](id, words));
    askForFrame();
  }

  function bring(id, { batch, model, kind, ...judged }) {
    const numbers = new Float32Array(4).fill(NaN);
    names.forEach((name, i) => {
      if (judged[name]) numbers.set([judged[name].accuracy, judged[name].loss ?? NaN], 2 * i);
    });
    withBytes(new Uint8Array(numbers.buffer), (measures) => withBytes(model, (at) =>
      program["_unpool_training_brought"](id, batch, at, model.length, kind === "checkpoint" ? 1 : 0, measures)));
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
    const worker = new Worker(workerUrl, { type: "module" });
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
    async start(id, recipe) {
      const [digits, heldOut] = orderedDigits();
      const it = { silent: 0, paused: false, ...await makeTrainer(id) };
      running.set(id, it);
      const arrays = [digits, heldOut].flatMap(({ images, labels }) => [images.buffer, labels.buffer]);
      it.post({ kind: "train", recipe, digits, heldOut, judged: 1000, live: 4 }, arrays);
      listenFor(id);
    },

    steer(id, what) {
      const it = running.get(id);
      if (!it) return;
      it.paused = what === "pause" || what === "step";
      it.post({ kind: what });
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
