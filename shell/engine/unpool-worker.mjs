// A worker that trains: one training after another.
//
//   const worker = new Worker("unpool-worker.mjs", { type: "module" });
//   worker.postMessage({ kind: "train", recipe, digits: { images, labels }, heldOut: { images, labels } });
//
// What it hears and tells: see the first lines of unpool-training.mjs.
import { Trainer } from "./unpool-training.mjs";

const trainer = new Trainer((message, transfer = []) => postMessage(message, transfer));
onmessage = ({ data }) => trainer.hear(data);
