// Puts the static site together in dist/ from the shell, the program, the model and the gallery.
//
//   node cmake/assemble-site.mjs --program build/web/bin/unpool-web.js --model weights/lenet5.safetensors
//                                --engine build/web/bin/unpool-engine.wasm --gallery build/gallery --out dist
//
// Every file but index.html carries a hash of its content in its name: GitHub Pages lets all be cached for ten minutes,
// and a
// new page with an old program would not work.  All URLs are relative: a project's page lives under /<repository>/.
//
// The engine's files keep their names, for whoever imports them: the script asks for its wasm by name and hash.
//
// Placeholders in shell/index.html and shell/js/*.js:
//   {{APP_JS}} {{APP_WASM}} {{REST_WASM}} {{MODEL}} {{CSS}} {{SHELL_JS}}   file names in dist/
//   {{SETS}}     the data sets: {id: [labels, pictures...]}, each [file name, bytes]
//   {{MODELS}}   the other networks: {stem: file name}
//   {{APP_WASM_BYTES}} {{MODEL_BYTES}}   sizes, for the progress bar        {{VERSION}}   the project's version
//   {{LATER_JS}}   shell/later/*.js, joined: what is not needed before the first drawing
// shell/js/*.js and shell/*.css are joined in the order of their names; shell/static/ is copied.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
// Bytes; the first is what was asked for, the others are a little above what they were when they were set.
const budget = 650000;
const restBudget = 460000;
const engineBudget = 200000;

function stop(message) {
    console.error(`assemble-site: ${message}`);
    process.exit(1);
}

function option(name) {
    const at = process.argv.indexOf(`--${name}`);
    if (at < 0 || !process.argv[at + 1]) stop(`--${name} is missing`);
    return process.argv[at + 1];
}

function read(path) {
    if (!existsSync(path)) stop(`${path} is missing`);
    return readFileSync(path);
}

const hashOf = (...contents) => contents.reduce((h, c) => h.update(c), createHash('sha256')).digest('hex').slice(0, 10);

const out = option('out');
const firstLoad = [];  // {name, bytes}: what is downloaded before the first drawing

function emit(name, bytes, counted) {
    writeFileSync(join(out, name), bytes);
    if (counted) firstLoad.push({ name, bytes: Buffer.from(bytes) });
    return name;
}

function fill(text, values, file) {
    return text.replace(
        /\{\{([A-Z_]+)\}\}/g, (whole, key) => values[key] ?? stop(`${file} has an unknown placeholder ${whole}`));
}

/** Without the lines that are comments and without indentation: a fifth of what is downloaded.  No text of ours spans
 * lines. */
function withoutComments(script) {
    return script.replace(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*\n/gm, '').replace(/^[ \t]*\/\/.*\n/gm, '')
        .replace(/^[ \t]+/gm, '');
}

// shell/js/*.js: placeholders filled, joined into one script in the order of their names, comments left out.
function emitScript(folder, values) {
    const names = readdirSync(folder).filter((name) => name.endsWith('.js')).sort();
    const joined = names.map((name) => fill(read(join(folder, name)).toString(), values, `shell/js/${name}`))
        .join('\n');
    // Names stay inside: the page shows window.unpool to others and nothing else.
    const text = `(() => {\n"use strict";\n${withoutComments(joined)}\n})();\n`;
    return emit(`shell.${hashOf(text)}.js`, text, true);
}

// shell/later/*.js: a script that the page's own one loads when it is needed, and gives what it uses.
function emitLater(folder) {
    const names = readdirSync(folder).filter((name) => name.endsWith('.js')).sort();
    const joined = withoutComments(names.map((name) => read(join(folder, name)).toString()).join('\n'));
    const uses = 'program, dataSets, openBlob, say, withText, withBytes, textAt, getBytes, askForFrame, ' +
        'LoadError, listen';
    const gives = 'fetchSet, openMany, chooseFolder, storeLines, restoreLines';
    const text = `window.unpoolLater = (page) => {\n"use strict";\nconst { ${uses} } = page;\n${joined}\n` +
        `return { ${gives} };\n};\n`;
    return emit(`later.${hashOf(text)}.js`, text, false);
}

/** The second part of the program comes right after the first frame. */
function checkRest(wasm) {
    const size = gzipSync(wasm, { level: 9 }).length;
    if (size > restBudget) stop(`the rest has ${size} bytes (gzip -9); its budget is ${restBudget}`);
    console.log(`the rest, right after the first frame: ${size} bytes (gzip -9)`);
}

function emitProgram(path) {
    const js = read(path), part = (name) => read(join(dirname(path), `unpool-${name}.wasm`));
    const wasm = part('first'), rest = part('rest');
    if (/\beval\(|new Function\b/.test(js.toString())) stop(`${path} uses eval; the page's policy forbids it`);
    const hash = hashOf(js, wasm, rest);
    checkRest(rest);
    return { APP_JS: emit(`app.${hash}.js`, js, true), APP_WASM: emit(`app.${hash}.wasm`, wasm, true),
        APP_WASM_BYTES: String(wasm.length), REST_WASM: emit(`rest.${hash}.wasm`, rest, false) };
}

function emitData(path, stem, extension, counted) {
    const bytes = read(path);
    return emit(`${stem}.${hashOf(bytes)}.${extension}`, bytes, counted);
}

/** A module that the page loads when it first needs it. */
function emitLazy(stem, values) {
    const text = fill(read(join(root, `shell/lazy/${stem}.mjs`)).toString(), values, `shell/lazy/${stem}.mjs`);
    return emit(`${stem}.${hashOf(text)}.mjs`, text, false);
}

/** Fetched on demand only, so that it does not count before the first drawing. */
function emitGzipped(path, stem) {
    const bytes = gzipSync(read(path), { level: 9 });
    return emit(`${stem}.${hashOf(bytes)}.bin`, bytes, false);
}

// The other networks of weights/, fetched on demand: stem -> file name.
function emitModels(folder, first) {
    const models = {};
    for (const name of readdirSync(folder)
        .filter((file) => file.endsWith('.safetensors') && join(folder, file) !== first).sort()) {
        const stem = name.replace(/\.safetensors$/, '');
        models[stem] = emitData(join(folder, name), stem, 'safetensors', false);
    }
    return models;
}

/** The data sets of cmake/gallery.mjs, fetched on demand: id -> the files of their labels and of their parts. */
function emitSets(folder) {
    const names = readdirSync(folder).filter((name) => name.endsWith('.idx.gz')).sort();
    const sets = {};
    for (const name of names) {
        const [, stem, what] = name.match(/^(.*?)-?((?:labels|images).*)\.idx\.gz$/);
        const bytes = read(join(folder, name));
        // A name in .gz would let some servers unpack it, which is as well, but is not needed.
        const file = emit(`${stem || 'gallery'}-${what}.${hashOf(bytes)}.bin`, bytes, false);
        const files = (sets[stem || 'held-out'] ??= []);
        files[what === 'labels' ? 'unshift' : 'push']([file, bytes.length]);
    }
    return sets;
}

/** The module for workers, other pages and Node: fetched by nobody before it is needed. */
function emitEngine(folder, wasmPath) {
    const wasm = read(wasmPath);
    emit('unpool-engine.wasm', wasm, false);
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.mjs')))
        emit(name, fill(read(join(folder, name)).toString(), { ENGINE_QUERY: `?${hashOf(wasm)}` }, name), false);
    const size = gzipSync(wasm, { level: 9 }).length;
    if (size > engineBudget) stop(`the engine has ${size} bytes (gzip -9); its budget is ${engineBudget}`);
    console.log(`unpool-engine.wasm, when it is needed: ${size} bytes (gzip -9)`);
}

function emitStyle(folder) {
    const names = readdirSync(folder).filter((name) => name.endsWith('.css')).sort();
    const css = names.map((name) => read(join(folder, name)).toString()).join('\n');
    return emit(`style.${hashOf(css)}.css`, css, true);
}

function printSizes() {
    const rows = firstLoad.map(
        ({ name, bytes }) => ({ name, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length }));
    rows.push({ name: 'before the first drawing', raw: rows.reduce((n, r) => n + r.raw, 0),
        gzip: rows.reduce((n, r) => n + r.gzip, 0) });
    const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
    const column = (n) => grouped(n).padStart(12);
    console.log(`${'file'.padEnd(40)}${'bytes'.padStart(12)}${'gzip -9'.padStart(12)}`);
    rows.forEach((r) => console.log(`${r.name.padEnd(40)}${column(r.raw)}${column(r.gzip)}`));
    const sum = rows.at(-1).gzip;
    if (sum > budget)
        stop(`${grouped(sum)} bytes (gzip -9) before the first drawing; the budget is ${grouped(budget)} bytes`);
    console.log(`budget: ${((100 * sum) / budget).toFixed(0)} % of ${grouped(budget)} bytes`);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const shell = join(root, 'shell');
const model = option('model');

const values = {
    ...emitProgram(option('program')),
    MODEL: emitData(model, 'lenet5', 'safetensors', true),
    MODEL_BYTES: String(statSync(model).size),
    SETS: JSON.stringify(emitSets(option('gallery'))),
    REFERENCE_MODEL: emitGzipped(join(root, 'tests/reference/lenet5_reference.safetensors'), 'reference-model'),
    REFERENCE_TENSORS: emitGzipped(
        join(root, 'tests/reference/reference_explanations.safetensors'), 'reference-tensors'),
    MODELS: JSON.stringify(emitModels(dirname(model), model)),
    LATER_JS: emitLater(join(shell, 'later')),
    CSS: emitStyle(shell),
    VERSION: JSON.parse(read(join(root, 'package.json'))).version,
};
values.RUNS = emitLazy('runs', values);
values.STUDIO = emitLazy('studio', values);
values.SHELL_JS = emitScript(join(shell, 'js'), values);
emit('index.html', fill(read(join(shell, 'index.html')).toString(), values, 'shell/index.html'), true);
emitEngine(join(shell, 'engine'), option('engine'));
emit('.nojekyll', '', false);
if (existsSync(join(shell, 'static'))) cpSync(join(shell, 'static'), out, { recursive: true });
for (const [file, name] of [['LICENSE', 'license.txt'], ['THIRD_PARTY.md', 'third-party.txt']])
    emit(name, read(join(root, file)), false);
printSizes();
