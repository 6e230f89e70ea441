// LeNet-5 of 1998: offered by its view, fetched once, seen whole on a desk and on a phone, and trained by its recipe.
import assert from 'node:assert/strict';
import { run } from './harness.mjs';
import { until } from './training.mjs';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const desk = { viewport: { width: 1280, height: 720 } };

/** The view with both networks. */
async function fetched(visit) {
    const asked = [];
    visit.page.on('request', (request) => asked.push(request.url()));
    await visit.draw('three');
    await visit.page.evaluate(() => window.unpool.openLink('v=1&view=lenet5-1998'));
    await visit.settle();
    assert.ok(!asked.some((url) => /1998/.test(url)), 'nothing is fetched before it is wanted');
    await visit.click('fetch counterpart');
    await visit.page.waitForFunction(() => window.unpool.rect('figure connections of conv2'), null, { timeout: 60000 });
    await visit.settle();
    assert.equal(asked.filter((url) => /lenet5-1998\.[0-9a-f]{10}\.safetensors/.test(url)).length, 1);
}

async function isWhole(visit, height) {
    const result = await visit.rect('result');
    assert.ok(result.y + result.height <= height, JSON.stringify(result));
    for (const name of ['figure by switches', 'figure fc2 as a picture', 'figure character 9']) {
        const picture = await visit.rect(name);
        assert.ok(picture && picture.y + picture.height <= height, `${name}: ${JSON.stringify(picture)}`);
    }
}

await run({
    'on a desk: offered, fetched, seen whole, and the lane stays as it was': async (visit) => {
        await visit.open(desk);
        await fetched(visit);
        await visit.keep('1998-desk-dark');
        await isWhole(visit, 720);
        const { models } = await visit.state();
        assert.equal(models.length, 1);
        assert.doesNotMatch(models[0].name, /1998/);
        assert.match((await visit.page.evaluate(() => window.unpool.probe('lenet5-1998', {}))).finding,
            /^1998 reads 3: .* Today's network reads 3, too\.$/);
    },

    'on a phone, in light': async (visit) => {
        await visit.open({ ...phone, colorScheme: 'light' });
        await fetched(visit);
        await visit.keep('1998-phone-light');
        await isWhole(visit, 844);
    },

    'its recipe trains it in the page': async (visit) => {
        await visit.open(desk);
        await visit.draw('three');
        await visit.page.evaluate(
            () => window.unpool.train({ digits: 2000, epochs: 2, rate: 0.002, architecture: '1998' }));
        const last = await until(
            visit, ({ phase, step, batches }) => phase === 'idle' && step > 0 && step === batches, 'the end');
        await visit.keep('1998-trained');
        assert.ok(last.measures.held_out_accuracy > 0.7, last.finding);
        assert.match(decodeURIComponent(await visit.page.evaluate(() => location.hash)), /architecture:1998/);
    },
});
