// Bringing the program and its model, with progress; checks first what they need.

const files = { script: "{{APP_JS}}", wasm: "{{APP_WASM}}", wasmBytes: Number("{{APP_WASM_BYTES}}") || 0, model: "{{MODEL}}" };

// A module of one function that makes a 128-bit zero: valid only where SIMD is.
const simdProbe = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

/** Why the program cannot run here: a title, a text, and what helps; null if nothing is missing. */
function lackOfWasm() {
  if (typeof WebAssembly !== "object") return ["This browser has no WebAssembly", "Unpool is a WebAssembly program.", "A browser of the last five years has it; some switch it off in a strict mode (iOS Lockdown Mode, for one)."];
  if (!WebAssembly.validate(simdProbe)) return ["This browser's WebAssembly has no SIMD", "Unpool computes with 128-bit vectors, which this browser does not have.", "Chrome and Edge 91, Firefox 89, Safari 16.4 and later have them."];
  return null;
}

/** The same for WebGL 2.  Takes the canvas's context, which the program then finds there: making one can take a second. */
function lackOfWebGL() {
  let context = null;
  try {
    context = byId("canvas").getContext("webgl2", { alpha: false, depth: false, stencil: false, antialias: false });
  } catch {
    context = null;
  }
  if (context) return null;
  return ["This browser shows no WebGL 2", "Unpool draws with WebGL 2, and no context for it could be made.", "Switch hardware acceleration on in the browser's settings, close other pages that draw in 3D, or try another browser."];
}

class LoadError extends Error {}

/** fetch that knows a missing file from a good one. */
async function get(url) {
  let response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new LoadError(`${url} could not be fetched: ${cause.message}`);
  }
  if (!response.ok) throw new LoadError(`${url} answered ${response.status}`);
  return response;
}

/** Compiles while it downloads, and counts the bytes as they come. */
async function compile() {
  const response = await get(files.wasm);
  const counter = new TransformStream({
    transform(chunk, controller) {
      showProgress(chunk.length);
      controller.enqueue(chunk);
    },
  });
  return WebAssembly.compileStreaming(new Response(response.body.pipeThrough(counter), { headers: { "Content-Type": "application/wasm" } }));
}

let bytesSoFar = 0;
function showProgress(bytes) {
  bytesSoFar += bytes;
  if (files.wasmBytes > 0) byId("progress").value = Math.min(100, (100 * bytesSoFar) / files.wasmBytes);
}

function loadScript(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new LoadError(`${url} could not be loaded`)));
    document.head.append(script);
  });
}

/** Starts all downloads; nothing waits for another. */
function startDownloads() {
  const downloads = { script: loadScript(files.script), wasm: compile(), model: get(files.model).then((response) => response.arrayBuffer()) };
  for (const download of Object.values(downloads)) download.catch(() => {});  // heard when they are awaited
  return downloads;
}

/** The running program and the model's bytes. */
async function runProgram(downloads, onAbort) {
  const [wasm, model] = await Promise.all([downloads.wasm, downloads.model, downloads.script]);
  let rejectEarly;
  const early = new Promise((_, reject) => { rejectEarly = reject; });
  const options = {
    canvas: byId("canvas"),
    unpoolHost: hostEffect,
    instantiateWasm(imports, done) {
      WebAssembly.instantiate(wasm, imports).then((instance) => done(instance, wasm)).catch(rejectEarly);
      return {};
    },
    onAbort,
    print: (text) => console.log(text),
    printErr: (text) => console.warn(text),
  };
  return [await Promise.race([window.createUnpool(options), early]), new Uint8Array(model)];
}
