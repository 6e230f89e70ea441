// How long frames take while each probe works, and while the pen moves in its view.  A benchmark, not a test:
//
//   node tests/page/probe_frames.mjs [PROBE]...      (after ./build-web.sh)
//
// Evolution is opened with the history that ships; its last line is the scrubber going through its moments.
import { openChromium } from './browsers.mjs';
import { digits, strokePoints } from './digits.mjs';
import { dist } from './harness.mjs';
import { serve } from './server.mjs';

/** Times every callback of requestAnimationFrame, in milliseconds. */
function timeFrames() {
    window.frameTimes = [];
    const ask = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (draw) => ask((time) => {
        const start = performance.now();
        draw(time);
        window.frameTimes.push(performance.now() - start);
    });
}

const browser = await openChromium();
const server = await serve(dist);
const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
await page.addInitScript(timeFrames);
await page.goto(`${server.url}?intro=0`);
await page.evaluate(() => window.unpool.ready);
const pad = await page.evaluate(() => window.unpool.drawingArea());
const onPad = ([x, y]) => [pad.x + x * pad.width, pad.y + y * pad.height];

async function draw(stroke) {
    const points = strokePoints(stroke, 0.03).map(onPad);
    await page.mouse.move(...points[0]);
    await page.mouse.down();
    for (const point of points.slice(1)) await page.mouse.move(...point);
    await page.mouse.up();
}

/** Frame times since the last call. */
const take = () => page.evaluate(() => window.frameTimes.splice(0));
const words = (times) => {
    const sorted = [...times].sort((a, b) => a - b),
        at = (share) =>
        (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1).padStart(6);
    return `${String(sorted.length).padStart(4)} ${at(0.5)} ${at(0.95)} ${at(1)}`;
};

await draw(digits.three[0]);
await page.waitForTimeout(1500);
console.log('milliseconds    until all is known: frames, median, 95 %, longest | while the pen moves');
let longest = 0;
const wanted = process.argv.slice(2);

/** By its name on the screen. */
async function click(name) {
    const { x, y, width, height } = await page.evaluate((n) => window.unpool.rect(n), name);
    await page.mouse.click(x + width / 2, y + height / 2);
}

for (const { id } of await page.evaluate(() => window.unpool.probes())) {
    if (wanted.length && !wanted.includes(id)) continue;
    await take();
    const start = Date.now();
    await page.evaluate((view) => { window.unpool.openLink(`v=1&view=${view}`).catch(() => {}); }, id);
    await page.mouse.move(640, 5);
    if (id === 'evolution') {
        await page.waitForFunction(() => window.unpool.rect('open history'));
        await click('open history');
        await page.waitForFunction(() => window.unpool.rect('figure pool1 map 0 at batch 0'));
    }
    await page.waitForFunction(
        () => { const s = window.unpool.state(); return !s.probe.busy && s.gallery.digits > 0; }, null,
        { polling: 50, timeout: 60000 });
    const took = Date.now() - start, working = await take();
    longest = Math.max(longest, ...working);
    await page.waitForTimeout(700);
    await take();
    if (id === 'evolution') {
        const steps = await page.evaluate(() => window.unpool.networks().find(({ shown }) => shown).steps);
        for (const step of [...steps, ...steps]) {
            await page.evaluate((at) => window.unpool.scrub(at), step);
            await page.waitForTimeout(150);
        }
        const scrubbing = await take();
        longest = Math.max(longest, ...scrubbing);
        console.log(`${'  scrubbed'.padEnd(16)}       ${words(scrubbing)}`);
    }
    await draw(digits.one[0]);
    const drawing = await take();
    await page.keyboard.press('Control+z');
    await page.waitForTimeout(400);
    console.log(`${id.padEnd(16)}${String(took).padStart(6)} ${words(working)} | ${words(drawing)}`);
}
console.log(`longest frame while a probe worked: ${longest.toFixed(1)} ms`);
server.close();
await browser.close();
process.exit(0);
