// What a framework's file leaves open: tried on drawn digits, told by info, fixed by --assume, kept by convert.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeFolder, unpool } from "./support.mjs";

const models = join(dirname(fileURLToPath(import.meta.url)), "..", "models");
const trained = join(models, "trained-mean-deviation.pt"), random = join(models, "state-dict.pt");

test("info: every choice with what it reads, as a table and as JSON", () => {
  const run = unpool(["info", trained]);
  assert.equal(run.code, 0, run.err);
  assert.match(run.out, /^What the file leaves open, tried on drawn digits:$/m);
  assert.match(run.out, /^size +28 x 28 +follows from the shapes$/m);
  assert.match(run.out, /^ +mean 0.1307, deviation 0.3081 +\d\d\.\d % of (1000|200) +loss 0\.\d+ +taken$/m);
  assert.match(run.out, /^tried +\d\d\.\d % of (1,000|200) drawn digits; next best /m);
  const { assumptions, card } = JSON.parse(unpool(["info", "--json", trained]).out);
  const input = assumptions.find((one) => one.key === "input");
  assert.equal(input.source, "open");
  assert.equal(input.chosen, "mean 0.1307, deviation 0.3081");
  assert.ok(input.choices.length >= 5 && input.choices[0].of > 0, JSON.stringify(input));
  assert.match(card.assumed, /mean 0.1307, deviation 0.3081, ReLU/);
  assert.equal(JSON.parse(unpool(["info", "--json"]).out).assumptions, undefined);
});

test("--assume fixes one thing for every command, and names what there is", () => {
  const shown = (args) => JSON.parse(unpool(["info", "--json", trained, ...args]).out).assumptions;
  const fixed = shown(["--assume", "input=0 to 1", "--assume", "activation=tanh"]);
  assert.equal(fixed.find((one) => one.key === "input").chosen, "0 to 1");
  assert.equal(fixed.find((one) => one.key === "activation").chosen, "tanh");
  for (const [given, says] of [
    ["activation=elu", /activation cannot be 'elu' here; it can be: ReLU; tanh/],
    ["colour=red", /nothing to assume that is called 'colour'; there are size, input, shape, activation, pooling/],
    ["tanh", /--assume: expected KEY=CHOICE, as in pooling=average, found tanh/],
  ]) {
    const run = unpool(["classify", "--model", trained, "--assume", given, "-"], { input: "[[[1,1],[9,9]]]" });
    assert.equal(run.code, 1, given);
    assert.match(run.err, says);
  }
});

test("a network that reads no digits is refused, and opens anyway when asked", () => {
  const refused = unpool(["classify", "--model", random, "-"], { input: "[[[1,1],[9,9]]]" });
  assert.equal(refused.code, 1);
  assert.match(refused.err, /no way of reading it reads more than \d+ % of the digits .*--anyway opens it so/);
  assert.equal(unpool(["classify", "--anyway", "--model", random, "-"], { input: "[[[1,1],[9,9]]]" }).code, 0);
  assert.match(unpool(["info", random]).out, /No way of reading it reads more than 60 % of the digits/);
});

test("convert writes what was found: the same answers, the card, and nothing open", () => {
  const out = join(makeFolder(), "mine.safetensors");
  assert.equal(unpool(["convert", trained, "-o", out]).code, 0);
  const { assumptions, card } = JSON.parse(unpool(["info", "--json", out]).out);
  assert.equal(assumptions, undefined);
  assert.match(card.assumed, /mean 0.1307, deviation 0.3081/);
  assert.match(card.tried, /drawn digits/);
  const line = JSON.stringify({ strokes: [[[3, 2], [7, 2], [4.5, 8]]] });
  const answer = (path) => JSON.parse(unpool(["classify", "--model", path, "-"], { input: line }).lines[0]);
  const answers = [trained, out].map(answer);
  assert.deepEqual(answers[0].probabilities, answers[1].probabilities);
  assert.equal(answers[0].predicted, 7);
  assert.ok(readFileSync(out).length > 1000);
});
