// Unpool's engine: open a network, run it, look back through it, train one; in a page, in a worker, in Node.
//
//   import { loadEngine } from "./unpool-engine.mjs";
//   const engine = await loadEngine();
//   const network = engine.open(new Uint8Array(await (await fetch("lenet5.safetensors")).arrayBuffer()));
//   const { predicted, outputs } = network.forward(engine.inputOf([[[0.3, 0.2], [0.7, 0.2], [0.4, 0.9]]]));
//   const pixels = network.explain("deconvnet", { layer: "pool2", map: 7 });
//   network.close();
//
// The wasm file lies beside this one and asks for no thread, no special header and no eval.  All numbers are copies:
// they stay good whatever is called next.  What cannot be done throws an Error with one sentence.
// docs/engine.md describes every call.

const wasmName = "unpool-engine.wasm{{ENGINE_QUERY}}";
const keeps = { whole: 0, strongest: 1, unit: 2, all: 3 };

/** All that it asks of its surroundings: a clock, and what to do when it cannot go on.  No mathematics, so that the
 * same steps give the same bits everywhere. */
function surroundings(memory) {
  return {
    wasi_snapshot_preview1: {
      clock_time_get(id, precision, at) {
        new DataView(memory().buffer).setBigUint64(at, BigInt(Math.round(performance.now() * 1e6)), true);
        return 0;
      },
      proc_exit(code) {
        throw new Error(`the engine stopped (${code}); load it anew`);
      },
    },
    env: { emscripten_notify_memory_growth() {} },
  };
}

async function fetchedBytes() {
  const url = new URL(wasmName, import.meta.url);
  if (url.protocol === "file:") {
    const { readFile } = await import("node:fs/promises");
    url.search = "";
    return readFile(url);
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the engine could not be fetched (${response.status})`);
  return response.arrayBuffer();
}

/**
 * Makes an engine with a memory of its own.
 * @param {WebAssembly.Module | BufferSource} [wasm]  what was compiled or fetched before; a compiled module can be
 *   posted to workers.  Without it the file beside this one is fetched (read, in Node).
 */
export async function loadEngine(wasm) {
  const module = wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(wasm ?? (await fetchedBytes()));
  let exports;
  const instance = await WebAssembly.instantiate(module, surroundings(() => exports.memory));
  exports = instance.exports;
  exports._initialize?.();
  return new Engine(module, exports);
}

class Engine {
  #exports;

  constructor(module, exports) {
    this.module = module;
    this.#exports = exports;
  }

  /** A network from the bytes of a .safetensors file. */
  open(bytes) {
    return this.#with([bytes], (at) => new Network(this.#inside, this.#handle(this.#exports.engine_open(at,
      bytes.length))));
  }

  /** Strokes, [[[x, y], ...], ...] with y down in any units, as 784 pixels for a network; null without ink. */
  inputOf(strokes, { fit = true } = {}) {
    return this.#with([JSON.stringify({ strokes })], (text) => {
      const at = this.#exports.engine_input(text, fit ? 1 : 0);
      if (at) return this.#floats(at, 784);
      const why = this.#string(this.#exports.engine_message());
      if (why === "there is no ink") return null;
      throw new Error(why);
    });
  }

  /** Every field of the recipe that `train` takes, with its initial value. */
  get recipe() {
    return JSON.parse(this.#string(this.#exports.engine_recipe()));
  }

  /**
   * Begins a training.
   * @param {object} recipe  fields of `recipe`, those that differ
   * @param {{images: Uint8Array, labels: Uint8Array, rows?: number, columns?: number}} digits  a byte a pixel
   * @param {Network} [start]  gives the first weights
   * @param {{images: Uint8Array, labels: Uint8Array}} [heldOut]  what `patience` looks at
   */
  train(recipe, digits, start, heldOut) {
    const { images, labels, rows = 28, columns = 28 } = digits;
    const held = heldOut ?? { images: new Uint8Array(0), labels: new Uint8Array(0) };
    for (const some of [digits, held]) {
      const expected = some.labels.length * rows * columns, found = some.images.length;
      if (found !== expected)
        throw new Error(`expected ${expected} bytes of pictures for ${some.labels.length} labels, found ${found}`);
    }
    const kept = [images, labels, held.images, held.labels].map((bytes) => this.#put(bytes));
    try {
      const handle = this.#with([JSON.stringify(recipe)], (text) => this.#handle(this.#exports.engine_train(text,
        kept[0], kept[1], labels.length, rows, columns, start?.handle ?? 0, kept[2], kept[3], held.labels.length)));
      return new Training(this.#inside, handle, () => kept.forEach((at) => this.#exports.free(at)));
    } catch (error) {
      kept.forEach((at) => this.#exports.free(at));
      throw error;
    }
  }

  /** What networks and trainings need of the engine. */
  get #inside() {
    return {
      exports: this.#exports,
      with: (values, use) => this.#with(values, use),
      floats: (at, count) => this.#floats(at, count),
      integers: (at, count) => new Int32Array(this.#exports.memory.buffer, at, count).slice(),
      bytes: (at, count) => new Uint8Array(this.#exports.memory.buffer, at, count).slice(),
      string: (at) => this.#string(at),
      handle: (value) => this.#handle(value),
    };
  }

  #floats(at, count) {
    return new Float32Array(this.#exports.memory.buffer, at, count).slice();
  }

  /** A handle or a pointer that is 0 is an error. */
  #handle(value) {
    if (value) return value;
    throw new Error(this.#string(this.#exports.engine_message()));
  }

  #string(at) {
    if (!at) throw new Error(this.#string(this.#exports.engine_message()));
    const bytes = new Uint8Array(this.#exports.memory.buffer);
    return new TextDecoder().decode(bytes.slice(at, bytes.indexOf(0, at)));
  }

  #put(value) {
    const bytes = typeof value === "string" ? new TextEncoder().encode(`${value}\0`)
      : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    const at = this.#exports.malloc(Math.max(1, bytes.length));
    if (!at) throw new Error(`there is no memory for ${bytes.length} bytes`);
    new Uint8Array(this.#exports.memory.buffer).set(bytes, at);
    return at;
  }

  /** Calls `use` with the places of the values in the engine's memory, for as long as it runs. */
  #with(values, use) {
    const places = [];
    try {
      for (const value of values) places.push(this.#put(value));
      return use(...places);
    } finally {
      places.forEach((at) => this.#exports.free(at));
    }
  }
}

class Network {
  #inside;

  constructor(inside, handle) {
    this.#inside = inside;
    this.handle = handle;
    Object.assign(this, JSON.parse(inside.string(inside.exports.engine_describe(handle))));
    this.inputSize = this.input[0] * this.input[1] * this.input[2];
  }

  /**
   * Runs one input: `outputs` by layer (channels, rows, columns), `switches` of the pools (index in the map below),
   * `predicted` the place of the largest last number.
   */
  forward(input) {
    this.#expectInputs(input, 1);
    this.#inside.with([Float32Array.from(input)], (at) =>
      this.#inside.handle(this.#inside.exports.engine_forward(this.handle, at)));
    const outputs = {}, switches = {};
    this.layers.forEach((layer, i) => {
      const size = layer.shape[0] * layer.shape[1] * layer.shape[2];
      outputs[layer.name] = this.#inside.floats(this.#inside.exports.engine_output(this.handle, i), size);
      const at = this.#inside.exports.engine_switches(this.handle, i);
      if (at) switches[layer.name] = this.#inside.integers(at, size);
    });
    const last = outputs[this.layers.at(-1).name];
    return { outputs, switches, predicted: last.indexOf(last.reduce((a, b) => Math.max(a, b))) };
  }

  /** The last layer's numbers of many inputs, one after another. */
  classify(inputs) {
    const count = inputs.length / this.inputSize;
    this.#expectInputs(inputs, Math.max(1, Math.floor(count)));
    const classes = this.layers.at(-1).shape.reduce((a, b) => a * b, 1);
    const answers = new Float32Array(count * classes);
    return this.#inside.with([Float32Array.from(inputs), answers], (from, to) => {
      this.#inside.handle(this.#inside.exports.engine_classify(this.handle, from, count, to));
      return this.#inside.floats(to, answers.length);
    });
  }

  /**
   * Which pixels of the last `forward` made a map, a unit or a class what it is.
   * @param {"deconvnet" | "gradient" | "gradient x input" | "guided" | "integrated" | "smooth"} method
   * @param {{layer: string, keep?: "whole" | "strongest" | "unit" | "all", map?: number, unit?: number,
   *   count?: number}} what  `count`: points or noisy copies of the last two methods
   */
  explain(method, { layer, keep = "whole", map = 0, unit = 0, count = 64 }) {
    const index = this.layers.findIndex(({ name }) => name === layer);
    if (index < 0) throw new Error(`there is no layer ${layer}; layers: ${this.layers.map((l) => l.name).join(" ")}`);
    if (!(keep in keeps)) throw new Error(`keep is one of ${Object.keys(keeps).join(", ")}`);
    return this.#inside.with([method], (text) => {
      const at = this.#inside.exports.engine_explain(this.handle, text, index, keeps[keep], map, unit, count);
      return this.#inside.floats(this.#inside.handle(at), this.inputSize);
    });
  }

  /** How it reads labelled pictures (bytes): {count, correct, accuracy, loss, confusion}, the mean cross-entropy and how
   * often each label (a row) was read as each class. */
  evaluate({ images, labels }) {
    if (images.length !== labels.length * this.inputSize)
      throw new Error(`expected ${this.inputSize} bytes for each of ${labels.length} labels`);
    return this.#inside.with([images, labels], (pixels, names) => JSON.parse(this.#inside.string(
      this.#inside.exports.engine_evaluate(this.handle, pixels, names, labels.length))));
  }

  /** A .safetensors file. */
  save({ half = false } = {}) {
    const at = this.#inside.handle(this.#inside.exports.engine_save(this.handle, half ? 1 : 0));
    return this.#inside.bytes(at, this.#inside.exports.engine_size());
  }

  /** Gives its memory back. */
  close() {
    this.#inside.exports.engine_close(this.handle);
  }

  #expectInputs(values, count) {
    if (values.length !== count * this.inputSize)
      throw new Error(`expected ${this.inputSize} numbers an input, found ${values.length}`);
  }
}

class Training {
  #inside;
  #handle;
  #release;

  constructor(inside, handle, release) {
    this.#inside = inside;
    this.#handle = handle;
    this.#release = release;
  }

  /** At most this many batches more; false when there is nothing left to do. `measured`: `layers` tells of the last. */
  step(batches = 1, { measured = false } = {}) {
    return this.#inside.exports.engine_step(this.#handle, batches, measured ? 1 : 0) === 1;
  }

  /** What the last measured batch did to the layers with weights: [{name, gradient, change}], the norm of its gradient,
   * and that of its step as a share of the weights'. */
  get layers() {
    return JSON.parse(this.#inside.string(this.#inside.exports.engine_layers(this.#handle)));
  }

  /** {batch, batches, epoch, epochs, loss, accuracy, done, diverged, stoppedEarly, bestBatch, isCheckpoint}; loss and
   * accuracy of this pass; after `bestBatch` batches the held-out loss was lowest, where the recipe has patience. */
  get progress() {
    return JSON.parse(this.#inside.string(this.#inside.exports.engine_progress(this.#handle)));
  }

  /** How it reads the first `count` digits that it learns from: as `evaluate`. */
  judge(count) {
    return JSON.parse(this.#inside.string(this.#inside.exports.engine_judge(this.#handle, count)));
  }

  /** The network as it is now, averaged weights; the training goes on without it. */
  network() {
    return new Network(this.#inside, this.#inside.handle(this.#inside.exports.engine_trained(this.#handle)));
  }

  /** That of `bestBatch`, where the recipe has patience; else as `network`. */
  best() {
    return new Network(this.#inside, this.#inside.handle(this.#inside.exports.engine_best(this.#handle)));
  }

  /** Gives its memory back, the pictures' too. */
  close() {
    this.#inside.exports.engine_end(this.#handle);
    this.#release();
    this.#release = () => {};
  }
}
