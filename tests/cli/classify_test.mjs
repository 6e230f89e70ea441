// unpool classify: strokes, pictures and IDX files to JSON lines, bad input, exit codes.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  file, gzipSync, idx, makeFolder, one, png, program, readSafetensors, referenceFolder, referenceModel, safetensors,
  seven, sevenPng, strokeLine, unpool,
} from "./support.mjs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { constants } from "node:zlib";

const read = (line) => JSON.parse(line);

function checkAnswer(answer) {
  assert.deepEqual(Object.keys(answer), ["id", "label", "predicted", "probabilities", "familiar", "unfamiliar"]);
  assert.equal(answer.probabilities.length, 10);
  assert.ok(Math.abs(answer.probabilities.reduce((a, b) => a + b) - 1) < 1e-4);
  assert.equal(answer.predicted, answer.probabilities.indexOf(Math.max(...answer.probabilities)));
}

test("stroke lines are answered in order, ids as given", () => {
  const path = file("two.jsonl", [strokeLine("a\"b é", 7, seven), strokeLine(12345678901234, 1, one)].join("\n"));
  const run = unpool(["classify", path]);
  assert.equal(run.code, 0, run.err);
  const answers = run.lines.map(read);
  answers.forEach(checkAnswer);
  assert.deepEqual(answers.map((a) => [a.id, a.label, a.predicted]), [["a\"b é", 7, 7], [12345678901234, 1, 1]]);
  assert.match(run.err, /accuracy 100\.00 % \(2 of 2 right\)/);
});

test("more lines than a batch keep their order, blank drawings among them", () => {
  const lines = [];
  for (let i = 0; i < 700; i++)
    lines.push(strokeLine(i, i % 3 === 0 ? null : i % 2 ? 7 : 1, i % 5 === 0 ? [] : i % 2 ? seven : one));
  const run = unpool(["classify", file("many.jsonl", lines.join("\r\n") + "\r\n")]);
  assert.equal(run.code, 0, run.err);
  run.lines.map(read).forEach((answer, i) => {
    assert.equal(answer.id, i);
    if (i % 5 === 0) assert.deepEqual([answer.predicted, answer.probabilities], [null, null]);
    else assert.equal(answer.predicted, i % 2 ? 7 : 1);
  });
  assert.equal(run.lines.length, 700);
});

test("what has no ink has no answer, whichever way it comes; accuracy counts an answer for each", () => {
  const folder = makeFolder();
  const blank = (values) => safetensors({ input: { shape: [1, 28, 28], data: values } });
  const images = file("blank.idx", idx([1, 28, 28], new Array(784).fill(0)), folder),
    labels = file("labels.idx", idx([1], [5]), folder);
  const inputs =
    [file("zeros.safetensors", blank(new Array(784).fill(0)), folder),
    file("paper.png", png(40, 40, () => 255), folder), images, strokeLine(1, null, [])];
  for (const input of inputs) {
    const run = unpool(["classify", input]);
    assert.equal(run.code, 0, run.err);
    const answer = read(run.lines[0]);
    assert.deepEqual([answer.predicted, answer.probabilities], [null, null], input);
    assert.match(run.err, /1 without ink: no answer/);
  }
  const refused = unpool(["occlusion", inputs[0]]);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /no ink/);
  assert.match(unpool(["evaluate", "--images", images, "--labels", labels]).lines[0], /of 1 right/);
});

test("units, place and size of strokes do not matter", () => {
  const moved = seven.map((stroke) => stroke.map(([x, y]) => [x * 0.003 - 40, y * 0.003 + 1e3]));
  const [a, b] = unpool(["classify", "-"], { input: strokeLine(1, 7, seven) + "\n" + strokeLine(2, 7, moved) })
    .lines.map(read);
  assert.equal(b.predicted, 7);
  a.probabilities.forEach((p, i) => assert.ok(Math.abs(p - b.probabilities[i]) < 0.02));
});

test("standard input, a line without id and label", () => {
  const run = unpool(["classify", "-"], { input: JSON.stringify({ strokes: seven }) });
  assert.equal(run.code, 0, run.err);
  const answer = read(run.lines[0]);
  assert.deepEqual([answer.id, answer.label, answer.predicted], [null, null, 7]);
  assert.doesNotMatch(run.err, /accuracy/);
});

test("a stroke line as the argument itself, a JSON file over several lines", () => {
  assert.equal(read(unpool(["classify", strokeLine("x", null, seven)]).lines[0]).predicted, 7);
  const run = unpool(["classify", file("pretty.json", JSON.stringify({ id: "p", strokes: seven }, null, 2))]);
  assert.equal(run.code, 0, run.err);
  assert.equal(read(run.lines[0]).predicted, 7);
});

test("the bare array, a byte order mark, blank lines before, one value over many lines, by any name", () => {
  const bare = JSON.stringify(seven);
  const pretty = JSON.stringify({ id: 5, strokes: seven }, null, 2);
  const line = strokeLine(1, null, seven);
  for (const form of [bare, `\ufeff${bare}`, `\n\r\n ${line}`, `\ufeff\n${pretty}\n`, JSON.stringify(seven, null, 1)]) {
    const named = ["a.json", "a.jsonl", "a"].map((name) => unpool(["classify", file(name, form)]));
    for (const run of [unpool(["classify", "-"], { input: form }), ...named]) {
      assert.equal(run.code, 0, run.err);
      assert.deepEqual(run.lines.map((line) => read(line).predicted), [7]);
    }
  }
  assert.equal(read(unpool(["classify", JSON.stringify(seven)]).lines[0]).predicted, 7);
});

test("a first line that was cut is named, and those behind it are read", () => {
  const path = file("cut.jsonl", `{"strokes": [[[1, 2\n\n${strokeLine(1, 7, seven)}\n${strokeLine(2, 1, one)}\n`);
  const run = unpool(["classify", path]);
  assert.equal(run.code, 1);
  assert.deepEqual(run.lines.map((line) => read(line).predicted), [7, 1]);
  assert.ok(run.err.includes(`${path}:1: the line of strokes is not valid JSON`), run.err);
  const broken = file("broken.json", JSON.stringify({ strokes: seven }, null, 1).replace("}", ""));
  const said = `unpool: ${broken}: the line of strokes is not valid JSON\n1 input could not be read\n`;
  assert.equal(unpool(["classify", broken]).err, said);
});

test("files of other programs are named, as files and from a pipe", () => {
  const cases = [
    ["m.pt", "PK\x03\x04\n\n", /a zip archive, as PyTorch/, /the zip archive is damaged: it has no directory/],
    ["m.h5", "\x89HDF\r\n\x1a\n", /an HDF5 file/],
    ["form.pdf", "%PDF-1.4\n%", /a PDF document/],
    ["m.onnx", "\x08\x08\x12\x07pytorch", /an ONNX model/, /this ONNX file holds no graph/],
    ["page.png", "<!DOCTYPE html>\n<html>", /an HTML page/],
    ["a.jpg", "\xff\xd8\xff\xe0", /a JPEG picture/],
    ["d.jsonl.gz", gzipSync("[[[1, 2]]]"), /a gzip file: unpack it/],
  ];
  for (const [name, content, words, asModel = words] of cases) {
    const bytes = typeof content === "string" ? Buffer.from(content, "latin1") : content;
    for (const run of [unpool(["classify", file(name, bytes)]), unpool(["classify", "-"], { input: bytes })]) {
      assert.deepEqual([run.code, run.out], [1, ""], name);
      assert.match(run.err, words);
      assert.equal(run.err.split("\n").length, 3, run.err);
    }
    assert.match(unpool(["info", "--model", file(name, bytes)]).err, asModel);
  }
});

test("IDX files without a picture are refused in one sentence, whatever reads them", () => {
  const folder = makeFolder();
  const images = (count, rows, columns) => file(`${count}x${rows}`, idx([count, rows, columns], []), folder);
  const labels = file("labels", idx([1], [7]), folder), none = file("none", idx([0], []), folder);
  const cases = [
    [images(1e9, 0, 28), /states images of 0 x 28 pixels/],
    [images(0, 28, 28), /holds no images/],
  ];
  for (const [path, words] of cases) {
    const both = ["--images", path, "--labels", labels];
    const commands = [
      ["classify", path],
      ["classify", "--images", path],
      ["explain", "--images", path, "-o", join(folder, "o")],
      ["evaluate", ...both],
      ["train", ...both, "-o", join(folder, "m")],
      ["figures", ...both, "-o", folder],
      ["top-nine", "--digits", path, "--digits-labels", labels],
    ];
    for (const command of commands) {
      const run = unpool(command);
      assert.equal(run.code, 1, command.join(" "));
      assert.match(run.err, words);
      assert.ok(run.err.split("\n").length <= 4, run.err);
    }
  }
  const one = file("one", idx([1, 28, 28], new Array(784).fill(9)), folder);
  assert.match(unpool(["evaluate", "--images", one, "--labels", none]).err, /holds no labels/);
});

test("gzip of every level and strategy, in several members, with zeros behind; what is cut is called cut", () => {
  const pixels = new Array(40 * 784).fill(0).map((_, i) => (i * i) % 251 < 60 ? (i * 7) % 256 : 0);
  const plain = idx([40, 28, 28], pixels);
  const folder = makeFolder();
  const expected = unpool(["classify", "--images", file("plain", plain, folder)]).out;
  assert.equal(expected.split("\n").length, 41);
  const { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_DEFAULT_STRATEGY } = constants;
  const packed = [0, 1, 6, 9].map((level) => gzipSync(plain, { level }));
  packed.push(...[Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_DEFAULT_STRATEGY].map((strategy) => gzipSync(plain, { strategy })));
  const members = [gzipSync(plain.subarray(0, 5)), gzipSync(""), gzipSync(plain.subarray(5))];
  packed.push(Buffer.concat([...members, Buffer.alloc(1000)]));
  packed.push(Buffer.concat([gzipSync(plain), Buffer.from("trailing")]));
  packed.forEach((bytes, i) => {
    assert.equal(unpool(["classify", file(`p${i}`, bytes, folder)]).out, expected, `${i}`);
  });
  const cut = unpool(["classify", file("cut", gzipSync(plain).subarray(0, -9), folder)]);
  assert.match(cut.err, /the gzip file is cut short/);
});

test("256 MB of zeros in a quarter of a megabyte are refused at once", () => {
  const bomb = file("bomb", gzipSync(Buffer.alloc(1 << 28)));
  // A sanitizer reserves terabytes of addresses and gives up under a limit.
  const limit = process.env.UNPOOL_SANITIZED === "ON" ? "" : "ulimit -v 200000; ";
  const peak = spawnSync("sh", ["-c", `${limit}exec "${program}" classify --images "${bomb}"`]);
  assert.equal(peak.status, 1, String(peak.stderr));
  assert.match(String(peak.stderr), /begins with 00 00 00 00/);
});

test("a model that names no architecture says what it was taken for", () => {
  const run = unpool(["classify", "--model", referenceModel, "-"], { input: strokeLine(1, 7, seven) });
  assert.equal(run.code, 0, run.err);
  const words = "taken as 28 x 28, 0 to 1, ReLU, max-pooling: ";
  assert.ok(run.err.startsWith(`${referenceModel}: ${words}`), run.err);
  assert.match(unpool(["info", "--model", referenceModel]).out, /^assumed +28 x 28, 0 to 1, ReLU, max-pooling$/m);
  assert.doesNotMatch(unpool(["classify", "-"], { input: strokeLine(1, 7, seven) }).err, /taken as/);
});

test("bad lines are named and left out, the rest goes on, exit code 1", () => {
  const good = strokeLine("good", 7, seven);
  const bad = ["not json", "{}", '{"strokes": 3}', '{"strokes": [[[1]]]}', '{"strokes": [[[1, "x"]]]}',
    '{"strokes": [[[1, 1e999]]]}', '{"label": 12, "strokes": [[[1, 1]]]}', "[".repeat(100000)];
  const path = file("mixed.jsonl", [good, ...bad, "", good].join("\n"));
  const run = unpool(["classify", path]);
  assert.equal(run.code, 1);
  assert.equal(run.lines.length, 2);
  bad.forEach((_, i) =>
    assert.ok(run.err.includes(`${path}:${i + 2}: `), `line ${i + 2} in\n${run.err.slice(0, 4000)}`));
  assert.match(run.err, /8 inputs could not be read/);
});

test("a file of nothing but rubbish does not flood the terminal", () => {
  const run = unpool(["classify", file("rubbish.jsonl", "x\n".repeat(10000))]);
  assert.equal(run.code, 1);
  assert.ok(run.err.split("\n").length < 30);
  assert.match(run.err, /and 9980 more/);
});

test("an empty file is no mistake", () => {
  const run = unpool(["classify", file("none.jsonl", "")]);
  assert.deepEqual([run.code, run.out], [0, ""]);
});

test("pictures: dark on light, light on dark, any size; the id is the path", () => {
  const folder = makeFolder();
  const paths =
    [file("a.png", sevenPng(200, 0, 255), folder), file("b.png", sevenPng(90, 255, 0), folder),
    file("c.PNG", sevenPng(37, 60, 200), folder)];
  const run = unpool(["classify", ...paths]);
  assert.equal(run.code, 0, run.err);
  const answers = run.lines.map(read);
  answers.forEach(checkAnswer);
  assert.deepEqual(answers.map((a) => a.id), paths);
  assert.deepEqual(answers.map((a) => a.predicted), [7, 7, 7]);
});

test("an empty page has no prediction", () => {
  const answer = read(unpool(["classify", file("white.png", png(50, 50, () => 255))]).lines[0]);
  assert.deepEqual([answer.predicted, answer.probabilities], [null, null]);
});

test("--no-fit leaves a drawing where it is", () => {
  const fitted = read(unpool(["classify", "-"], { input: strokeLine(1, 7, seven) }).lines[0]);
  const plain = read(unpool(["classify", "--no-fit", "-"], { input: strokeLine(1, 7, seven) }).lines[0]);
  assert.notDeepEqual(fitted.probabilities, plain.probabilities);
});

test("IDX, plain and gzipped, with labels; the id is the index", () => {
  const reference = readSafetensors(join(referenceFolder, "reference_explanations.safetensors")).tensors;
  const pixels = ["3", "7", "8"].flatMap(
    (name) => [...reference[`${name}/input`].data].map((v) => Math.round(v * 255)));
  const folder = makeFolder();
  const images = file("images", gzipSync(idx([3, 28, 28], pixels)), folder);
  const labels = file("labels", idx([3], [3, 7, 0]), folder);
  const run = unpool(
    ["classify", "--images", images, "--labels", labels, "--model",
    join(referenceFolder, "lenet5_reference.safetensors")]);
  assert.equal(run.code, 0, run.err);
  const answers = run.lines.map(read);
  assert.deepEqual(answers.map((a) => [a.id, a.label, a.predicted]), [[0, 3, 3], [1, 7, 7], [2, 0, 8]]);
  ["3", "7", "8"].forEach((name, i) => {
    reference[`${name}/softmax`].data.forEach((p, k) => assert.ok(Math.abs(p - answers[i].probabilities[k]) < 1e-5));
  });
  assert.match(run.err, /accuracy 66\.67 % \(2 of 3 right\)/);
});

test("files that are none give one message each", () => {
  const folder = makeFolder();
  const cases = [
    file("cut.png", sevenPng(60, 0, 255).subarray(0, 80), folder),
    file("text.png", "hello", folder),
    file("photo.jpg", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), folder),
    join(folder, "missing.jsonl"),
    folder,
    file("cut.idx", idx([3, 28, 28], [1, 2, 3]), folder),
    file("labels.idx", idx([3], [1, 2, 3]), folder),
    file("nan.safetensors", safetensors({ input: { shape: [1, 28, 28], data: new Array(784).fill(NaN) } }), folder),
    file("shape.safetensors", safetensors({ input: { shape: [784], data: new Array(784).fill(0) } }), folder),
    file("other.safetensors", safetensors({ x: { shape: [1], data: [0] } }), folder),
  ];
  for (const path of cases) {
    const run = unpool(["classify", path]);
    assert.deepEqual([run.code, run.signal, run.out], [1, null, ""], path);
    assert.ok(run.err.startsWith(`unpool: ${path}`), `${path}: ${run.err}`);
    assert.equal(run.err.split("\n").length, 3, run.err);
  }
  const counts = unpool(
    ["classify", "--images", file("i", idx([1, 28, 28], new Array(784).fill(9)), folder), "--labels",
    file("l", idx([2], [1, 2]), folder)]);
  assert.equal(counts.code, 1);
  assert.match(counts.err, /expected 1 labels/);
});

test("bad models give one message", () => {
  const folder = makeFolder();
  const models =
    [file("cut.safetensors", "abc", folder),
    file("odd.safetensors", safetensors({ a: { shape: [1], data: [1] } }), folder), join(folder, "missing")];
  for (const model of models) {
    const run = unpool(["classify", "--model", model, "-"], { input: strokeLine(1, 7, seven) });
    assert.deepEqual([run.code, run.out], [1, ""]);
    assert.ok(run.err.includes(model), run.err);
  }
});
