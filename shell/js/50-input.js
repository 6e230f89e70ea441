// Pointers, wheel and keys, from the browser to the program.

const pointerKinds = { mouse: 0, touch: 1, pen: 2 };
const pointerTypes = { pointerdown: 0, pointermove: 1, pointerup: 2, pointercancel: 3, lostpointercapture: 3, pointerleave: 4 };

/** One sample, in CSS pixels of the canvas, parts of pixels kept. */
function sendPointer(type, event, sample) {
  const rect = byId("canvas").getBoundingClientRect();
  // Ids of touches grow without end in some browsers.
  const id = event.pointerType === "mouse" ? 0 : 1 + (event.pointerId % 1000000);
  program["_unpool_pointer"](type, id, pointerKinds[event.pointerType] ?? 0, sample.clientX - rect.left, sample.clientY - rect.top);
}

function onPointer(event) {
  if (!program || failed) return;
  const type = pointerTypes[event.type];
  if (type === 0) {
    if (event.button !== 0) return;
    delete byId("canvas").dataset.byKey;
    byId("canvas").focus({ preventScroll: true });
    try {
      byId("canvas").setPointerCapture(event.pointerId);
    } catch {
      // Pointers that a test makes up cannot be captured.
    }
  }
  if (type === 2 && event.pointerType === "mouse" && event.button !== 0) return;
  if (type === 1) {
    const samples = typeof event.getCoalescedEvents === "function" ? event.getCoalescedEvents() : [];
    for (const sample of samples.length ? samples : [event]) sendPointer(type, event, sample);
  } else {
    sendPointer(type, event, event);
  }
  if (type === 2) drawNow();
  else askForFrame();
}

function onWheel(event) {
  if (!program || event.ctrlKey || event.metaKey) return;  // the browser's zoom
  event.preventDefault();
  const unit = [1 / 100, 1 / 3, 1][event.deltaMode] ?? 1 / 100;
  program["_unpool_wheel"](-event.deltaX * unit, -event.deltaY * unit);
  askForFrame();
}

const keyNames = {
  ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down", " ": "space", Enter: "enter", Escape: "escape",
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
  if (event.key === "Tab") byId("canvas").dataset.byKey = "";
  if (!program || failed || isBrowsers(event)) return;
  if (event.target !== byId("canvas") && event.target !== document.body) return;  // a button keeps its own keys
  const name = keyNames[event.key] || (event.key.length === 1 ? event.key.toLowerCase() : "");
  if (!name) return;
  const down = event.type === "keydown";
  const taken = withText(name, (address) => program["_unpool_key"](address, down ? 1 : 0, event.ctrlKey || event.metaKey ? 1 : 0, event.shiftKey ? 1 : 0));
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
  for (const type of Object.keys(pointerTypes)) canvas.addEventListener(type, onPointer);
  canvas.addEventListener("wheel", onWheel, { passive: false });
  // Emulated mouse events, long-press menus and selection over the canvas are nobody's wish.
  canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  canvas.addEventListener("contextmenu", (event) => { if (event.pointerType !== "mouse" || insidePad(event)) event.preventDefault(); });
  window.addEventListener("keydown", onKey, true);
  window.addEventListener("keyup", onKey, true);
  window.addEventListener("blur", () => onFocus(false));
  window.addEventListener("focus", () => onFocus(true));
  document.addEventListener("visibilitychange", () => onFocus(document.visibilityState === "visible"));
}

function insidePad(event) {
  const area = drawingArea();
  return area && event.clientX >= area.x && event.clientY >= area.y && event.clientX < area.x + area.width && event.clientY < area.y + area.height;
}

/** SDL looks at its size when the window is resized; the canvas has more reasons to change. */
function wireResize() {
  const changed = () => {
    window.dispatchEvent(new Event("resize"));
  };
  new ResizeObserver(changed).observe(byId("canvas"));
  window.addEventListener("resize", () => {
    if (!program) return;
    program["_unpool_wake"]();
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
  canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault();
    contextLost = true;
    if (program) program["_unpool_context_lost"](1);
    patience = setTimeout(() => {
      if (document.visibilityState === "visible") fail("The graphics were lost", "The browser took the graphics context away and did not give it back.", "Loading the page again brings it back; the drawing is gone then.", null);
    }, 15000);
  });
  canvas.addEventListener("webglcontextrestored", () => {
    clearTimeout(patience);
    contextLost = false;
    if (program) program["_unpool_context_lost"](0);
    askForFrame();
  });
}

function wirePreferences() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const changed = () => {
    if (!program) return;
    program["_unpool_preferences"](dark.matches ? 1 : 0, still.matches ? 1 : 0);
    askForFrame();
  };
  dark.addEventListener("change", changed);
  still.addEventListener("change", changed);
  return () => [dark.matches ? 1 : 0, still.matches ? 1 : 0];
}
