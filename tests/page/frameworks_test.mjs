// Networks as frameworks save them, opened in the page: by drop, by the file button, by window.unpool.openFile.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './harness.mjs';

const file = (name) => fileURLToPath(new URL(`../models/${name}`, import.meta.url));
const bytes = (name) => [...readFileSync(file(name))];
const web = ['model.json', ...[1, 2, 3].map((i) => `group1-shard${i}of3.bin`)].map((name) => `tfjs/${name}`);
/** What the network answers to the digit on the board. */
const answer = async (visit) => JSON.stringify(await visit.page.evaluate(() => window.unpool.layer('softmax')));
const says = (visit, words) =>
    visit.page.waitForFunction((text) => window.unpool.state().message.includes(text), words);

/** Waits until the network runs; those of random weights read no digits, and are opened all the same. */
async function runs(visit, name) {
    const wanted = name.slice(0, name.lastIndexOf('.'));
    for (const end = Date.now() + 60000;; await visit.page.waitForTimeout(100)) {
        const { assumptions, model } = await visit.state();
        if (assumptions?.step === 'refused') await visit.page.evaluate(() => window.unpool.assume('anyway'));
        else if (model === wanted && assumptions?.step !== 'trying') break;
        assert.ok(Date.now() < end, `${name} never ran: ${model}, ${JSON.stringify(assumptions)}`);
    }
    await visit.settle();
}

const open = async (visit, name) => {
    await visit.page.evaluate(([called, content]) => window.unpool.openFile(Uint8Array.from(content), called),
        [name, bytes(name)]);
    await runs(visit, name);
    await visit.page.evaluate(() => window.unpool.openLink('v=1&view=explore').catch(() => {}));
};

async function drop(visit, names) {
    await visit.page.evaluate((files) => {
        const transfer = new DataTransfer();
        for (const [name, content] of files) transfer.items.add(new File([Uint8Array.from(content)], name));
        window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }, names.map((name) => [name.split('/').pop(), bytes(name)]));
    await visit.settle();
}

await run({
    'TensorFlow.js: model.json and its weights, by drop, by button and by openFile': async (visit) => {
        await visit.open({ viewport: { width: 1280, height: 720 } });
        await visit.draw('seven');
        await drop(visit, web);
        await runs(visit, 'model.json');
        const dropped = await answer(visit);
        await visit.keep('frameworks-tfjs');
        await open(visit, 'batch-norm.pt');
        assert.notEqual(await answer(visit), dropped);
        await visit.page.setInputFiles('#file', web.map(file));
        await runs(visit, 'model.json');
        assert.equal(await answer(visit), dropped);
        await open(visit, 'batch-norm.pt');
        await visit.page.evaluate((files) => window.unpool.openFile(
            files.map(([name, content]) => ({ name, bytes: Uint8Array.from(content) }))),
            web.map((name) => [name.split('/').pop(), bytes(name)]));
        await runs(visit, 'model.json');
        assert.equal(await answer(visit), dropped);
    },

    'TensorFlow.js: a file that is missing is named, and what was running goes on': async (visit) => {
        await visit.open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
        const before = (await visit.state()).models;
        await drop(visit, [web[0], web[1]]);
        await says(visit, "open them together; 'group1-shard2of3.bin' is missing");
        await drop(visit, [web[0]]);
        await says(visit, 'open them together: group1-shard1of3.bin');
        assert.deepEqual((await visit.state()).models, before);
    },

    'every kind of layer is drawn, with its way down': async (visit) => {
        await visit.open({ viewport: { width: 1280, height: 720 } });
        await visit.draw('seven');
        for (const name of ['leaky.pt', 'sigmoid.pt', 'norm-after-pool.pt', 'global-average.pt', 'pool-first.pt',
            'c5.onnx', 'resized.onnx', 'framed-grey.onnx', 'five-classes.pt', 'letters.pt']) {
            await open(visit, name);
            await visit.keep(`frameworks-${name.split('.')[0]}`);
        }
    },
});
