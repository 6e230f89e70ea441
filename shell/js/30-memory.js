// Strings and arrays into the program's memory and back.  Memory may grow with any call: views are taken anew each
// time.

let program = null;  // the Emscripten module, once it runs

/** Calls `use(address)` with a copy of `bytes` in the program's memory. */
function withBytes(bytes, use) {
  const address = program["_malloc"](Math.max(1, bytes.length));
  if (!address) throw new RangeError("There is not enough memory for this file");
  program["HEAPU8"].set(bytes, address);
  try {
    return use(address);
  } finally {
    program["_free"](address);
  }
}

const encoder = new TextEncoder();
function withText(text, use) {
  const bytes = encoder.encode(text);
  const ended = new Uint8Array(bytes.length + 1);
  ended.set(bytes);
  return withBytes(ended, use);
}

const withFloats = (values, use) => withBytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), use);
const textAt = (address) => program["UTF8ToString"](address);
const floatsAt = (address, count) => program["HEAPU8"].slice(address, address + 4 * count);

/** Copy of `count` floats. */
function readFloats(address, count) {
  return new Float32Array(floatsAt(address, count).buffer);
}

/** A tensor that the program hands over: { shape, values }, null where there is none. */
function readTensor(address) {
  const [values, count, channels, height, width] = new Int32Array(
    program["HEAPU8"].slice(address, address + 20).buffer);
  if (count <= 0) return null;
  return { shape: [channels, height, width], values: readFloats(values >>> 0, count) };
}
