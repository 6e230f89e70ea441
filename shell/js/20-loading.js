// Bringing the program and its model, with progress; checks first what they need.

const files = { script: "{{APP_JS}}", wasm: "{{APP_WASM}}", wasmBytes: Number("{{APP_WASM_BYTES}}") || 0, model: "{{MODEL}}" };

// A module of one function that makes a 128-bit zero: valid only where SIMD is.
const simdProbe = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

/** What is missing here: a title, a text, and what helps; null if nothing is. */
function missing() {
  if (typeof WebAssembly !== "object") return ["This browser has no WebAssembly", "Unpool is a WebAssembly program.", "A browser of the last five years has it; some switch it off in a strict mode (iOS Lockdown Mode, for one)."];
  if (!WebAssembly.validate(simdProbe)) return ["This browser's WebAssembly has no SIMD", "Unpool computes with 128-bit vectors, which this browser does not have.", "Chrome and Edge 91, Firefox 89, Safari 16.4 and later have them."];
  let context = null;
  try {
    context = document.createElement("canvas").getContext("webgl2");
  } catch {
    context = null;
  }
  if (!context) return ["This browser shows no WebGL 2", "Unpool draws with WebGL 2, and no context for it could be made.", "Switch hardware acceleration on in the browser's settings, close other pages that draw in 3D, or try another browser."];
  const lose = context.getExtension("WEBGL_lose_context");
  if (lose) lose.loseContext();
  return null;
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

/** The response with its bytes counted as they come. */
function counted(response, onBytes) {
  const reader = response.body.getReader();
  const stream = new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      onBytes(value.length);
      controller.enqueue(value);
    },
  });
  return new Response(stream, { headers: { "Content-Type": "application/wasm" } });
}

/** Compiles while it downloads. */
async function instantiate(imports) {
  return WebAssembly.instantiateStreaming(counted(await get(files.wasm), showProgress), imports);
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

/** The running program and the model's bytes. */
async function loadProgram(onAbort) {
  const model = get(files.model).then((response) => response.arrayBuffer());
  model.catch(() => {});
  await loadScript(files.script);
  let rejectEarly;
  const early = new Promise((_, reject) => { rejectEarly = reject; });
  const options = {
    canvas: byId("canvas"),
    unpoolHost: hostEffect,
    instantiateWasm(imports, done) {
      instantiate(imports).then((result) => done(result.instance, result.module)).catch(rejectEarly);
      return {};
    },
    onAbort,
    print: (text) => console.log(text),
    printErr: (text) => console.warn(text),
  };
  const module = await Promise.race([window.createUnpool(options), early]);
  return [module, new Uint8Array(await model)];
}
