// The start: check, load, run, and say so.

/** Lessons around the page have their own beginning, and so has a link. */
const isIntroduced = () => window.self !== window.top || location.hash.length > 1
  || new URLSearchParams(location.search).get("intro") === "0";

/** What begins when all of the program is here. */
function startRest() {
  listen(window, "hashchange", followHash);
  listen(window, "popstate", followHistory);
  followHash();
  markView();
  restoreRuns();
  for (const key of ["drawings", "signs"])
    if (hasLines(key)) withLater((functions) => functions.restoreLines(key));
  drawFrame();
  resolveReady(api);
}

async function start() {
  wireFailure();
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
    const [module, model] = await runProgram(downloads);
    program = module;
    const preferences = wirePreferences();
    wireContext();
    const status = withText(
      readSettings(),
      (settings) =>
      withBytes(model, (address) => program["_unpool_start"](address, model.length, settings, ...preferences())));
    if (status) return fail(
      "Unpool could not start", textAt(program["_unpool_message"]()),
      "Loading the page again may help; the details below tell what this browser has.", null);
    wireInput();
    wireResize();
    wireFiles();
    wireButtons();
    if (!isIntroduced()) program["_unpool_introduce"]();
    drawFrame();
    clearTimeout(slow);
    byId("loading").hidden = true;
    requestAnimationFrame(() => {
      markFirstFrame();
      bringRest().then(startRest).catch(survive);
    });
  } catch (cause) {
    clearTimeout(slow);
    await pause(50);  // a policy's refusal is told a little later than what it refused
    const noRun =
      ["Unpool could not start", "The program did not run in this browser.",
      "Loading the page again, or a newer browser, may help."];
    const why = cause instanceof LoadError ? lackOfFiles(cause) : noRun;
    fail(...why, cause);
  }
}

start();
