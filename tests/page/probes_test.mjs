// The probes in the page: every one computes, by tab and by key; links; pictures; the self-check; the command line
// agrees.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { colours, dist, run } from './harness.mjs';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const program = process.env.UNPOOL_BIN ?? join(dist, '../build/release/bin/unpool');

const ask = (visit, id, settings = {}) =>
    visit.page.evaluate(([name, values]) => window.unpool.probe(name, values), [id, settings]);
// These need a run's checkpoints or another network, and have tests of their own.
const ids = async (visit) => (await visit.page.evaluate(() => window.unpool.probes().map((probe) => probe.id)))
    .filter((id) => !['evolution', 'overfitting', 'matching', 'lenet5-1998'].includes(id));
const allPictures = (numbers) => numbers.groups.flatMap((group) => group.pictures);
const allPlots = (numbers) => numbers.groups.flatMap((group) => group.plots);

/** Largest difference of two figures' numbers; fails where they are not of one shape. */
function largestDifference(a, b) {
    assert.deepEqual(
        a.groups.map((g) => [g.pictures.map((p) => [p.name, p.width, p.height]), g.plots.map((p) => p.name)]),
        b.groups.map((g) => [g.pictures.map((p) => [p.name, p.width, p.height]), g.plots.map((p) => p.name)]));
    let largest = 0;
    const compare = (x, y) =>
        x.forEach((v, i) => {
        if (v !== null && y[i] !== null) largest = Math.max(largest, Math.abs(v - y[i]) / Math.max(1, Math.abs(v))); });
    allPictures(a).forEach((picture, i) => compare(picture.values, allPictures(b)[i].values));
    allPlots(a).forEach((plot, i) => plot.series.forEach((series, k) => compare(series.y, allPlots(b)[i].series[k].y)));
    return largest;
}

const innerHeightOf = (visit) => visit.page.viewportSize().height;

async function clickItem(visit, name) {
    const r = await visit.rect(name);
    assert.ok(r, `${name} is on the screen`);
    await visit.page.mouse.click(r.x + r.width / 2, r.y + r.height / 2);
    await visit.settle();
}

async function keepEvery(visit, name, options) {
    await visit.open(options);
    await visit.draw('seven');
    for (const id of await ids(visit)) {
        const numbers = await ask(visit, id);
        assert.ok(numbers.groups.length > 0, `${id} shows something`);
        if (id !== 'few-shot')  // there are no signs here
            assert.ok(allPictures(numbers).length + allPlots(numbers).length > 0, `${id} has a picture`);
        for (const picture of allPictures(numbers)) assert.equal(picture.values.length, picture.width * picture.height);
        assert.equal((await visit.state()).view, id);
        await visit.settle();
        await visit.keep(`${name}-${id}`);
        assert.ok(colours(await visit.picture()) > 60, `${id} is drawn`);
        const outside = await visit.page.evaluate(() => window.unpool.rectNames().filter((n) => {
            const r = window.unpool.rect(n);
            return !n.includes('splitter') && (r.x < 0 || r.x + r.width > innerWidth + 0.5);
        }));
        assert.deepEqual(outside, [], `${id} stays inside the window`);
    }
}

await run({
    'every probe computes and is drawn on a dark desk': (visit) => keepEvery(visit, 'probe-dark', {}),
    'every probe computes and is drawn on a light phone': (visit) =>
        keepEvery(visit, 'probe-phone', { ...phone, colorScheme: 'light' }),

    'tabs, keys and Escape walk through the views': async (visit) => {
        await visit.open();
        await visit.draw('three');
        await clickItem(visit, 'group Why');
        await clickItem(visit, 'view occlusion');
        assert.equal((await visit.state()).view, 'occlusion');
        await visit.page.keyboard.press('n');
        await visit.settle();
        const next = (await visit.state()).view;
        assert.notEqual(next, 'occlusion');
        await visit.page.keyboard.press('Shift+N');
        await visit.settle();
        assert.equal((await visit.state()).view, 'occlusion');
        await visit.page.keyboard.press('Escape');
        await visit.settle();
        assert.equal((await visit.state()).view, 'explore');
    },

    'a slider is moved by keys alone': async (visit) => {
        await visit.open();
        await visit.draw('three');
        await ask(visit, 'occlusion');
        const size = async () => new URLSearchParams(await visit.page.evaluate(() => window.unpool.link())).get('size');
        const before = await size();
        // From region to region until the probe's, then from control to control to the slider.
        const { controls } = await visit.page.evaluate(() => window.unpool.screen());
        const { region } = controls.find(({ name }) => name === 'size');
        const steps = controls.filter((control) => control.region === region).findIndex(({ name }) => name === 'size');
        for (let i = 0; i < region; ++i) await visit.press('Shift+ArrowDown');
        for (let i = 0; i < steps; ++i) await visit.press('Shift+ArrowRight');
        await visit.press('ArrowRight');
        assert.notEqual(await size(), before, 'the slider took the arrow key');
    },

    'the patch is dragged by hand': async (visit) => {
        await visit.open();
        await visit.draw('three');
        await ask(visit, 'occlusion', { row: 1, column: 1 });
        await visit.settle();
        const name = (await visit.page.evaluate(() => window.unpool.rectNames().filter((n) => n.startsWith('figure '))))
            .find((n) => /input/.test(n));
        const r = await visit.rect(name);
        await visit.page.mouse.move(r.x + r.width * 0.2, r.y + r.height * 0.2);
        await visit.page.mouse.down();
        await visit.page.mouse.move(r.x + r.width * 0.5, r.y + r.height * 0.55, { steps: 5 });
        await visit.page.mouse.up();
        await visit.settle();
        const link = new URLSearchParams(await visit.page.evaluate(() => window.unpool.link()));
        assert.ok(Math.abs(Number(link.get('column')) - 11) <= 1 && Math.abs(Number(link.get('row')) - 12.4) <= 1,
            `row ${link.get('row')}, column ${link.get('column')}`);
    },

    'a finger on the square moves it, and the view does not scroll': async (visit) => {
        await visit.open(phone);
        await visit.draw('three');
        await ask(visit, 'occlusion', { row: 1, column: 11 });
        await visit.settle();
        const square = 'figure covered input', r = await visit.rect(square);
        const session = await visit.context.newCDPSession(visit.page);
        const touch = (type, ...points) =>
            session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
        const x = r.x + r.width / 2;
        await touch('touchStart', [x, r.y + r.height * 0.2]);
        for (let share = 0.25; share < 0.72; share += 0.05) await touch('touchMove', [x, r.y + r.height * share]);
        await visit.settle();
        await touch('touchEnd');
        await visit.settle();
        const link = new URLSearchParams(await visit.page.evaluate(() => window.unpool.link()));
        assert.ok(Math.abs(Number(link.get('row')) - 16) <= 2, `row ${link.get('row')}`);
        assert.deepEqual(await visit.rect(square), r, 'nothing scrolled');
    },

    'a click on a picture of the top nine makes that digit the input': async (visit) => {
        await visit.open();
        await visit.draw('three');
        const before = (await visit.state()).input;
        await ask(visit, 'top-nine');
        await visit.settle();
        const names = await visit.page.evaluate(() => window.unpool.rectNames());
        await clickItem(visit, names.find((name) => /^figure .* patch 1$/.test(name)));
        const state = await visit.state();
        assert.notDeepEqual(state.input, before);
        assert.notEqual(state.truth, null);
    },

    'the self-check finds every number right in this browser': async (visit) => {
        await visit.open();
        const numbers = await ask(visit, 'self-check');
        const facts = Object.assign({}, ...numbers.groups.map((group) => group.facts));
        for (const name of ['conv1', 'conv2', 'fc1', 'activations', 'deconvnet', 'strongest only', 'gradient',
            'guided backprop', 'occlusion']) assert.ok(facts[name] < 1e-4, `${name}: ${facts[name]}`);
        assert.equal(facts.switches, 0);
        assert.ok(facts['numbers compared'] > 400000);
        assert.ok(facts.accuracy > 0.994, `accuracy ${facts.accuracy}`);
        await visit.keep('self-check');
    },

    'the address holds the view; opened elsewhere it shows the same numbers': async (visit) => {
        await visit.open();
        await visit.draw('seven');
        const numbers = await ask(visit, 'occlusion', { size: 8, fill: 'grey', layer: 'pool2', map: 3 });
        await visit.page.waitForFunction(() => location.hash.includes('view=occlusion'));
        const address = await visit.page.evaluate(() => location.hash);
        assert.equal(address, `#${await visit.page.evaluate(() => window.unpool.link())}`);
        assert.ok(address.length < 2000, `${address.length} characters`);
        await visit.page.evaluate(() => window.unpool.probe('occlusion', { size: 7 }));
        await visit.page.waitForFunction(() => location.hash.includes('size=7'));
        await ask(visit, 'occlusion', { size: 8, fill: 'grey', layer: 'pool2', map: 3 });
        await visit.page.waitForFunction(() => location.hash.includes('size=8'));
        const history = await visit.page.evaluate(() => window.history.length);
        await visit.page.goto('about:blank');
        await visit.page.goto(`${visit.server.url}${address}`);
        await visit.page.evaluate(() => window.unpool.ready.then(() => true));
        await visit.settle();
        assert.equal((await visit.state()).view, 'occlusion');
        const again = await visit.page.evaluate(
            () => window.unpool.openLink(location.hash).then(() => window.unpool.numbers()));
        assert.equal(largestDifference(numbers, again), 0);
        assert.ok(history <= 3, 'what is set leaves no trail in the history');
    },

    'the command line draws a link with the same numbers': async (visit) => {
        await visit.open();
        await visit.draw('seven');
        const folder = mkdtempSync(join(tmpdir(), 'unpool-render-'));
        assert.ok(existsSync(program), `${program} is built; cmake --build --preset release --target unpool`);
        for (const [id, settings] of [['occlusion', { size: 5 }], ['deconvnet', { layer: 'pool2', map: 7 }],
            ['methods', {}], ['pooling', { right: 1.5 }]]) {
            const numbers = await ask(visit, id, settings);
            const link = await visit.page.evaluate(() => window.unpool.link());
            execFileSync(program, ['render', link, '-o', join(folder, 'a.png'), '--json', join(folder, 'a.json')]);
            const theirs = JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8'));
            const difference = largestDifference(numbers, theirs);
            assert.ok(difference < 1e-3, `${id} differs by ${difference}`);
            const ours = PNG.sync.read(
                Buffer.from(await visit.page.evaluate(() => Array.from(window.unpool.figure()))));
            const drawn = PNG.sync.read(readFileSync(join(folder, 'a.png')));
            assert.deepEqual([ours.width, ours.height], [drawn.width, drawn.height]);
            let far = 0;
            for (let i = 0; i < ours.data.length; ++i) far += Math.abs(ours.data[i] - drawn.data[i]) > 40;
            assert.ok(far < ours.data.length * 0.002, `${id}: ${far} of ${ours.data.length} bytes differ`);
        }
    },

    'malformed links change nothing and say why': async (visit) => {
        await visit.open();
        await visit.draw('three');
        await ask(visit, 'occlusion');
        const before = await visit.page.evaluate(() => window.unpool.link());
        for (const [hash, word] of [['v=1&view=occlusion&size=99', '1 to 14'], ['v=7&view=explore', 'version'],
            ['nonsense', 'link'], ['v=1&input=%%%', 'link'], ['v=1&model=12345678', 'model']]) {
            await visit.page.evaluate((text) => { location.hash = text; }, hash);
            await visit.page.waitForFunction((w) => window.unpool.state().message.includes(w), word);
            assert.equal(await visit.page.evaluate(() => window.unpool.link()), before);
        }
        // A link put into the address bar in the very frame in which the page writes its own there.
        await visit.page.evaluate(() => {
            const { requestAnimationFrame: next } = window, start = performance.now();
            let waited = false;
            window.requestAnimationFrame = (frame) => next((time) => {
                if (!waited && performance.now() > start + 100) {
                    waited = true;
                    while (performance.now() < start + 1000);  // the page tells its link half a second after a change
                    location.hash = 'v=8&view=explore';
                }
                frame(time);
            });
            window.unpool.clear();
        });
        await visit.page.waitForFunction(() => window.unpool.state().message.includes('version'));
        const thrown = await visit.page.evaluate(
            () => window.unpool.probe('occlusion', { size: 99 }).catch((error) => `${error.name}: ${error.message}`));
        assert.match(thrown, /^TypeError: .*size.*1 to 14/);
        // What state() and probes() tell is taken where it is asked for.
        const faults = await visit.page.evaluate(async () => {
            const { unpool } = window;
            const found = [];
            for (const layer of ['input', ...unpool.state().layers.map(({ name }) => name)]) {
                for (const keep of ['whole', 'strongest', 'unit', 'all']) {
                    unpool.openLink(`v=1&layer=${layer}&view=explore`);
                    if (layer !== 'input') unpool.openLink(`v=1&layer=${layer}&map=0&unit=0&keep=${keep}&view=explore`);
                    const { selection, view } = unpool.state();
                    await unpool.probe(view, selection)
                        .catch((error) => found.push(`${layer} ${keep}: ${error.message}`));
                    if (JSON.stringify(unpool.state().selection) !== JSON.stringify(selection))
                        found.push(`${layer} ${keep} moved`);
                }
            }
            await unpool.probe('methods', { keep: 'whole_map', map: null, unit: undefined })
                .catch((error) => found.push(error.message));
            return found;
        });
        assert.deepEqual(faults, []);
        assert.match(await visit.page.evaluate(() => window.unpool.probe('nothing').catch((error) => error.message)),
            /takes one of/);
    },

    'figures, numbers and animations are saved': async (visit) => {
        await visit.open();
        await visit.draw('three');
        await ask(visit, 'maximise', { of: 'class', class: 3, seeds: 1, steps: 32 });
        await visit.settle();
        for (const [item, ending, check] of [
            ['save figure', '.png', (bytes) => PNG.sync.read(bytes).width > 1000],
            ['save card 1', '-1.png', (bytes) => PNG.sync.read(bytes).width > 1000],
            ['save numbers', '.csv', (bytes) => bytes.toString('utf8').split('\n').length > 700],
            ['save animation', '.png', (bytes) => bytes.includes('acTL') && PNG.sync.read(bytes).width >= 280],
        ]) {
            const [download] = await Promise.all([visit.page.waitForEvent('download'), clickItem(visit, item)]);
            assert.ok(download.suggestedFilename().endsWith(ending), download.suggestedFilename());
            assert.ok(check(readFileSync(await download.path())), `${item} is sound`);
        }
        const csv = await visit.page.evaluate(() => window.unpool.csv());
        assert.match(csv.split('\n')[0], /^group,name,series,row,column,x,value,low,high/);
    },

    'work is stopped and taken up again': async (visit) => {
        await visit.open();
        await visit.draw('three');
        await visit.page.evaluate(() => { window.unpool.probe('maximise', { steps: 1024 }).catch(() => {}); });
        await visit.page.waitForFunction(() => window.unpool.state().probe.busy && window.unpool.rect('stop'));
        await clickItem(visit, 'stop');
        const state = await visit.state();
        assert.ok(state.probe.stopped || !state.probe.busy);
    },

    'a phone reaches every probe in two taps': async (visit) => {
        await visit.open(phone);
        await visit.draw('three');
        const tab = await visit.rect('tab Look');
        await visit.page.touchscreen.tap(tab.x + tab.width / 2, tab.y + tab.height / 2);
        await visit.settle();
        await visit.keep('phone-probes');
        const row = await visit.rect('view deconvnet');
        assert.ok(row.height >= 64);
        await visit.page.touchscreen.tap(row.x + row.width / 2, row.y + row.height / 2);
        await visit.settle();
        assert.equal((await visit.state()).view, 'deconvnet');
        const back = await visit.rect('back');
        assert.ok(back.width >= 44 && back.height >= 44);
        assert.ok(await visit.rect('answer'), 'the answer stays in sight');
        await visit.page.touchscreen.tap(back.x + back.width / 2, back.y + back.height / 2);
        await visit.settle();
        assert.ok(await visit.rect('view ladder'), 'back at the list');
    },
});
