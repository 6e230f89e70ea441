// Runs of earlier visits: the page begins with their list and the last network of each; what else is kept of a run is
// read when the run is opened, and all of it is there then.
import assert from 'node:assert/strict';
import { run } from './harness.mjs';
import { until } from './training.mjs';

/** In the page, before its own scripts: counts what is read of the checkpoints that the browser keeps. */
function countReads() {
    window.checkpointsRead = { at_once: 0, one: 0 };
    const store = IDBObjectStore.prototype;
    for (const [name, kind] of [['getAll', 'at_once'], ['get', 'one'], ['openCursor', 'one']]) {
        const plain = store[name];
        store[name] = function(...given) {
            const request = plain.apply(this, given);
            if (this.name === 'checkpoints')
                request.addEventListener('success', () => {
                    const { result } = request;
                    window.checkpointsRead[kind] += Array.isArray(result) ? result.length : result ? 1 : 0;
                });
            return request;
        };
    }
}

const stepsOf = (visit, name) => visit.page.evaluate(
    (wanted) => window.unpool.networks().find((network) => network.name === wanted)?.steps, name);
const reads = (visit) => visit.page.evaluate(() => window.checkpointsRead);
const atRest = ({ at_work: working }) => working === 0;

async function train(visit, recipe) {
    await visit.page.evaluate((values) => window.unpool.train(values), recipe);
    await until(visit, atRest, 'the end');
}

/** The page anew, without a link. */
async function again(visit) {
    await visit.page.goto('about:blank');
    await visit.page.goto(`${visit.server.url}?intro=0`);
    await visit.page.evaluate(() => window.unpool.ready.then(() => true));
    await visit.page.waitForFunction(() => window.unpool.networks().some(({ name }) => name === 'Run 2'));
}

await run({
    'the start reads one checkpoint a run; a run that is opened has them all, and the other one stays where it is':
        async (visit) => {
            await visit.open({ before: countReads });
            await train(visit, { digits: 300, epochs: 3 });
            await train(visit, { digits: 300, epochs: 2, seed: 5 });
            const all = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 30];
            assert.deepEqual(await stepsOf(visit, 'Run 1'), all);
            await again(visit);
            assert.deepEqual(await stepsOf(visit, 'Run 1'), [30]);
            assert.deepEqual(await stepsOf(visit, 'Run 2'), [20]);
            await visit.rest();
            assert.deepEqual(await reads(visit), { at_once: 0, one: 2 });

            await visit.page.evaluate(() => window.unpool.show('Run 1'));
            await visit.page.waitForFunction(
                (count) => window.unpool.networks().find(({ name }) => name === 'Run 1').steps.length === count,
                all.length);
            assert.deepEqual(await stepsOf(visit, 'Run 1'), all);
            assert.deepEqual(await stepsOf(visit, 'Run 2'), [20]);
            assert.deepEqual(await reads(visit), { at_once: all.length, one: 2 });
            const { step, measures } = (await visit.state()).training;
            assert.equal(step, 30, 'it is shown at its end');
            assert.ok(measures.held_out_accuracy > 0.5);
            await visit.page.evaluate(() => window.unpool.scrub(0));
            await visit.settle();
            const first = (await visit.state()).training;
            assert.equal(first.step, 0);
            assert.ok(first.measures.held_out_accuracy < 0.3, 'it guesses');
        },

    'a checkpoint that cannot be read is said, and the run stays as it is': async (visit) => {
        await visit.open({ before: countReads });
        await train(visit, { digits: 300, epochs: 2 });
        await train(visit, { digits: 300, epochs: 1 });
        await visit.page.addInitScript(() => {
            const plain = IDBObjectStore.prototype.getAll;
            IDBObjectStore.prototype.getAll = function(...given) {
                if (this.name === 'checkpoints') throw new Error('the disk is gone');
                return plain.apply(this, given);
            };
        });
        await again(visit);
        await visit.page.evaluate(() => window.unpool.show('Run 1'));
        await visit.page.waitForFunction(
            () => /Run 1 cannot be read: the disk is gone/.test(window.unpool.state().message));
        assert.deepEqual(await stepsOf(visit, 'Run 1'), [20]);
        await visit.draw('seven');
        assert.equal((await visit.state()).models[0].name, 'Run 1');
    },
});
