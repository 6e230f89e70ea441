// Training: brings the modules of shell/lazy/ when somebody trains, or has trained before.

let studio = null;
/** What brings trainers and keeps runs: nothing of it comes before somebody has trained. */
async function withStudio(use) {
  try {
    studio ??= import("./{{STUDIO}}").then(({ makeStudio }) =>
      makeStudio({ program, withBytes, withText, textAt, askForFrame, say }));
    return use(await studio);
  } catch (cause) {
    studio = null;
    throw cause;
  }
}

/** Runs of earlier visits, where there are some. */
function restoreRuns() {
  try {
    if (localStorage.getItem("unpool-has-runs")) withStudio((it) => it.restore()).catch(survive);
  } catch {
    // No storage, no runs.
  }
}

async function startTraining(recipe, id) {
  try {
    await withStudio((it) => it.start(Number(id), JSON.parse(recipe)));
  } catch (cause) {
    withText(`The training could not begin: ${cause.message}`,
      (why) => program["_unpool_training_ended"](Number(id), why));
    askForFrame();
  }
}

/** Asks the person for another name of a kept run. */
function nameRun(name, key) {
  const given = prompt("Name of this run", name);
  if (given) return withStudio((it) => it.rename(key, given));
}
