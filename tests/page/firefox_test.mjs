// The page in Firefox, with a window of its own (headless Firefox has no WebGL): run it under xvfb-run.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openFirefox } from './browsers.mjs';
import { sevenPng } from '../cli/support.mjs';
import { digits, strokePoints } from './digits.mjs';
import { dist, finish, screenshots, withLimit } from './harness.mjs';
import { sendOddEvents } from './odd_events.mjs';
import { serve } from './server.mjs';

const settle = (page) =>
    page.evaluate(() =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)))));

async function draw(page, name) {
    const area = await page.evaluate(() => window.unpool.drawingArea());
    for (const stroke of digits[name]) {
        const points = strokePoints(stroke, 0.05).map(([x, y]) => [area.x + x * area.width, area.y + y * area.height]);
        await page.mouse.move(...points[0]);
        await page.mouse.down();
        for (const point of points.slice(1)) await page.mouse.move(...point);
        await page.mouse.up();
    }
    await settle(page);
}

const state = (page) => page.evaluate(() => window.unpool.state());

async function click(page, name) {
    const rect = await page.evaluate((n) => window.unpool.rect(n), name);
    assert.ok(rect, name);
    await page.mouse.click(rect.x + rect.width / 2, rect.y + rect.height / 2);
    await settle(page);
}

const tests = {
    'a seven is drawn and read': async (page) => {
        await draw(page, 'seven');
        assert.equal((await state(page)).prediction, 7);
        const largest = await page.evaluate(() => {
            const maps = [...Array(6).keys()].map((map) => ['pool1', map])
                .concat([...Array(16).keys()].map((map) => ['pool2', map]));
            return maps.map(
                ([layer, map]) => Math.max(...window.unpool.reconstruction(layer, map).values.map(Math.abs)));
        });
        assert.equal(largest.length, 22);
        assert.ok(largest.filter((value) => value > 0).length >= 18);
        mkdirSync(screenshots, { recursive: true });
        await page.screenshot({ path: join(screenshots, 'firefox-seven.png') });
    },
    'undo and redo by keys, clear by its button': async (page) => {
        await page.keyboard.down('Control');
        await page.keyboard.press('z');
        await page.keyboard.up('Control');
        await settle(page);
        assert.equal((await state(page)).prediction, null);
        await page.keyboard.down('Control');
        await page.keyboard.press('y');
        await page.keyboard.up('Control');
        await settle(page);
        assert.equal((await state(page)).prediction, 7);
        await click(page, 'clear');
        assert.equal((await state(page)).prediction, null);
    },
    'a map is selected by a click': async (page) => {
        await draw(page, 'three');
        await click(page, 'map pool2 5');
        const { selection } = await state(page);
        assert.deepEqual([selection.layer, selection.map], ['pool2', 5]);
    },
    'events of any shape change nothing': async (page) => {
        const before = await state(page);
        console.log(`      ${await page.evaluate(sendOddEvents)} events`);
        await settle(page);
        const after = await state(page);
        for (const key of ['prediction', 'strokes', 'input', 'model', 'view'])
            assert.deepEqual(after[key], before[key], key);
        await click(page, 'clear');
        await draw(page, 'seven');
        assert.equal((await state(page)).prediction, 7);
        await click(page, 'clear');
    },
    'a lost graphics context comes back': async (page) => {
        await page.evaluate(() => {
            window.lose = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
            window.lose.loseContext();
        });
        await new Promise((done) => setTimeout(done, 500));
        await page.evaluate(() => window.lose.restoreContext());
        await new Promise((done) => setTimeout(done, 800));
        const before = (await state(page)).frames;
        await click(page, 'clear');
        const after = await state(page);
        assert.equal(after.prediction, null);
        assert.ok(after.frames > before, 'it draws again');
        await draw(page, 'seven');
        await page.screenshot({ path: join(screenshots, 'firefox-restored.png') });
        assert.equal((await state(page)).prediction, 7);
    },
    'at rest no frame is drawn': async (page) => {
        await new Promise((done) => setTimeout(done, 6000));
        const before = (await state(page)).frames;
        await new Promise((done) => setTimeout(done, 1500));
        assert.equal((await state(page)).frames, before);
    },
};

/** A JPEG of 40 x 40 pixels: a black bar on white. */
const tinyJpeg = [
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxO',
    'UlNSMj5aYVpQYEpRUk//wAALCAAoACgBAREA/8QAFgABAQEAAAAAAAAAAAAAAAAAAAcF/8QAIhAAAQIEBwEAAAAAAAAAAAAAABYx',
    'BBESEwIUM0dSVPBh/9oACAEBAAA/AKcDCVcArE3Zic5zpw29Ot6pt8c3QATHfX3WKcACY76+6xTgATHfX3WKcADCSkArFJeic5wq',
    'w29OhpTb65ug/9k=',
].join('');

const openFile = (page, bytes, name) =>
    page.evaluate((b, n) => window.unpool.openFile(new Uint8Array(b), n), [...bytes], name);

/** What the page says where it hides who is reading (as Tor Browser does): a picture's pixels come back as noise. */
async function resistsFingerprinting() {
    const hiding = await openFirefox({ 'privacy.resistFingerprinting': true });
    try {
        const page = await hiding.newPage();
        await page.goto(`${server.url}?intro=0`);
        await withLimit(page.evaluate(() => window.unpool.ready.then(() => true)), 180000);
        await openFile(page, sevenPng(120, 0, 255), 'seven.png');
        await settle(page);
        assert.equal((await state(page)).prediction, 7, 'PNG is read by the program');
        const jpeg = Buffer.from(tinyJpeg, 'base64');
        await openFile(page, jpeg, 'photo.jpg');
        await settle(page);
        const after = await state(page);
        assert.equal(after.prediction, 7, 'noise is not opened');
        assert.match(after.message, /save it as PNG/);
    } finally {
        await withLimit(hiding.close(), 10000).catch(() => {});
    }
}

const server = await serve(dist);
const browser = await openFirefox();
const page = await browser.newPage();
const faults = [];
page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
page.on('pageerror', (error) => faults.push(error.message));
page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !/^(data|blob):/.test(url)) faults.push(url);
});
await page.setViewport({ width: 1280, height: 720 });
await page.goto(`${server.url}?intro=0`);
let passed = 0, failed = 0;
try {
    await withLimit(page.evaluate(() => window.unpool.ready.then(() => true)), 180000);
    console.log(`      ${await page.evaluate(() => {
        const gl = document.getElementById('canvas').getContext('webgl2');
        return `${gl.getParameter(gl.VERSION)} ${gl.getParameter(gl.RENDERER)}`;
    })}`);
} catch (error) {
    const details = await page.evaluate(() => document.getElementById('failure-details').textContent);
    console.log(`FAIL  the page starts\n      ${error.message}\n      ${details}`);
    ++failed;
}
for (const [name, test] of Object.entries(failed ? {} : tests)) {
    try {
        await withLimit(test(page), 240000);
        ++passed;
        console.log(`ok    ${name}`);
    } catch (error) {
        ++failed;
        console.log(`FAIL  ${name}\n      ${error.stack}`);
    }
}
try {
    await openFile(page, Buffer.from(tinyJpeg, 'base64'), 'bar.jpg');
    await settle(page);
    assert.equal((await state(page)).prediction, 1, 'a JPEG is read through the canvas where that is honest');
    await withLimit(resistsFingerprinting(), 240000);
    ++passed;
    console.log('ok    where the browser resists fingerprinting, PNG is read and other pictures are refused');
} catch (error) {
    ++failed;
    console.log(`FAIL  where the browser resists fingerprinting\n      ${error.stack}`);
}
if (faults.length) {
    ++failed;
    console.log(`FAIL  the page complained\n      ${faults.join('\n      ')}`);
}
await withLimit(browser.close(), 10000).catch(() => {});
server.close();
finish(passed, failed);
