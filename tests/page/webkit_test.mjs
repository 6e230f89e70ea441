// The page in WebKit, Safari's engine, with a window of its own: run it under xvfb-run.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digits, strokePoints } from './digits.mjs';
import { dist, finish, screenshots, withLimit } from './harness.mjs';
import { serve } from './server.mjs';
import { openWebKit } from './webdriver.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const program = process.env.UNPOOL_BIN ?? join(root, 'build/release/bin/unpool');

const server = await serve(dist);
const page = await openWebKit();
console.log(`      ${page.name}`);

const settle = () => page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)))));
const state = () => page.evaluate(() => window.unpool.state());

/** What the page complained of, from its start to now. */
const faults = () => page.evaluate(() => window.faults ?? []);

/**
 * Opens an address of the page anew and waits until it runs.  MiniBrowser's window sometimes gets no frame at all after
 * it was made, and then no page does: a page that does not begin within half a minute is loaded once more.
 */
async function open(address = '') {
    try {
        return await load(address, 30000);
    } catch (error) {
        const seen = await page.evaluate(() => ({ visible: document.visibilityState,
            script: typeof window.unpool,
            loaded: performance.getEntriesByType('resource').map(({ name, duration }) => [name, Math.round(duration)]),
        })).catch(String);
        console.log(`      loaded again: ${error.message}; ${JSON.stringify(seen)}`);
        return load(address, 80000);
    }
}

async function load(address, milliseconds) {
    await page.go('about:blank');
    await page.go(`${server.url}?intro=0${address}`);
    await page.evaluate((limit) => {
        window.faults = [];
        window.addEventListener('error', (event) => window.faults.push(event.message));
        window.addEventListener('unhandledrejection', (event) => window.faults.push(String(event.reason)));
        document.addEventListener('securitypolicyviolation', (event) => window.faults.push(event.violatedDirective));
        const own = console.error.bind(console);
        console.error = (...words) => { window.faults.push(words.join(' ')); own(...words); };
        const failure = document.getElementById('failure');
        return Promise.race([window.unpool.ready.then(() => true), new Promise((_, reject) => {
            setInterval(() => { if (!failure.hidden) reject(new Error(failure.textContent.trim())); }, 100);
            setTimeout(() => reject(new Error(`it has not begun after ${limit / 1000} s`)), limit);
        })]);
    }, milliseconds);
    await settle();
}

async function draw(name) {
    const area = await page.evaluate(() => window.unpool.drawingArea());
    for (const stroke of digits[name]) {
        const points = strokePoints(stroke, 0.05).map(([x, y]) => [area.x + x * area.width, area.y + y * area.height]);
        await page.pointer([['move', ...points[0]], ['down'], ...points.slice(1).map((p) => ['move', ...p]), ['up']]);
    }
    await settle();
}

async function click(name) {
    const rect = await page.evaluate((n) => window.unpool.rect(n), name);
    assert.ok(rect, `"${name}" is on the screen`);
    await page.pointer([['move', rect.x + rect.width / 2, rect.y + rect.height / 2], ['down'], ['up']]);
    await settle();
}

/** The same words and, but for rounding, the same numbers. */
function near(a, b, path = '') {
    if (typeof a === 'number' && typeof b === 'number')
        return assert.ok(Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(a), Math.abs(b)), `${path}: ${a}, ${b}`);
    if (a && b && typeof a === 'object' && typeof b === 'object') {
        assert.deepEqual(Object.keys(a).sort(), Object.keys(b).sort(), path);
        for (const key of Object.keys(a)) near(a[key], b[key], `${path}.${key}`);
        return undefined;
    }
    return assert.deepEqual(a, b, path);
}

const tests = {
    'a seven is drawn and read': async () => {
        await open();
        await page.setSize(1280, 720);
        await settle();
        await draw('seven');
        assert.equal((await state()).prediction, 7);
        const largest = await page.evaluate(() => [...Array(16).keys()].map(
            (map) => Math.max(...window.unpool.reconstruction('pool2', map).values.map(Math.abs))));
        assert.ok(largest.filter((value) => value > 0).length >= 10);
        mkdirSync(screenshots, { recursive: true });
        writeFileSync(join(screenshots, 'webkit-seven.png'), await page.screenshot());
    },
    'undo and redo by keys, clear by its button': async () => {
        await page.keys('Control', 'z');
        await settle();
        assert.equal((await state()).prediction, null);
        await page.keys('Control', 'y');
        await settle();
        assert.equal((await state()).prediction, 7);
        await click('clear');
        assert.equal((await state()).prediction, null);
    },
    'a map is selected by a click': async () => {
        await draw('three');
        await click('map pool2 5');
        const { selection } = await state();
        assert.deepEqual([selection.layer, selection.map], ['pool2', 5]);
    },
    'a link is restored': async () => {
        const before = await state(), link = await page.evaluate(() => window.unpool.link());
        await open(`#${link}`);
        const after = await state();
        for (const key of ['prediction', 'selection', 'view', 'input']) assert.deepEqual(after[key], before[key], key);
    },
    'the self-check passes': async () => {
        const numbers = await page.evaluate(() => window.unpool.probe('self-check'));
        const facts = Object.assign({}, ...numbers.groups.map((group) => group.facts));
        for (const name of ['conv1', 'conv2', 'fc1', 'activations', 'deconvnet', 'strongest only', 'gradient',
            'guided backprop', 'occlusion']) assert.ok(facts[name] < 1e-4, `${name}: ${facts[name]}`);
        assert.equal(facts.switches, 0);
        assert.ok(facts['numbers compared'] > 400000);
        assert.ok(facts.accuracy > 0.99, `accuracy ${facts.accuracy}`);
    },
    'a probe gives the numbers that the command line gives': async () => {
        const folder = mkdtempSync(join(tmpdir(), 'unpool-webkit-'));
        try {
            const here = await page.evaluate(() => window.unpool.probe('occlusion', { size: 6 }));
            const link = await page.evaluate(() => window.unpool.link());
            execFileSync(program, ['render', link, '-o', join(folder, 'a.png'), '--json', join(folder, 'a.json')]);
            near(here, JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8')));
        } finally {
            rmSync(folder, { recursive: true });
        }
    },
    'the button trains, and the run is there after a reload': async () => {
        const training = async () => (await state()).training;
        const until = async (is, what) => {
            let now = null;
            for (const end = Date.now() + 160000; Date.now() < end; await new Promise((go) => setTimeout(go, 100)))
                if (is(now = await training())) return now;
            throw new Error(`${what} never came: ${JSON.stringify(now)}`);
        };
        await open('#v=1&view=train');
        await click('train');
        const good = await until((t) => t.measures.held_out_accuracy >= 0.95, '95 %');
        await draw('seven');
        assert.equal((await state()).prediction, 7);
        writeFileSync(join(screenshots, 'webkit-train.png'), await page.screenshot());
        const last = await until(({ phase, batch }) => phase === 'idle' && batch > 0, 'the end');
        assert.ok(last.measures.held_out_accuracy > 0.975, last.finding);
        console.log(`      95 % after batch ${good.step}; ${Math.round(last.images_per_second)} images/s`);
        await page.evaluate(() => window.unpool.scrub(0));
        await settle();
        assert.ok((await training()).measures.held_out_accuracy < 0.25, 'it guesses');
        await open('#v=1&view=train');
        const there = () => page.evaluate(() => window.unpool.networks().some(({ name }) => name === 'Run 1'));
        for (const end = Date.now() + 30000; !(await there()) && Date.now() < end;)
            await new Promise((go) => setTimeout(go, 200));
        assert.ok(await there(), 'the run is there');
    },
    'at rest no frame is drawn': async () => {
        // What is known of the digits is computed in slices: on a busy machine for many seconds.
        let before = -1, now = (await state()).frames;
        for (const end = Date.now() + 60000; now !== before && Date.now() < end;) {
            await new Promise((done) => setTimeout(done, 1500));
            [before, now] = [now, (await state()).frames];
        }
        assert.equal(now, before);
    },
};

let passed = 0, failed = 0;
for (const [name, test] of Object.entries(tests)) {
    try {
        await withLimit(test(), 300000);
        assert.deepEqual(await faults(), [], 'the page complained');
        ++passed;
        console.log(`ok    ${name}`);
    } catch (error) {
        ++failed;
        console.log(`FAIL  ${name}\n      ${error.stack}`);
    }
}
await withLimit(page.close(), 10000).catch(() => {});
server.close();
finish(passed, failed);
