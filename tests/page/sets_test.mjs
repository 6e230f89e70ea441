// The data sets: fetched in parts when they are wanted, also where these are late, cut or missing; chosen in the
// gallery; brought by a person.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { dist, hasClothes, run } from './harness.mjs';
import { serve } from './server.mjs';

const screens = [['desktop', { viewport: { width: 1280, height: 720 } }],
    ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }]];

/** Opens the page with files that meet with `fate`. */
async function openWith(visit, fate, options = {}) {
    visit.server.close();
    visit.server = await serve(dist, { fate });
    visit.expect(/Failed to load resource|ERR_CONTENT_LENGTH_MISMATCH/);
    await visit.open(options);
}

/** A folder with a folder for each class, two pictures in each; its path. */
function folderOf(classes) {
    const root = mkdtempSync(join(tmpdir(), 'unpool-pictures-'));
    classes.forEach((name, k) => {
        mkdirSync(join(root, name));
        for (const number of [1, 2]) {
            const png = new PNG({ width: 28, height: 28 });
            for (let i = 0; i < 784; ++i) {
                const ink = i % 28 > 5 + k && i % 28 < 20 && i > 28 * (4 + number) && i < 28 * 22 ? 255 : 0;
                png.data.set([ink, ink, ink, 255], 4 * i);
            }
            writeFileSync(join(root, name, `${number}.png`), PNG.sync.write(png));
        }
    });
    return root;
}

/** Labels, then pictures, in the other usual spelling. */
function gzippedIdx(count) {
    const be32 = (n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
    const idx = (sizes, bytes) => gzipSync(Uint8Array.from([0, 0, 8, sizes.length, ...sizes.flatMap(be32), ...bytes]));
    return [['signs-labels.idx1-ubyte.gz', idx([count], Array.from({ length: count }, (_, i) => i % 4))],
        ['signs-images.idx3-ubyte.gz', idx([count, 28, 28], new Uint8Array(count * 784).fill(120))]];
}

const gallery = async (visit) => (await visit.state()).gallery;
const until = (visit, name) => visit.page.waitForFunction(
    (wanted) => window.unpool.state().gallery.set === wanted, name, { timeout: 60000 });

await run({
    'the 50,000 digits come in parts; what is cut comes when it is asked for again, and nothing comes twice':
        async (visit) => {
            let late = 0;
            await openWith(visit, (name, time) => {
                if (/^learn-images-3/.test(name) && time === 1) return 'cut';
                if (/^learn-images-4/.test(name) && time === 1) return 'missing';
                return /^learn/.test(name) ? (late += 50) : 0;
            });
            await visit.press('g');
            await until(visit, 'train[0:10000]');
            assert.ok(![...visit.server.asked.keys()].some((name) => /^(learn|t10k|fashion)/.test(name)));
            await visit.click('set train[10000:60000]');
            await visit.page.waitForFunction(() => window.unpool.state().gallery.error, null, { timeout: 60000 });
            assert.match((await gallery(visit)).error, /broke off|answered 404/);
            assert.equal((await gallery(visit)).set, 'train[0:10000]');
            await visit.keep('sets-error');
            await visit.click('try again');
            await until(visit, 'train[10000:60000]');
            const { digits, error, sets } = await gallery(visit);
            assert.equal(digits, 50000);
            assert.equal(error, '');
            assert.deepEqual(sets, ['train[0:10000]', 'train[10000:60000]']);
            for (const [name, times] of visit.server.asked)
                if (/^learn/.test(name)) assert.equal(times, /-[34]\./.test(name) ? 2 : 1, name);
            await visit.click('digit 0');
            assert.equal((await visit.state()).prediction, (await visit.state()).truth);
        },

    'a last word is asked for, told and counted, also after a reload': async (visit) => {
        await visit.open();
        await visit.press('g');
        await visit.click('set t10k');
        await until(visit, 't10k');
        await visit.rest();
        assert.equal((await gallery(visit)).classified, 0, 'nothing is read before it is asked for');
        await visit.keep('sets-t10k');
        await visit.click('last word');
        await visit.page.waitForFunction(
            () => /are read right/.test(window.unpool.state().gallery.last_word), null, { timeout: 60000 });
        const { last_word: words } = await gallery(visit);
        assert.match(words, /^99\.[0-9]{2} % of t10k's 10,000 are read right \(\d\d are not\); asked once$/);
        await visit.page.reload();
        await visit.page.evaluate(() => window.unpool.ready);
        assert.equal((await gallery(visit)).last_word, 'asked once');
    },

    'every probe that looks through digits looks through the chosen ones': async (visit) => {
        await visit.open();
        await visit.page.evaluate(() => window.unpool.openLink('v=2&view=top-nine&set=t10k'));
        await until(visit, 't10k');
        const seen = await visit.page.evaluate(() => window.unpool.probe('top-nine').then(
            (numbers) => Object.assign({}, ...numbers.groups.map((group) => group.facts))));
        assert.equal(seen['digits seen'], 10000);
        assert.match(await visit.page.evaluate(() => window.unpool.link()), /&set=t10k&/);
    },

    'IDX files that are dropped together are a set; one of another size is refused': async (visit) => {
        await visit.open();
        await visit.page.evaluate(() => {
            const be32 = (n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
            const idx = (sizes, bytes) => new Uint8Array([0, 0, 8, sizes.length, ...sizes.flatMap(be32), ...bytes]);
            window.dropFiles = (files) => {
                const transfer = new DataTransfer();
                for (const [name, bytes] of files) transfer.items.add(new File([bytes], name));
                window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
            };
            window.pictures = (side) => idx([20, side, side], new Uint8Array(20 * side * side).fill(99));
            window.labels = idx([20], Array.from({ length: 20 }, (_, i) => i % 3));
            window.dropFiles([['my-labels.idx1-ubyte', window.labels], ['my-images-idx3-ubyte', window.pictures(28)]]);
        });
        await until(visit, 'my-images');
        assert.equal((await gallery(visit)).digits, 20);
        await visit.page.evaluate(() => window.dropFiles([['big.idx', window.pictures(32)]]));
        await visit.page.waitForFunction(() => /found 32 x 32/.test(window.unpool.state().message));
        assert.equal((await gallery(visit)).set, 'my-images');
    },

    'PNG pictures named by class are a set': async (visit) => {
        await visit.open();
        await visit.page.evaluate(async () => {
            const transfer = new DataTransfer();
            for (const name of ['Bag_1.png', 'Sneaker_1.png', 'Sneaker_2.png']) {
                const canvas = document.createElement('canvas');
                canvas.width = canvas.height = 28;
                const paper = canvas.getContext('2d');
                paper.fillRect(0, 0, 28, 28);
                paper.fillStyle = 'white';
                paper.fillRect(6, 6, 16, 12);
                transfer.items.add(new File([await new Promise((done) => canvas.toBlob(done))], name));
            }
            window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
        });
        await until(visit, 'Own pictures');
        await visit.press('g');
        await visit.click('class Sneaker');
        await visit.keep('sets-own');
        assert.equal((await gallery(visit)).digits, 3);
    },

    'a folder of PNGs, a folder for each class, and gzipped IDX files are sets; eleven classes are refused':
        async (visit) => {
            await visit.open();
            const choose = async (classes) => {
                await visit.press('g');
                const chooser = visit.page.waitForEvent('filechooser');
                await visit.click('set Open\u2026');
                await (await chooser).setFiles(folderOf(classes));
            };
            await choose(['Bag', 'Coat', 'Sneaker']);
            await visit.page.waitForFunction(() => /^unpool-pictures/.test(window.unpool.state().gallery.set));
            assert.equal((await gallery(visit)).digits, 6);
            const own = (await gallery(visit)).set;
            await visit.click('class Coat');
            await visit.keep('sets-folder');
            const first = await visit.page.evaluate(
                () => window.unpool.rectNames().find((name) => name.startsWith('digit ')));
            await visit.click(first);
            assert.equal((await visit.state()).truth, 1);

            await choose(Array.from({ length: 11 }, (_, i) => `sign ${i}`));
            await visit.page.waitForFunction(() => /more than ten classes/.test(window.unpool.state().message));
            assert.equal((await gallery(visit)).set, own, 'the set before stays');

            const files = gzippedIdx(30);
            await visit.page.evaluate((all) => {
                const transfer = new DataTransfer();
                for (const [name, bytes] of all) transfer.items.add(new File([new Uint8Array(bytes)], name));
                window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
            }, files.map(([name, bytes]) => [name, [...bytes]]));
            await until(visit, 'signs-images');
            assert.equal((await gallery(visit)).digits, 30);
        },

    'drawings are kept with a label, and are there after a reload': async (visit) => {
        await visit.open();
        await visit.draw('seven');
        await visit.press('g');
        await visit.click('set My drawings');
        await visit.keep('sets-keep');
        await visit.click('keep as 7');
        assert.match((await visit.state()).message, /Kept as a 7; 1 drawing so far/);
        assert.equal((await visit.state()).strokes, 0);
        assert.ok((await gallery(visit)).sets.includes('My drawings'));
        await visit.page.waitForFunction(() => localStorage.getItem('unpool-drawings') === 'kept');
        await visit.page.reload();
        await visit.page.evaluate(() => window.unpool.ready);
        await visit.page.waitForFunction(() => window.unpool.state().gallery.sets.includes('My drawings'));
        await visit.press('g');
        await visit.click('set My drawings');
        await visit.keep('sets-drawings');
        await visit.click('digit 0');
        assert.equal((await visit.state()).truth, 7);
    },

    'a browser that keeps nothing says so once, and the drawing is not lost': async (visit) => {
        await visit.open({ before: () => { indexedDB.open = () => { throw new Error('private'); }; } });
        await visit.draw('seven');
        await visit.press('g');
        await visit.click('set My drawings');
        await visit.click('keep as 7');
        await visit.page.waitForFunction(() => /keeps nothing.*save your drawings/.test(window.unpool.state().message));
        assert.ok((await gallery(visit)).sets.includes('My drawings'));
    },

    ...Object.fromEntries(
        (hasClothes ? screens : []).flatMap(([screen, options]) => ['light', 'dark'].map((colorScheme) => [
        `clothes in the gallery and on the pad, ${screen}, ${colorScheme}`, async (visit) => {
            await visit.open({ ...options, colorScheme });
            await visit.press('g');
            await until(visit, 'train[0:10000]');
            await visit.keep(`sets-${screen}-${colorScheme}`);
            await visit.click('set Fashion train[0:10000]');
            await until(visit, 'Fashion train[0:10000]');
            await visit.click('class Sneaker');
            await visit.keep(`sets-fashion-${screen}-${colorScheme}`);
            const first = await visit.page.evaluate(
                () => window.unpool.rectNames().find((name) => name.startsWith('digit ')));
            await visit.click(first);
            assert.equal((await visit.state()).truth, 7);
            await visit.keep(`sets-sneaker-${screen}-${colorScheme}`);
        }]))),
});
