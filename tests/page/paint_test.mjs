// Frames that paint only what changed (src/gpu/screen.h) show what whole frames show, pixel for pixel.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { run, screenshots, Visit } from './harness.mjs';

/** How many pixels have a channel that differs by more than `levels`, and the box around them. */
function differing(a, b, levels = 0) {
    assert.deepEqual([a.width, a.height], [b.width, b.height]);
    let count = 0, left = a.width, top = a.height, right = 0, bottom = 0;
    for (let i = 0; i < a.data.length; i += 4) {
        if (![i, i + 1, i + 2].some((k) => Math.abs(a.data[k] - b.data[k]) > levels)) continue;
        const x = (i / 4) % a.width, y = Math.floor(i / 4 / a.width);
        ++count;
        [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    }
    return { count, where: `${count} pixels, within ${left},${top} to ${right},${bottom}` };
}

/** The next frame is painted whole: for all that the program knows, the canvas has lost its pixels. */
async function paintWhole(visit) {
    await visit.page.evaluate(() => { window.dispatchEvent(new Event('resize')); });
    await visit.settle();
}

/** What happens on the page, step by step: name -> work. */
const steps = {
    'a stroke': (visit) => visit.draw('seven'),
    'the pointer over a map': async (visit) => visit.page.mouse.move(...(await visit.middle('map pool1 2'))),
    'another map': (visit) => visit.click('map pool2 5'),
    'the other theme': (visit) => visit.page.click('[data-action="theme"]', { force: true }),
    'another stroke': (visit) => visit.draw('one'),
    'a view': (visit) => visit.page.evaluate(() => window.unpool.probe('occlusion')),
    'help': (visit) => visit.page.click('[data-action="help"]', { force: true }),
    'the wheel': async (visit) => {
        await visit.page.mouse.move(640, 400);
        await visit.page.mouse.wheel(0, 240);
    },
    'back': (visit) => visit.press('Escape'),
    'explore': (visit) => visit.page.evaluate(() => window.unpool.explore()),
    'an empty page': (visit) => visit.page.evaluate(() => window.unpool.clear()),
};

/** Opens the page and lets it come to rest. */
async function begin(visit, path, options = {}) {
    await visit.open({ path, ...options });
    await visit.rest();
}

/** Each step, and at rest after it `look`. */
async function walk(visit, look) {
    for (const [name, step] of Object.entries(steps)) {
        await step(visit);
        await visit.rest();
        await look(name, await visit.picture());
    }
}

/** For whoever looks into a difference. */
async function keepBoth(name, partly, whole) {
    mkdirSync(screenshots, { recursive: true });
    writeFileSync(join(screenshots, `paint-${name}-partly.png`), PNG.sync.write(partly));
    writeFileSync(join(screenshots, `paint-${name}-whole.png`), PNG.sync.write(whole));
}

async function agrees(visit, options) {
    await begin(visit, '?intro=0', options);
    await walk(visit, async (name, partly) => {
        await paintWhole(visit);
        const whole = await visit.picture();
        const { count, where } = differing(partly, whole);
        if (count > 0) await keepBoth(name, partly, whole);
        assert.equal(count, 0, `after ${name} a whole frame differs: ${where}`);
    });
}

await run({
    'what is painted in parts is what a whole frame is': (visit) => agrees(visit, {}),

    'the same on a phone with three pixels a point': (visit) =>
        agrees(visit, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true }),

    'the same as a page that paints every frame whole': async (visit) => {
        const other = new Visit(visit.browser, visit.server);
        await begin(other, '?intro=0&paint=whole');
        await begin(visit, '?intro=0');
        const pictures = [];
        await walk(other, (name, picture) => { pictures.push(picture); });
        await walk(visit, async (name, picture) => {
            // Two visits differ in a few pixels of edges at times; within a visit, above, nothing may differ.
            const whole = pictures.shift(), { count, where } = differing(picture, whole, 1);
            if (count >= 20) await keepBoth(name, picture, whole);
            assert.ok(count < 20, `after ${name} they differ: ${where}`);
        });
        await other.close();
    },

    'a moving pen leaves alone what does not change': async (visit) => {
        await visit.open({ path: '?intro=0' });
        await visit.draw('seven');
        await visit.rest();
        const red = () => visit.page.evaluate(() => {
            const gl = document.getElementById('canvas').getContext('webgl2');
            gl.clearColor(1, 0, 0, 1);
            gl.clear(gl.COLOR_BUFFER_BIT);
        });
        const share = (picture) => {
            let count = 0;
            const { data } = picture;
            for (let i = 0; i < data.length; i += 4) count += data[i] === 255 && data[i + 1] === 0;
            return count / (picture.width * picture.height);
        };
        await red();
        await visit.draw('one');
        const left = share(await visit.picture());
        console.log(`      ${(100 * left).toFixed(0)} % of the canvas was not painted`);
        assert.ok(left > 0.3, `${left}`);
        await paintWhole(visit);
        assert.equal(share(await visit.picture()), 0);
    },
});
