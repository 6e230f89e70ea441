// Two networks beside each other in the page: views, probes, links, files, a phone; memory after many networks.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { dist, run } from './harness.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const program = process.env.UNPOOL_BIN ?? join(dist, '../build/release/bin/unpool');
const second = 'lenet5-seed5';

const compare = (visit, network) => visit.page.evaluate((n) => window.unpool.compare(n), network);
const link = (visit) => visit.page.evaluate(() => window.unpool.link());

/** Scrolls to it first where it lies below. */
async function click(visit, name) {
    let r = await visit.rect(name);
    assert.ok(r, `${name} is on the screen`);
    const { width, height } = visit.page.viewportSize();
    for (let i = 0; i < 40 && r.y + r.height > height - 160; ++i) {
        await visit.page.mouse.move(width * 0.6, height * 0.6);
        await visit.page.mouse.wheel(0, 120);
        await visit.settle();
        r = await visit.rect(name);
    }
    await visit.page.mouse.click(r.x + r.width / 2, r.y + r.height / 2);
    await visit.settle();
}

/** Colours near the upper left corner of each of a picture's side * side cells. */
async function cells(visit, name, side) {
    const clip = await visit.rect(name);
    const picture = await visit.picture();
    return Array.from({ length: side * side }, (_, i) => {
        const x = Math.round(clip.x + (i % side + 0.15) * clip.width / side);
        const y = Math.round(clip.y + (Math.floor(i / side) + 0.15) * clip.height / side);
        return [...picture.data.subarray(4 * (y * picture.width + x), 4 * (y * picture.width + x) + 3)].join(' ');
    });
}

async function compareAndDraw(visit, options) {
    await visit.open(options);
    await visit.draw('seven');
    await compare(visit, second);
    await visit.settle();
}

await run({
    'the model sheet puts a second network beside the first': async (visit) => {
        await visit.open();
        await visit.draw('three');
        await click(visit, 'model');
        await visit.keep('networks-sheet');
        await click(visit, `beside ${second}`);
        await visit.page.waitForFunction(() => window.unpool.state().models.length === 2);
        await click(visit, 'model');
        await visit.settle();
        const { models, prediction } = await visit.state();
        assert.equal(models[0].prediction, 3);
        assert.equal(models[1].prediction, 3);
        assert.equal(prediction, 3);
        assert.notDeepEqual(models[0].probabilities, models[1].probabilities);
    },

    'both networks are drawn, a click in the second one gives it the focus': async (visit) => {
        await compareAndDraw(visit);
        await visit.keep('networks-dark');
        for (const name of ['map pool2 7', 'map pool2 7 B', 'reconstruction pool1 3 B'])
            assert.ok(await visit.rect(name), `${name} is there`);
        await click(visit, 'map pool2 7 B');
        const state = await visit.state();
        assert.equal(state.focus, 1);
        assert.deepEqual([state.selection.layer, state.selection.map], ['pool2', 7]);
        await visit.page.mouse.move(640, 3);
        await visit.settle();
        await visit.keep('networks-focus');
        const [tile, large] = [await cells(visit, 'map pool2 7 B', 5), await cells(visit, 'selected activation', 5)];
        assert.deepEqual(large, tile, 'the inspector shows the second network');
    },

    ...Object.fromEntries([['desk', {}], ['phone', phone]].map(([screen, options]) => [
        `a pinned result stays while the digit changes, on a ${screen}`, async (visit) => {
            await visit.open(options);
            await visit.draw('seven');
            const probe = () => visit.page.evaluate(() => window.unpool.probe('occlusion'));
            const seven = await probe();
            await visit.settle();
            await click(visit, 'pin');
            assert.equal((await visit.state()).probe.pinned, true);
            await visit.page.evaluate(() => window.unpool.setStrokes([[[0.5, 0.1], [0.5, 0.9]]]));
            const both = await probe();
            await visit.settle();
            await visit.keep(`pin-${screen}`);
            const named = (figure, name) =>
                figure.groups.flatMap(({ pictures }) => pictures).find((p) => p.name === name);
            const [first] = seven.groups.flatMap(({ pictures }) => pictures);
            assert.deepEqual(named(both, `A ${first.name}`).values, first.values, 'it is as it was');
            assert.notDeepEqual(named(both, `B ${first.name}`).values, first.values);
            assert.deepEqual((await visit.page.evaluate(() => window.unpool.screen())).cut, []);
            await click(visit, 'pin');
            assert.equal((await visit.state()).probe.pinned, false);
            assert.ok(named(await probe(), first.name));
        }])),

    'every probe beside itself, and a figure and CSV with both': async (visit) => {
        await compareAndDraw(visit, { colorScheme: 'light' });
        for (const id of await visit.page.evaluate(() => window.unpool.probes().map((probe) => probe.id))) {
            // No history here, no network of 1998, no signs; the model table is about all networks.
            if (['evolution', 'overfitting', 'lenet5-1998', 'model-table', 'few-shot'].includes(id)) continue;
            const numbers = await visit.page.evaluate((name) => window.unpool.probe(name), id);
            const pictures = numbers.groups.flatMap((group) => group.pictures.map((picture) => picture.name));
            const plots = numbers.groups.flatMap((group) => group.plots.map((plot) => plot.name));
            const of = (letter) => [...pictures, ...plots].filter((name) => name.startsWith(`${letter} `)).length;
            assert.ok(of('A') > 0 && of('B') > 0, `${id} has both`);
            await visit.settle();
            await visit.keep(`networks-${id}`);
        }
        await visit.page.evaluate(() => window.unpool.probe('occlusion'));
        const csv = await visit.page.evaluate(() => window.unpool.csv());
        assert.match(csv, /LeNet-5, seed 5/);
        const bytes = Buffer.from(await visit.page.evaluate(() => Array.from(window.unpool.figure())));
        assert.ok(PNG.sync.read(bytes).width > 300);
    },

    'a link opens both networks again, here and on the command line': async (visit) => {
        await compareAndDraw(visit);
        await visit.page.evaluate(() => window.unpool.probe('methods'));
        const told = await link(visit);
        assert.match(told, /^v=2&models=[0-9a-f]{16},[0-9a-f]{16}&/);
        const before = await visit.page.evaluate(() => window.unpool.numbers());
        await visit.page.evaluate(() => window.unpool.compare(null));
        assert.equal((await visit.state()).models.length, 1);
        await visit.page.goto('about:blank');
        await visit.page.goto(`${visit.server.url}#${told}`);
        await visit.page.evaluate(() => window.unpool.ready.then(() => true));
        await visit.page.waitForFunction(() => window.unpool.state().models.length === 2);
        await visit.page.evaluate((text) => window.unpool.openLink(text), told);  // waits until all is computed
        await visit.settle();
        const after = await visit.page.evaluate(() => window.unpool.numbers());
        assert.deepEqual(after.groups.map((group) => group.title), before.groups.map((group) => group.title));
        if (!existsSync(program)) return;
        const folder = mkdtempSync(join(tmpdir(), 'unpool-'));
        execFileSync(program, ['render', told, '-o', join(folder, 'both.png'), '--json', join(folder, 'both.json')]);
        const native = JSON.parse(readFileSync(join(folder, 'both.json')));
        assert.deepEqual(native.groups.map((group) => group.title), after.groups.map((group) => group.title));
        const values = (numbers) =>
            numbers.groups.flatMap((group) => group.pictures).flatMap((picture) => picture.values);
        const [a, b] = [values(native), values(after)];
        assert.equal(a.length, b.length);
        const scale = Math.max(...a.map(Math.abs));
        assert.ok(a.every((v, i) => Math.abs(v - b[i]) <= 1e-4 * scale), 'the same numbers');
    },

    'the other networks: none is fetched before it is chosen, and each comes from the list': async (visit) => {
        const fetched = [];
        await visit.open();
        visit.page.on('request', (request) => fetched.push(request.url()));
        await visit.draw('three');
        await click(visit, 'model');
        await visit.keep('rack-sheet');
        const models = () => fetched.filter((url) => url.includes('lenet5-'));
        assert.deepEqual(models(), []);
        const networks = await visit.page.evaluate(() => window.unpool.networks());
        assert.ok(networks.length >= 20);
        await click(visit, 'show lenet5-1000');
        await visit.page.waitForFunction(
            () => window.unpool.networks().some((network) => network.file === 'lenet5-1000' && network.shown));
        assert.equal(models().length, 1);
        await visit.settle();
        await visit.keep('rack-sheet-chosen');
        const told = await link(visit);
        await visit.page.goto('about:blank');
        await visit.page.goto(`${visit.server.url}#${told}`);
        await visit.page.evaluate(() => window.unpool.ready.then(() => true));
        await visit.page.waitForFunction(
            () => window.unpool.networks().some((network) => network.file === 'lenet5-1000' && network.shown));
    },

    'the list of networks on a phone': async (visit) => {
        await visit.open({ ...phone, colorScheme: 'light' });
        await visit.draw('three');
        await click(visit, 'tab Learn');
        await click(visit, 'view model');
        await visit.keep('rack-phone');
        assert.ok(await visit.rect('show lenet5-untrained'), 'it is in the list');
    },

    'on a phone the networks stand below each other': async (visit) => {
        await compareAndDraw(visit, { ...phone, colorScheme: 'light' });
        await click(visit, 'tab Look');
        await click(visit, 'view explore');
        await visit.keep('networks-phone');
        const [a, b] = [await visit.rect('network'), await visit.rect('network B')];
        assert.ok(a && (!b || b.y > a.y + 200), 'one below the other');
    },

    'a network that does not come is one sentence, and nothing changes': async (visit) => {
        await visit.open({ before: () => {
            const fetchNow = window.fetch;
            window.fetch = (url, ...rest) =>
                (String(url).includes('seed5') ? Promise.reject(new TypeError('cut')) : fetchNow(url, ...rest));
        } });
        await visit.draw('seven');
        const said = await compare(visit, second).then(() => '', (error) => error.message);
        assert.match(said, /could not be had/);
        const state = await visit.state();
        assert.equal(state.models.length, 1);
        assert.equal(state.prediction, 7);
    },

    'opening and closing 200 networks ends where it began': async (visit) => {
        await visit.open();
        await visit.draw('seven');
        const bytes = readFileSync(join(root, 'weights/lenet5-seed5.safetensors'));
        const header = Number(bytes.readBigUInt64LE(0));
        const sizes = await visit.page.evaluate(async ([list, start]) => {
            const file = Uint8Array.from(list), sizes = [];
            for (let i = 0; i < 200; ++i) {
                file[8 + start + 4 * i] ^= 1;  // another network: one bit of a weight
                await window.unpool.openFile(file, `network${i}.safetensors`);
                await window.unpool.close(`network${i}`);
                if (i === 19 || i === 199) sizes.push(window.unpool.memory());
            }
            return sizes;
        }, [[...bytes], header]);
        assert.equal(sizes[1], sizes[0], 'the program\'s memory has not grown');
        const networks = await visit.page.evaluate(() => window.unpool.networks().filter((network) => network.here));
        assert.equal(networks.length, 1);
        assert.equal((await visit.state()).prediction, 7);
    },
});
