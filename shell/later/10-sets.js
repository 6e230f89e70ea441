// Data sets: those beside the page, in parts, and those that a person brings.

const partsHere = new Set();  // files that the program took
const setsOnTheWay = new Set();

async function fetchPart(id, part, file, count) {
  const bytes = await getBytes(file, count);
  const refused = withText(id,
    (set) => withBytes(bytes, (address) => program["_unpool_open_part"](set, part, address, bytes.length)));
  if (refused) throw new LoadError(textAt(program["_unpool_message"]()));
  partsHere.add(file);
}

/** All files of a data set at once; asked again after some failed it brings those. */
async function fetchSet(id) {
  if (setsOnTheWay.has(id)) return;
  setsOnTheWay.add(id);
  const files = dataSets[id] || [];
  const total = files.reduce((sum, [, bytes]) => sum + bytes, 0);
  let come = files.reduce((sum, [file, bytes]) => sum + (partsHere.has(file) ? bytes : 0), 0);
  const count = (bytes) => {
    come += bytes;
    withText(id, (set) => program["_unpool_part_progress"](set, come / total));
    askForFrame();
  };
  const ends = await Promise.allSettled(
    files.map(([file], part) => !partsHere.has(file) && fetchPart(id, part, file, count)));
  setsOnTheWay.delete(id);
  const failed = ends.find((end) => end.status === "rejected");
  const why = failed ? failed.reason.message : files.length ? "" : "this page was built without it";
  if (why) withText(id, (set) => withText(why, (address) => program["_unpool_set_failed"](set, address)));
  askForFrame();
}

const mostFiles = 100001;  // one more than a set may have, so that too many are told
const largestPicture = 16 * 1024 * 1024;

/** { path, file } of everything below. */
async function filesBelow(entry, path, found) {
  if (found.length >= mostFiles) return;
  if (entry.isFile) {
    found.push({ path: path + entry.name, file: await new Promise((done, failed) => entry.file(done, failed)) });
    return;
  }
  const reader = entry.createReader();
  for (;;) {  // a hundred at a time
    const entries = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!entries.length) return;
    for (const next of entries) await filesBelow(next, `${path}${entry.name}/`, found);
  }
}

/** Pictures that are named by their class. */
async function openPictures(name, files) {
  program["_unpool_begin_pictures"]();
  files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const { path, file } of files) {
    const bytes = new Uint8Array(file.size > largestPicture ? 0 : await file.arrayBuffer());
    withText(path, (text) =>
      withBytes(bytes, (address) => program["_unpool_add_picture"](text, address, bytes.length)));
  }
  withText(name, (text) => program["_unpool_end_pictures"](text));
  askForFrame();
}

/** TensorFlow.js' model.json, with the files of its weights beside it. */
async function openTogether(json, weights) {
  for (const file of weights) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    withText(file.name, (name) =>
      withBytes(bytes, (address) => program["_unpool_lay_beside"](name, address, bytes.length)));
  }
  await openBlob(json, json.name);
}

/** Several files, or folders: model.json and its weights are one network, pictures of PNG are a set, anything else is
 * opened one after the other. */
async function openMany(things) {
  const found = [];
  for (const thing of things) {
    if (thing instanceof Blob) found.push({ path: thing.name, file: thing });
    else await filesBelow(thing, "", found);
  }
  const named = (ending) => found.filter(({ path }) => ending.test(path)).map(({ file }) => file);
  const jsons = named(/\.json$/i), weights = named(/\.bin$/i);
  if (jsons.length === 1 && weights.length) {
    const sum = weights.reduce((all, file) => all + file.size, 0);
    if (sum > 4 * largestPicture)
      return say(`The network's weights have ${Math.round(sum / 1048576)} MB; up to 64 MB can be opened`, true);
    return openTogether(jsons[0], weights);
  }
  const folder = found.some(({ path }) => path.includes("/"));
  if (folder || (found.length && found.every(({ path }) => /\.png$/i.test(path))))
    return openPictures(things.length === 1 ? things[0].name : "Own pictures", found);
  for (const { file } of found) await openBlob(file, file.name);
  if (!found.length) say("There is no file in it", true);
}

function chooseFolder() {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.webkitdirectory = true;
  listen(input, "change", () => {
    const files = Array.from(input.files, (file) => ({ path: file.webkitRelativePath || file.name, file }));
    if (files.length) return openPictures(files[0].path.split("/")[0], files);
  });
  input.click();
}
