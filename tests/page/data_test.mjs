// Data that are fetched when they are wanted: late, cut, missing, twice; and promises that others get in the way of.
import assert from 'node:assert/strict';
import { dist, run } from './harness.mjs';
import { serve } from './server.mjs';

const isData = (name) => /^(gallery|reference)-/.test(name);
const late = 1200;  // ms: longer than everything else takes, short enough for a test

/** Opens the page with files that meet with `fate`. */
async function openWith(visit, fate) {
    visit.server.close();
    visit.server = await serve(dist, { fate });
    visit.expect(/Failed to load resource|ERR_CONTENT_LENGTH_MISMATCH/);
    await visit.open();
    await visit.page.evaluate(() => window.unpool.setStrokes([[[30, 20], [70, 20], [45, 80]]]));
}

/** Facts of a probe by name, or what its promise was rejected with. */
const ask = (visit, id, settings = {}) =>
    visit.page.evaluate(([name, values]) => window.unpool.probe(name, values).then(
    (numbers) => Object.assign({}, ...numbers.groups.map((group) => group.facts)), (error) => error.message),
        [id, settings]);

/** Nothing of what went wrong disturbs the drawing. */
async function stillReadsSeven(visit) {
    assert.equal((await visit.state()).prediction, 7);
    assert.equal(await visit.page.isVisible('#failure'), false);
}

await run({
    'a probe resolves when all is computed, however late its data come': async (visit) => {
        await openWith(visit, (name) => (isData(name) ? late : 0));
        const facts = await ask(visit, 'self-check');
        assert.ok(facts['numbers compared'] > 400000, JSON.stringify(facts));
        assert.ok(facts.accuracy > 0.994, `accuracy ${facts.accuracy}`);
        for (const id of ['lesions', 'top-nine']) {
            await visit.context.close();
            await openWith(visit, (name) => (isData(name) ? late : 0));
            assert.equal((await ask(visit, id))['digits seen'], 10000, id);
        }
        await stillReadsSeven(visit);
    },

    'a link resolves when all is computed, too': async (visit) => {
        await openWith(visit, (name) => (isData(name) ? late : 0));
        const seen = await visit.page.evaluate(
            () => window.unpool.openLink('v=1&view=lesions').then(() => window.unpool.numbers()));
        assert.equal(Object.assign({}, ...seen.groups.map((group) => group.facts))['digits seen'], 10000);
    },

    'data that cannot be had are said, and may come the next time': async (visit) => {
        for (const [what, id, words] of [[/^gallery-images/, 'lesions', /10,000 digits.*could not be had/],
            [/^reference-t/, 'self-check', /PyTorch.*could not be had/]]) {
            for (const how of ['missing', 'cut']) {
                await visit.context?.close();
                await openWith(visit, (name, time) => (what.test(name) && time === 1 ? how : 0));
                const refused = await ask(visit, id);
                assert.match(String(refused), words, `${id}, ${how}`);
                assert.match(refused, how === 'missing' ? /answered 404/ : /broke off/);
                await stillReadsSeven(visit);
                const facts = await ask(visit, id);
                assert.equal(typeof facts, 'object', `${id} after ${how}: ${facts}`);
            }
        }
    },

    'data that are damaged are said, and nothing else is lost': async (visit) => {
        visit.server.close();
        visit.server = await serve(
            dist, { transform: (name, bytes) =>
            (isData(name) ? bytes.map((byte, i) => (i > 40 ? byte ^ 0x55 : byte)) : bytes) });
        await visit.open();
        await visit.page.evaluate(() => window.unpool.setStrokes([[[30, 20], [70, 20], [45, 80]]]));
        for (const id of ['top-nine', 'self-check']) assert.match(String(await ask(visit, id)), /could not be had/);
        await stillReadsSeven(visit);
    },

    'a second question while the first waits': async (visit) => {
        await openWith(visit, (name) => (isData(name) ? late : 0));
        const [first, second] = await visit.page.evaluate(() => Promise.all([
            window.unpool.probe('self-check').catch((error) => error.message),
                window.unpool.probe('lesions', { n: 50 }).then((numbers) => numbers.title),
        ]));
        assert.match(first, /Another view was opened/);
        assert.match(second, /network|Without/);
        for (const [name, times] of visit.server.asked)
            if (isData(name)) assert.equal(times, 1, `${name} was fetched ${times} times`);
    },

    'work that a person stops is no result': async (visit) => {
        await openWith(visit, () => 0);
        await visit.page.evaluate(
            () => { window.asked = window.unpool.probe('maximise', { steps: 1024 }).catch((error) => error.message); });
        await visit.page.waitForFunction(() => window.unpool.state().probe.busy && window.unpool.rect('stop'));
        await visit.click('stop');
        assert.match(await visit.page.evaluate(() => window.asked), /stopped before all was computed/);
    },

    'a measurement goes on when another model is opened, and two are one': async (visit) => {
        await openWith(visit, () => 0);
        const numbers = await visit.page.evaluate(async () => {
            const both = Promise.all([window.unpool.bench(), window.unpool.bench()]);
            const name = performance.getEntriesByType('resource').map((entry) => entry.name)
                .find((url) => url.endsWith('.safetensors'));
            await window.unpool.openFile(await (await fetch(name)).arrayBuffer(), 'again.safetensors');
            return both;
        });
        assert.deepEqual(numbers[0], numbers[1]);
        assert.ok(Object.values(numbers[0]).every((value) => value > 0));
        await stillReadsSeven(visit);
    },
});
