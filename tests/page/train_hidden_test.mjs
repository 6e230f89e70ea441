// A training that nobody looks at, and one that finds no room: what it learns arrives and is kept, or one sentence says
// why it is not.
import assert from 'node:assert/strict';
import { run } from './harness.mjs';
import { until } from './training.mjs';

const train = (visit, recipe) => visit.page.evaluate((given) => window.unpool.train(given), recipe);

/** In place of a tab that is covered: no frame, and the words that the browser has for it. */
function canHide() {
    const frame = window.requestAnimationFrame.bind(window), waiting = [];
    let isHidden = false;
    Object.defineProperty(document, 'visibilityState', { get: () => (isHidden ? 'hidden' : 'visible') });
    Object.defineProperty(document, 'hidden', { get: () => isHidden });
    window.requestAnimationFrame = (use) => (isHidden ? waiting.push(use) : frame(use));
    window.hideTab = (hide) => {
        isHidden = hide;
        document.dispatchEvent(new Event('visibilitychange'));
        if (!hide) waiting.splice(0).forEach((use) => frame(use));
    };
}

/** Steps of the checkpoints that this browser keeps. */
const kept = (visit) => visit.page.evaluate(() => new Promise((resolve, reject) => {
    const request = indexedDB.open('unpool-runs', 1);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
        const all = request.result.transaction('checkpoints').objectStore('checkpoints').getAll();
        all.onsuccess = () => resolve(all.result.map(({ step }) => step).sort((a, b) => a - b));
        all.onerror = () => reject(all.error);
    };
}));

await run({
    'a tab that is hidden goes on: what it learns is kept, and is there when one comes back': async (visit) => {
        await visit.open({ before: canHide });
        await train(visit, { digits: 20000, epochs: 3 });
        const begun = await until(visit, ({ batch }) => batch >= 16, 'batch 16');
        await visit.page.evaluate(() => window.hideTab(true));
        const { frames } = await visit.state();
        let steps = [];
        for (const end = Date.now() + 60000; !steps.includes(begun.batches) && Date.now() < end;) {
            await visit.page.waitForTimeout(200);
            steps = await kept(visit);
        }
        assert.ok(steps.includes(begun.batches), `the last moment is kept: ${steps.join(' ')}`);
        const painted = (await visit.state()).frames - frames;
        assert.ok(painted <= 2, `nothing but what was under way is painted: ${painted} frames`);
        await visit.page.evaluate(() => window.hideTab(false));
        const back = await until(visit, ({ phase, step }) => phase === 'idle' && step === begun.batches, 'the end');
        assert.ok(back.measures.held_out_accuracy > 0.95, back.finding);
        await visit.draw('seven');
        assert.equal((await visit.state()).prediction, 7);
    },
    'a browser without room says so once, and the network stays in the page': async (visit) => {
        await visit.open();
        const devtools = await visit.context.newCDPSession(visit.page);
        await devtools.send('Storage.overrideQuotaForOrigin', { origin: visit.server.url, quotaSize: 1000 });
        await visit.page.evaluate(() => {
            window.said = [];
            const status = document.getElementById('status');
            new MutationObserver(() => window.said.push(status.textContent))
                .observe(status, { subtree: true, childList: true, characterData: true });
        });
        await train(visit, { digits: 2000, epochs: 2 });
        const last = await until(visit, ({ phase, batch }) => phase === 'idle' && batch > 0, 'the end');
        assert.equal(last.step, last.batches);
        const said = await visit.page.evaluate(() => window.said.filter((words) => /no room/.test(words)));
        assert.deepEqual(said, [
            'This browser has no room left for runs: this one ends with the page. Delete runs, or save its network']);
        assert.deepEqual(await kept(visit), []);
        await visit.draw('seven');
        assert.equal((await visit.state()).prediction, 7);
    },
});
