// Frames: one when something changed, none when nothing did.

let frameAsked = 0;
let contextLost = false;
let firstFrameDrawn = false;

let badFrames = 0;
const mostBadFrames = 3;

function drawFrame() {
  if (!program || contextLost || failed) return;
  try {
    followRatio();
    const more = program["_unpool_frame"](performance.now() / 1000);
    syncTheme();
    mirrorSoon();
    badFrames = 0;
    if (more) askForFrame();
  } catch (cause) {
    if (++badFrames === mostBadFrames) return crashed(cause);
    survive(cause);
    askForFrame();
  }
}

/** Draws soon, once, however often it is called. */
function askForFrame() {
  if (frameAsked || !program) return;
  frameAsked = requestAnimationFrame(() => {
    frameAsked = 0;
    drawFrame();
  });
}

/** Draws at once: a click must reach dialogs and the clipboard while the browser still counts it as the person's own.
 * */
function drawNow() {
  for (let i = 0; i < 4; ++i) {
    const more = program["_unpool_frame"](performance.now() / 1000);
    mirrorSoon();
    if (!more) return;
  }
  askForFrame();
}

let ratioNow = devicePixelRatio;
/** Not every browser tells of a new pixel ratio; a frame at the old one would be blurred. */
function followRatio() {
  if (ratioNow === devicePixelRatio) return;
  ratioNow = devicePixelRatio;
  window.dispatchEvent(new Event("resize"));
}

let themeNow = "";
/** The page's own parts follow the theme that was chosen inside. */
function syncTheme() {
  const theme = program["_unpool_is_dark"]() ? "dark" : "light";
  if (theme === themeNow) return;
  themeNow = theme;
  document.documentElement.dataset.theme = theme;
  const colour = theme === "dark" ? "#0e1116" : "#f3f4f6";
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.content = colour;
}

function markFirstFrame() {
  if (firstFrameDrawn) return;
  firstFrameDrawn = true;
  performance.mark("unpool-first-frame");
  performance.measure("unpool-ready", { start: 0, end: performance.now() });
}
