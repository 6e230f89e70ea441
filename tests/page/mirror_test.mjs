// What stands beside the canvas for keyboard and screen reader: the open view, what it found, its settings, the answer.
import assert from 'node:assert/strict';
import { run } from './harness.mjs';

const text = (visit, id) => visit.page.evaluate((i) => document.getElementById(i).textContent, id);
const control = (visit, words) => visit.page.getByLabel(words, { exact: true });
const button = (visit, words) => visit.page.getByRole('button', { name: words, exact: true });
/** Sets a control as somebody at it would, who has the keyboard there. */
const set = (visit, words, value, event = 'input') => control(visit, words).evaluate((element, [to, type]) => {
    element.focus();
    element.value = to;
    element.dispatchEvent(new Event(type, { bubbles: true }));
}, [value, event]);
const until = (visit, condition, what) => visit.page.waitForFunction(condition, what, { timeout: 60000 });

async function open(visit, options = {}) {
    await visit.open(options);
    await visit.draw('three');
    await until(visit, () => document.getElementById('mirror-answer').textContent.startsWith('The answer is 3'));
}

await run({
    'the open view, its finding and the answer with the next one are there as text': async (visit) => {
        await open(visit);
        await visit.page.evaluate(() => window.unpool.probe('occlusion'));
        await until(visit, () => document.getElementById('mirror-title').textContent === 'Cover it');
        await until(visit, () => /covering/i.test(document.getElementById('mirror-finding').textContent));
        assert.match(await text(visit, 'mirror-question'), /\?|\./);
        assert.match(await text(visit, 'mirror-answer'), /^The answer is 3, .* % sure; next: \d, .* %\.$/);
        const tree = await visit.page.locator('#mirror').ariaSnapshot();
        assert.match(tree, /heading "Cover it"/);
        assert.match(tree, /combobox "View"/);
        assert.match(tree, /slider "Size of the square/);
    },

    'views, layers, maps and settings are chosen there': async (visit) => {
        await open(visit);
        await set(visit, 'View', 'occlusion', 'change');
        await until(visit, () => window.unpool.state().view === 'occlusion');
        await until(visit, () => document.getElementById('mirror-title').textContent === 'Cover it');
        await set(visit, 'Size of the square', '9');
        await until(visit, () => window.unpool.link().includes('size=9'));
        assert.match(await visit.page.evaluate(() => document.activeElement.type), /range/, 'the keyboard stays there');
        await button(visit, 'Settings as they were').evaluate((element) => element.click());
        await until(visit, () => !window.unpool.link().includes('size=9'));
        await set(visit, 'Layer', '3', 'change');
        await until(visit, () => window.unpool.state().selection.layer === 'conv2');
        await until(visit, () => document.querySelector('#mirror select[data-options*="15"]') !== null);
        await set(visit, 'Map', '15', 'change');
        await until(visit, () => window.unpool.state().selection.map === 15);
        await visit.keep('mirror');
    },

    'a figure, its numbers and a link come from there': async (visit) => {
        await open(visit);
        await visit.page.evaluate(() => window.unpool.probe('methods'));
        await until(visit, () => document.getElementById('mirror-title').textContent === 'Seven methods');
        for (const [words, ending] of [['Save the figure (PNG)', '.png'], ['Save every number (CSV)', '.csv']]) {
            const download = visit.page.waitForEvent('download');
            await button(visit, words).evaluate((element) => element.click());
            assert.ok((await download).suggestedFilename().endsWith(ending));
        }
        await visit.context.grantPermissions(['clipboard-read', 'clipboard-write']);
        await button(visit, 'Copy a link to this view').evaluate((element) => element.click());
        await visit.page.waitForFunction(() => window.unpool.state().message.includes('Link copied'));
    },

    'a finding is told politely, once, and not while the pen moves': async (visit) => {
        await open(visit);
        assert.equal(await visit.page.evaluate(() => document.getElementById('status').getAttribute('aria-live')),
            'polite');
        await visit.page.evaluate(() => {
            window.told = [];
            new MutationObserver(() => window.told.push(document.getElementById('status').textContent))
                .observe(document.getElementById('status'), { childList: true, characterData: true, subtree: true });
            return window.unpool.probe('occlusion');
        });
        await until(visit, () => window.told.some((words) => words.includes('Cover it: ')));  // or after the answer
        await visit.page.evaluate(() => { window.told = []; });
        const [x, y] = await visit.at(0.3, 0.3);
        await visit.page.mouse.move(x, y);
        await visit.page.mouse.down();
        for (let i = 0; i < 30; ++i) {
            await visit.page.mouse.move(x + 3 * i, y + (i % 5));
            await visit.page.waitForTimeout(40);
        }
        assert.deepEqual(await visit.page.evaluate(() => window.told), [], 'nothing while the pen is down');
        await visit.page.mouse.up();
        await until(visit, () => window.told.join(' ').includes('Prediction: ')
            && window.told.join(' ').includes('Cover it: '));
        assert.ok((await visit.page.evaluate(() => window.told)).length <= 3);
    },

    'the keyboard reaches it, and what it shows stays on a small screen': async (visit) => {
        await open(visit, { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
        await visit.page.evaluate(() => window.unpool.probe('invariance'));
        await until(visit, () => document.getElementById('mirror-title').textContent === 'Move it');
        await control(visit, 'View').focus();
        const box = await visit.page.evaluate(() => {
            const { left, right, top, bottom } = document.getElementById('controls').getBoundingClientRect();
            return { left, right, top, bottom, wide: document.getElementById('controls').scrollWidth };
        });
        assert.ok(box.left >= 0 && box.right <= 320 && box.top >= 0 && box.bottom <= 640, JSON.stringify(box));
        assert.ok(box.wide <= box.right - box.left + 1, 'nothing is cut at its right');
        await visit.keep('mirror-320');
    },
});
