// The program comes in two parts: the second one after the first frame, late, cut off and not at all; nothing of it is
// called before it is here, and one can draw meanwhile.
import assert from 'node:assert/strict';
import { dist, run } from './harness.mjs';
import { serve } from './server.mjs';

const isRest = (name) => /^rest\..*\.wasm$/.test(name);

/** Serves the second part as `fate` says, by how often it was asked for. */
async function serveRest(visit, fate) {
    visit.server.close();
    visit.server = await serve(dist, { fate: (name, time) => (isRest(name) ? fate(time) : 0) });
    visit.expect(/Failed to load resource|ERR_CONTENT_LENGTH_MISMATCH/);
}

/** Opens the page and waits for its first frame. */
async function openFirst(visit, path = '?intro=0', options = {}) {
    await visit.open({ path, wait: false, ...options });
    await visit.page.waitForFunction(() => performance.getEntriesByName('unpool-ready').length === 1, null,
        { timeout: 60000 });
}

/** Keeps the program's functions for the test. */
function exposeProgram() {
    let make = null;
    Object.defineProperty(window, 'createUnpool', {
        get: () => make && (async (options) => (window.unpoolProgram = await make(options))),
        set: (value) => { make = value; } });
}

const whole = (visit) => visit.page.evaluate(() => window.unpool.ready.then(() => true));
const isWhole = (visit) => visit.page.evaluate(
    () => Promise.race([window.unpool.ready.then(() => true), new Promise((done) => setTimeout(done, 0, false))]));

/** No function of the second part was called too early. */
async function wasInTime(visit) {
    const early = await visit.page.evaluate(
        () => performance.getEntriesByName('unpool-early-call').map((entry) => entry.detail));
    assert.deepEqual(early, [], 'functions of the second part that were called before it was here');
}

await run({
    'nothing asks for the second part before the first frame': async (visit) => {
        await visit.open();
        const { frame, asked } = await visit.page.evaluate(() => ({
            frame: performance.getEntriesByName('unpool-first-frame')[0].startTime,
            asked: performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/rest.'))
                .map((entry) => entry.startTime),
        }));
        console.log(`      first frame at ${frame.toFixed(0)} ms, asked for at ${asked.map((t) => t.toFixed(0))} ms`);
        assert.equal(asked.length, 1);
        assert.ok(asked[0] >= frame);
        await wasInTime(visit);
    },

    'a plain start, and one with a link to a probe, call nothing early': async (visit) => {
        const links = ['?intro=0#v=2&layer=pool2&map=7&view=deconvnet', '?intro=1#v=1&view=train'];
        for (const path of ['', '?intro=0', ...links]) {
            await serveRest(visit, () => 300);
            await visit.open({ path: path || '#', wait: false });
            await whole(visit);
            await visit.settle();
            await wasInTime(visit);
            const wanted = path.split('view=')[1] ?? 'explore';
            assert.equal((await visit.state()).view, wanted);
            await visit.context.close();
        }
    },

    'one draws and gets an answer while the second part is three seconds late': async (visit) => {
        let release;
        const drawn = new Promise((done) => { release = done; });  // machines are slow at times
        const late = new Promise((done) => setTimeout(done, 3000));
        await serveRest(visit, () => Promise.all([drawn, late]));
        await openFirst(visit);
        await visit.draw('seven');
        assert.equal((await visit.state()).prediction, 7);
        await visit.press('z');  // no key of its own
        await visit.click('clear');
        await visit.draw('three');
        assert.equal((await visit.state()).prediction, 3);
        assert.equal(await isWhole(visit), false, 'all of this was before the second part came');
        await wasInTime(visit);
        release();
        await whole(visit);
        assert.equal((await visit.state()).prediction, 3);
        await visit.page.evaluate(() => window.unpool.probe('occlusion', {}));
        await wasInTime(visit);
    },

    'every control and key of the first part can be used before the second': async (visit) => {
        let release;
        const held = new Promise((done) => { release = done; });
        await serveRest(visit, () => held);
        await openFirst(visit);
        await visit.draw('seven');
        const seen = new Set(), kinds = new Map();
        const isNew = (name) => {  // two of each kind: "map pool2 7" is one of many
            const kind = name.replace(/\d+/g, '#');
            kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
            return kinds.get(kind) <= 2;
        };
        for (let more = true; more;) {
            more = false;
            const names = (await visit.page.evaluate(() => window.unpool.rectNames()))
                .filter((name) => !seen.has(name) && !/^(open file|full screen)/.test(name));
            for (const name of names) {
                const rect = await visit.rect(name);
                seen.add(name);
                if (!isNew(name)) continue;
                if (!rect || rect.x < 0 || rect.y < 0 || rect.x + 2 > 1280 || rect.y + 2 > 720) continue;
                more = true;
                await visit.page.mouse.click(rect.x + Math.min(rect.width / 2, 1278), rect.y + rect.height / 2);
                await visit.page.keyboard.press('Escape');
            }
        }
        for (const key of [...'pe[]fjrgosmkvluicb,.wdnaqxty/?h0123456789', 'ArrowLeft', 'ArrowDown', 'Delete',
            'Shift+S', 'Shift+C', 'Shift+P', 'Shift+Q', 'Shift+N', 'Control+z', 'Control+y']) {
            await visit.page.keyboard.press(key);
            await visit.page.keyboard.press('Escape');
        }
        await visit.settle();
        assert.ok(kinds.size > 30, `${kinds.size} kinds of things were clicked`);
        assert.equal(await isWhole(visit), false);
        await wasInTime(visit);
        release();
        await whole(visit);
        await wasInTime(visit);
    },

    'a view that is not here yet is one sentence, and comes by itself': async (visit) => {
        await serveRest(visit, () => 2000);
        await openFirst(visit);
        await visit.press('n');
        assert.notEqual((await visit.state()).view, 'explore');
        assert.ok(await visit.rect('pad'));
        await visit.keep('rest-waiting');
        await wasInTime(visit);
        await whole(visit);
        await visit.page.waitForFunction(() => window.unpool.rect('finding'), null, { timeout: 60000 });
        await wasInTime(visit);
    },

    'a second part that breaks off, or fails twice, is asked for again, and that is said': async (visit) => {
        for (const fate of [(time) => (time === 1 ? 'cut' : 0), (time) => (time <= 2 ? 'missing' : 0)]) {
            await serveRest(visit, fate);
            await openFirst(visit);
            await visit.page.waitForFunction(() => /did not come/.test(window.unpool.state().message), null,
                { timeout: 60000 });
            console.log(`      ${(await visit.state()).message}`);
            await visit.draw('seven');
            assert.equal((await visit.state()).prediction, 7);
            await whole(visit);
            assert.equal((await visit.state()).prediction, 7);
            await wasInTime(visit);
            await visit.context.close();
        }
    },

    'a call that comes early all the same waits for the second part': async (visit) => {
        visit.expect(/called early|Synchronous XMLHttpRequest/);
        let release;
        const held = new Promise((done) => { release = done; });
        await serveRest(visit, (time) => (time === 1 ? held : 0));
        await openFirst(visit, '?intro=0', { before: exposeProgram });
        const numbers = await visit.page.evaluate(() => window.unpoolProgram._unpool_numbers(0));
        assert.ok(numbers > 0);
        assert.ok(await visit.page.evaluate(() => performance.getEntriesByName('unpool-early-call').length) > 0);
        release();
        await whole(visit);
        await visit.page.evaluate(() => window.unpool.probe('pooling', {}));
    },
});
