// Networks that ask for too much, overflow or have a thousand classes, opened as files in the page.
import assert from 'node:assert/strict';
import { colours, run } from './harness.mjs';

/** A safetensors file of an architecture; weights are `weight(i)`. */
function model(layers, weight = (i) => Math.sin(i) * 0.05) {
    const header = { __metadata__: { architecture: JSON.stringify({ name: 'test', input: [1, 28, 28], layers }) } };
    const blobs = [];
    let offset = 0, shape = [1, 28, 28];
    const put = (name, sizes, value) => {
        const count = sizes.reduce((a, b) => a * b);
        const blob = Buffer.from(Float32Array.from({ length: count }, (_, i) => value(i)).buffer);
        header[name] = { dtype: 'F32', shape: sizes, data_offsets: [offset, offset += blob.length] };
        blobs.push(blob);
    };
    for (const { kind, name, outputs, kernel = 1, stride = 1, padding = 0 } of layers) {
        const side = (n) => Math.floor((n + 2 * padding - kernel) / stride) + 1;
        if (kind === 'max_pool') shape = [shape[0], side(shape[1]), side(shape[2])];
        if (kind !== 'conv' && kind !== 'fully_connected') continue;
        const inputs = kind === 'conv' ? [shape[0], kernel, kernel] : [shape[0] * shape[1] * shape[2]];
        put(`${name}.weight`, [outputs, ...inputs], weight);
        put(`${name}.bias`, [outputs], () => 0);
        shape = kind === 'conv' ? [outputs, side(shape[1]), side(shape[2])] : [outputs, 1, 1];
    }
    const text = JSON.stringify(header);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    return Buffer.concat([length, Buffer.from(text), ...blobs]);
}

function conv(name, outputs, kernel, stride = 1, padding = 0) {
    return { kind: 'conv', name, outputs, kernel, stride, padding };
}
function pool(side) { return { kind: 'max_pool', name: 'pool1', kernel: side, stride: side }; }
const dense = (name, outputs) => ({ kind: 'fully_connected', name, outputs });
const softmax = { kind: 'softmax', name: 'softmax' };

/** Gives how long it took, in milliseconds, without the file's way into the browser. */
const openModel = (visit, bytes) => visit.page.evaluate(async (base64) => {
    const file = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const begin = performance.now();
    await window.unpool.openFile(file, 'test.safetensors');
    return performance.now() - begin;
}, bytes.toString('base64'));

await run({
    'a border of gigabytes is refused with the sum, and the page goes on': async (visit) => {
        await visit.open();
        await visit.draw('seven');
        await openModel(visit, model([conv('conv1', 64, 5, 1, 2), conv('conv2', 6, 5, 4096, 4096), dense('fc1', 10)]));
        const state = await visit.state();
        assert.match(state.message, /needs at least \d+ MB of memory.*conv2.*768 MB is the most/);
        assert.equal(state.model, 'LeNet-5');
        assert.equal(state.prediction, 7);
        await visit.rest();
    },

    'unbounded arithmetic is refused at once': async (visit) => {
        await visit.open();
        await visit.draw('seven');
        const bytes = model([conv('conv1', 64, 16, 1, 160), dense('fc1', 1)], () => 0.01);
        console.log(`      refused after ${(await openModel(visit, bytes)).toFixed(0)} ms`);
        assert.match((await visit.state()).message, /MB is the most|million is the most/);
    },

    'a large map is shown smaller, or refused': async (visit) => {
        await visit.open();
        await visit.draw('seven');
        await openModel(visit, model([conv('conv1', 1, 5, 1, 600), pool(100), dense('fc1', 10), softmax]));
        const refused = (await visit.state()).model === 'LeNet-5';
        if (refused) assert.match((await visit.state()).message, /is the most/);
        await openModel(visit, model([conv('conv1', 1, 5, 1, 400), pool(100), dense('fc1', 10), softmax]));
        assert.equal((await visit.state()).model, 'test');
        await visit.press('l');
        await visit.rest();
        await visit.keep('limits-widemap');
        assert.ok(colours(await visit.picture()) > 20);
    },

    'a thousand classes and ten thousand: the likeliest, quickly': async (visit) => {
        await visit.open();
        await visit.draw('seven');
        for (const classes of [1000, 10000]) {
            await openModel(visit, model([conv('conv1', 2, 5), pool(4), dense('fc1', classes), softmax]));
            const state = await visit.state();
            assert.equal(state.model, 'test');
            assert.equal(state.probabilities.length, classes);
            assert.equal(state.prediction, state.probabilities.indexOf(Math.max(...state.probabilities)));
            await visit.rest();
            await visit.keep(`limits-${classes}-classes`);
            assert.ok(await visit.rect('class bars'), 'the bars are a list that scrolls');
            const begin = Date.now();
            await visit.page.mouse.move(...await visit.middle('class bars'));
            await visit.page.mouse.wheel(0, 400);
            await visit.settle();
            console.log(`      a turn of the wheel over ${classes} classes: ${Date.now() - begin} ms`);
        }
    },

    'numbers that overflow are said, not shown': async (visit) => {
        await visit.open();
        await visit.draw('seven');
        const layers = [conv('conv1', 4, 5), dense('fc1', 20), dense('fc2', 20), dense('fc3', 20), dense('fc4', 10)];
        await openModel(visit, model([...layers, softmax], (i) => 1e9 * Math.sin(i)));
        const { model: name, prediction, probabilities, finite } = await visit.state();
        assert.deepEqual([name, prediction, probabilities, finite], ['test', null, null, false]);
        for (const id of await visit.page.evaluate(() => window.unpool.probes().map((probe) => probe.id))) {
            const answer = await visit.page.evaluate(
                (probe) => window.unpool.probe(probe).then(() => 'numbers', (error) => error.message), id);
            assert.match(answer, /Not finite/, id);
            await visit.settle();
        }
        await visit.keep('limits-not-finite');
        await visit.page.evaluate(() => window.unpool.explore());
        await visit.rest();
        await visit.keep('limits-not-finite-network');
    },

    'a network that ends in maps names no class': async (visit) => {
        await visit.open();
        await visit.draw('seven');
        await openModel(visit, model([conv('conv1', 3, 5)]));
        const state = await visit.state();
        assert.deepEqual([state.model, state.prediction, state.finite], ['test', null, true]);
        await visit.rest();
        await visit.keep('limits-no-classes');
    },

    'many maps on the screen come to rest': async (visit) => {
        await visit.open({ viewport: { width: 1920, height: 1080 } });
        await visit.draw('seven');
        const layers = [];
        for (let i = 0; i < 12; ++i) layers.push(conv(`conv${i}`, 24, 1));
        await openModel(visit, model([...layers, dense('fc1', 10), softmax], (i) => Math.sin(i) * 0.4));
        assert.equal((await visit.state()).model, 'test');
        await visit.press('l');
        await visit.rest();
        await visit.keep('limits-many-maps');
    },
});
