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

/**
 * Answers from memory what ImGui's renderer asks the context each frame to restore it later.  Asked of the context itself, the
 * scissor box alone waits until the last frame has been drawn: 45 ms with software WebGL.
 */
function rememberState(gl) {
  const known = new Map();
  const reset = () => {
    known.set(gl.SCISSOR_BOX, new Int32Array([0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight]));
    for (const name of [gl.BLEND_SRC_RGB, gl.BLEND_SRC_ALPHA]) known.set(name, gl.ONE);
    for (const name of [gl.BLEND_DST_RGB, gl.BLEND_DST_ALPHA]) known.set(name, gl.ZERO);
    for (const name of [gl.BLEND_EQUATION_RGB, gl.BLEND_EQUATION_ALPHA]) known.set(name, gl.FUNC_ADD);
  };
  /** Calls the context's own function, too. */
  const also = (name, remember) => {
    const own = gl[name].bind(gl);
    gl[name] = (...values) => {
      remember(...values);
      own(...values);
    };
  };
  const equations = (rgb, alpha) => known.set(gl.BLEND_EQUATION_RGB, rgb).set(gl.BLEND_EQUATION_ALPHA, alpha);
  const functions = (sourceRgb, targetRgb, source, target) =>
    known.set(gl.BLEND_SRC_RGB, sourceRgb).set(gl.BLEND_DST_RGB, targetRgb).set(gl.BLEND_SRC_ALPHA, source).set(gl.BLEND_DST_ALPHA, target);
  also("scissor", (x, y, width, height) => known.set(gl.SCISSOR_BOX, new Int32Array([x, y, width, height])));
  also("blendEquation", (mode) => equations(mode, mode));
  also("blendEquationSeparate", equations);
  also("blendFunc", (source, target) => functions(source, target, source, target));
  also("blendFuncSeparate", functions);
  const own = gl.getParameter.bind(gl);
  gl.getParameter = (name) => known.get(name) ?? own(name);
  reset();
  byId("canvas").addEventListener("webglcontextrestored", reset);
}

/** The same for WebGL 2.  Takes the canvas's context, which the program then finds there: making one can take a second. */
function lackOfWebGL() {
  let context = null;
  try {
    context = byId("canvas").getContext("webgl2", { alpha: false, depth: false, stencil: false, antialias: false });
  } catch {
    context = null;
  }
  if (context) {
    rememberState(context);
    return null;
  }
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
