// Every view on every screen: nothing lies on anything else, no word is cut, fingers find what they aim at, and finding
// and result are in sight without scrolling.
import assert from 'node:assert/strict';
import { run } from './harness.mjs';

const fingers = { hasTouch: true, isMobile: true };
const screens = [
    [320, 480, fingers], [390, 844, fingers], [844, 390, fingers], [768, 1024, fingers],
    [640, 360, {}], [1280, 720, {}], [1920, 1080, {}], [2560, 1300, {}],
];

/** Pictures are as large as they are, and splitters are for mice. */
const isPicture = (name) => /^(map|reconstruction|units|kernel|figure|selected|network|pad)\b/.test(name);
const isEdge = (name) => /splitter/.test(name);

const seen = (visit) => visit.page.evaluate(() => window.unpool.screen());

function overlap(a, b) {
    const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
    const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
    return width > 0.6 && height > 0.6;
}

/** What is wrong with a screen, in words. */
function faults({ controls, cut }, width, height) {
    const found = cut.map((words) => `cut: ${words}`);
    const list = controls.find(({ name }) => name === 'close list');  // what an open list covers is out of reach
    const shown = controls.filter(({ name, region }) => !isEdge(name) && (!list || region > list.region));
    shown.forEach((a, i) => {
        if (a.x < -0.1 || a.x + a.width > width + 0.1 || a.y + a.height > height + 0.1)
            found.push(`${a.name} leaves the screen: ${JSON.stringify(a)}`);
        for (const b of shown.slice(i + 1)) if (overlap(a, b)) found.push(`${a.name} and ${b.name} overlap`);
    });
    return found;
}

/** Too small for a finger, whole as they are: what scrolling cuts off is not meant. */
const small = (visit) => visit.page.evaluate(() => window.unpool.screen().controls.map(({ name }) => name)
    .map((name) => [name, window.unpool.rect(name)]).filter(([, r]) => r && (r.width < 43.9 || r.height < 43.9))
    .map(([name, r]) => `${name}: ${r.width.toFixed(0)} x ${r.height.toFixed(0)}`));

/** Until nothing is computed, but not for long: what grows is on its place by then. */
async function calm(visit) {
    await visit.page.waitForFunction(() => {
        const { probe, gallery } = window.unpool.state();
        return gallery.digits === 10000 && (!probe.busy || probe.progress > 0.15);
    }, null, { timeout: 30000 }).catch(() => {});
    await visit.settle();
}

async function walk(visit, [width, height, options]) {
    await visit.open({ viewport: { width, height }, ...options });
    await visit.draw('three');
    const isTouched = Boolean(options.hasTouch), found = [];
    const look = async (name) => {
        const where = `${name}: `;
        for (const fault of faults(await seen(visit), width, height)) found.push(where + fault);
        if (isTouched)
            for (const fault of (await small(visit)).filter((words) => !isPicture(words)))
                found.push(`${where}small: ${fault}`);
        await visit.keep(`screen-${width}x${height}-${name}`);
    };
    await look('first');
    for (const id of ['explore', ...await visit.page.evaluate(() => window.unpool.probes().map(({ id }) => id))]) {
        await visit.page.evaluate((view) => { window.unpool.openLink(`v=1&view=${view}`).catch(() => {}); }, id);
        await visit.settle();
        if (id !== 'explore') await calm(visit);
        await look(id);
    }
    for (const key of ['?', 'm', 'a', 'g']) {
        await visit.press('Escape');
        await visit.press(key);
        await look(`key-${key === '?' ? 'help' : key}`.replace('/', ''));
    }
    assert.deepEqual(found, [], `${found.length} faults`);
}

/** Finding and result within what their region shows. */
async function showsResults(visit, [width, height, options]) {
    await visit.open({ viewport: { width, height }, ...options });
    await visit.draw('three');
    const found = [];
    for (const id of await visit.page.evaluate(() => window.unpool.probes().map((probe) => probe.id))) {
        await visit.page.evaluate((view) => { window.unpool.openLink(`v=1&view=${view}`).catch(() => {}); }, id);
        await calm(visit);
        const bars = await visit.rect('answer dock');
        const bottom = bars && height > 430 ? bars.y : height;
        for (const name of ['finding', 'result']) {
            const r = await visit.rect(name);
            if (!r || r.width < 50 || r.height < 15) found.push(`${id}: no ${name}`);
            else if (r.x < 0 || r.y < 48 || r.x + r.width > width || r.y + r.height > bottom + 0.5)
                found.push(`${id}: ${name} ends at ${Math.round(r.y + r.height)} of ${Math.round(bottom)}`);
        }
    }
    assert.deepEqual(found, []);
}

/** Views with two networks beside each other: nothing is cut or lies on anything else. */
async function walkBoth(visit, [width, height, options]) {
    await visit.open({ viewport: { width, height }, ...options });
    await visit.draw('three');
    await visit.page.evaluate(() => window.unpool.compare('lenet5-seed5'));
    const found = [];
    for (const id of ['occlusion', 'methods', 'deconvnet', 'ladder', 'lesions', 'unit', 'pooling']) {
        await visit.page.evaluate((view) => { window.unpool.openLink(`v=1&view=${view}`).catch(() => {}); }, id);
        await calm(visit);
        for (const fault of faults(await seen(visit), width, height)) found.push(`${id}: ${fault}`);
        await visit.keep(`both-${width}x${height}-${id}`);
    }
    assert.deepEqual(found, [], `${found.length} faults`);
}

const tests = {};
for (const screen of [[390, 844, fingers], [768, 1024, fingers], [320, 640, fingers]])
    tests[`${screen[0]} x ${screen[1]}: two networks`] = (visit) => walkBoth(visit, screen);
for (const screen of screens) {
    const [width, height, options] = screen;
    tests[`${width} x ${height}: every view is whole`] = (visit) => walk(visit, screen);
    if ((width === 1280 && height === 720) || width === 390)
        tests[`${width} x ${height}: finding and result are in sight`] = (visit) => showsResults(visit, screen);
}

await run(tests);
