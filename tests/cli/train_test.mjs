// unpool train: learns, repeats itself, keeps the checkpoint on Ctrl-C, refuses nonsense.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bars, file, idx, makeFolder, program, slowTest, unpool } from "./support.mjs";

const data = bars(400);
const common =
  ["train", "--images", data.images, "--labels", data.labels, "--batch", "50", "--shear", "0", "--rotation", "0",
  "--shift", "0.3", "--synthetic", "0", "--redrawn", "0"];

test("train: the same seed gives the same file, whatever the threads, and it has learnt", () => {
  const outputs = ["1", "2"].map((threads) => {
    const out = join(data.folder, `model${threads}.safetensors`);
    const run = unpool(
      [...common, "--epochs", "6", "--hold-out", "40", "--dropout", "0.2", "--threads", threads, "-o", out]);
    assert.equal(run.code, 0, run.err);
    assert.equal(run.out, "");
    assert.match(run.err, /epoch 6 of 6 .*loss .*accuracy .*hold-out .*images\/s .*left/);
    return out;
  });
  assert.ok(readFileSync(outputs[0]).equals(readFileSync(outputs[1])));
  const judged = JSON.parse(
    unpool(["evaluate", "--images", data.images, "--labels", data.labels, "--model", outputs[0], "--json"]).out);
  assert.ok(judged.accuracy > 0.9, `${judged.accuracy}`);
  const card = unpool(["info", "--model", outputs[0]]).out;
  assert.match(card, /61,?706/);
  assert.match(card, /hold-out accuracy/);
});

test("evaluate --learnt takes what the recipe learnt, and convert writes a card", () => {
  const out = join(data.folder, "shuffled.safetensors"), named = join(data.folder, "named.safetensors");
  const recipe = '{"digits": 50, "epochs": 100, "shuffled": 1, "batch": 16, "rate": 0.003, "average": 0}';
  const run = unpool(["train", "--images", data.images, "--labels", data.labels, "--recipe", recipe, "-o", out]);
  assert.equal(run.code, 0, run.err);
  const judge = (...more) => unpool(
    ["evaluate", "--images", data.images, "--labels", data.labels, "--model", out, "--json", ...more]);
  const learnt = JSON.parse(judge("--learnt").out), all = JSON.parse(judge("--range", "0:50").out);
  assert.equal(learnt.count, 50);
  assert.equal(all.count, 50);
  assert.ok(learnt.accuracy > 1.5 * all.accuracy, `${learnt.accuracy}, ${all.accuracy}`);
  assert.match(judge("--range", "5:2").err, /--range: expected begin:end/);
  assert.match(judge("--model", "lenet5", "--learnt").err + unpool(["evaluate", "--images", data.images, "--labels",
    data.labels, "--learnt"]).err, /expected a recipe/);
  assert.equal(unpool(["convert", out, "-o", named, "--card", "made for=a test", "--card", "epochs="]).code, 0);
  const card = JSON.parse(unpool(["info", "--model", named, "--json"]).out).card;
  assert.equal(card["made for"], "a test");
  assert.equal(card.epochs, undefined);
  assert.match(unpool(["convert", out, "-o", named, "--card", "none"]).err, /expected KEY=VALUE/);
});

test("train: a teacher, another optimiser and a test set for the card", () => {
  const teacher = join(data.folder, "model1.safetensors");
  const out = join(data.folder, "student.safetensors");
  const run = unpool(
    [...common, "--epochs", "1", "--optimiser", "sgd", "--rate", "0.01", "--teacher", teacher, "--from", teacher,
    "--range", "100:300", "--test-images", data.images, "--test-labels", data.labels, "-o", out]);
  assert.equal(run.code, 0, run.err);
  assert.match(readFileSync(out, "latin1"), /"accuracy":"[0-9.]+ % of 400 \(images\)"/);
});

test("train: Ctrl-C writes what there is and ends well", async () => {
  const out = join(data.folder, "stopped.safetensors");
  const child = spawn(program, [...common, "--epochs", "100000", "-o", out]);
  let err = "";
  child.stderr.on("data", (text) => {
    err += text;
    if (/epoch 2 of/.test(err)) child.kill("SIGINT");
  });
  const code = await new Promise((resolve) => child.on("exit", resolve));
  assert.equal(code, 0, err);
  assert.match(err, /stopped; wrote/);
  assert.equal(unpool(["info", "--model", out]).code, 0);
});

test("train: what cannot be is refused in a sentence, and nothing is written", () => {
  const out = join(data.folder, "never.safetensors");
  const cases =
    [["--range", "0:401"], ["--range", "9"], ["--hold-out", "400"], ["--epochs", "0"], ["--label-smoothing", "1"],
    ["--weight-decay", "1e9"], ["--momentum", "1.5"], ["--average", "1"], ["--rate", "nan"], ["--rate", "inf"],
    ["--thickness", "nan"], ["--elastic", "1e30"], ["--scale", "2"], ["--last-rate", "-1"], ["--teacher", data.images],
    ["--from", "/nowhere"], ["--architecture", data.labels]];
  for (const extra of cases) {
    const run = unpool([...common, ...extra, "-o", out]);
    assert.deepEqual([run.code, run.out], [1, ""], extra.join(" "));
    assert.match(run.err, /^unpool: .{10,}\n$/, extra.join(" "));
  }
  assert.equal(unpool([...common, "--optimiser", "adam", "-o", out]).code, 2);
  assert.equal(existsSync(out), false);
});

test("train: a rate that diverges ends in one sentence, exit code 1 and finite weights", () => {
  for (const extra of [["--rate", "100"], ["--rate", "100", "--hold-out", "40"], ["--rate", "100", "--average", "0"]]) {
    const out = join(makeFolder(), "diverged.safetensors");
    const run = unpool([...common, "--epochs", "20", "--optimiser", "sgd", ...extra, "-o", out]);
    assert.deepEqual([run.code, run.out], [1, ""], extra.join(" "));
    const said = run.err.split("\n").filter((line) => /^unpool: /.test(line));
    assert.equal(said.length, 1, run.err);
    assert.match(said[0], /diverged in epoch \d+: .*guessing, 2\.30, found .*rate below 100; .*diverged\.safetensors/);
    assert.doesNotMatch(run.err, /69\.07|nan/i);
    const judged = unpool(["evaluate", "--images", data.images, "--labels", data.labels, "--model", out, "--json"]);
    assert.equal(judged.code, 0, judged.err);
    if (/holds the last finite weights/.test(run.err)) assert.match(readFileSync(out, "latin1"), /; diverged"/);
  }
});

const recipe = {
  epochs: 2,
  batch: 50,
  rate: 0.01,
  dropout: 0.1,
  seed: 3,
  average: 0.9
};
const plain = ["train", "--images", data.images, "--labels", data.labels, "--threads", "1"];

/** The file's metadata. */
function card(path) {
  const bytes = readFileSync(path);
  return JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString()).__metadata__;
}

test("train: a recipe as JSON, in a file, in a link and in a model's card trains the same network", () => {
  const text = JSON.stringify(recipe);
  const first = join(data.folder, "by-recipe.safetensors");
  const link = `https://unpool.example/#v=2&recipe=${encodeURIComponent(text)}&view=explore`;
  const words = "rate:0.01,epochs:2,batch:50,dropout:0.1,average:0.9,seed:3";  // as the page writes it
  const short = `https://unpool.example/#v=2&recipe=${words}&view=train`;
  for (const [i, given] of [text, file("recipe.json", text, data.folder), link, short, first].entries()) {
    const out = i === 0 ? first : join(data.folder, `by-recipe-${i}.safetensors`);
    const run = unpool([...plain, "--recipe", given, "-o", out]);
    assert.equal(run.code, 0, run.err);
    assert.match(run.err, /epoch 2 of 2/);
    assert.ok(readFileSync(out).equals(readFileSync(first)), given);
  }
  const told = JSON.parse(card(first).recipe);
  for (const [key, value] of Object.entries(recipe)) assert.equal(told[key], value, key);
  assert.equal(card(first).batches, "16 of 16");
  const options = [
    "--epochs", "2", "--batch", "50", "--rate", "0.01", "--dropout", "0.1", "--seed", "3", "--average", "0.9",
    "--warm-up", "0.1", "--no-augment"
  ];
  const out = join(data.folder, "by-options.safetensors");
  assert.equal(unpool([...plain, ...options, "-o", out]).code, 0);
  assert.ok(readFileSync(out).equals(readFileSync(first)), "options say the same recipe");
});

test("train: checkpoints stand in a folder, each with its batch in name and card", () => {
  const folder = join(makeFolder(), "new", "steps");
  const out = join(data.folder, "with-steps.safetensors");
  const run = unpool(
    [...plain, "--recipe", JSON.stringify({...recipe, epochs: 1, batch: 40 }), "--checkpoints", folder, "-o", out]);
  assert.equal(run.code, 0, run.err);
  const steps = [0, 1, 2, 3, 4, 6, 8, 10];
  const names = steps.map((step) => `batch-${String(step).padStart(7, "0")}.safetensors`);
  assert.deepEqual(readdirSync(folder).sort(), names);
  names.forEach((name, i) => assert.equal(card(join(folder, name)).batches, `${steps[i]} of 10`));
  assert.ok(readFileSync(join(folder, names.at(-1))).equals(readFileSync(out)), "the last one is what was written");
  assert.ok(!readFileSync(join(folder, names[0])).equals(readFileSync(join(folder, names[1]))));
});

test("train: what is no recipe is refused in a sentence", () => {
  const out = join(data.folder, "never-by-recipe.safetensors");
  const refused = [
    ["{\"rate\": \"fast\"}", /rate/], ["{\"speed\": 1}", /no .speed./], ["https://unpool.example/#v=2", /no recipe/],
    ["/nowhere.json", /nowhere/], [data.images, /recipe/]
  ];
  for (const [given, words] of refused) {
    const run = unpool([...plain, "--recipe", given, "-o", out]);
    assert.deepEqual([run.code, run.out], [1, ""], given);
    assert.match(run.err, words);
    assert.match(run.err, /^unpool: .{10,}\n$/);
  }
  assert.equal(unpool([...plain, "--recipe", "{}", "--epochs", "3", "-o", out]).code, 2);
  assert.equal(existsSync(out), false);
});

test("train: patience needs a hold-out, and a recipe's start its network", () => {
  const out = join(data.folder, "patient.safetensors");
  const alone = unpool([...common, "--epochs", "1", "--patience", "2", "-o", out]);
  assert.equal(alone.code, 1);
  assert.match(alone.err, /stopping early needs held-out pictures/);
  const train = (...more) => unpool(["train", "--images", data.images, "--labels", data.labels, "-o", out, ...more]);
  assert.match(train("--recipe", '{"start": "0000000000000001"}').err, /network 0000000000000001, which was not given/);
  const watched = train("--recipe", '{"epochs": 40, "patience": 1, "rate": 0.05, "batch": 16, "average": 0}',
    "--hold-out", "40");
  assert.equal(watched.code, 0, watched.err);
  assert.match(watched.err, /stopped early after batch \d+: the loss on the hold-out had not fallen for 1 eval/);
});

slowTest("by-heart: labels without a rule are all learnt by heart; what cannot be asked is said", () => {
  const folder = makeFolder(), count = 60;
  const random = (() => { let state = 1; return () => (state = (state * 1103515245 + 12345) >>> 0) >>> 24; })();
  const images = file("images", idx([count, 28, 28], Array.from({ length: count * 784 }, random)), folder);
  const labels = file("labels", idx([count], Array.from({ length: count }, () => random() % 10)), folder);
  const ask = (...more) => unpool(["by-heart", "--images", images, "--labels", labels, ...more]);
  const recipe = '{"digits": 50, "epochs": 50, "batch": 10, "rate": 0.003, "average": 0, "weight-decay": 0}';
  const run = ask("--recipe", recipe);
  assert.equal(run.code, 0, run.err);
  const found = JSON.parse(run.out);
  assert.equal(found.digits, 50);
  assert.equal(found.right, 50);
  assert.equal(found.list.length, found.by_heart);
  assert.ok(found.by_heart > 30, `${found.by_heart} of 50`);
  for (const { index, label, without } of found.list) assert.ok(index < 50 && label !== without, `${index}`);
  assert.equal(ask("--recipe", recipe, "--threads", "1").out, run.out);
  assert.equal(ask().code, 2);
  assert.match(ask("--model", "lenet5").err, /no recipe in the model's card/);
  assert.match(ask("--recipe", '{"digits": 70}').err, /takes 70 digits, here are 60/);
  assert.match(ask("--recipe", '{"shuffled": 1}').err, /shuffles labels/);
});
