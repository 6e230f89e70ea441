// Finding one's way: groups, lists, search, Back, sharing, the folded pad, a page enlarged by two fingers.
import assert from 'node:assert/strict';
import { run } from './harness.mjs';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const view = async (visit) => (await visit.state()).view;

async function tap(visit, name) {
    await visit.page.touchscreen.tap(...(await visit.middle(name)));
    await visit.settle();
}

await run({
    'two clicks open any view, and its siblings are in sight': async (visit) => {
        await visit.open();
        const wanted = { Look: 'top-nine', Why: 'sanity', Test: 'lesions', Train: 'train', Models: 'self-check' };
        for (const [group, id] of Object.entries(wanted)) {
            await visit.click(`group ${group}`);
            if (group === 'Look') await visit.keep('list-dark');
            await visit.click(`view ${id}`);
            assert.equal(await view(visit), id);
        }
        await visit.click('group Why');
        await visit.page.mouse.click(1200, 600);  // beside the list
        await visit.settle();
        assert.equal(await visit.rect('view occlusion'), null, 'the list is closed');
        await visit.click('group Learn');
        await visit.click('view help');
        assert.ok(await visit.rect('close'));
    },

    'a view is found by a word and opened with Enter': async (visit) => {
        await visit.open();
        await visit.press('/');
        for (const key of 'satur') await visit.press(key);
        assert.ok(await visit.rect('search field'));
        for (let i = 0; i < 5; ++i) await visit.press('Backspace');
        for (const key of 'occlu') await visit.press(key);
        await visit.keep('search-dark');
        await visit.press('Enter');
        assert.equal(await view(visit), 'occlusion');
        await visit.press('a');
        await visit.press('ArrowDown');
        await visit.press('Enter');
        assert.equal(await view(visit), 'deconvnet');
        await visit.press('/');
        await visit.press('Escape');
        assert.equal(await visit.rect('search field'), null);
        assert.equal(await view(visit), 'deconvnet');
    },

    'a layer is found by its name and opened where it can be seen': async (visit) => {
        await visit.open();
        await visit.draw('three');
        await visit.page.evaluate(() => window.unpool.probe('self-check'));
        await visit.press('/');
        for (const key of 'c3') await visit.press(key);
        assert.ok(await visit.rect('layer conv2'));
        await visit.keep('search-layer');
        await visit.press('Enter');
        assert.equal(await view(visit), 'explore');
        assert.equal((await visit.state()).selection.layer, 'conv2');
        await visit.page.evaluate(() => window.unpool.probe('top-nine'));
        await visit.press('/');
        for (const key of ['p', 'o', 'o', 'l', '1', ' ', '4']) await visit.press(key);
        await visit.click('layer pool1');
        assert.equal(await view(visit), 'top-nine', 'it follows the selection');
        const { selection } = await visit.state();
        assert.deepEqual([selection.layer, selection.map], ['pool1', 4]);
    },

    'lecture mode: the view alone, stepped by arrows, until Escape': async (visit) => {
        await visit.open({ colorScheme: 'light' });
        await visit.draw('three');
        await visit.page.evaluate(() => window.unpool.probe('deconvnet'));
        await visit.settle();
        const before = await visit.rect('result');
        await visit.press('Shift+L');
        const { controls } = await visit.page.evaluate(() => window.unpool.screen());
        const others = controls.map(({ name }) => name).filter((name) => !/^(figure|end lecture)/.test(name));
        assert.deepEqual(others, [], 'no pane and no setting');
        assert.equal(await visit.area(), null);
        const result = await visit.rect('result');
        assert.ok(result.width > before.width + 250 && result.y + result.height <= 720);
        await visit.keep('lecture-deconvnet');
        const step = async () => Number(/[&]step=(\d+)/.exec(await visit.page.evaluate(() => window.unpool.link()))?.[1]
            ?? 0);
        await visit.press('ArrowRight');
        await visit.press('ArrowRight');
        assert.equal(await step(), 2);
        await visit.press('ArrowLeft');
        assert.equal(await step(), 1);
        const seen = new Set();
        for (let i = 0; i < 5; ++i) {
            await visit.press('ArrowDown');
            seen.add(await view(visit));
            await visit.keep(`lecture-${await view(visit)}`);
        }
        assert.equal(seen.size, 5);
        await visit.press('PageUp');
        assert.ok(seen.has(await view(visit)));
        const last = await view(visit);
        await visit.press('Escape');
        assert.ok(await visit.area(), 'the pad again');
        assert.equal(await view(visit), last);
        await visit.press('Shift+L');
        await visit.click('end lecture');
        assert.ok(await visit.area());
    },

    'Back returns to the view before and keeps what was drawn since': async (visit) => {
        await visit.open();
        await visit.draw('three');
        for (const id of ['occlusion', 'lesions']) {
            await visit.page.evaluate((name) => window.unpool.openLink(`v=1&view=${name}`), id);
            await visit.page.waitForFunction((name) => history.state.view === name, id);
        }
        await visit.press('Delete');
        await visit.draw('seven');
        await visit.page.goBack();
        await visit.settle();
        assert.equal(await view(visit), 'occlusion');
        assert.equal((await visit.state()).prediction, 7);
        await visit.page.goBack();
        await visit.settle();
        assert.equal(await view(visit), 'explore');
        await visit.page.goForward();
        await visit.settle();
        assert.equal(await view(visit), 'occlusion');
        assert.equal((await visit.state()).prediction, 7);
    },

    'a view is shared by the system, or its link is copied': async (visit) => {
        await visit.open({ before: () => {
            window.shared = [];
            navigator.share = async (what) => { window.shared.push(what); };
        } });
        await visit.draw('three');
        await visit.click('share');
        const [{ url }] = await visit.page.evaluate(() => window.shared);
        assert.ok(url.startsWith(visit.server.url));
        assert.equal(url.split('#')[1], await visit.page.evaluate(() => window.unpool.link()));
        await visit.page.evaluate(() => { delete navigator.share; navigator.share = undefined; });
        await visit.context.grantPermissions(['clipboard-read', 'clipboard-write']);
        await visit.click('share');
        await visit.page.waitForFunction(() => window.unpool.state().message.includes('Link copied'));
    },

    'the pad folds to a strip with digit and answer, and stays folded': async (visit) => {
        await visit.open();
        await visit.draw('three');
        await visit.page.evaluate(() => window.unpool.probe('occlusion'));
        await visit.settle();
        const before = await visit.rect('finding');
        await visit.click('fold');
        assert.equal(await visit.area(), null, 'there is no pad');
        assert.ok((await visit.rect('finding')).width > before.width + 150);
        assert.ok(await visit.rect('answer'));
        await visit.keep('strip-dark');
        await visit.page.reload();
        await visit.page.evaluate(() => window.unpool.ready.then(() => true));
        await visit.settle();
        assert.equal(await visit.area(), null);
        await visit.click('unfold');
        assert.ok((await visit.area()).width > 180);
    },

    'a phone: a map opens, Back leads on, the answer leads to the pad': async (visit) => {
        await visit.open(phone);
        await visit.draw('three');
        await tap(visit, 'map pool1 2');
        assert.deepEqual((await visit.state()).selection.map, 2);
        assert.ok(await visit.rect('save selection'), 'the map is shown large');
        await visit.keep('phone-map');
        await tap(visit, 'back');
        assert.ok(await visit.area(), 'the pad again');
        await tap(visit, 'tab Ask');
        await visit.keep('phone-ask');
        await tap(visit, 'view occlusion');
        assert.equal(await visit.area(), null);
        await tap(visit, 'answer dock');
        assert.ok(await visit.area());
        await tap(visit, 'more');
        await visit.keep('phone-more');
        assert.ok(await visit.rect('save numbers'));
    },

    'two fingers are the browser\'s outside the pad, the pen\'s inside': async (visit) => {
        await visit.open(phone);
        await visit.draw('three');
        await visit.page.evaluate(() => {
            window.taken = [];
            for (const type of ['touchstart', 'touchmove'])
                window.addEventListener(type, (event) => window.taken.push(event.defaultPrevented), { passive: true });
        });
        const session = await visit.context.newCDPSession(visit.page);
        const taken = async (x, y) => {
            const gesture = { x, y, scaleFactor: 2, gestureSourceType: 'touch' };
            await session.send('Input.synthesizePinchGesture', gesture);
            return visit.page.evaluate(() => window.taken.splice(0));
        };
        const touchAction = await visit.page.evaluate(
            () => getComputedStyle(document.getElementById('canvas')).touchAction);
        assert.equal(touchAction, 'pinch-zoom');
        const pad = await visit.area(), outside = await taken(...(await visit.middle('answer dock')));
        assert.ok(outside.length > 2 && !outside.includes(true), 'no event is kept from the browser');
        assert.ok((await taken(pad.x + pad.width / 2, pad.y + pad.height / 2)).includes(true), 'the pad keeps its own');
    },
});
