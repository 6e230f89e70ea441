// A run's checkpoints in one file: unpool convert makes it, the probes plot over it.
import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bars, file, pngSize, seven, strokeLine, unpool } from "./support.mjs";

const data = bars(300);
const steps = join(data.folder, "steps");
const history = join(data.folder, "history.safetensors");
const recipe = JSON.stringify({ epochs: 2, batch: 20, rate: 0.01, average: 0 });
const trained = unpool([
  "train", "--images", data.images, "--labels", data.labels, "--recipe", recipe, "--threads", "1", "--checkpoints",
  steps, "-o", join(data.folder, "last.safetensors")
]);
const at = [0, 1, 4, 16, 30].map((batch) => join(steps, `batch-${String(batch).padStart(7, "0")}.safetensors`));
const set = ["--digits", data.images, "--digits-labels", data.labels];

test("convert: several checkpoints become one file, in the order of their batches, and no model", () => {
  assert.equal(trained.code, 0, trained.err);
  const run = unpool(["convert", ...at.toReversed?.() ?? [...at].reverse(), "-o", history, "--half"]);
  assert.deepEqual([run.code, run.out, run.err], [0, "", ""]);
  const bytes = readFileSync(history);
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString());
  const batches = new Set(Object.keys(header).filter((key) => key !== "__metadata__").map((key) => key.split("/")[0]));
  assert.deepEqual([...batches].map(Number).sort((a, b) => a - b), [0, 1, 4, 16, 30]);
  assert.match(unpool(["info", "--model", history]).err, /several checkpoints/);
  const thinned = join(data.folder, "thinned.safetensors");
  assert.equal(unpool(["convert", ...at, "-o", thinned, "--half", "--most", "3"]).code, 0);
  assert.ok(statSync(thinned).size < 0.65 * statSync(history).size);
});

test("convert: what is no run of checkpoints is refused in a sentence", () => {
  const out = join(data.folder, "never.safetensors");
  for (const [inputs, words] of [[[at[0], at[0]], /rising batches/], [["lenet5", "lenet5-seed5"], /batches/],
         [[at[0], "/nowhere"], /nowhere/]]) {
    const run = unpool(["convert", ...inputs, "-o", out]);
    assert.deepEqual([run.code, run.out], [1, ""]);
    assert.match(run.err, words);
  }
  assert.equal(existsSync(out), false);
});

test("evolution: a run's checkpoints side by side, as picture, numbers and animation", () => {
  const out = (name) => join(data.folder, name);
  const run = unpool([
    "evolution", "--history", history, ...set, "--png", out("e.png"), "--csv", out("e.csv"), "--animation",
    out("e-animation.png")
  ]);
  assert.equal(run.code, 0, run.err);
  assert.match(run.out, /settle/);
  assert.ok(pngSize(out("e.png"))[0] > 1000);
  assert.match(readFileSync(out("e-animation.png"), "latin1"), /acTL/);
  const csv = readFileSync(out("e.csv"), "utf8");
  assert.match(csv, /pool2 map 0 at batch 16/);
  assert.match(csv, /likeness to the last checkpoint,pool1,,,30,1,/);
});

test("--over: every number of a probe as a curve over the checkpoints", () => {
  const csv = join(data.folder, "over.csv");
  const picture = join(data.folder, "over.png");
  const drawn = file("seven.jsonl", strokeLine(1, 7, seven), data.folder);
  const run = unpool(["occlusion", drawn, "--history", history, "--over", "--csv", csv, "--png", picture]);
  assert.equal(run.code, 0, run.err);
  assert.ok(pngSize(picture)[0] > 1000);
  const rows = readFileSync(csv, "utf8").split("\r\n").slice(1).filter(Boolean);
  const xs = new Set(rows.map((row) => row.split(",").at(-4)));
  assert.deepEqual([...xs].map(Number).sort((a, b) => a - b), [0, 1, 4, 16, 30]);
  // The last point is what the last network says by itself.
  const alone = JSON.parse(unpool(["occlusion", drawn, "--model", at[4]]).out);
  const over = JSON.parse(unpool(["occlusion", drawn, "--history", history, "--over"]).out);
  const facts = Object.assign({}, ...alone.groups.map((group) => group.facts));
  const plots = over.groups.flatMap((group) => group.plots);
  assert.ok(plots.length > 0);
  for (const plot of plots) {
    const [last] = plot.series[0].y.slice(-1);
    const label = Object.keys(facts).find((key) => plot.name.endsWith(key));
    assert.ok(Math.abs(last - facts[label]) <= 0.02 * Math.max(1, Math.abs(facts[label])), `${plot.name}: ${last}`);
  }
});

test("histories: a wrong command line says what is expected", () => {
  const cases = [
    [["evolution", "--model", at[0], ...set], /--history/], [["evolution", "--history", history], /--digits/],
    [["occlusion", "x", "--over"], /--history/], [["evolution", "--history", history, ...set, "--over"], /--over/],
    [["occlusion", "x", "--history", history, "--model", at[0]], /--model or --history/]
  ];
  for (const [args, words] of cases) {
    const run = unpool(args);
    assert.deepEqual([run.code, run.out], [2, ""], args.join(" "));
    assert.match(run.err, words);
  }
  const one = unpool(["evolution", "--history", at[0], ...set]);
  assert.equal(one.code, 1);
  assert.match(one.err, /several checkpoints, found one network/);
});
