// The probes' subcommands, whichever are registered: results, wrong settings, every kind of layer, another network.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { file, idx, makeFolder, pngSize, readSafetensors, referenceFolder, safetensors, seven, strokeLine,
  unpool } from "./support.mjs";

const probes = unpool(["--help"]).out.split("Probes:")[1].split("\n\n")[0].split("\n")
  .map((line) => line.trim().split(/\s+/)[0]).filter(Boolean);
const input = strokeLine(1, 7, seven);

/** Sixty digits: three drawn ones, moved about. */
function digitFiles() {
  const reference = readSafetensors(join(referenceFolder, "reference_explanations.safetensors")).tensors;
  const folder = makeFolder();
  const pixels = [];
  const labels = [];
  for (let i = 0; i < 60; i++) {
    const label = [3, 7, 8][i % 3];
    const shift = (i % 5) - 2;
    const values = reference[`${label}/input`].data;
    for (let at = 0; at < 784; at++) pixels.push(Math.round(255 * (values[at + shift] ?? 0)));
    labels.push(label);
  }
  return ["--digits", file("images", idx([60, 28, 28], pixels), folder), "--digits-labels",
    file("labels", idx([60], labels), folder)];
}
const digits = digitFiles();

/** Three drawings each of a stroke and of a cross. */
const signs = file("signs.jsonl", [0.3, 0.5, 0.7].flatMap((x) => [
  { sign: "stroke", strokes: [[[x, 0.2], [x - 0.1, 0.8]]] },
  { sign: "cross", strokes: [[[x, 0.2], [x, 0.8]], [[x - 0.2, 0.5], [x + 0.2, 0.5]]] },
]).map((line) => `${JSON.stringify(line)}\n`).join(""), makeFolder());

/** What a probe of two networks, or of signs, needs besides. */
const beside = (probe) => ({
  matching: ["--beside", join(referenceFolder, "../../weights/lenet5-seed5.safetensors")],
  "few-shot": ["--signs", signs],
})[probe] ?? [];

/** RFC 4180. */
function parseCsv(text) {
  const rows = [];
  for (const line of text.match(/(?:"(?:[^"]|"")*"|[^"\r])*\r\n/g))
    rows.push([...line.slice(0, -2).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (m) => m[1]?.replaceAll('""', '"') ?? m[2]));
  return rows;
}

const countNumbers = (figure) =>
  figure.groups.reduce(
  (sum, group) => sum + Object.keys(group.facts).length + group.pictures.reduce((n, p) => n + p.values.length, 0)
  + group.plots.reduce((n, p) => n + p.series.reduce((m, s) => m + s.y.length, 0), 0)
  + (group.tables ?? []).flatMap((table) => table.rows).reduce((n, row) => n + Object.keys(row.values).length, 0), 0);

function checkFigure(figure) {
  assert.ok(figure.title.length > 3);
  assert.ok(figure.source.length > 3);
  assert.match(figure.finding, /^[A-Za-z0-9].* .*\.$/);
  assert.ok(figure.groups.length > 0);
  for (const group of figure.groups) {
    for (const picture of group.pictures)
      assert.equal(picture.values.length, picture.width * picture.height, picture.name);
    for (const plot of group.plots)
      for (const series of plot.series)
      assert.ok(series.x.length === series.y.length || series.x.length === 0, plot.name);
    assert.equal(
      new Set(group.pictures.map((picture) => picture.name)).size, group.pictures.length,
      `pictures of ${group.title} have names of their own`);
  }
}

/** [{ option, type }] of the help's settings. */
function settingsOf(probe) {
  const section = unpool([probe, "--help"]).out.split("Settings:\n")[1]?.split("\n\n")[0] ?? "";
  return [...section.matchAll(/^ {2}--([a-z0-9-]+)(,--no-\S+)? ?(\S*)/gm)].map(
    ([, option, flag, type]) => ({ option, type: flag ? "0..1" : type }));
}

test("there are probes",
  () => assert.ok(probes.length >= 1 && probes.every((name) => /^[a-z0-9-]+$/.test(name)), probes.join(" ")));

test("the help of each has an example and its source", () => {
  for (const probe of probes) {
    const run = unpool([probe, "--help"]);
    assert.deepEqual([run.code, run.err], [0, ""], probe);
    assert.match(run.out, new RegExp(`(19|20)\\d\\d[^]*Example[^]*unpool ${probe}`), probe);
    for (const line of run.out.split("\n")) assert.ok(line.length <= 140, line);
  }
});

for (const probe of probes) {
  test(`${probe}: JSON, CSV and PNG of the same figure`, () => {
    const folder = makeFolder();
    const out = unpool([probe, input, ...beside(probe), ...digits]);
    assert.deepEqual([out.code, out.err], [0, ""]);
    const figure = JSON.parse(out.out);
    checkFigure(figure);
    const [csv, json, png] = ["a.csv", "a.json", "new/a.png"].map((name) => join(folder, name));
    const files = unpool(
      [probe, input, ...beside(probe), ...digits, "--csv", csv, "--json", json, "--png", png, "--width", "480",
      "--theme", "light"]);
    assert.deepEqual([files.code, files.out, files.err], [0, `${figure.finding}\n`, ""]);
    const rows = parseCsv(readFileSync(csv, "utf8"));
    assert.equal(rows.length - 1, countNumbers(JSON.parse(readFileSync(json, "utf8"))));
    for (const row of rows) assert.equal(row.length, 9, row.join());
    assert.ok(pngSize(png)[0] <= 960 && pngSize(png)[1] > 100);
  });

  test(`${probe}: wrong settings have exit code 2 and one line that says what is right`, () => {
    for (const { option, type } of settingsOf(probe)) {
      if (type === "TEXT") continue;
      const high = Number(type.split("..")[1]);
      for (const wrong of ["nonsense", ...(Number.isFinite(high) ? [String(high + 1), "nan"] : ["7x"])]) {
        const run = unpool([probe, input, ...beside(probe), `--${option}=${wrong}`, ...digits]);
        assert.deepEqual([run.code, run.out], [2, ""], `--${option}=${wrong}`);
        assert.match(
          run.err, /^unpool: .* is (a (whole )?number from \S+ to \S+|0 or 1|one of .+), not '.*'\n$/,
          `--${option}=${wrong}`);
      }
    }
  });

  test(`${probe}: every kind of layer can be selected`, () => {
    for (const selection of [["input"], ["conv1", "--map", "2", "--unit", "5"], ["fc1", "--map", "3"], ["softmax"],
      ["relu2", "--keep", "all"]]) {
      const run = unpool([probe, input, ...beside(probe), ...digits, "--layer", ...selection]);
      assert.deepEqual([run.code, run.err], [0, ""], selection.join(" "));
      checkFigure(JSON.parse(run.out));
    }
  });

  test(`${probe}: a network of another kind`, () => {
    const layers =
      [{ kind: "conv", name: "a", outputs: 2, kernel: 9, stride: 1, padding: 0 }, { kind: "tanh", name: "b" },
      { kind: "average_pool", name: "c", kernel: 4, stride: 4 }, { kind: "fully_connected", name: "d", outputs: 12 }];
    const wave = (count, step) => Array.from({ length: count }, (_, i) => Math.sin(i * step) / 5);
    const tensors = {
      "a.weight": { shape: [2, 1, 9, 9], data: wave(162, 0.7) }, "a.bias": { shape: [2], data: [0.1, -0.1] },
      "d.weight": { shape: [12, 50], data: wave(600, 1.3) }, "d.bias": { shape: [12], data: wave(12, 2) } };
    const model = file(
      "other.safetensors",
      safetensors(tensors, { architecture: JSON.stringify({ name: "other", input: [1, 28, 28], layers }) }));
    const run = unpool([probe, input, ...beside(probe), ...digits, "--model", model]);
    if (["evolution", "overfitting"].includes(probe)) {  // one network alone has none
      assert.equal(run.code, 2);
      assert.match(run.err, /--history FILE/);
      return;
    }
    assert.deepEqual([run.code, run.err], [0, ""]);
    checkFigure(JSON.parse(run.out));
  });
}

test("without a digit a probe shows what it can, or asks for one", () => {
  for (const probe of probes) {
    const run = unpool([probe, ...beside(probe), ...digits]);
    assert.ok(run.code === 0 || run.code === 2, `${probe}: ${run.code} ${run.signal}`);
    if (run.code === 0) checkFigure(JSON.parse(run.out));
    else assert.match(run.err, /^unpool: .*expected one input/);
    const bare = unpool([probe, ...beside(probe)]);
    assert.ok(bare.code === 0 || bare.code === 2, `${probe}: ${bare.code} ${bare.signal}`);
    if (bare.code === 2) assert.match(bare.err, /^unpool: .*(expected one input|--digits IDX)/, probe);
  }
});

test("an animation where there is one", () => {
  let some = 0;
  for (const probe of probes) {
    const path = join(makeFolder(), "a.png");
    const run = unpool([probe, input, ...beside(probe), ...digits, "--animation", path]);
    if (run.code === 2) {
      assert.match(run.err, /no animation/);
      continue;
    }
    assert.equal(run.code, 0, run.err);
    assert.match(run.out, /^[A-Z0-9].*\.\n$/);
    const bytes = readFileSync(path);
    assert.equal(bytes.toString("latin1", 37, 41), "acTL");
    assert.ok(bytes.readUInt32BE(41) > 1);
    some++;
  }
  assert.ok(some > 0);
});

test("a wrong command line has exit code 2", () => {
  const probe = probes[0];
  const cases =
    [["--layer", "conv9"], ["--map", "999"], ["--map", "-1"], ["--unit", "99999"], ["--keep", "unit"],
    ["--keep", "some"], ["--images", "x"], ["--digits", "x"], ["--theme", "pink"], ["--width", "10"], ["--nonsense"]];
  for (const args of cases) {
    const run = unpool([probe, input, ...beside(probe), ...args]);
    assert.deepEqual([run.code, run.out], [2, ""], args.join(" "));
    assert.ok(run.err.length > 10);
  }
  assert.match(unpool([probe, input, ...beside(probe), "--layer", "conv9"]).err, /there are input conv1 relu1/);
  assert.match(unpool([probe, input, ...beside(probe), "--map", "999"]).err, /from 0 to 15/);
});

test("a probe of two networks asks for the second one", () => {
  const run = unpool(["matching", input, ...digits]);
  assert.equal(run.code, 2);
  assert.match(run.err, /name the second with --beside FILE/);
});

test("files that cannot be read or written have exit code 1", () => {
  const probe = probes[0];
  const folder = makeFolder();
  const cases =
    [[join(folder, "none.png")], [input, "--json", join(file("plain", "", folder), "a.json")],
    [input, "--png", join(file("plain", "", folder), "a.png")],
    [input, ...digits.with(1, file("junk", "junk", folder))], [input, "--model", join(folder, "none")]];
  for (const args of cases) {
    const run = unpool([probe, ...args]);
    assert.deepEqual([run.code, run.out], [1, ""], args.join(" "));
    assert.match(run.err, /^unpool: /);
  }
});
