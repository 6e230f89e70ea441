// Inside one unit, by dragging; and what is said below the answer of what is no digit.
import assert from 'node:assert/strict';
import { run } from './harness.mjs';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const letter = [[[70, 15], [20, 15], [20, 85], [70, 85]], [[20, 50], [60, 50]]];  // an E
const view = (visit, id) => visit.page.evaluate((name) => window.unpool.openLink(`v=1&view=${name}`), id);

/** Once the digits have come and were learnt. */
const told = (visit) =>
    visit.page.waitForFunction(() => window.unpool.state().unfamiliar, null, { timeout: 60000 });

await run({
    'dragging over the map selects the unit under the pointer, and the sum follows': async (visit) => {
        await visit.open();
        await visit.draw('three');
        await view(visit, 'unit');
        await visit.settle();
        const r = await visit.rect('figure pool2 map 7');
        assert.ok(r.width > 100);
        const cell = (row, column) => [r.x + (r.width * (column + 0.5)) / 5, r.y + (r.height * (row + 0.5)) / 5];
        await visit.page.mouse.move(...cell(0, 1));
        await visit.page.mouse.down();
        await visit.settle();
        const title = async () => (await visit.page.evaluate(() => window.unpool.probe('unit', {}))).title;
        assert.equal((await visit.state()).selection.unit, 1);
        await visit.page.mouse.move(...cell(3, 2), { steps: 4 });
        await visit.page.mouse.up();
        await visit.settle();
        const { selection } = await visit.state();
        assert.deepEqual([selection.layer, selection.map, selection.unit, selection.keep], ['pool2', 7, 17, 'unit']);
        assert.match(await title(), /pool2 map 7 at \(3, 2\)/);
        await visit.keep('unit-dark');
        await visit.click('figure products of map 2');
        const link = new URLSearchParams(await visit.page.evaluate(() => window.unpool.link()));
        assert.equal(link.get('from'), '2');
    },

    'a letter is told below the answer, a digit is not': async (visit) => {
        await visit.open();
        await visit.draw('three');
        const { familiar, unfamiliar } = await visit.state();
        assert.ok(familiar > 0.01 && familiar <= 1, String(familiar));
        assert.equal(unfamiliar, false);
        assert.equal(await visit.rect('unfamiliar'), null);
        await visit.page.evaluate((strokes) => window.unpool.setStrokes(strokes), letter);
        await told(visit);
        await visit.settle();
        const note = await visit.rect('unfamiliar'), bars = await visit.rect('bar 0') ?? await visit.rect('answer');
        assert.ok(note.height > 20 && bars);
        assert.equal((await visit.state()).models[0].unfamiliar, true);
        await visit.keep('letter-dark');
        await visit.press('Delete');
        assert.deepEqual([(await visit.state()).familiar, (await visit.state()).unfamiliar], [null, false]);
        assert.equal(await visit.rect('unfamiliar'), null);
    },

    'a phone says it in the place of the runner-up': async (visit) => {
        await visit.open(phone);
        await visit.page.evaluate((strokes) => window.unpool.setStrokes(strokes), letter);
        await told(visit);
        await visit.settle();
        assert.ok(await visit.rect('unfamiliar'));
        await visit.keep('letter-phone');
    },

    'the digits are learnt in the time between frames, and the page comes to rest': async (visit) => {
        await visit.open();
        await visit.draw('three');
        await view(visit, 'top-nine');
        const begun = Date.now();
        await visit.rest();
        console.log(`    at rest after ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    },
});
