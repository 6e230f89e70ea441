// The first half minute: a hand draws, then the person; three sentences; never twice, and never where it is not wanted.
import assert from 'node:assert/strict';
import { run } from './harness.mjs';

const wanted = { path: '?intro=1' };
const state = (visit) => visit.state();
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Frames are slow on machines without a graphics card: waits for what they bring. */
async function until(what, seconds = 20) {
    for (const end = Date.now() + 1000 * seconds; Date.now() < end; await pause(50)) if (await what()) return;
    throw new Error(`did not come within ${seconds} s: ${what}`);
}

/** Beside the pad, on nothing. */
const touch = (visit) => visit.page.mouse.click(300, 60);

await run({
    'a hand draws a three, the first touch takes it away, three sentences follow, and it never comes again':
        async (visit) => {
        await visit.open(wanted);
        await until(async () => (await state(visit)).prediction === 3);
        await pause(1800);
        await visit.keep('introduction-hand');
        await visit.draw('seven');
        assert.equal((await state(visit)).prediction, 7);
        assert.equal((await state(visit)).strokes, 1);
        await until(async () => (await state(visit)).introduction === 'wave');
        await visit.keep('introduction-wave');
        for (const step of ['bright', 'below', 'why']) {
            await until(async () => (await state(visit)).introduction === step);
            await visit.keep(`introduction-${step}`);
            if (step !== 'why') await touch(visit);
        }
        await visit.click('why');
        await until(async () => (await state(visit)).view === 'occlusion');
        assert.equal((await state(visit)).introduction, 'off');
        await visit.page.reload();
        await visit.page.evaluate(() => window.unpool.ready.then(() => true));
        await pause(500);
        assert.equal((await state(visit)).introduction, 'off');
    },
    'on a phone the sentences stand below the pad': async (visit) => {
        await visit.open({ ...wanted, viewport: { width: 390, height: 844 }, hasTouch: true });
        await until(async () => (await state(visit)).introduction === 'your_turn');
        await visit.keep('introduction-phone-hand');
        await visit.draw('three');
        for (const step of ['bright', 'below', 'why']) {
            await until(async () => (await state(visit)).introduction === step);
            await visit.keep(`introduction-phone-${step}`);
            if (step !== 'why') await visit.page.touchscreen.tap(380, 40);
        }
        await visit.page.touchscreen.tap(...(await visit.middle('why')));
        await until(async () => (await state(visit)).view === 'occlusion');
    },
    'a call that changes something ends it at once': async (visit) => {
        await visit.open(wanted);
        await until(async () => ['hand', 'your_turn'].includes((await state(visit)).introduction));
        await visit.page.evaluate(() => window.unpool.setStrokes([[[0, 0], [5, 0], [2, 9]]]));
        await until(async () => (await state(visit)).introduction === 'off');
        assert.equal((await state(visit)).prediction, 7);
    },
    'a link, ?intro=0 and a frame of another page are without it': async (visit) => {
        await visit.open({ path: '?intro=0' });
        assert.equal((await state(visit)).introduction, 'off');
        await visit.page.goto('about:blank');
        await visit.page.goto(`${visit.server.url}?intro=1#v=2&view=methods`);
        await visit.page.evaluate(() => window.unpool.ready.then(() => true));
        assert.equal((await state(visit)).introduction, 'off');
    },
});
