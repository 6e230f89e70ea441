// The person's own drawings and signs, kept in the browser for the next visit: two texts of stroke lines in IndexedDB.

const openDrawings = () => new Promise((done, failed) => {
  const request = indexedDB.open("unpool-drawings", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("kept");
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

/** Runs `use` on the store; resolves with its request's result when all is on the disk. */
async function withDrawings(mode, use) {
  const database = await openDrawings();
  try {
    return await new Promise((done, failed) => {
      const transaction = database.transaction("kept", mode);
      const request = use(transaction.objectStore("kept"));
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => failed(transaction.error || request.error);
    });
  } finally {
    database.close();
  }
}

/** `key`: "drawings" or "signs". */
async function storeLines(key, text) {
  try {
    await withDrawings("readwrite", (store) => store.put(text, key));
    localStorage.setItem(`unpool-${key}`, text ? "kept" : "");
  } catch (cause) {
    const full = cause && cause.name === "QuotaExceededError";
    say(full ? "The browser has no room left to keep your drawings: save them, they are gone when the page closes" :
      "This browser keeps nothing (a private window?): save your drawings, they are gone when the page closes", true);
  }
}

async function restoreLines(key) {
  let text;
  try {
    text = await withDrawings("readonly", (store) => store.get(key));
  } catch {
    return say("Your kept drawings could not be read: the browser refuses its storage", true);
  }
  if (text) withText(text, (address) => program[`_unpool_restore_${key}`](address));
  askForFrame();
}
