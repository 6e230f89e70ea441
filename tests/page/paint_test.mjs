// Frames that paint only what changed (src/gpu/screen.h) show what whole frames show, pixel for pixel.
import assert from 'node:assert/strict';
import { run, Visit } from './harness.mjs';

/** Pixels of which a channel differs by more than `levels`. */
function differing(a, b, levels = 0) {
    assert.deepEqual([a.width, a.height], [b.width, b.height]);
    let count = 0;
    for (let i = 0; i < a.data.length; i += 4)
        count += [i, i + 1, i + 2].some((k) => Math.abs(a.data[k] - b.data[k]) > levels);
    return count;
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

/** Each step, and at rest after it `look`. */
async function walk(visit, look) {
    for (const [name, step] of Object.entries(steps)) {
        await step(visit);
        await visit.rest();
        await look(name, await visit.picture());
    }
}

async function agrees(visit, options) {
    await visit.open({ path: '?intro=0', ...options });
    await walk(visit, async (name, partly) => {
        await paintWhole(visit);
        const whole = await visit.picture();
        assert.equal(differing(partly, whole), 0, `after ${name} as many pixels differ from a whole frame's`);
    });
}

await run({
    'what is painted in parts is what a whole frame is': (visit) => agrees(visit, {}),

    'the same on a phone with three pixels a point': (visit) =>
        agrees(visit, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true }),

    'the same as a page that paints every frame whole': async (visit) => {
        const other = new Visit(visit.browser, visit.server);
        await other.open({ path: '?intro=0&paint=whole' });
        await visit.open({ path: '?intro=0' });
        const pictures = [];
        await walk(other, (name, picture) => { pictures.push(picture); });
        await walk(visit, (name, picture) => {
            // Two visits differ in a few pixels of edges at times; within a visit, above, nothing may differ.
            const different = differing(picture, pictures.shift(), 1);
            assert.ok(different < 20, `${different} pixels after ${name}`);
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
