// Training in the page, for real: the button, the worker, the network that lives in the page while it learns, its
// moments; and what happens when a worker dies, a rate explodes, or the digits do not come.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { openFirefox } from './browsers.mjs';
import { dist, run, screenshots, Visit, withLimit } from './harness.mjs';
import { serve } from './server.mjs';
import { training, until } from './training.mjs';

const act = (visit, name, ...given) => visit.page.evaluate(([n, g]) => window.unpool[n](...g), [name, given]);
const ended = ({ phase, batch }) => phase === 'idle' && batch > 0;

/** Opens the view by the bar, as a person would. */
async function openTrain(visit) {
    await visit.click('group Train');
    await visit.click('view train');
    assert.equal((await visit.state()).view, 'train');
}

/** The whole way: button, 95 %, a drawing, back to the first moment. */
async function trains(visit, keep = () => {}) {
    const { page } = visit;
    await openTrain(visit);
    assert.match((await training(visit)).finding, /^Press Train/);
    const before = performance.now();
    await visit.click('train');
    const good = await until(visit, (t) => t.measures.held_out_accuracy >= 0.95, '95 %');
    console.log(`      95 % held out after batch ${good.step}, ${((performance.now() - before) / 1000).toFixed(1)} s`);
    assert.match(good.finding, /^After [\d,]+ batches it reads 9\d\.\d % of digits it has never seen\.$/);
    await visit.draw('seven');
    assert.equal((await visit.state()).prediction, 7);
    await keep('train-while');
    const last = await until(visit, ended, 'the end');
    console.log(`      ${last.batches} batches: ${last.measures.held_out_accuracy}, ${
        Math.round(last.images_per_second)} images/s`);
    assert.equal(last.batch, last.batches);
    assert.equal(last.step, last.batches);
    assert.ok(last.measures.held_out_accuracy > 0.975, last.finding);
    assert.ok(last.measures.training_accuracy > 0.97);
    await keep('train-after');

    await act(visit, 'scrub', 0);
    await visit.settle();
    const first = await training(visit);
    assert.equal(first.step, 0);
    assert.ok(first.measures.held_out_accuracy < 0.25, 'it guesses');
    const then = await visit.state();
    const now = then.probabilities;
    assert.ok(Math.max(...now) < 0.6, 'the page is that moment\'s network');
    await act(visit, 'scrub', 1e6);
    await visit.settle();
    assert.equal((await visit.state()).prediction, 7);
    return page;
}

const screens = [
    [1280, 720, 'light'], [1280, 720, 'dark'], [390, 844, 'light'], [390, 844, 'dark'],
    [768, 1024, 'light'], [1920, 1080, 'dark'],
];

await run({
    'the button trains; the page lives with it; its moments are there': async (visit) => {
        await visit.open();
        await trains(visit, (name) => visit.keep(name));
        const last = (await training(visit)).step;
        await visit.press('Shift+Q');
        assert.ok((await training(visit)).step < last);
        await visit.press('q');
        assert.equal((await training(visit)).step, last);
        const track = await visit.rect('scrubber');
        await visit.page.mouse.move(track.x + track.width - 8, track.y + track.height / 2);
        await visit.page.mouse.down();
        await visit.page.mouse.move(track.x + 8, track.y + track.height / 2, { steps: 5 });
        await visit.page.mouse.up();
        await visit.settle();
        assert.equal((await training(visit)).step, 0);
        await visit.press('Shift+P');
        await until(visit, ({ step }) => step === last, 'the end of the play', 20000);
        await visit.page.evaluate(() => window.unpool.probe('occlusion'));
        assert.ok(await visit.rect('scrubber'), 'it is in every view');
        await visit.rest();
    },
    'nothing of it is downloaded before it is asked for': async (visit) => {
        const asked = [];
        await visit.open({ before: () => {} });
        visit.page.on('request', (request) => asked.push(request.url()));
        await openTrain(visit);
        await visit.page.waitForTimeout(500);
        assert.deepEqual(asked.filter((url) => /studio|engine|worker|learn/.test(url)), []);
        await act(visit, 'train', { digits: 300 });
        await until(visit, ended, 'the end');
        assert.ok(asked.some((url) => /unpool-worker\.mjs/.test(url)));
    },
    'two trainings: the second waits for a free thread or runs beside the first; both are kept': async (visit) => {
        await visit.open();
        await act(visit, 'train', { digits: 5000, epochs: 3 });
        await until(visit, (t) => t.batch > 5, 'batch 5');
        await visit.page.mouse.move(700, 500);
        await visit.page.mouse.wheel(0, 3000);
        await visit.page.waitForTimeout(200);
        await visit.click('train another');
        assert.equal((await training(visit)).at_work, 2);
        await until(visit, (t) => t.at_work === 0, 'the end of both');
        assert.deepEqual((await training(visit)).runs, ['Run 1', 'Run 2']);
        await visit.page.reload();
        await visit.page.evaluate(() => window.unpool.ready.then(() => true));
        await until(visit, ({ runs }) => runs.length === 2, 'both runs');
    },
    'pause, one batch, go on, stop; no frame at rest': async (visit) => {
        await visit.open();
        await openTrain(visit);
        await visit.click('train');
        await until(visit, (t) => t.batch > 20, 'batch 20');
        await visit.click('train');
        assert.equal((await training(visit)).phase, 'paused');
        await visit.page.waitForTimeout(400);
        const { batch } = await training(visit);
        await visit.rest();
        assert.equal((await training(visit)).batch, batch);
        await visit.click('one batch');
        await until(visit, (t) => t.batch === batch + 1, 'one batch');
        await visit.click('slow');
        await visit.click('train');
        await until(visit, (t) => t.step > batch + 3, 'slow motion');
        await visit.click('stop training');
        const stopped = await until(visit, ended, 'the end');
        assert.ok(stopped.batch < stopped.batches);
        assert.equal(stopped.step, stopped.batch);
        await visit.rest();
    },
    'a rate that explodes ends in a sentence and keeps a finite network': async (visit) => {
        await visit.open();
        await act(visit, 'train', { rate: 1000, digits: 3000, 'warm-up': 0, 'weight-decay': 0, average: 0 });
        const last = await until(visit, (t) => t.problem !== '', 'the sentence');
        assert.match(last.problem, /^The rate was too high: the loss exploded after \d+ batch/);
        assert.equal((await visit.state()).finite, true);
        assert.equal(last.phase, 'idle');
        await visit.keep('train-diverged');
    },
    'a worker that dies is told, and nothing is lost': async (visit) => {
        await visit.open({ before: () => {
            const Real = window.Worker;
            window.workers = [];
            window.Worker = class extends Real {
                constructor(...given) {
                    super(...given);
                    window.workers.push(this);
                }
            };
        } });
        await act(visit, 'train', { epochs: 50 });
        const running = await until(visit, (t) => t.step >= 64, 'batch 64');
        await visit.page.evaluate(() => window.workers.forEach((worker) => worker.terminate()));
        const dead = await until(visit, (t) => t.problem !== '', 'the sentence');
        assert.match(dead.problem, /does not answer any more/);
        assert.ok(dead.step >= running.step);
        await act(visit, 'train', { digits: 300 });
        await until(visit, ended, 'another training');
    },
    'a run is there again after a reload, at its moment; renamed, deleted': async (visit) => {
        await visit.open();
        await act(visit, 'train', { digits: 300, epochs: 3 });
        await until(visit, ended, 'the end');
        await act(visit, 'scrub', 0);
        await visit.page.waitForFunction(() => /@0&/.test(location.hash));
        await visit.page.reload();
        await visit.page.evaluate(() => window.unpool.ready.then(() => true));
        const back = await until(visit, ({ measures }) => measures.held_out_accuracy > 0, 'the run');
        assert.equal(back.step, 0);
        const runs = await act(visit, 'networks');
        assert.deepEqual(runs.find(({ name }) => name === 'Run 1').steps, [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 30]);
        visit.page.once('dialog', (dialog) => dialog.accept('few digits'));
        await visit.page.mouse.move(700, 500);
        await visit.page.mouse.wheel(0, 3000);
        await visit.settle();
        await visit.keep('train-runs');
        await visit.click('rename run 1');
        await visit.page.waitForFunction(() => window.unpool.networks().some(({ name }) => name === 'few digits'));
        await visit.page.waitForTimeout(300);
        await visit.page.reload();
        await visit.page.evaluate(() => window.unpool.ready.then(() => true));
        await visit.page.waitForFunction(() => window.unpool.networks().some(({ name }) => name === 'few digits'));
        await act(visit, 'close', 'few digits');
        await visit.page.waitForTimeout(300);
        await visit.page.reload();
        await visit.page.evaluate(() => window.unpool.ready.then(() => true));
        await visit.page.waitForTimeout(1000);
        assert.ok(!(await act(visit, 'networks')).some(({ name }) => name === 'few digits'));
    },
    'a saved network opens again, with its recipe in its card': async (visit) => {
        await visit.open();
        await act(visit, 'train', { digits: 300, epochs: 2 });
        await until(visit, ended, 'the end');
        const id = (await visit.state()).models[0].id;
        const [download] = await Promise.all([visit.page.waitForEvent('download'), visit.click('save network')]);
        const bytes = readFileSync(await download.path());
        assert.match(bytes.toString('latin1'), /\\"epochs\\":2/);
        await act(visit, 'show', 'LeNet-5');
        await visit.page.evaluate((b) => window.unpool.openFile(Uint8Array.from(b), 'mine.safetensors'), [...bytes]);
        assert.equal((await visit.state()).models[0].id, id);
        const [curve] = await Promise.all([visit.page.waitForEvent('download'), (async () => {
            await act(visit, 'show', 'Run 1');
            await visit.settle();
            await visit.click('save numbers');
        })()]);
        assert.match(readFileSync(await curve.path(), 'utf8'), /Accuracy,Accuracy,held out/);
    },
    ...Object.fromEntries(screens.map(([width, height, scheme]) => [
        `all of it has room on ${width} x ${height}, ${scheme}`, async (visit) => {
            await visit.open({ viewport: { width, height }, colorScheme: scheme });
            await act(visit, 'setStrokes', [[[3, 2], [7, 2], [4.5, 8]]]);
            await act(visit, 'train', { digits: 1000 });
            await until(visit, ended, 'the end');
            await visit.rest();
            const { cut } = await act(visit, 'screen');
            assert.deepEqual(cut, []);
            await visit.keep(`train-${scheme}-${width}`);
        }])),
    'how far layers move and what is taken for what are there while it learns, and at every moment': async (visit) => {
        await visit.open();
        await act(visit, 'train', { digits: 3000, epochs: 8 });
        const while_ = await until(visit, (t) => t.step > 24 && t.phase === 'running'
            && t.measures['change conv1'] > 0, 'layers while it learns');
        assert.ok(while_.measures['gradient fc3'] > 0);
        await until(visit, ended, 'the end');
        const { measures } = await training(visit);
        for (const layer of ['conv1', 'conv2', 'fc1', 'fc2', 'fc3'])
            assert.ok(measures[`change ${layer}`] > 0 && measures[`change ${layer}`] < 1, layer);
        assert.ok(await visit.rect('motions'));
        await visit.click('face Layers');
        await visit.keep('train-layers');
        await visit.click('face Mistakes');
        assert.ok((await visit.rect('confusion')).width > 100);
        await visit.keep('train-mistakes');
        await visit.page.reload();
        await visit.page.evaluate(() => window.unpool.ready.then(() => true));
        const back = await until(visit, (t) => t.measures.held_out_accuracy > 0, 'the run');
        assert.deepEqual(back.measures, measures);
    },
    'layers are changed in a list, on a desk and with a finger; what cannot be is refused': async (visit) => {
        for (const [width, height, touch] of [[1280, 720, false], [390, 844, true]]) {
            await visit.context?.close();
            await visit.open({ viewport: { width, height }, hasTouch: touch, isMobile: touch });
            await act(visit, 'setStrokes', [[[3, 2], [7, 2], [4.5, 8]]]);
            if (!touch) await openTrain(visit);
            else await act(visit, 'openLink', 'v=2&view=train');
            await visit.settle();
            await visit.click('more settings');
            const recipe = async () => (await training(visit)).recipe;
            const reach = async (name) => {  // as far down as it takes
                for (let i = 0, last = null; i < 30; ++i) {
                    const at = await visit.rect(name);
                    const inSight = at && at.y > 110 && at.y + at.height < height - 150;
                    if (inSight && at.y === last) break;  // a wheel's turn takes some frames
                    last = at?.y;
                    if (inSight) {
                        await visit.page.waitForTimeout(150);
                        continue;
                    }
                    await visit.page.mouse.move(width / 2 + 60, height / 2);
                    await visit.page.mouse.wheel(0, at && at.y < 110 ? -150 : 150);
                    await visit.page.waitForTimeout(150);
                }
                await visit.click(name);
            };
            await reach('list conv1');
            await reach('more layer outputs');
            assert.match(await recipe(), /,layers:conv-o8-k5-p2~relu~/);
            const before = await recipe();
            await reach('less layer stride');
            assert.equal(await recipe(), before, 'a stride of 0 is refused, and nothing is lost');
            await visit.keep(`train-list-${width}`);
            assert.deepEqual((await act(visit, 'screen')).cut, [], `${width} x ${height}`);
            await reach('layer remove');
            assert.match(await recipe(), /,layers:relu~max_pool/);
            await reach('list relu1');
            await reach('layer add');
            assert.match(await recipe(), /,layers:relu~relu~max_pool/);
        }
        await act(visit, 'train', { digits: 300, layers: 'conv-o4-k3-s2~tanh~fully_connected-o10~softmax' });
        await until(visit, ended, 'the end');
        assert.deepEqual((await visit.state()).layers.map(({ name }) => name), ['conv1', 'tanh1', 'fc1', 'softmax']);
        assert.match(decodeURIComponent(await act(visit, 'link')),
            /recipe=digits:300,layers:conv-o4-k3-s2~tanh~fully_connected-o10~softmax&/);
    },
    'it stops early, says why, and shows the best network; another begins with that': async (visit) => {
        await visit.open();
        await act(visit, 'train', { digits: 300, epochs: 60, average: 0, patience: 3 });
        const first = await until(visit, ended, 'the end');
        assert.ok(first.batch < first.batches, 'before the last batch');
        assert.match(first.finding, /^It stopped after [\d,]+ batches: the held-out loss had not fallen for 3 eval/);
        assert.ok(first.step < first.batch && first.step % 10 === 0, 'the best one is on show');
        assert.ok(first.measures.held_out_loss > 0);
        await visit.keep('train-early');
        const start = (await visit.state()).models[0].id;
        await act(visit, 'train', { digits: 300, epochs: 3, rate: 0.001, start });
        await until(visit, ended, 'the end');
        await act(visit, 'scrub', 0);
        await visit.settle();
        assert.equal((await training(visit)).step, 0);
        assert.equal((await visit.state()).models[0].id, start, 'its first moment is that network');
        await act(visit, 'train', { digits: 300, start: '0000000000000001' });
        assert.match((await training(visit)).problem, /network 0000000000000001, which is not here: open it first/);
    },
    'without workers it trains between frames': async (visit) => {
        await visit.open({ before: () => { delete window.Worker; } });
        await act(visit, 'train', { digits: 1000, epochs: 2 });
        const last = await until(visit, ended, 'the end');
        assert.equal(last.batch, 64);
    },
    'digits that do not come are one sentence; asked again they are fetched again': async (visit) => {
        visit.expect(/Failed to load resource/);
        await visit.open();
        let away = true;
        await visit.page.route(/learn-/, (route) => away ? route.fulfill({ status: 404, body: '' }) : route.continue());
        await openTrain(visit);
        await visit.click('train');
        const failed = await until(visit, (t) => t.problem !== '', 'the sentence');
        assert.match(failed.problem, /^The digits to learn from could not be had: /);
        away = false;
        await act(visit, 'train', { digits: 300 });
        await until(visit, ended, 'the end');
    },
    'the engine that does not come is one sentence': async (visit) => {
        visit.expect(/Failed to load resource|unpool-engine|unpool-training/);
        await visit.open();
        await visit.page.route(/unpool-engine\.wasm/, (route) => route.fulfill({ status: 404, body: '' }));
        await act(visit, 'train', { digits: 300 });
        const failed = await until(visit, (t) => t.problem !== '', 'the sentence');
        assert.match(failed.problem, /^The training could not go on: the engine could not be fetched/);
    },
    'a link of a network that was trained elsewhere offers its recipe and opens when it is trained': async (visit) => {
        await visit.open();
        await act(visit, 'train', { digits: 300, epochs: 3, seed: 4 });
        await until(visit, ended, 'the end');
        await act(visit, 'scrub', 16);
        await act(visit, 'probe', 'deconvnet');
        const link = await act(visit, 'link');
        assert.match(link, /@16&recipe=digits:300,epochs:3,seed:4&/);
        const numbers = await act(visit, 'numbers');
        await visit.context.close();
        await visit.open({ path: `#${link}` });  // as somebody else, who has no runs
        assert.match((await training(visit)).finding, /it trains about \d+ s with this recipe/);
        await visit.keep('train-link');
        await visit.click('train');
        await visit.page.waitForFunction(() => window.unpool.state().view === 'deconvnet');
        assert.equal((await training(visit)).step, 16);
        await visit.rest();
        assert.deepEqual(await act(visit, 'numbers'), numbers);
    },
    'the bench measures a worker': async (visit) => {
        await visit.open();
        const result = await act(visit, 'bench');
        console.log(`      ${Math.round(result.train_images_per_s)} images/s, augmented ${
            Math.round(result.train_augmented_images_per_s)}`);
        assert.ok(result.train_images_per_s > 0);
        assert.ok(result.train_augmented_images_per_s > 0);
    },
    'Firefox trains as well': async (visit) => {
        await visit.open();
        const server = await serve(dist), browser = await openFirefox();
        const other = new Visit(browser, server);
        try {
            other.page = await browser.newPage();
            await other.page.setViewport({ width: 1280, height: 720 });
            await other.page.goto(`${server.url}?intro=0`);
            await other.page.evaluate(() => window.unpool.ready.then(() => true));
            await withLimit(trains(other, (name) =>
                other.page.screenshot({ path: `${screenshots}/firefox-${name}.png` })), 240000);
        } finally {
            await browser.close();
            server.close();
        }
    },
});
