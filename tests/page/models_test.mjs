// Views of many networks: compare two, the model table, co-adaptation, what a layer knows.
import assert from 'node:assert/strict';
import { run } from './harness.mjs';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const desk = { viewport: { width: 1280, height: 720 } };
const few = 'd0ff01f9959e3a3e', dropout = '441500f391ef15c9';  // 1,000 digits, without and with

const ask = (visit, id, settings = {}) =>
    visit.page.evaluate(([name, values]) => window.unpool.probe(name, values), [id, settings]);
const models = async (visit) => (await visit.state()).models.map(({ name }) => name);

async function inSight(visit) {
    const { height } = visit.page.viewportSize();
    const dock = await visit.rect('answer dock'), result = await visit.rect('result');
    const end = result.y + result.height;
    assert.ok(end <= (dock ? dock.y : height) + 0.5, `the result ends at ${end}`);
}

await run({
    'compare two: one network offers a second; then maps stand in pairs, and another digit is another answer':
    async (visit) => {
        await visit.open(desk);
        await visit.draw('three');
        const alone = await ask(visit, 'matching');
        assert.match(alone.finding, /One network is open/);
        await visit.settle();
        await visit.keep('models-compare-alone');
        await visit.click('offer beside lenet5-seed5');
        await visit.page.waitForFunction(() => window.unpool.state().models.length === 2);
        const three = await ask(visit, 'matching');
        assert.match(three.finding, /^Both read a 3\. They are most alike at \w+ \(0\.\d+\), least at \w+ \(0/);
        const names = three.groups.flatMap((group) => group.pictures.map(({ name }) => name));
        assert.equal(names.filter((name) => /^A pool2 map/.test(name)).length, 16);
        assert.equal(names.filter((name) => /^B pool2 map/.test(name)).length, 16);
        assert.equal(names.filter((name) => /^CKA /.test(name)).length, 25);
        await visit.settle();
        await visit.keep('models-compare-desk');
        await inSight(visit);
        await visit.click(`figure ${names.find((name) => /^B pool2 map/.test(name))}`);
        const { focus, selection } = await visit.state();
        assert.deepEqual([focus, selection.layer], [1, 'pool2']);
        await visit.page.evaluate(() => window.unpool.clear());
        await visit.draw('seven');
        assert.match((await ask(visit, 'matching')).finding, /^Both read a 7/);
    },

    'compare two, on a phone in light': async (visit) => {
        await visit.open({ ...phone, colorScheme: 'light' });
        await visit.draw('seven');
        await visit.page.evaluate(
            (id) => window.unpool.openLink(`v=2&models=8e650145f7ff903a,${id}&view=matching`), few);
        await visit.draw('seven');
        await ask(visit, 'matching');
        await visit.settle();
        await visit.keep('models-compare-phone');
    },

    'the model table: sorted by a click, a click opens a network, the person\'s own is measured': async (visit) => {
        await visit.open(desk);
        const first = await ask(visit, 'model-table');
        assert.match(first.finding, /rank correlation [+\u2212]0\.\d\d over \d+ networks\.$/);
        const rows = first.groups[0].tables[0].rows;
        assert.ok(rows.length >= 20);
        const held = rows.map((row) => row.values['Held out %']);
        assert.deepEqual(held, [...held].sort((a, b) => b - a));
        await visit.settle();
        await visit.keep('models-table-desk');
        await inSight(visit);
        const table = await visit.rect('figure networks by measure');
        await visit.page.mouse.click(table.x + table.width - 20, table.y + 20);  // the last column's head
        await visit.settle();
        const sorted = (await visit.page.evaluate(() => window.unpool.numbers())).groups[0].tables[0].rows;
        assert.notDeepEqual(sorted.map(({ name }) => name.slice(3)), rows.map(({ name }) => name.slice(3)));
        const before = await models(visit);
        await visit.page.mouse.click(table.x + 60, table.y + table.height - 8);  // the last row
        await visit.page.waitForFunction((name) => window.unpool.state().models[0].name !== name, before[0]);
        assert.ok(rows.some(({ name }) => name.endsWith(before[0])));
    },

    'the model table: a click on a measure makes it a column, another takes it away': async (visit) => {
        await visit.open({ viewport: { width: 1280, height: 1800 } });
        await ask(visit, 'model-table');
        await visit.settle();
        await visit.click('fold Choose columns');
        const card = await visit.rect('figure columns');
        const shown = async () => Object.keys(
            (await visit.page.evaluate(() => window.unpool.numbers())).groups[0].tables[0].rows[0].values);
        const before = await shown();
        assert.ok(!before.includes('Roughness'), `${before}`);
        const names = await visit.page.evaluate(() => {
            const tables = window.unpool.numbers().groups.flatMap((group) => group.tables ?? []);
            return tables.find(({ name }) => name === 'columns').rows.map(({ name }) => name);
        });
        const high = card.height / (names.length + 1);  // a row of heads
        const row = [card.x + 60, card.y + high * (names.indexOf('Roughness') + 1.5)];
        await visit.page.mouse.click(...row);
        await visit.settle();
        assert.equal((await shown()).length, before.length + 1);
        assert.match(await visit.page.evaluate(() => window.unpool.link()), /columns=own&own=held_out[^&]*rough/);
        await visit.page.mouse.click(...row);
        await visit.settle();
        assert.deepEqual(await shown(), before);
    },

    'the model table, on a phone in light, and in the dark': async (visit) => {
        await visit.open({ ...phone, colorScheme: 'light' });
        await ask(visit, 'model-table');
        await visit.settle();
        await visit.keep('models-table-phone');
        await inSight(visit);
    },

    'co-adaptation: with and without dropout beside each other': async (visit) => {
        await visit.open(desk);
        await visit.page.evaluate(([a, b]) =>
            window.unpool.openLink(`v=2&models=${a},${b}&view=coadaptation`), [few, dropout]);
        await visit.page.waitForFunction(() => window.unpool.state().models.length === 2);
        const numbers = await ask(visit, 'coadaptation', { of: 'dense2' });
        const interactions =
            numbers.groups.map((group) => group.facts['interaction, mean |pair|']).filter(Number.isFinite);
        assert.equal(interactions.length, 2);
        assert.ok(interactions[1] < 0.5 * interactions[0], `${interactions}`);
        await ask(visit, 'coadaptation', { of: 'maps' });
        await visit.settle();
        await visit.keep('models-coadaptation-desk');
    },

    'co-adaptation and what a layer knows, on a phone in light': async (visit) => {
        await visit.open({ ...phone, colorScheme: 'light' });
        for (const id of ['coadaptation', 'linear-probe']) {
            await ask(visit, id);
            await visit.settle();
            await visit.keep(`models-${id}-phone`);
            await inSight(visit);
        }
    },

    'what a layer knows: more than the pixels': async (visit) => {
        await visit.open(desk);
        const numbers = await ask(visit, 'linear-probe');
        const [bars] = numbers.groups[0].plots;
        assert.deepEqual(bars.bar_labels, ['input', 'pool1', 'pool2', 'fc1', 'fc2']);
        const [input, ...layers] = bars.series[0].y;
        assert.ok(layers.every((share) => share > input), bars.series[0].y.join());
        await visit.settle();
        await visit.keep('models-linear-probe-desk');
        await inSight(visit);
        const start = Date.now();
        await ask(visit, 'coadaptation', { of: 'maps' });
        console.log(`      all 120 pairs over 1,000 digits: ${Date.now() - start} ms`);
    },
});
