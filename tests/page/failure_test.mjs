// What the page says when it cannot run, and that bad files and calls leave everything as it was.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isInSeven, png, pngWithAlpha, sevenPng } from '../cli/support.mjs';
import { dist, run } from './harness.mjs';
import { serve } from './server.mjs';

/** The panel's texts. */
async function panel(visit) {
    await visit.page.waitForSelector('#failure', { state: 'visible', timeout: 60000 });
    return visit.page.evaluate(
        () => ['title', 'text', 'help', 'details'].map(
        (part) => document.getElementById(`failure-${part}`).textContent));
}

/** Serves the site in another way. */
async function serveAs(visit, options) {
    visit.server.close();
    visit.server = await serve(dist, options);
}

async function missingFile(visit, missing, name) {
    await serveAs(visit, { missing });
    visit.expect(/console error: Failed to load resource.*404/);
    await visit.open({ wait: false });
    const [title, text, help] = await panel(visit);
    assert.match(title, /did not arrive/);
    assert.match(text, /404|could not be loaded/);
    assert.match(help, /load the page again/);
    assert.match(await visit.page.evaluate(() => window.unpool.ready.then(() => 'ready', (error) => error.message)),
        /did not arrive/);
    await visit.keep(`failure-${name}`);
}

const drop = (visit, name, bytes, type = '') => visit.page.evaluate(({ n, b, t }) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(b)], n, { type: t }));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
}, { n: name, b: [...bytes], t: type });

const modelFile = () => readFileSync(join(dist, readdirSync(dist).find((name) => name.endsWith('.safetensors'))));

/** Drops what is no good, and sees that one message comes and nothing else changes. */
async function refuses(visit, name, bytes, type) {
    const before = await visit.state();
    await drop(visit, name, bytes, type);
    await visit.page.waitForFunction(
        (start) => window.unpool.state().message.startsWith(start), name, { timeout: 60000 });
    const after = await visit.state();
    console.log(`      ${name}: ${after.message}`);
    assert.ok(after.message.length > 20);
    for (const key of ['model', 'prediction', 'probabilities', 'input', 'layers'])
        assert.deepEqual(after[key], before[key], key);
}

await run({
    'the wasm is missing': (visit) => missingFile(visit, /\.wasm$/, 'wasm'),
    'the program is missing': (visit) => missingFile(visit, /^app\..*\.js$/, 'program'),
    'the model is missing': (visit) => missingFile(visit, /\.safetensors$/, 'model'),

    'a file that breaks off on the way has not come': async (visit) => {
        for (const pattern of [/\.wasm$/, /^app\..*\.js$/, /\.safetensors$/]) {
            await serveAs(visit, { fate: (name) => (pattern.test(name) ? 'cut' : 0) });
            visit.expect(/Failed to load resource|ERR_CONTENT_LENGTH_MISMATCH/);
            await visit.open({ wait: false });
            const [title, text, help] = await panel(visit);
            assert.match(title, /did not arrive/, String(pattern));
            assert.match(text, /broke off|could not be loaded/);
            assert.match(help, /load the page again/);
            await visit.context.close();
        }
    },

    'a page that was opened as a file says that it needs a server': async (visit) => {
        visit.expect(/./);
        visit.server.close();
        visit.server = { url: `file://${dist}/`, close() {} };
        await visit.open({ path: 'index.html', wait: false });
        const [title, text, help] = await panel(visit);
        assert.match(title, /needs a server/);
        assert.match(text, /opened as a file/);
        assert.match(help, /python3 -m http\.server/);
        await visit.keep('failure-file');
    },

    'not even the shell came': async (visit) => {
        await serveAs(visit, { missing: /^shell/ });
        visit.expect(/404/);
        await visit.open({ wait: false });
        assert.equal(await visit.page.isVisible('#unstarted'), false, 'it may still be on its way');
        await visit.page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
        assert.equal(await visit.page.isVisible('#unstarted'), true);
        assert.match(await visit.page.textContent('#unstarted'), /python3 -m http\.server/);
        await visit.keep('failure-shell');
    },

    'a policy that forbids WebAssembly, or the files, is named': async (visit) => {
        visit.expect(/./);
        const policy = (text) => serveAs(visit, { headers: { 'Content-Security-Policy': text } });
        await policy("default-src 'self'; script-src 'self'");
        await visit.open({ wait: false });
        let [title, text, help] = await panel(visit);
        assert.match(title, /policy forbids WebAssembly/);
        assert.match(text, /Content-Security-Policy/);
        assert.match(help, /script-src needs 'wasm-unsafe-eval'/);
        await visit.context.close();
        await policy("connect-src 'none'");
        await visit.open({ wait: false });
        [title, text, help] = await panel(visit);
        assert.match(title, /policy keeps a part/);
        assert.match(help, /connect-src needs 'self'/);
    },

    'a sandboxed frame says what it lacks, and runs when the server allows it': async (visit) => {
        visit.expect(/./);
        const inFrame = async (headers) => {
            await serveAs(visit, { headers });
            await visit.context?.close();
            visit.context = await visit.browser.newContext({ viewport: { width: 1280, height: 720 } });
            visit.page = await visit.context.newPage();
            await visit.page.setContent(
                `<iframe sandbox="allow-scripts" width="1200" height="700" src="${visit.server.url}"></iframe>`);
            return visit.page.frames()[1];
        };
        const frame = await inFrame({});
        await frame.waitForSelector('#failure', { state: 'visible', timeout: 60000 });
        assert.match(await frame.textContent('#failure-text'), /sandboxed frame/);
        assert.match(await frame.textContent('#failure-help'), /allow-same-origin/);
        await visit.keep('failure-sandbox');
        const allowed = await inFrame({ 'Access-Control-Allow-Origin': '*' });
        await allowed.waitForFunction(() => window.unpool?.ready.then(() => true), null, { timeout: 60000 });
        assert.equal(await allowed.evaluate(
            () => { window.unpool.setStrokes([[[30, 20], [70, 20], [45, 80]]]); return window.unpool.state().prediction;
            }), 7);
    },

    'the model is damaged': async (visit) => {
        await serveAs(visit,
            { transform: (name, bytes) => (name.endsWith('.safetensors') ? bytes.subarray(0, 1000) : bytes) });
        await visit.open({ wait: false });
        const [title, text] = await panel(visit);
        assert.match(title, /could not start/);
        assert.match(text, /model/);
    },

    'there is no WebGL 2': async (visit) => {
        await visit.open({ wait: false, before: () => { HTMLCanvasElement.prototype.getContext = () => null; } });
        const [title, , help, details] = await panel(visit);
        assert.match(title, /WebGL 2/);
        assert.match(help, /hardware acceleration/);
        assert.match(details, /Mozilla/);
        await visit.keep('failure-webgl');
    },

    'there is no WebAssembly, or none with SIMD': async (visit) => {
        await visit.open({ wait: false, before: () => { delete window.WebAssembly; } });
        assert.match((await panel(visit))[0], /no WebAssembly/);
        await visit.context.close();
        await visit.open({ wait: false, before: () => { WebAssembly.validate = () => false; } });
        assert.match((await panel(visit))[0], /SIMD/);
    },

    'the program aborts': async (visit) => {
        visit.expect(/./);
        await visit.open();
        await visit.page.evaluate(
            () => { setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); }, 0); });
        const [title, , , details] = await panel(visit);
        assert.match(title, /stopped/);
        assert.match(details, /unreachable/);
    },

    'a lost context that never comes back is said': async (visit) => {
        await visit.open();
        await visit.page.evaluate(
            () => document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context')
            .loseContext());
        assert.match((await panel(visit))[0], /graphics were lost/);
    },

    'without JavaScript there is a text and a still': async (visit) => {
        await visit.open({ wait: false, javaScriptEnabled: false });
        const text = await visit.page.textContent('noscript');
        assert.match(text, /needs JavaScript/);
        assert.match(text, /Zeiler/);
        await visit.keep('failure-noscript');
    },

    'bad files leave the running model and the drawing as they were': async (visit) => {
        await visit.open();
        await visit.draw('three');
        const model = modelFile();
        await refuses(visit, 'half.safetensors', model.subarray(0, model.length >> 1));
        const lying = Buffer.from(model);
        lying.writeUInt32LE(0x7fffffff, 0);
        await refuses(visit, 'lying.safetensors', lying);
        await refuses(visit, 'noise.bin', Uint8Array.from({ length: 500 }, (_, i) => (i * 7919) & 255));
        await refuses(visit, 'broken.png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 1], 'image/png');
    },

    'a good model and a picture are taken': async (visit) => {
        await visit.open();
        const model = modelFile();
        await drop(visit, 'mine.safetensors', model);
        await visit.page.waitForFunction(
            () => window.unpool.state().model.startsWith('mine'), null, { timeout: 60000 });
        const png = await visit.page.evaluate(async () => {
            const canvas = document.createElement('canvas');
            canvas.width = canvas.height = 200;
            const paper = canvas.getContext('2d');
            paper.fillStyle = '#fff';
            paper.fillRect(0, 0, 200, 200);
            paper.lineWidth = 16;
            paper.beginPath();
            paper.moveTo(60, 45);
            paper.lineTo(140, 45);
            paper.lineTo(90, 160);
            paper.stroke();
            const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
            return [...new Uint8Array(await blob.arrayBuffer())];
        });
        await drop(visit, 'seven.png', png, 'image/png');
        await visit.page.waitForFunction(() => window.unpool.state().prediction === 7, null, { timeout: 60000 });
        await visit.page.evaluate(
            () => window.unpool.openFile(new TextEncoder().encode('{"strokes": [[[5, 1], [5, 9]]]}'), 'one.json'));
        await visit.page.waitForFunction(() => window.unpool.state().prediction === 1, null, { timeout: 60000 });
    },

    'PNG is read as the command line reads it: checksums, clear grounds, a phone\'s size': async (visit) => {
        await visit.open();
        const open = async (bytes) => {
            await visit.page.evaluate((b) => window.unpool.openFile(new Uint8Array(b), 'picture.png'), [...bytes]);
            await visit.settle();
            return visit.state();
        };
        const white = pngWithAlpha(150, 150, (row, column) => [255, isInSeven(column / 1.5, row / 1.5) ? 255 : 0]);
        assert.equal((await open(white)).prediction, 7);
        const wrong = Buffer.from(sevenPng(60, 0, 255));
        wrong[wrong.length - 13] ^= 1;
        assert.match((await open(wrong)).message, /checksum of its part IDAT/);
        const large = png(
            5312, 2988, (row, column) => (column > 2500 && column < 2800 && row > 300 && row < 2600 ? 20 : 240));
        assert.equal((await open(large)).prediction, 1);
    },

    'the interface answers at once and refuses nonsense with a sentence': async (visit) => {
        await visit.open();
        const result = await visit.page.evaluate(() => {
            const u = window.unpool;
            const thrown = (call) => {
                try { call(); return 'nothing'; } catch (error) { return `${error.name}: ${error.message}`; } };
            const input = new Float32Array(784);
            for (let row = 5; row < 23; ++row)
                for (let column = 13; column < 16; ++column) input[28 * row + column] = 1;
            u.setInput(input);
            const one = u.state();
            const kept = u.layer('input');
            const errors = [
                thrown(() => u.setInput(new Float32Array(100))), thrown(() => u.setInput('7')),
                    thrown(() => u.setInput(new Float32Array(784).fill(NaN))),
                thrown(() => u.setStrokes([])), thrown(() => u.setStrokes([[[1, 'a']]])),
                    thrown(() => u.layer('conv9')),
                thrown(() => u.reconstruction('pool1', 6)), thrown(() => u.reconstruction('softmax', 0)),
                    thrown(() => u.rect(3)),
            ];
            const after = u.state();
            const conv1 = u.layer('conv1');
            const projection = u.reconstruction('pool2', 15);
            u.setStrokes([[[30, 20], [70, 20], [45, 80]]]);
            const seven = u.state().prediction;
            u.clear();
            return { one: one.prediction, same: JSON.stringify(one.input) === JSON.stringify([...input]), errors,
                after: after.prediction,
                     kept: [kept.shape, kept.values.length, kept.values instanceof Float32Array],
                         conv1: [conv1.shape, conv1.values.length], projection: projection.shape,
                     seven, empty: u.state().prediction,
                         leaked: ['program', 'byId', 'fail', 'api'].filter((name) => name in window) };
        });
        assert.equal(result.one, 1);
        assert.ok(result.same, 'the pixels are taken exactly');
        for (const error of result.errors) assert.match(error, /^TypeError: .{20,}/);
        assert.equal(result.after, 1);
        assert.deepEqual(result.kept, [[1, 28, 28], 784, true]);
        assert.deepEqual(result.conv1, [[6, 28, 28], 6 * 784]);
        assert.deepEqual(result.projection, [1, 28, 28]);
        assert.deepEqual([result.seven, result.empty], [7, null]);
        assert.deepEqual(result.leaked, []);
    },

    'pixels without ink are an empty page, and a link of them too': async (visit) => {
        await visit.open();
        const seen = await visit.page.evaluate(async () => {
            const u = window.unpool;
            const told = () => [u.state().prediction, u.state().probabilities, u.state().input, u.layer('conv1')];
            u.setStrokes([[[30, 20], [70, 20], [45, 80]]]);
            u.setInput(new Float32Array(784));
            const zeros = told();
            u.setInput(new Float32Array(784).fill(0.001));  // less than half a step of a byte: nobody could pass it on
            const faint = told();
            u.setInput(Float32Array.from({ length: 784 }, (_, i) => (i === 406 ? 1 : 0)));
            const dot = u.state().prediction;
            await u.openLink('v=1&input=&view=explore');
            return { zeros, faint, dot, link: told() };
        });
        for (const empty of [seen.zeros, seen.faint, seen.link]) assert.deepEqual(empty, [null, null, null, null]);
        assert.notEqual(seen.dot, null);
    },

    'what is downloaded before the first drawing is at most 650,000 bytes': async (visit) => {
        await visit.open();
        const seen = new Set(
            [visit.server.url,
            ...(await visit.page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name)))]);
        let sum = 0;
        for (const url of seen) {
            const name = url.slice(visit.server.url.length) || 'index.html';
            if (/^(gallery|rest\.)/.test(name)) continue;
            sum += gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;
        }
        console.log(`      ${sum} bytes (gzip -9) in ${seen.size} files`);
        assert.ok(sum <= 650000);
    },
});
