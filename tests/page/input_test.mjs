// Fingers, pens that leave or are taken away, the wheel, and keys that belong to the browser.
import assert from 'node:assert/strict';
import { digits, strokePoints } from './digits.mjs';
import { difference, run } from './harness.mjs';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/** Real touch events, through the browser's own pipeline. */
async function touchscreen(visit) {
    const session = await visit.context.newCDPSession(visit.page);
    return (type, ...points) =>
        session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
}

async function drawWithFinger(visit, name) {
    const touch = await touchscreen(visit);
    const area = await visit.area();
    for (const stroke of digits[name]) {
        const points = strokePoints(stroke, 0.04).map(([x, y]) => [area.x + x * area.width, area.y + y * area.height]);
        await touch('touchStart', points[0]);
        for (const point of points.slice(1)) await touch('touchMove', point);
        await touch('touchEnd');
    }
    await visit.settle();
}

/** Whether the browser's own action for a key was stopped. */
const isStopped = (visit, key) => visit.page.evaluate((k) => {
    const event = new KeyboardEvent(
        'keydown', { key: k.key, code: k.code, ctrlKey: !!k.ctrl, altKey: !!k.alt, bubbles: true, cancelable: true });
    document.getElementById('canvas').dispatchEvent(event);
    return event.defaultPrevented;
}, key);

await run({
    'a finger draws on a phone, and the page does not scroll': async (visit) => {
        await visit.open(phone);
        await drawWithFinger(visit, 'three');
        const state = await visit.state();
        assert.equal(state.prediction, 3);
        assert.equal(state.strokes, 1);
        assert.equal(await visit.page.evaluate(() => scrollY), 0);
        await visit.keep('touch-three');
    },

    'a second finger does not disturb the stroke': async (visit) => {
        await visit.open(phone);
        const touch = await touchscreen(visit);
        const points = await Promise.all([[0.5, 0.2], [0.5, 0.5], [0.5, 0.8]].map(([x, y]) => visit.at(x, y)));
        const other = await visit.at(0.1, 0.9);
        await touch('touchStart', points[0]);
        await touch('touchStart', points[0], other);
        await touch('touchMove', points[1], [other[0] + 20, other[1]]);
        await touch('touchMove', points[2], [other[0] + 40, other[1]]);
        await touch('touchEnd');
        await visit.settle();
        const state = await visit.state();
        assert.equal(state.strokes, 1);
        const columns = new Set(state.input.map((v, i) => (v > 0.3 ? i % 28 : -1)).filter((c) => c >= 0));
        assert.ok(Math.max(...columns) - Math.min(...columns) < 8, 'a straight stroke stays one');
    },

    'a finger taps a button once': async (visit) => {
        await visit.open(phone);
        await drawWithFinger(visit, 'seven');
        await visit.page.touchscreen.tap(...(await visit.middle('undo')));
        await visit.settle();
        await visit.settle();
        assert.equal((await visit.state()).prediction, null);
        await visit.page.touchscreen.tap(...(await visit.middle('redo')));
        await visit.settle();
        await visit.settle();
        assert.equal((await visit.state()).prediction, 7);
    },

    'a finger scrolls what is longer than the screen, without a click': async (visit) => {
        await visit.open(phone);
        await drawWithFinger(visit, 'three');
        const touch = await touchscreen(visit);
        const [x, y] = await visit.middle('map pool1 1');
        const { selection } = await visit.state();
        const before = await visit.rect('map pool1 1');
        await touch('touchStart', [x, y]);
        for (let dy = 10; dy <= 120; dy += 10) await touch('touchMove', [x, y - dy]);
        await visit.settle();
        await touch('touchEnd');
        await visit.rest();
        const after = await visit.rect('map pool1 1');
        assert.ok(!after || after.y < before.y - 60, `it moved up by ${after ? before.y - after.y : 'all'} points`);
        assert.deepEqual((await visit.state()).selection, selection);
        await visit.keep('touch-scrolled');
    },

    'a stroke goes on outside the pad and the window, and ends there': async (visit) => {
        await visit.open();
        await visit.page.mouse.move(...(await visit.at(0.5, 0.3)));
        await visit.page.mouse.down();
        await visit.page.mouse.move(...(await visit.at(0.5, 0.7)));
        await visit.page.mouse.move(...(await visit.at(1.6, 0.7)));
        await visit.page.mouse.move(1279, 719);
        await visit.page.mouse.up();
        await visit.page.mouse.move(...(await visit.at(0.2, 0.2)));
        await visit.page.mouse.move(...(await visit.at(0.2, 0.8)));
        await visit.settle();
        const before = (await visit.state()).input;
        assert.equal((await visit.state()).strokes, 1);
        await visit.page.mouse.move(...(await visit.at(0.8, 0.8)));
        await visit.settle();
        assert.deepEqual((await visit.state()).input, before, 'the pen is up');
        assert.equal((await visit.state()).selection.layer, (await visit.state()).selection.layer);
    },

    'a pointer that is taken away, a lost focus and a hidden page end the stroke': async (visit) => {
        await visit.open();
        const ways = [
            () => document.getElementById('canvas')
                .dispatchEvent(
                new PointerEvent('pointercancel', { pointerId: 1, pointerType: 'mouse', bubbles: true })),
            () => window.dispatchEvent(new Event('blur')),
            () => {
                Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
                document.dispatchEvent(new Event('visibilitychange'));
                delete document.visibilityState;
            },
        ];
        for (const way of ways) {
            await visit.page.mouse.move(...(await visit.at(0.3, 0.3)));
            await visit.page.mouse.down();
            await visit.page.mouse.move(...(await visit.at(0.3, 0.6)));
            await visit.page.evaluate(way);
            await visit.settle();
            const before = (await visit.state()).input;
            await visit.page.mouse.move(...(await visit.at(0.8, 0.6)));
            await visit.settle();
            assert.deepEqual((await visit.state()).input, before);
            await visit.page.mouse.up();
            await visit.click('clear');
        }
    },

    'the browser keeps its own keys': async (visit) => {
        await visit.open();
        await visit.click('clear');
        const browsers =
            [{ key: 'F5', code: 'F5' }, { key: 'F11', code: 'F11' }, { key: 'F12', code: 'F12' },
            { key: 'Tab', code: 'Tab' },
                          ...['r', 'f', 'l', 't', 'w', '+', '-', '0', 's', 'o', 'c'].map(
                              (key) => ({ key, code: '', ctrl: true })),
                              { key: 'ArrowLeft', code: 'ArrowLeft', alt: true }];
        for (const key of browsers) assert.equal(await isStopped(visit, key), false, JSON.stringify(key));
        assert.equal(await isStopped(visit, { key: 'z', code: 'KeyZ', ctrl: true }), true);
        assert.equal(await isStopped(visit, { key: 't', code: 'KeyT' }), true);
    },

    'Ctrl+R loads the page again': async (visit) => {
        await visit.open();
        await visit.click('clear');
        await visit.page.evaluate(() => { window.before = true; });
        // Playwright's keys do not reach the browser's menus; F5 and Ctrl+R must only get past the page.
        await visit.page.keyboard.press('Control+r');
        await visit.page.keyboard.press('F5');
        await visit.settle();
        assert.equal((await visit.state()).theme, 'dark', 'neither did anything in the page');
    },

    'Tab goes from the canvas to the controls and past them': async (visit) => {
        await visit.open();
        await visit.page.mouse.click(...(await visit.at(0.5, 0.5)));
        assert.equal(await visit.page.evaluate(() => document.activeElement.id), 'canvas');
        await visit.press('Tab');
        assert.equal(await visit.page.evaluate(() => document.activeElement.textContent), 'Clear the pad');
        await visit.keep('keyboard-controls');
        await visit.press('Enter');
        assert.equal((await visit.state()).prediction, null);
        await visit.press('Shift+Tab');
        assert.equal(await visit.page.evaluate(() => document.activeElement.id), 'canvas');
        await visit.press('Shift+Tab');
        assert.equal(await visit.page.evaluate(() => document.activeElement.className), 'skip');
        await visit.press('Enter');
        assert.equal(await visit.page.evaluate(() => document.activeElement.id), 'controls');
    },

    'the controls beside the canvas do what they say': async (visit) => {
        await visit.open();
        await visit.draw('three');
        const press = (action) =>
            visit.page.evaluate((a) => document.querySelector(`[data-action="${a}"]`).click(), action);
        await press('undo');
        assert.equal((await visit.state()).prediction, null);
        await press('redo');
        assert.equal((await visit.state()).prediction, 3);
        await press('clear');
        assert.equal((await visit.state()).prediction, null);
        await press('theme');
        await visit.settle();
        assert.equal((await visit.state()).theme, 'light');
        assert.equal(await visit.page.evaluate(() => document.documentElement.dataset.theme), 'light');
        await press('sample 7');
        await visit.page.waitForFunction(() => window.unpool.state().truth === 7, null, { timeout: 60000 });
    },

    'the live region tells the prediction after a stroke': async (visit) => {
        await visit.open();
        await visit.draw('three');
        await visit.page.waitForFunction(
            () => /\b3\b/.test(document.getElementById('status').textContent), null, { timeout: 60000 });
        console.log(`      "${await visit.page.evaluate(() => document.getElementById('status').textContent)}"`);
        assert.equal(await visit.page.getAttribute('#status', 'aria-live'), 'polite');
    },

    'a pointer that stays on a button gets its tooltip, without a further move': async (visit) => {
        await visit.open({ viewport: { width: 640, height: 360 } });  // small, so that frames are quick
        await visit.rest();
        const { x, y, width, height } = await visit.rect('help');
        const away = await visit.picture();
        await visit.page.mouse.move(x + width / 2, y + height / 2);
        await visit.rest();
        const changed = difference(away, await visit.picture()) * 640 * 360;
        assert.ok(changed > 1.2 * width * height, `${changed} points changed, the button has ${width * height}`);
    },

    'the wheel scrolls inside and never the page': async (visit) => {
        await visit.open({ viewport: { width: 900, height: 500 } });
        await visit.page.mouse.move(450, 300);
        await visit.page.mouse.wheel(0, 400);
        await visit.settle();
        assert.equal(await visit.page.evaluate(() => scrollY), 0);
    },
});
