// The engine in browsers' workers: the same recipe gives the same weights, to the bit, as under Node.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openChromium, openFirefox } from './browsers.mjs';
import { dist, finish, withLimit } from './harness.mjs';
import { serve } from './server.mjs';
import { openWebKit } from './webdriver.mjs';

const recipe = { epochs: 2, batch: 32, seed: 5, dropout: 0.2, rotation: 10, shift: 1.5, elastic: 0.5, thickness: 0.3,
    redrawn: 0.3, synthetic: 0.1 };

/** Squares in four places on noise; the same in Node and in the browser. */
function makeDigits(count) {
    const images = new Uint8Array(count * 784), labels = new Uint8Array(count);
    let state = 99;
    const random = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
    for (let i = 0; i < count; ++i) {
        labels[i] = i % 4;
        const row = labels[i] < 2 ? 6 : 16, column = labels[i] % 2 ? 6 : 16;
        for (let p = 0; p < 784; ++p) images[i * 784 + p] = random() * 60;
        for (let y = 0; y < 6; ++y) {
            const at = i * 784 + (row + y) * 28 + column;
            images.fill(200, at, at + 6);
        }
    }
    return { images, labels };
}

/** In the page: trains in a worker, gives the last checkpoint's SHA-256 and what was told on the way. */
async function trainInWorker(recipe, digits, pauses) {
    const worker = new Worker('unpool-worker.mjs', { type: 'module' });
    const told = { checkpoints: [], progress: 0, models: 0 };
    let last;
    const outcome = await new Promise((done) => {
        worker.onerror = (event) => done({ kind: 'error', message: event.message ?? 'the worker did not start' });
        worker.onmessage = ({ data }) => {
            if (data.kind === 'checkpoint') {
                last = data;
                told.checkpoints.push([data.batch, data.heldOut.accuracy]);
                if (pauses && data.batch === 4) {
                    worker.postMessage({ kind: 'pause' });
                    setTimeout(() => worker.postMessage({ kind: 'step' }), 50);
                    setTimeout(() => worker.postMessage({ kind: 'resume' }), 150);
                }
            } else if (data.kind === 'progress') {
                ++told.progress;
            } else if (data.kind === 'model') {
                ++told.models;
            } else {
                done(data);
            }
        };
        worker.postMessage({ kind: 'train', recipe, digits, heldOut: digits });
    });
    worker.terminate();
    const hash = last && await crypto.subtle.digest('SHA-256', last.model);
    const digits16 = (byte) => byte.toString(16).padStart(2, '0');
    return { outcome, told, hash: last && [...new Uint8Array(hash)].map(digits16).join('') };
}

async function trainInNode() {
    const { loadEngine } = await import(pathToFileURL(join(dist, 'unpool-engine.mjs')));
    const engine = await loadEngine(readFileSync(join(dist, 'unpool-engine.wasm')));
    const training = engine.train(recipe, makeDigits(320));
    while (training.step(1));
    return createHash('sha256').update(training.network().save()).digest('hex');
}

/** Opens a page of each browser: `run(script)` evaluates a promise's script there. */
const browsers = {
    Chromium: async (url) => fromPlaywright(await openChromium(), url),
    Firefox: async (url) => fromPlaywright(await openFirefox(), url),
    WebKit: async (url) => {
        const session = await openWebKit();
        await session.go(url);
        return { run: (script) => session.evaluate(`() => ${script}`), close: () => session.close() };
    },
};

async function fromPlaywright(browser, url) {
    const page = await browser.newPage();
    await page.goto(url);  // under the page's own policy
    return { run: (script) => page.evaluate(script), close: () => browser.close() };
}

const expected = await trainInNode();
let passed = 0, failed = 0;
for (const [name, open] of Object.entries(browsers)) {
    const site = await serve(dist);
    let page = null;
    try {
        page = await open(site.url);
        for (const pauses of [false, true]) {
            const script = `(${trainInWorker})(${JSON.stringify(recipe)}, (${makeDigits})(320), ${pauses})`;
            const { outcome, told, hash } = await withLimit(page.run(script), 300_000);
            assert.deepEqual(outcome, { kind: 'done', diverged: false, batch: 20, stoppedEarly: false, bestBatch: 0 });
            assert.equal(hash, expected);
            assert.deepEqual(told.checkpoints.map(([batch]) => batch), [0, 1, 2, 3, 4, 6, 8, 12, 16, 20]);
            assert.ok(told.progress > 0);
            assert.ok(pauses || told.models === 0);
            assert.ok(told.checkpoints.at(-1)[1] > told.checkpoints[0][1]);
            console.log(`  ok  ${name} trains what Node trains${pauses ? ', with a pause and a single batch' : ''}`);
            ++passed;
        }
    } catch (error) {
        console.log(`  FAILED  ${name}: ${error.stack}`);
        ++failed;
    } finally {
        await page?.close();
        await site.close();
    }
}
finish(passed, failed);
