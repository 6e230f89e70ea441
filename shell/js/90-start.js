// The start: check, load, run, and say so.

async function start() {
  const crashed = wireFailure();
  const lack = lackOfWasm();
  if (lack) return fail(...lack, null);
  const downloads = startDownloads();
  const slow = setTimeout(() => { byId("loading").hidden = false; }, 300);
  const lackOfPictures = lackOfWebGL();
  if (lackOfPictures) {
    clearTimeout(slow);
    return fail(...lackOfPictures, null);
  }
  try {
    const [module, model] = await runProgram(downloads, crashed);
    program = module;
    const preferences = wirePreferences();
    wireContext();
    const status = withText(readSettings(), (settings) => withBytes(model, (address) => program["_unpool_start"](address, model.length, settings, ...preferences())));
    if (status) return fail("Unpool could not start", textAt(program["_unpool_message"]()), "Loading the page again may help; the details below tell what this browser has.", null);
    wireInput();
    wireResize();
    wireFiles();
    wireButtons();
    window.addEventListener("hashchange", followHash);
    followHash();
    drawFrame();
    clearTimeout(slow);
    byId("loading").hidden = true;
    requestAnimationFrame(() => { markFirstFrame(); resolveReady(api); });
  } catch (cause) {
    clearTimeout(slow);
    const isMissing = cause instanceof LoadError;
    fail(isMissing ? "A part of the page did not arrive" : "Unpool could not start", isMissing ? cause.message : "The program did not run in this browser.", isMissing ? "Check the connection and load the page again." : "Loading the page again, or a newer browser, may help.", cause);
  }
}

start();
