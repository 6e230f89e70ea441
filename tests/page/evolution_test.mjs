// Evolution: the history that ships is fetched when it is asked for, seen on a desk and on a phone, and walked through.
import assert from 'node:assert/strict';
import { run } from './harness.mjs';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const desk = { viewport: { width: 1280, height: 720 } };
const view = (visit, id) => visit.page.evaluate((name) => window.unpool.openLink(`v=1&view=${name}`), id);
const shown = (visit) => visit.page.evaluate(() => window.unpool.state().models[0].name);

/** Opened, the history fetched, and all computed. */
async function grown(visit) {
    const asked = [];
    visit.page.on('request', (request) => asked.push(request.url()));
    await visit.draw('three');
    await view(visit, 'evolution');
    await visit.settle();
    assert.ok(!asked.some((url) => /history/.test(url)), 'nothing is fetched before it is wanted');
    await visit.click('open history');
    await visit.page.waitForFunction(() => {
        const { probe } = window.unpool.state();
        return window.unpool.rect('figure pool1 map 0 at batch 0') && !probe.busy;
    }, null, { timeout: 60000 });
    await visit.settle();
    assert.equal(asked.filter((url) => /lenet5-history\.[0-9a-f]{10}\.safetensors/.test(url)).length, 1);
}

await run({
    'on a desk: fetched, seen whole, and a click shows that moment on the whole page': async (visit) => {
        await visit.open(desk);
        await grown(visit);
        await visit.keep('evolution-desk-dark');
        const { probe } = await visit.state();
        assert.match(probe.finding ?? (await visit.page.evaluate(() => window.unpool.probe('evolution', {}))).finding,
            /settle/);
        assert.match(await shown(visit), /LeNet-5 while it learnt/);
        const before = await visit.page.evaluate(() => window.unpool.state().prediction);
        await visit.click('figure pool1 map 2 at batch 0');
        await visit.settle();
        assert.match(await shown(visit), /batch 0$/);
        const { selection } = await visit.state();
        assert.deepEqual([selection.layer, selection.map], ['pool1', 2]);
        assert.notDeepEqual(await visit.page.evaluate(() => window.unpool.state().probabilities), before);
        await visit.keep('evolution-desk-first');
        const result = await visit.rect('result');
        assert.ok(result.y + result.height <= 720, JSON.stringify(result));
    },

    'on a phone, in light': async (visit) => {
        await visit.open({ ...phone, colorScheme: 'light' });
        await grown(visit);
        await visit.keep('evolution-phone-light');
    },
});
