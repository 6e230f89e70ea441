// window.unpool: for lessons, embedding and tests.  shell/README.md documents it.

let resolveReady, rejectReady;
const ready = new Promise((resolve, reject) => { resolveReady = resolve; rejectReady = reject; });
ready.catch(() => {});  // the panel has said it already

function need() {
  if (!program) throw new Error("Unpool is still loading; wait for unpool.ready");
}

/** For what is in the second part of the program. */
function needAll() {
  if (!isWhole) throw new Error("Unpool is still loading; wait for unpool.ready");
}

const isNumbers = (value, length) => value instanceof Float32Array ? value.length === length : Array.isArray(value)
  && value.length === length && value.every((v) => typeof v === "number");

/** Every layer's name and number of maps, as state() has them. */
function layerInfo(name) {
  const layers = JSON.parse(textAt(program["_unpool_state"]())).layers;
  return layers.find((layer) => layer.name === name);
}

function drawingArea() {
  return program ? rect("pad") : null;
}

/** A named thing on the screen, in CSS pixels of the page; null for what is not there. */
function rect(name) {
  need();
  if (typeof name !== "string")
    throw new TypeError("rect(name) takes the name of something on the screen, such as \"clear\"");
  const address = withText(name, (text) => program["_unpool_rect"](text));
  if (!address) return null;
  const [x, y, width, height] = readFloats(address, 4);
  const canvas = byId("canvas").getBoundingClientRect();
  return { x: x + canvas.left, y: y + canvas.top, width, height };
}

/** All of it, or nothing: throws what is wrong with the link. */
function openLink(link, who) {
  const refused = withText(link, (address) => program["_unpool_open_link"](address));
  askForFrame();
  if (refused) throw new TypeError(`${who}: ${textAt(program["_unpool_words"]())}`);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Works on the view that was just opened until it has said all; its numbers. */
async function work() {
  const turn = program["_unpool_turn"]();
  for (;;) {
    if (program["_unpool_turn"]() !== turn) throw new Error("Another view was opened before this one was computed");
    const step = program["_unpool_probe_step"]();
    askForFrame();
    if (step === 0) return api.numbers();
    if (step === 3) throw new Error(textAt(program["_unpool_words"]()));
    if (step === 5) throw new Error("Not finite: this network's numbers are larger than float32 can hold");
    if (step === 4) throw new Error("The work was stopped before all was computed; numbers() has what is known");
    await pause(step === 2 ? 30 : 0);
  }
}

/** In the order of app::NetworkAct: show, compare, focus, close, alone.  Waits for a network that has to be fetched. */
async function actOnNetwork(act, network, who) {
  await rest;
  const refused = withText(String(network), (address) => program["_unpool_network_act"](act, address));
  askForFrame();
  if (refused) throw new TypeError(`${who}: ${textAt(program["_unpool_words"]())}`);
  for (;;) {
    const outcome = program["_unpool_network_outcome"]();
    if (outcome === 0) return;
    if (outcome === 2) throw new Error(textAt(program["_unpool_words"]()));
    askForFrame();
    await pause(20);
  }
}

function actOnTraining(what, text, who) {
  needAll();
  const refused = withText(what, (act) => withText(text, (words) => program["_unpool_training_act"](act, words)));
  if (refused) throw new TypeError(`${who}: ${textAt(program["_unpool_training_words"]())}`);
  askForFrame();
}

async function measure() {
  program["_unpool_bench_start"]();
  while (program["_unpool_bench_step"]()) await pause(0);
  const [forward, both, batch, occlusion, maximise, topNine] = readFloats(program["_unpool_bench_result"](), 6);
  const training = await withStudio((it) => it.bench());
  return {
    ...training,
    forward_us: forward, forward_and_reconstructions_us: both, batch_images_per_s: batch,
    occlusion_ms: occlusion, maximise_ms: maximise, top_nine_ms: topNine,
  };
}

let measuring = null;

const api = {
  /** Resolves when all of this can be called, and the view that the address asks for is open; rejects when the page
   * cannot run. */
  ready,

  /** What the program knows now, as an object. */
  state() {
    need();
    return { ...JSON.parse(textAt(program["_unpool_state"]())), resting: !frameAsked };
  },

  /** Values of "input" or of a layer: { shape: [channels, height, width], values: Float32Array }; null on an empty
   * page. */
  layer(name) {
    need();
    if (typeof name !== "string" || (name !== "input" && !layerInfo(name)))
      throw new TypeError(`layer(name) takes "input" or the name of a layer, such as "conv1"; got ${String(name)}`);
    return readTensor(withText(name, (address) => program["_unpool_layer"](address)));
  },

  /** One map's reconstruction by the deconvnet, (1, 28, 28); null on an empty page. */
  reconstruction(name, map) {
    need();
    const layer = typeof name === "string" ? layerInfo(name) : null;
    if (!layer || layer.kind === "softmax")
      throw new TypeError(
      `reconstruction(name, map) takes a layer that a deconvnet can start from, such as "pool1"; got ${String(name)}`);
    if (!Number.isInteger(map) || map < 0 || map >= layer.shape[0])
      throw new TypeError(
      `reconstruction(name, map) takes a map from 0 to ${layer.shape[0] - 1} of ${name}; got ${String(map)}`);
    return readTensor(withText(name, (address) => program["_unpool_reconstruction"](address, map)));
  },

  /** 784 pixels, 0 paper to 1 ink, rows from the top; taken exactly as they are.  Without ink it is an empty page. */
  setInput(pixels) {
    need();
    if (!isNumbers(pixels, 784))
      throw new TypeError(
      "setInput(pixels) takes a Float32Array (or an array of numbers) of length 784, 28 rows of 28");
    const values = Float32Array.from(pixels);
    if (!values.every((v) => v >= 0 && v <= 1))
      throw new TypeError("setInput(pixels) takes pixels from 0 (paper) to 1 (ink)");
    withFloats(values, (address) => program["_unpool_set_input"](address));
    askForFrame();
  },

  /** Strokes in any units, y down: [[[x, y], ...], ...]. */
  setStrokes(strokes) {
    need();
    const isPoint = (p) => Array.isArray(p) && p.length === 2 && p.every(Number.isFinite);
    if (!Array.isArray(strokes) || !strokes.length
      || !strokes.every(
      (stroke) => Array.isArray(stroke) && stroke.length && stroke.every(isPoint))) throw new TypeError(
      "setStrokes(strokes) takes a list of strokes, each a list of points [x, y]");
    if (withText(JSON.stringify(strokes), (address) => program["_unpool_set_strokes"](address)))
      throw new TypeError(`setStrokes(strokes): ${textAt(program["_unpool_text"]())}`);
    askForFrame();
  },

  /** Of several digits on the page, numbered as in state().parts: the one that the network sees. */
  setPart(index) {
    need();
    if (!Number.isInteger(index) || index < 0 || index > 9999 || program["_unpool_set_part"](index))
      throw new TypeError("setPart(index) takes the number of a digit in state().parts, from 0; " +
        `got ${String(index)}`);
    askForFrame();
  },

  /** An empty page. */
  clear() {
    need();
    act("clear");
  },

  /** Where the pad is, in CSS pixels of the page: { x, y, width, height }; null while it is not on the screen. */
  drawingArea() {
    need();
    return drawingArea();
  },

  rect,

  /** Names that rect() knows now. */
  rectNames() {
    need();
    return textAt(program["_unpool_item_names"]()).split("\n").filter(Boolean);
  },

  /** What is on the screen: { controls: [{ name, region, x, y, width, height }], cut: [words that had no room] }. */
  screen() {
    need();
    const lines = textAt(program["_unpool_screen"]()).split("\n").filter(Boolean).map((line) => line.split("\t"));
    const controls = lines.filter((line) => line.length === 6).map(([name, ...numbers]) => {
      const [region, x, y, width, height] = numbers.map(Number);
      return { name, region, x, y, width, height };
    });
    return { controls, cut: lines.filter((line) => line.length === 1).map(([words]) => words) };
  },

  /** A file's bytes, as if it had been dropped: a picture, strokes or a model.  Several that were dropped together:
   * [{ name, bytes }].  Resolves when it was taken or refused. */
  async openFile(bytes, name = "file") {
    need();
    const isBytes = (it) => it instanceof Uint8Array || it instanceof ArrayBuffer;
    if (Array.isArray(bytes) && bytes.length && bytes.every((file) => file && isBytes(file.bytes))) {
      await withLater((functions) =>
        functions.openMany(bytes.map((file) => new File([file.bytes], String(file.name || "file")))));
    } else {
      if (!isBytes(bytes))
        throw new TypeError("openFile(bytes, name) takes a Uint8Array, an ArrayBuffer or [{ name, bytes }]");
      await openBlob(new Blob([bytes]), String(name));
    }
    while (program["_unpool_is_trying"]()) {  // how a framework's file is meant to be read
      askForFrame();
      await pause(20);
    }
  },

  /**
   * Changes what was assumed of the file of the network with the focus: assume("activation", "tanh").
   * state().assumptions lists keys and choices, of which a part is enough.  Without a key the best that was tried is
   * taken again; assume("anyway") opens a file that was refused because no way of reading it reads digits.
   */
  async assume(key = "", choice = "") {
    await rest;
    const refused = withText(String(key), (keyAddress) =>
      withText(String(choice), (choiceAddress) => program["_unpool_assume"](keyAddress, choiceAddress)));
    askForFrame();
    if (refused) throw new TypeError(`assume(key, choice): ${textAt(program["_unpool_words"]())}`);
  },

  /** Every probe with its settings: [{ id, title, what, source, settings: [{ key, label, tip, kind, low, high, initial,
   * choices }] }]. */
  probes() {
    needAll();
    return JSON.parse(textAt(program["_unpool_probes"]()));
  },

  /**
   * Asks a probe and shows its view: settings by key (see probes()), and `layer`, `map`, `unit`, `keep` for what it is
   * asked about.
   * What state() and probes() tell is taken here: null leaves a thing as it is, and "explore" is a view, too.
   * Resolves with its numbers when all is computed: { title, source, groups }.
   */
  async probe(id, settings = {}) {
    await rest;
    const ids = [...api.probes().map((probe) => probe.id), "explore"];
    if (!ids.includes(id)) throw new TypeError(`probe(id, settings) takes one of ${ids.join(", ")}; got ${String(id)}`);
    if (settings === null || typeof settings !== "object")
      throw new TypeError("probe(id, settings) takes settings as an object, such as { size: 6 }");
    const given = Object.entries(settings).filter(([, value]) => value !== null && value !== undefined);
    const fields = given.map(
      ([key, value]) =>
      `${encodeURIComponent(key)}=${encodeURIComponent(typeof value === "boolean" ? Number(value) : value)}`);
    openLink(["v=1", ...fields, `view=${id}`].join("&"), "probe(id, settings)");
    return work();
  },

  /** Networks at hand, and those that ship beside the page: [{ name, id, here, shown, steps, file }]. */
  networks() {
    needAll();
    return JSON.parse(textAt(program["_unpool_networks"]()));
  },

  /** Shows a network (its name, id or file, as networks() has them) in place of the one with the focus. */
  async show(network) {
    await actOnNetwork(0, network, "show(network)");
  },

  /** Shows a second network beside the first; null: one network again. */
  async compare(network) {
    await (network === null ? actOnNetwork(4, "", "compare(null)") : actOnNetwork(1, network, "compare(network)"));
  },

  /** Which of two networks, 0 or 1, the selection and the large answer are of. */
  async focus(lane) {
    await actOnNetwork(2, lane, "focus(lane)");
  },

  /** Forgets a network that was opened. */
  async close(network) {
    await actOnNetwork(3, network, "close(network)");
  },

  /** Trains a network here by a recipe, { epochs: 2, rate: 0.01, ... }, in the view for it; state().training tells how
   * far it is. */
  train(recipe = {}) {
    actOnTraining("train", Object.entries(recipe).map(([key, value]) => `${key}:${value}`).join(), "train(recipe)");
  },

  /** The training waits; it goes on. */
  pause() {
    actOnTraining("pause", "", "pause()");
  },

  resume() {
    actOnTraining("resume", "", "resume()");
  },

  /** The training ends; what it has learnt stays. */
  stop() {
    actOnTraining("stop", "", "stop()");
  },

  /** Shows the network in focus as it was after so many batches of its training. */
  scrub(step) {
    actOnTraining("scrub", String(step), "scrub(step)");
  },

  /** Bytes that the program has of the browser: it only ever grows. */
  memory() {
    need();
    return program["HEAPU8"].length;
  },

  /** The network's own view again. */
  explore() {
    needAll();
    openLink("v=1&view=explore", "explore()");
  },

  /** Numbers of what is on show, as probe() gives them. */
  numbers() {
    needAll();
    return JSON.parse(textAt(program["_unpool_numbers"](0)));
  },

  /** The same as a CSV file's text. */
  csv() {
    needAll();
    return textAt(program["_unpool_numbers"](1));
  },

  /** The figure on show with its legend: the bytes of a PNG file. */
  figure() {
    needAll();
    const address = program["_unpool_figure"]();
    return program["HEAPU8"].slice(address, address + program["_unpool_figure_size"]());
  },

  /** The view on show as a link's hash: "v=1&model=...". */
  link() {
    needAll();
    return textAt(program["_unpool_link"]());
  },

  /** Opens a link, a hash or a whole address; what it asks for is computed when the promise resolves. */
  async openLink(link) {
    await rest;
    if (typeof link !== "string")
      throw new TypeError("openLink(link) takes a text that begins with v=1, or an address that ends with one");
    openLink(link, "openLink(link)");
    await work();
  },

  /** Medians over many runs: { forward_us, forward_and_reconstructions_us, batch_images_per_s, occlusion_ms,
   * maximise_ms, top_nine_ms }. */
  async bench() {
    await rest;
    if (!measuring) measuring = measure().finally(() => { measuring = null; });
    return measuring;
  },
};

/** What a button beside the canvas does. */
function act(name) {
  if (name === "open") byId("file").click();
  else withText(name, (address) => program["_unpool_action"](address));
  askForFrame();
}

function wireButtons() {
  for (const button of document.querySelectorAll("[data-action]"))
    listen(button, "click", () => { if (program) act(button.dataset.action); });
}

window.unpool = Object.freeze(api);
