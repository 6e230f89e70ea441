// How long a frame takes while somebody draws, beside a page that only clears its canvas.  A benchmark, not a test:
//
//   node tests/page/frames.mjs [--rounds N] [--site FOLDER]...      (after ./build-web.sh)
//
// Chromium with software graphics.  At each size pages take turns for N rounds (5): one that clears a canvas of that
// size, and each site (dist/) while a pen draws a spiral on its pad, one step of it before every frame.  Printed are
// medians of the time from frame to frame in milliseconds, and what they are of the clearing page's.
import { openChromium } from './browsers.mjs';
import { dist } from './harness.mjs';
import { serve } from './server.mjs';

const sizes = [[1280, 720, 1], [1920, 1080, 1], [2560, 1300, 1], [390, 844, 3]];
const framesARound = 60;
const skipped = 10;  // until the pen is under way

/** Options of this name, in their order. */
const options = (name) => process.argv.flatMap((word, at, all) => (all[at - 1] === `--${name}` ? [word] : []));
const rounds = Number(options('rounds')[0] ?? 5);
const sites = options('site').length ? options('site') : [dist];

const clearingPage = `<!doctype html><meta name="viewport" content="width=device-width"><style>
html, body { margin: 0; height: 100%; overflow: hidden } canvas { display: block; width: 100%; height: 100% }
</style><canvas id="canvas"></canvas>`;

/** In the page: a canvas as the program's that changes its colour at every frame. */
function startClearing() {
    const canvas = document.getElementById('canvas');
    canvas.width = innerWidth * devicePixelRatio;
    canvas.height = innerHeight * devicePixelRatio;
    const gl = canvas.getContext('webgl2', { alpha: false, depth: false, stencil: false, antialias: false });
    window.step = (n) => {
        gl.clearColor((n % 16) / 16, 0.2, 0.3, 1);
        gl.clear(gl.COLOR_BUFFER_BIT);
    };
    window.end = () => {};
}

/** In the page: a pen that goes round and round on the pad. */
function startDrawing() {
    const canvas = document.getElementById('canvas');
    const send = (type, n) => {
        const pad = window.unpool.drawingArea();
        const radius = 0.15 + 0.2 * Math.abs(Math.sin(n / 40));
        canvas.dispatchEvent(new PointerEvent(type, {
            bubbles: true, pointerId: 1, pointerType: 'mouse', buttons: type === 'pointerup' ? 0 : 1,
            clientX: pad.x + pad.width * (0.5 + radius * Math.cos(n / 5)),
            clientY: pad.y + pad.height * (0.5 + radius * Math.sin(n / 5)) }));
    };
    window.step = (n) => send(n === 0 ? 'pointerdown' : 'pointermove', n);
    window.end = (n) => {
        send('pointerup', n);
        window.unpool.clear();
    };
}

/** In the page: `count` frames, and the times between them. */
function timeFrames(count) {
    return new Promise((done) => {
        const times = [];
        let n = 0, last = 0;
        const frame = () => {
            const now = performance.now();
            if (n > 0) times.push(now - last);
            last = now;
            if (n === count) {
                window.end(n);
                return done(times);
            }
            window.step(n++);
            requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    });
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function openPages(browser, servers, [width, height, ratio]) {
    const open = async (url, start) => {
        const context = await browser.newContext(
            { viewport: { width, height }, deviceScaleFactor: ratio, hasTouch: ratio > 1, isMobile: ratio > 1 });
        const page = await context.newPage();
        if (url) await page.goto(url);
        else await page.setContent(clearingPage);
        if (url) await page.evaluate(() => window.unpool.ready.then(() => true));
        await page.evaluate(start);
        return page;
    };
    const pages = [await open(null, startClearing)];
    for (const server of servers) pages.push(await open(`${server.url}?intro=0`, startDrawing));
    return pages;
}

const browser = await openChromium();
const servers = [];
for (const site of sites) servers.push(await serve(site));
console.log(`median milliseconds from frame to frame, ${rounds} rounds of ${framesARound}`);
console.log(`size        clearing | ${sites.join(' | ')}`);
for (const size of sizes) {
    const pages = await openPages(browser, servers, size);
    const times = pages.map(() => []);
    for (let round = 0; round < rounds; ++round)
        for (const [i, page] of pages.entries()) {
            await page.bringToFront();
            times[i].push(...(await page.evaluate(timeFrames, framesARound)).slice(skipped));
            await page.waitForTimeout(300);
        }
    const medians = times.map(median);
    console.log(`${`${size[0]}x${size[1]}@${size[2]}`.padEnd(12)} ${medians[0].toFixed(1).padStart(6)}`
        + medians.slice(1).map((m) => ` | ${m.toFixed(1).padStart(6)} = ${(m / medians[0]).toFixed(2)}`).join(''));
    for (const page of pages) await page.context().close();
}
for (const server of servers) server.close();
await browser.close();
process.exit(0);
