// Runs kept in this browser (IndexedDB): a line each, and their checkpoints as model files.

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

let database = null;
function open() {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("unpool-runs", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("runs", { keyPath: "key" });
      request.result.createObjectStore("checkpoints", { keyPath: ["run", "place"] });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  database.catch(() => { database = null; });
  return database;
}

async function change(use) {
  const transaction = (await open()).transaction(["runs", "checkpoints"], "readwrite");
  use(transaction.objectStore("runs"), transaction.objectStore("checkpoints"));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

const passing = -1;  // the place of a network that the next one replaces
const all = (run) => IDBKeyRange.bound([run, passing], [run, Infinity]);

/** A checkpoint of a run, or (kept false) the network as it is now, in place of the one before. */
export function keepCheckpoint(run, { step, model, measures, kept }) {
  return change((runs, checkpoints) => {
    runs.put(run);
    if (kept) checkpoints.delete([run.key, passing]);
    checkpoints.put({ run: run.key, place: kept ? step : passing, step, model, measures });
  });
}

export async function renameRun(key, name) {
  const run = await done((await open()).transaction("runs").objectStore("runs").get(key));
  if (run) await change((runs) => runs.put({ ...run, name }));
}

export function forgetRun(key) {
  return change((runs, checkpoints) => {
    runs.delete(key);
    checkpoints.delete(all(key));
  });
}

const later = (a, b) => a.step - b.step || b.place - a.place;

/** Every run with its last checkpoint alone, and whether it has others; oldest first. */
export async function keptRuns() {
  const transaction = (await open()).transaction(["runs", "checkpoints"]), found = [];
  const checkpoints = transaction.objectStore("checkpoints");
  const runs = await done(transaction.objectStore("runs").getAll());
  for (const run of runs.sort((a, b) => a.begun - b.begun)) {
    const ends = await Promise.all([done(checkpoints.get([run.key, passing])),
      done(checkpoints.openCursor(IDBKeyRange.bound([run.key, 0], [run.key, Infinity]), "prev"))
        .then((cursor) => cursor?.value)]);
    const checkpoint = ends.filter(Boolean).sort(later).pop();
    if (checkpoint) found.push({ run, checkpoint, more: await done(checkpoints.count(all(run.key))) > 1 });
  }
  return found;
}

/** The run of this key with all its checkpoints, steps rising; its `run` is undefined where there is none. */
export async function keptRun(key) {
  const transaction = (await open()).transaction(["runs", "checkpoints"]);
  const run = await done(transaction.objectStore("runs").get(key));
  return { run, checkpoints: (await done(transaction.objectStore("checkpoints").getAll(all(key)))).sort(later) };
}
