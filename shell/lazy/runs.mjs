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

export function keepRun(run) {
  return change((runs) => runs.put(run));
}

export function forgetRun(key) {
  return change((runs, checkpoints) => {
    runs.delete(key);
    checkpoints.delete(all(key));
  });
}

/** Every run with its checkpoints, steps rising, oldest first. */
export async function keptRuns() {
  const transaction = (await open()).transaction(["runs", "checkpoints"]);
  const runs = await done(transaction.objectStore("runs").getAll());
  const found = [];
  for (const run of runs.sort((a, b) => a.begun - b.begun)) {
    const checkpoints = await done(transaction.objectStore("checkpoints").getAll(all(run.key)));
    checkpoints.sort((a, b) => a.step - b.step || b.place - a.place);
    if (checkpoints.length) found.push({ run, checkpoints });
  }
  return found;
}
