// Signs of one's own: drawn with a pointer, named, answered, kept for the next visit, handed on in a link.
import assert from 'node:assert/strict';
import { strokePoints } from './digits.mjs';
import { run } from './harness.mjs';

const heart = Array.from({ length: 31 }, (_, i) => {
    const t = (i * 2 * Math.PI) / 30;
    const y = 13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - Math.cos(4 * t);
    return [0.5 + 0.3 * Math.sin(t) ** 3, 0.48 - 0.022 * y];
});
const signs = { heart: [heart], triangle: [[[0.5, 0.2], [0.2, 0.8], [0.8, 0.8], [0.5, 0.2]]] };

/** Draws it a little smaller or larger, and elsewhere. */
async function draw(visit, name, i) {
    const size = 0.7 + 0.1 * (i % 3), shift = 0.04 * ((i % 3) - 1);
    for (const stroke of signs[name]) {
        const points = strokePoints(stroke, 0.08);
        for (const [at, [x, y]] of points.entries()) {
            const place = await visit.at(0.5 + shift + size * (x - 0.5), 0.5 - shift + size * (y - 0.5));
            await visit.page.mouse.move(...place);
            if (at === 0) await visit.page.mouse.down();
        }
        await visit.page.mouse.up();
    }
    await visit.settle();
}

const known = async (visit) =>
    (await visit.state()).signs.map(({ name, drawings }) => `${name} ${drawings}`).join(', ');

async function teach(visit, drawings) {
    await visit.page.evaluate(() => window.unpool.probe('few-shot'));
    for (const name of Object.keys(signs)) {
        await draw(visit, name, 0);
        visit.page.once('dialog', (dialog) => dialog.accept(name));
        await visit.click('new sign');
    }
    for (let i = 1; i < drawings; ++i)
        for (const name of Object.keys(signs)) {
            await draw(visit, name, i);
            await visit.click(`sign ${name}`);
        }
}

await run({
    'two signs are drawn, named and answered; every view explains them': async (visit) => {
        await visit.open();
        await visit.page.evaluate(() => window.unpool.probe('few-shot'));
        assert.match((await visit.state()).probe?.finding ?? await visit.page.evaluate(
            () => document.getElementById('mirror-finding').textContent), /^(No sign yet.*)?$/);
        await teach(visit, 3);
        assert.equal(await known(visit), 'heart 3, triangle 3');
        for (const [answer, name] of Object.keys(signs).entries()) {
            await visit.click('clear').catch(() => {});
            await draw(visit, name, 4);
            assert.equal((await visit.state()).prediction, answer, name);
        }
        await visit.rest();
        await visit.keep('signs');
        const figure = await visit.page.evaluate(() => window.unpool.probe('occlusion'));
        assert.ok(JSON.stringify(figure).includes('triangle'), 'covering is told by the signs\' names');
        await visit.page.evaluate(() => window.unpool.probe('few-shot'));
        await visit.rest();
        await visit.click('offer rename');
        visit.page.once('dialog', (dialog) => dialog.accept('love'));
        await visit.click('sign heart');
        await visit.rest();
        assert.equal(await known(visit), 'love 3, triangle 3');
        await visit.click('offer digits');
        assert.equal((await visit.state()).model, 'LeNet-5');
    },

    'they are there at the next visit, and a link has them': async (visit) => {
        await visit.open();
        await teach(visit, 2);
        await draw(visit, 'heart', 2);
        const link = await visit.page.evaluate(() => window.unpool.link());
        const { prediction, probabilities } = await visit.state();
        assert.equal(prediction, 0);
        await visit.page.waitForTimeout(500);  // until they are on the disk
        await visit.page.reload();
        await visit.page.evaluate(() => window.unpool.ready.then(() => true));
        await visit.page.waitForFunction(() => window.unpool.state().signs.length === 2);
        assert.equal(await known(visit), 'heart 2, triangle 2');
        // Another person's browser.
        const other = await visit.browser.newContext();
        try {
            const page = await other.newPage();
            await page.goto(`${visit.server.url}?intro=0#${link}`);
            await page.evaluate(() => window.unpool.ready.then(() => true));
            await page.waitForFunction(() => window.unpool.state().signs.length === 2);
            const there = await page.evaluate(() => window.unpool.state());
            assert.equal(there.prediction, 0);
            assert.deepEqual(there.probabilities, probabilities);
        } finally {
            await other.close();
        }
    },

    'on a phone they are added below the pad': async (visit) => {
        await visit.open(
            { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'light' });
        await visit.page.evaluate(() => window.unpool.probe('few-shot'));
        await visit.keep('signs-phone-empty');
        await visit.click('tab Draw');
        for (const name of Object.keys(signs)) {
            await draw(visit, name, 0);
            const rect = await visit.rect('new sign');
            assert.ok(rect && rect.y + rect.height < 844 && rect.height >= 44, JSON.stringify(rect));
            visit.page.once('dialog', (dialog) => dialog.accept(name));
            await visit.click('new sign');
        }
        assert.equal(await known(visit), 'heart 1, triangle 1');
        await draw(visit, 'heart', 1);
        await visit.keep('signs-phone-draw');
        await visit.click('sign heart');
        assert.equal(await known(visit), 'heart 2, triangle 1');
        await draw(visit, 'triangle', 1);
        await visit.click('sign triangle');
        await draw(visit, 'triangle', 2);
        await visit.click('tab Train');
        await visit.rest();
        await visit.keep('signs-phone');
    },
});
