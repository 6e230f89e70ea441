// Bringing the program and its model, with progress; checks first what they need.

const files = {
  script: "{{APP_JS}}", wasm: "{{APP_WASM}}", wasmBytes: Number("{{APP_WASM_BYTES}}") || 0, model: "{{MODEL}}",
  rest: "{{REST_WASM}}" };

// A module of one function that makes a 128-bit zero: valid only where SIMD is.
const simdProbe = new Uint8Array(
  [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

/** Why the program cannot run here: a title, a text, and what helps; null if nothing is missing. */
function lackOfWasm() {
  if (typeof WebAssembly !== "object")
    return ["This browser has no WebAssembly", "Unpool is a WebAssembly program.",
    "A browser of the last five years has it; some switch it off in a strict mode (iOS Lockdown Mode, for one)."];
  if (!WebAssembly.validate(simdProbe))
    return ["This browser's WebAssembly has no SIMD",
    "Unpool computes with 128-bit vectors, which this browser does not have.",
    "Chrome and Edge 91, Firefox 89, Safari 16.4 and later have them."];
  try {
    new WebAssembly.Module(simdProbe);
  } catch {
    return ["A policy forbids WebAssembly here",
      "Unpool is a WebAssembly program, and the Content-Security-Policy that the server sends does not let it be "
        + "compiled.",
      "Whoever runs the server can allow it: the policy's script-src needs 'wasm-unsafe-eval'."];
  }
  return null;
}

let refusedBy = "";  // the directive of a policy that kept something from coming
listen(document, "securitypolicyviolation", (event) => { refusedBy = refusedBy || String(event.effectiveDirective); });

/** Why a file did not come, where that can be told: a title, a text, and what helps. */
function lackOfFiles(cause) {
  if (location.protocol === "file:") {
    return ["Unpool needs a server",
      "This page was opened as a file, and browsers let no such page read the files beside it.",
      "In the folder that holds index.html run: python3 -m http.server 8000 - and open http://localhost:8000/"];
  }
  if (window.origin === "null") {
    return ["This frame has no origin",
      "The page is in a sandboxed frame, which counts as a stranger to its own server and may not read its files.",
      "The frame's sandbox needs allow-same-origin beside allow-scripts, or the server must send " +
      "Access-Control-Allow-Origin: * with every file. Outside the frame the page runs."];
  }
  if (refusedBy) {
    return ["A policy keeps a part of the page away",
      `${cause.message}. The Content-Security-Policy that the server sends refuses it (${refusedBy}).`,
      `Whoever runs the server can allow it: the policy's ${refusedBy} needs 'self'.`];
  }
  return ["A part of the page did not arrive", cause.message, "Check the connection and load the page again."];
}

// The program paints what changed over the frame before.
const contextOptions = {
  alpha: false, depth: false, stencil: false, antialias: false, preserveDrawingBuffer: true };

/** The same for WebGL 2.  Takes the canvas's context, which the program then finds there: making one can take a second.
 * */
function lackOfWebGL() {
  let context = null;
  try {
    context = byId("canvas").getContext("webgl2", contextOptions);
  } catch {
    context = null;
  }
  if (context) return null;
  return ["This browser shows no WebGL 2", "Unpool draws with WebGL 2, and no context for it could be made.",
    "Switch hardware acceleration on in the browser's settings, close other pages that draw in 3D, "
      + "or try another browser."];
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

/** All bytes of a file; one that breaks off on the way has not come. */
async function getBytes(url, count) {
  const response = await get(url);
  try {
    if (!count || !response.body) return new Uint8Array(await response.arrayBuffer());
    return new Uint8Array(await new Response(response.body.pipeThrough(counter(count))).arrayBuffer());
  } catch (cause) {
    throw new LoadError(`${url} broke off on the way: ${cause.message}`);
  }
}

/** What passes is told to `count`, in bytes. */
const counter = (count) => new TransformStream({
  transform(chunk, controller) {
    count(chunk.length);
    controller.enqueue(chunk);
  },
});

/** Compiles while it downloads, and tells `count` the bytes as they come. */
async function compile(url, count) {
  const response = await get(url);
  try {
    const counted = response.body.pipeThrough(counter(count));
    return await WebAssembly.compileStreaming(
      new Response(counted, { headers: { "Content-Type": "application/wasm" } }));
  } catch (cause) {
    throw new LoadError(`${url} broke off on the way or is damaged: ${cause.message}`);
  }
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
  const downloads = {
    script: loadScript(files.script), wasm: compile(files.wasm, showProgress), model: getBytes(files.model) };
  for (const download of Object.values(downloads)) download.catch(() => {});  // heard when they are awaited
  return downloads;
}

/** The running program and the model's bytes. */
async function runProgram(downloads) {
  const [wasm, model] = await Promise.all([downloads.wasm, downloads.model, downloads.script]);
  if (typeof window.createUnpool !== "function") throw new LoadError(`${files.script} is damaged`);
  let rejectEarly;
  const early = new Promise((_, reject) => { rejectEarly = reject; });
  const options = {
    canvas: byId("canvas"),
    unpoolHost: hostEffect,
    instantiateWasm(imports, done) {
      WebAssembly.instantiate(wasm, { ...imports, later: placeholders }).then((instance) => {
        firstPart = instance.exports;
        done(instance, wasm);
      }).catch(rejectEarly);
      return {};
    },
    onAbort: crashed,
    print: (text) => console.log(text),
    printErr: (text) => console.warn(text),
  };
  return [await Promise.race([window.createUnpool(options), early]), model];
}
