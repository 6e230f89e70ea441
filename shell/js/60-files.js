// Files in and out, the data sets, and the other wishes of the program (app::Effect).

const settingsKey = "unpool-settings-v1";
const largestFile = 64 * 1024 * 1024;
const shippedModels = {{MODELS}};  // stem -> file
const dataSets = {{SETS}};  // id -> the files of labels and of pictures, each [file, bytes]

function readSettings() {
  try {
    return localStorage.getItem(settingsKey) || "";
  } catch {
    return "";  // private windows may refuse
  }
}

function storeSettings(text) {
  try {
    localStorage.setItem(settingsKey, text);
  } catch {
    // No room or no leave: the next visit starts with the defaults.
  }
}

/** Whether a visit kept "drawings", or "signs": asked before the script comes that reads them. */
function hasLines(key) {
  try {
    return localStorage.getItem(`unpool-${key}`) === "kept";
  } catch {
    return false;
  }
}

function say(text, isError) {
  withText(text, (address) => program["_unpool_say"](address, isError ? 1 : 0));
  askForFrame();
}

/** Opens what was chosen, dropped or pasted. */
async function openBlob(blob, name) {
  if (blob.size > largestFile)
    return say(`${name} has ${Math.round(blob.size / 1048576)} MB; files of up to 64 MB can be opened`, true);
  let bytes;
  await rest;
  try {
    bytes = new Uint8Array(await blob.arrayBuffer());
  } catch {
    return say(`${name} could not be read: it is a folder, or it was moved or changed meanwhile`, true);
  }
  // What the browser cannot decode the program names by its first bytes; some of it only has a picture's name.
  if (!isOtherPicture(bytes, name, blob.type || "") || !(await openPicture(blob, name))) {
    withText(name,
      (nameAddress) =>
        withBytes(bytes, (address) => program["_unpool_open_bytes"](nameAddress, address, bytes.length)));
  }
  askForFrame();
}

/** The files of a drop or a paste, or the folders. */
function openFiles(transfer) {
  if (!program || !transfer || !transfer.files) return;
  const files = Array.from(transfer.files).filter((file) => file instanceof Blob);
  // Folders can be entered as long as the event lasts.
  const entries = Array.from(transfer.items || [])
    .map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter((entry) => entry);
  if (files.length > 1 || entries.some((entry) => entry.isDirectory))
    return withLater((functions) => functions.openMany(entries.length ? entries : files));
  if (files.length) return openBlob(files[0], files[0].name || "pasted picture");
}

function wireFiles() {
  const input = byId("file");
  listen(input, "change", () => {
    const opening = openFiles({ files: Array.from(input.files) });
    input.value = "";
    return opening;
  });
  // The whole window takes drops; without this the browser would leave the page for the file.
  const dropping = (on) => document.body.classList.toggle("dropping", on);
  listen(window, "dragover", (event) => { event.preventDefault(); dropping(true); });
  listen(window, "dragleave", (event) => { if (!event.relatedTarget) dropping(false); });
  listen(window, "drop", (event) => {
    event.preventDefault();
    dropping(false);
    return openFiles(event.dataTransfer);
  });
  listen(window, "paste", (event) => openFiles(event.clipboardData));
}

function saveFile(name, bytes) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** Bytes of a file beside the page, unpacked if it is gzipped and the server did not say so.  `count` is told how many
 * bytes came, as they come. */
async function getUnpacked(url, count) {
  const bytes = await getBytes(url, count);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || typeof DecompressionStream !== "function") return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** `fetching`, but not twice at a time; asked again it tries again, where it failed and where the program refused. */
function once(fetching, failing) {
  let isOnItsWay = false;
  return async () => {
    if (isOnItsWay) return;
    isOnItsWay = true;
    await rest;
    try {
      await fetching();
    } catch (cause) {
      withText(cause.message, failing);
    } finally {
      isOnItsWay = false;
      askForFrame();
    }
  };
}

/** Calls `use` with address and length of both files' bytes. */
async function withBoth(first, second, use) {
  const [a, b] = await Promise.all([getUnpacked(first), getUnpacked(second)]);
  withBytes(a, (at) => withBytes(b, (then) => use(at, a.length, then, b.length)));
}

// What is not needed before the first drawing comes in a script of its own: shell/later.
let later = null;

async function loadLater() {
  await loadScript("{{LATER_JS}}");
  const functions = window["unpoolLater"]({
    program, dataSets, openBlob, say, withText, withBytes, textAt, getBytes, askForFrame, LoadError, listen });
  delete window["unpoolLater"];
  return functions;
}

/** Calls `use` with the functions of shell/later; `failed` with why they did not come: they may the next time. */
async function withLater(use, failed) {
  await rest;
  try {
    later = later || loadLater();
    const functions = await later.catch((cause) => { later = null; throw cause; });
    return await use(functions);
  } catch (cause) {
    return failed ? failed(cause) : say(cause.message, true);
  }
}

const fetchSet = (id) => withLater((functions) => functions.fetchSet(id),
  (cause) => {
    withText(id, (set) => withText(cause.message, (why) => program["_unpool_set_failed"](set, why)));
    askForFrame();
  });

/** What PyTorch computed, for the self-check: 1.4 MB that nobody else needs. */
const fetchReference = once(
  () => withBoth("{{REFERENCE_MODEL}}", "{{REFERENCE_TENSORS}}", program["_unpool_open_reference"]),
  (why) => program["_unpool_reference_failed"](why));

let announcing = 0;
let announced = [];
/** Sentences for screen readers, once things have settled: what comes together is told together. */
function announce(text) {
  clearTimeout(announcing);
  announced = [...announced.filter((other) => other !== text), text];
  announcing = setTimeout(() => {
    byId("status").textContent = announced.join(" ");
    announced = [];
  }, 250);
}

/** A view's link begins with #: the page's address belongs before it. */
async function copyAndSay(text) {
  const isLink = text.startsWith("#");
  const copied = await copyText(isLink ? location.href.split("#")[0] + text : text);
  say(copied ? (isLink ? "Link copied: it opens exactly this view" : "Copied") : "The browser did not allow copying",
    !copied);
}

/** The system's sharing where there is one; else the clipboard. */
async function share(text) {
  const url = location.href.split("#")[0] + text;
  if (typeof navigator.share !== "function") return copyAndSay(text);
  try {
    await navigator.share({ title: document.title, url });
  } catch (cause) {
    if (cause.name !== "AbortError") return copyAndSay(text);  // it was not closed by the person
  }
}

function changeFullScreen() {
  if (document.fullscreenElement) return document.exitFullscreen();
  const page = document.documentElement;
  if (!page.requestFullscreen) return say("This browser shows no page over the whole screen", true);
  return page.requestFullscreen();
}

let shownHash = "";
const viewNow = () => JSON.parse(textAt(program["_unpool_state"]())).view;

/**
 * The address follows the view.  Each view is an entry in the history, whatever is drawn or set there is none.  A link
 * that somebody put there a moment ago is not written over: its `hashchange` is on its way.
 */
function showLink(text) {
  if (location.hash.length > 1 && location.hash !== shownHash) return;
  const view = viewNow(), isNew = history.state && history.state.view !== view;
  try {
    history[isNew ? "pushState" : "replaceState"]({ view }, "", `#${text}`);
  } catch {
    // Frames without an origin may not, and Safari allows a hundred in ten seconds: the link is where it was.
  }
  shownHash = location.hash;
}

/** The entry of the history that the page begins with has a view, too. */
function markView() {
  try {
    history.replaceState({ view: viewNow() }, "");
  } catch {
    // As above.
  }
}

/** Back and forward change the view and leave what is drawn. */
function followHistory(event) {
  if (!event.state || !event.state.view || !program) return;
  shownHash = location.hash;
  withText(event.state.view, (address) => program["_unpool_open_view"](address));
  askForFrame();
}

/** A link that the page was opened with, or that was put into the address bar. */
function followHash() {
  if (location.hash.length < 2 || location.hash === shownHash || !program) return;
  shownHash = location.hash;
  if (withText(location.hash, (address) => program["_unpool_open_link"](address)))
    say(textAt(program["_unpool_words"]()), true);
  askForFrame();
}

/** A network that ships beside the page, by the stem of its file's name. */
async function fetchModel(stem) {
  await rest;
  try {
    const bytes = new Uint8Array(await (await get(shippedModels[stem])).arrayBuffer());
    withText(stem,
      (name) => withBytes(bytes, (address) => program["_unpool_open_shipped"](name, address, bytes.length)));
  } catch (cause) {
    withText(stem, (name) => withText(cause.message, (why) => program["_unpool_shipped_failed"](name, why)));
  }
  askForFrame();
}

/** Asks for a new sign's name, or for another one of the sign `old`.  Frames of other pages may not ask: they answer at
 * once, and it gets the one it has. */
function nameSign(proposed, old) {
  const asked = performance.now(), given = prompt("What is this sign called?", proposed);
  const refused = given === null && performance.now() - asked < 50;
  if (given === null && !refused) return;
  withText(refused ? proposed : given, (name) => {
    if (old) withText(old, (before) => program["_unpool_rename_sign"](before, name));
    else program["_unpool_add_new_sign"](name);
  });
  askForFrame();
}

// By the names of app::Effect::Kind.  Quoted, because the program's side is compiled by itself.
const effects = {
  "open_file": () => byId("file").click(),
  "save_file": (text, name, bytes) => saveFile(name, bytes),
  "copy_text": (text) => copyAndSay(text),
  "share_text": (text) => share(text),
  "full_screen": () => changeFullScreen(),
  "type_words": () => typeWords(),
  "open_link": (text) => { if (text.startsWith("https://")) window.open(text, "_blank", "noopener"); },
  "announce": (text) => announce(text),
  "fetch_set": (text) => fetchSet(text),
  "store_drawings": (text) => withLater((functions) => functions.storeLines("drawings", text)),
  "store_signs": (text) => withLater((functions) => functions.storeLines("signs", text)),
  "name_sign": (text, name) => nameSign(text, name),
  "open_folder": () => withLater((functions) => functions.chooseFolder()),
  "fetch_model": (text) => fetchModel(text),
  "fetch_reference": () => fetchReference(),
  "warm_trainer": () => withStudio((it) => it.warm()).catch(() => {}),  // start_training tries again, and tells
  "start_training": (text, name) => startTraining(text, name),
  "name_run": (text, name) => nameRun(text, name),
  "fetch_run": (text, name) => withStudio((it) => it.fetchRun(name)),
  "forget_run": (text, name) => withStudio((it) => it.forget(name)),
  "steer_training": (text, name) => withStudio((it) => it.steer(Number(name), text)),
  "store_settings": (text) => storeSettings(text),
  "show_link": (text) => showLink(text),
};

/** Called by the program at the end of a frame. */
function hostEffect(kind, text, name, bytes) {
  try {
    const done = effects[kind](text, name, bytes);
    if (done instanceof Promise) done.catch(survive);
  } catch (cause) {
    survive(cause);
  }
}
