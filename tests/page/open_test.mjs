// Networks as people have them: dropped, chosen by the button, handed over by window.unpool; what their files leave
// open is tried, told and changed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './harness.mjs';

const models = join(dirname(fileURLToPath(import.meta.url)), '../models');
const path = (name) => join(models, name);

const openFile = (visit, name) => visit.page.evaluate(([base64, called]) =>
    window.unpool.openFile(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)), called),
[readFileSync(path(name)).toString('base64'), name]);

/** Drops files on the canvas as the browser tells of it. */
const drop = (visit, name) => visit.page.evaluate(([base64, called]) => {
    const files = new DataTransfer();
    files.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], called));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
}, [readFileSync(path(name)).toString('base64'), name]);

const opened = (visit, model) =>
    visit.page.waitForFunction((name) => window.unpool.state().model === name, model, { timeout: 60000 });
const assumptions = (visit) => visit.page.evaluate(() => window.unpool.state().assumptions);
const chosen = async (visit, key) => (await assumptions(visit)).list.find((one) => one.key === key).chosen;

await run({
    'a state dict opens as it was trained, one line says so, and a choice makes it anew': async (visit) => {
        await visit.open();
        await visit.draw('seven');
        await openFile(visit, 'trained-mean-deviation.pt');
        let state = await visit.state();
        assert.equal(state.model, 'trained-mean-deviation');
        assert.match(state.message,
            /^Taken as 28 x 28, mean 0\.1307, deviation 0\.3081, ReLU, max-pooling: 9\d\.\d %/);
        assert.equal(state.prediction, 7);
        assert.equal(await chosen(visit, 'input'), 'mean 0.1307, deviation 0.3081');
        const id = state.models[0].id;
        await visit.page.evaluate(() => window.unpool.assume('input', '0 to 1'));
        state = await visit.state();
        assert.notEqual(state.models[0].id, id);
        assert.equal(await chosen(visit, 'input'), '0 to 1');
        await visit.page.evaluate(() => window.unpool.assume());
        assert.equal((await visit.state()).models[0].id, id);
        const refused = await visit.page.evaluate(
            () => window.unpool.assume('input', 'purple').catch((e) => e.message));
        assert.match(refused, /input cannot be 'purple' here; it can be: 0 to 1; -1 to 1/);
        await visit.rest();
    },

    'a whole module, an ONNX model and safetensors are dropped and open': async (visit) => {
        await visit.open();
        for (const [file, model] of [['trained-maps-8-16.pt', 'trained-maps-8-16'],
            ['trained-keras.safetensors', 'trained-keras']]) {
            await drop(visit, file);
            await opened(visit, model);
            assert.match((await assumptions(visit)).words, /^Taken as 28 x 28, 0 to 1, ReLU, max-pooling/);
        }
        for (const file of ['module.pt', 'plain.onnx']) {  // of random weights
            await openFile(visit, file);
            assert.equal((await assumptions(visit)).step, 'refused');
            await visit.page.evaluate(() => window.unpool.assume('anyway'));
            assert.equal((await visit.state()).model, file.slice(0, file.indexOf('.')));
        }
        await visit.rest();
    },

    'This model shows each choice with what it reads, above the fold, and takes one with a click': async (visit) => {
        for (const size of [[1280, 720], [390, 844]]) {
            await visit.open({ viewport: { width: size[0], height: size[1] } });
            await visit.draw('seven');
            await openFile(visit, 'trained-mean-deviation.pt');
            await visit.press('m');
            const rect = await visit.page.evaluate(() => window.unpool.rect('assume activation tanh'));
            assert.ok(rect && rect.y + rect.height <= size[1], `${size}: ${JSON.stringify(rect)}`);
            await visit.click('assume activation tanh');
            assert.equal(await chosen(visit, 'activation'), 'tanh');
            await visit.keep(`this-model-${size[0]}`);
            await visit.rest();
            await visit.close();
        }
    },

    'a phone opens one by its button': async (visit) => {
        await visit.open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
        await visit.page.setInputFiles('#file', path('trained-valid.pt'));
        await opened(visit, 'trained-valid');
        await visit.rest();
    },

    'frames are drawn all through the trial': async (visit) => {
        await visit.open();
        const { frames, longest } = await visit.page.evaluate(async (base64) => {
            const file = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
            let frames = 0, longest = 0, last = performance.now(), on = true;
            const watch = () => {
                ++frames;
                longest = Math.max(longest, performance.now() - last);
                last = performance.now();
                if (on) requestAnimationFrame(watch);
            };
            await window.unpool.openFile(new Uint8Array([1]), 'nothing');
            last = performance.now();
            requestAnimationFrame(watch);
            await window.unpool.openFile(file, 'trained-valid.pt');
            on = false;
            return { frames, longest };
        }, readFileSync(path('trained-valid.pt')).toString('base64'));
        console.log(`${frames} frames during the trial, the longest ${longest.toFixed(0)} ms`);
        assert.ok(frames >= 12, `${frames} frames`);  // in one piece it would be one or two
    },
});
