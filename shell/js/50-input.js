// Pointers, wheel and keys, from the browser to the program.

const pointerKinds = { mouse: 0, touch: 1, pen: 2 };
const pointerTypes = {
  pointerdown: 0, pointermove: 1, pointerup: 2, pointercancel: 3, lostpointercapture: 3, pointerleave: 4 };

/** A number whatever an event says: what is none counts as nothing, what is beyond all screens as their edge. */
const numberOf = (value, limit) => (Number.isFinite(value) ? Math.max(-limit, Math.min(limit, value)) : 0);
const farthest = 100000;  // CSS pixels
const isSomewhere = (sample) => Number.isFinite(sample.clientX) && Number.isFinite(sample.clientY);

/** One sample, in CSS pixels of the canvas, parts of pixels kept. */
function sendPointer(type, event, sample) {
  const rect = byId("canvas").getBoundingClientRect();
  // Ids of touches grow without end in some browsers.
  const id = event.pointerType === "mouse" ? 0 : 1 + (event.pointerId % 1000000);
  const x = numberOf(sample.clientX, farthest) - rect.left, y = numberOf(sample.clientY, farthest) - rect.top;
  program["_unpool_pointer"](type, id, pointerKinds[event.pointerType] ?? 0, x, y);
}

let held = null;  // the pointer that was put down first, until it lifts: its event

/** Ends what a pointer does whose release never came: lost outside the window, under a menu, or never real. */
function letGo() {
  if (held) sendPointer(3, held, held);
  held = null;
}

/** A pointer is put down.  The one before is still there if the canvas has it captured: this is a second finger. */
function hold(event) {
  const canvas = byId("canvas");
  delete canvas.dataset.byKey;
  canvas.focus({ preventScroll: true });
  const isSecond = held && held.pointerId !== event.pointerId && canvas.hasPointerCapture(held.pointerId);
  if (!isSecond) {
    letGo();
    held = event;
  }
  try {
    canvas.setPointerCapture(event.pointerId);
  } catch {
    // Pointers that a test makes up cannot be captured.
  }
}

function onPointer(event) {
  if (!program || failed || !Number.isFinite(event.pointerId)) return;
  const isHeld = held && held.pointerId === event.pointerId;
  let type = pointerTypes[event.type];
  // Without its place a pointer can be neither put down nor moved; lifted it can be.
  if (type === 0 && (event.button !== 0 || !isSomewhere(event))) return;
  if (type === 2 && event.pointerType === "mouse" && event.button !== 0) return;
  if (type === 2 && !isSomewhere(event)) type = 3;
  if (type === 0) hold(event);
  if (type === 1 && isHeld && !(event.buttons & 1)) letGo();
  if (type === 1) {
    const samples = typeof event.getCoalescedEvents === "function" ? event.getCoalescedEvents() : [];
    for (const sample of samples.length ? samples : [event]) if (isSomewhere(sample)) sendPointer(type, event, sample);
  } else {
    sendPointer(type, event, event);
  }
  if ((type === 2 || type === 3) && isHeld) held = null;
  if (type === 2) drawNow();
  else askForFrame();
}

const mostNotches = 100;
function onWheel(event) {
  if (!program || event.ctrlKey || event.metaKey) return;  // the browser's zoom
  event.preventDefault();
  const unit = [1 / 100, 1 / 3, 1][event.deltaMode] ?? 1 / 100;
  const notches = (delta) => -numberOf(numberOf(delta, farthest) * unit, mostNotches);
  program["_unpool_wheel"](notches(event.deltaX), notches(event.deltaY));
  askForFrame();
}

const keyNames = {
  __proto__: null,
  ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down", " ": "space", Enter: "enter",
    Escape: "escape",
  Home: "home", End: "end", PageUp: "pageup", PageDown: "pagedown", Delete: "delete", Backspace: "backspace",
};

/** Combinations that the browser keeps: all with Ctrl, Meta or Alt but undo and redo; F keys; Tab. */
function isBrowsers(event) {
  const key = event.key.toLowerCase();
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.altKey && (key === "z" || (key === "y" && !event.shiftKey))) return false;
  return command || event.altKey || event.key === "Tab" || /^F\d+$/.test(event.key) || event.isComposing;
}

function onKey(event) {
  if (typeof event.key !== "string") return;  // password managers send such
  if (event.key === "Tab") byId("canvas").dataset.byKey = "";
  if (!program || failed || isBrowsers(event)) return;
  if (event.target !== byId("canvas") && event.target !== document.body) return;  // a button keeps its own keys
  const name = keyNames[event.key] || (event.key.length === 1 ? event.key.toLowerCase() : "");
  if (!name) return;
  const down = event.type === "keydown";
  const taken = withText(
    name, (address) =>
    program["_unpool_key"](address, down ? 1 : 0, event.ctrlKey || event.metaKey ? 1 : 0, event.shiftKey ? 1 : 0));
  if (taken) event.preventDefault();
  if (down && event.target === byId("canvas")) drawNow();
  else askForFrame();
}

function onFocus(focused) {
  if (!program) return;
  program["_unpool_focus"](focused ? 1 : 0);
  askForFrame();
}

function wireInput() {
  const canvas = byId("canvas");
  for (const type of Object.keys(pointerTypes)) listen(canvas, type, onPointer);
  listen(canvas, "wheel", onWheel, { passive: false });
  // The pad's fingers are the pen's.  Elsewhere two of them are the browser's, to enlarge the page: a first one that
  // was taken from it would keep it from that.
  listen(canvas, "touchstart", (event) => {
    if (Array.from(event.touches ?? []).some(insidePad)) event.preventDefault();
  }, { passive: false });
  listen(canvas, "contextmenu", (event) => {
    if (event.pointerType !== "mouse" || insidePad(event)) event.preventDefault();
  });
  wireWords();
  listen(window, "keydown", onKey, true);
  listen(window, "keyup", onKey, true);
  listen(window, "blur", () => onFocus(false));
  listen(window, "focus", () => onFocus(true));
  listen(document, "visibilitychange", () => onFocus(document.visibilityState === "visible"));
}

/** The search's words come from a field of the page where a screen without keys has to show some. */
function wireWords() {
  const words = byId("words");
  listen(words, "input", () => {
    withText(words.value, (address) => program["_unpool_search"](address));
    askForFrame();
  });
  listen(words, "keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    withText(keyNames[event.key], (address) => program["_unpool_key"](address, 1, 0, 0));
    byId("canvas").focus();
    drawNow();
  });
}

function typeWords() {
  if (!coarse.matches) return;
  byId("words").value = "";
  byId("words").focus({ preventScroll: true });
}

function insidePad(event) {
  const area = drawingArea();
  return area && event.clientX >= area.x && event.clientY >= area.y && event.clientX < area.x + area.width
    && event.clientY < area.y + area.height;
}

/** SDL looks at its size when the window is resized; the canvas has more reasons to change. */
const paintsWhole = new URLSearchParams(location.search).get("paint") === "whole" ? 1 : 0;  // for tests

function wireResize() {
  program["_unpool_repaint"](paintsWhole);
  const changed = () => {
    window.dispatchEvent(new Event("resize"));
  };
  new ResizeObserver(changed).observe(byId("canvas"));
  listen(window, "resize", () => {
    if (!program) return;
    program["_unpool_repaint"](paintsWhole);  // a canvas that gets a size loses its pixels, be it the same size
    askForFrame();
  });
  const watchRatio = () => {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener("change", () => { changed(); watchRatio(); }, { once: true });
  };
  watchRatio();
}

/** A lost graphics context comes back if it is asked for; what cannot come back is said. */
function wireContext() {
  const canvas = byId("canvas");
  let patience = 0;
  const lost = "The browser took the graphics context away and did not give it back.";
  listen(canvas, "webglcontextlost", (event) => {
    if (!event.isTrusted) return;
    event.preventDefault();
    contextLost = true;
    if (program) program["_unpool_context_lost"](1);
    patience = setTimeout(() => {
      if (document.visibilityState === "visible") fail("The graphics were lost", lost, whatLoadingDoes(), null);
    }, 15000);
  });
  listen(canvas, "webglcontextrestored", () => {
    if (!contextLost) return;
    clearTimeout(patience);
    contextLost = false;
    if (program) program["_unpool_context_lost"](0);
    askForFrame();
  });
}

const coarse = matchMedia("(pointer: coarse)");

function wirePreferences() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const values = () => [dark, still, coarse].map((query) => (query.matches ? 1 : 0));
  const changed = () => {
    if (!program) return;
    program["_unpool_preferences"](...values());
    askForFrame();
  };
  for (const query of [dark, still, coarse]) query.addEventListener("change", changed);
  return values;
}
