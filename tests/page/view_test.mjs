// How it looks at every size, pixel ratio and theme; resizing; a lost graphics context; where the canvas is.
import assert from 'node:assert/strict';
import { colours, difference, run } from './harness.mjs';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

async function looks(visit, name, options) {
    await visit.open(options);
    await visit.keep(`${name}-empty`);
    await visit.draw('three');
    await visit.rest();
    await visit.keep(name);
    const picture = await visit.picture();
    assert.ok(colours(picture) > 100);
    const state = await visit.state();
    assert.equal(state.theme, options.colorScheme);
    // A corner of the background tells the theme.
    const corner = picture.data[4 * (picture.width * (picture.height - 3) + 3)];
    assert.ok(options.colorScheme === 'dark' ? corner < 80 : corner > 170, `corner ${corner}`);
    const area = await visit.area();
    const { width, height } = options.viewport;
    assert.ok(area.x >= 0 && area.y >= 0 && area.x + area.width <= width && area.y + area.height <= height,
        'the pad is on the screen');
}

async function isSharp(visit, ratio) {
    await visit.open({ deviceScaleFactor: ratio });
    const canvas = await visit.page.evaluate(() => {
        const c = document.getElementById('canvas'), r = c.getBoundingClientRect();
        return { width: c.width, height: c.height, cssWidth: r.width, cssHeight: r.height, ratio: devicePixelRatio };
    });
    assert.equal(canvas.ratio, ratio);
    assert.ok(Math.abs(canvas.width - canvas.cssWidth * ratio) <= 1, JSON.stringify(canvas));
    assert.ok(Math.abs(canvas.height - canvas.cssHeight * ratio) <= 1, JSON.stringify(canvas));
    // The pen comes out where the mouse is: a dot in the pad's lower right quarter, and nowhere else.
    const [x, y] = await visit.at(0.75, 0.75);
    await visit.page.mouse.move(x, y);
    await visit.page.mouse.down();
    await visit.page.mouse.move(x + 2, y + 2);
    await visit.page.mouse.up();
    await visit.page.mouse.move(640, 3);
    await visit.rest();
    const area = await visit.area();
    const pad = await visit.picture({ x: area.x, y: area.y, width: area.width, height: area.height });
    const inkAt = (px, py) => pad.data[4 * (Math.round(py * pad.height) * pad.width + Math.round(px * pad.width))];
    assert.ok(inkAt(0.755, 0.755) > 200 && inkAt(0.5, 0.75) < 60 && inkAt(0.75, 0.5) < 60 && inkAt(0.25, 0.25) < 60,
        'the dot is under the pointer');
    await visit.keep(`ratio-${ratio}`);
}

/** Names whose rectangles reach outside the window; splitters have a margin to be caught by. */
const outside = (visit) => visit.page.evaluate(() => window.unpool.rectNames().filter((name) => {
    const r = window.unpool.rect(name);
    return !name.includes('splitter') && (r.x < 0 || r.x + r.width > innerWidth + 0.5);
}));

/** Left of or above, but for rounding. */
const isApart = (a, b) => a.x + a.width <= b.x + 0.01 || a.y + a.height <= b.y + 0.01;

/** The pad, its tools and the answer's picture are all on the screen, between the bars, and none lies on another. */
async function fitsLow(visit, width, height, name = `low-${width}x${height}`) {
    await visit.open({ ...phone, viewport: { width, height } });
    await visit.keep(`${name}-empty`);
    await visit.draw('three');
    await visit.rest();
    await visit.keep(name);
    assert.equal((await visit.state()).prediction, 3);
    const names = ['tool Pen', 'tool Eraser', 'undo', 'redo', 'clear'];
    const parts = [['pad', await visit.area()]];
    for (const name of names) parts.push([name, await visit.rect(name)]);
    const [theme, tab] = [await visit.rect('theme'), await visit.rect('tab Draw')];
    const isLow = height < 430;  // low screens have their bars at the left
    const left = isLow ? tab.x + tab.width : 0, bottom = isLow ? height : tab.y;
    for (const [name, r] of parts) {
        const there = r ? [] : await visit.page.evaluate(() => window.unpool.rectNames());
        assert.ok(r, `${name} is there; there are ${there.join(', ')}`);
        assert.ok(r.x >= left && r.x + r.width <= width && r.y >= theme.y + theme.height && r.y + r.height <= bottom,
            `${name}: ${JSON.stringify(r)}`);
        for (const [other, s] of parts)
            assert.ok(other === name || isApart(r, s) || isApart(s, r), `${name} lies on ${other}`);
    }
    assert.ok(parts[0][1].width >= Math.min(220, height - 166), `the pad is ${parts[0][1].width} wide`);
    assert.deepEqual(await outside(visit), []);
}

const tests = {
    'pixel ratio 1 is sharp and the pen is under the mouse': (visit) => isSharp(visit, 1),
    'pixel ratio 2 is sharp and the pen is under the mouse': (visit) => isSharp(visit, 2),
    'pixel ratio 3 is sharp and the pen is under the mouse': (visit) => isSharp(visit, 3),

    'the pixel ratio may change while it runs': async (visit) => {
        await visit.open({ viewport: { width: 800, height: 600 } });
        const session = await visit.context.newCDPSession(visit.page);
        await session.send(
            'Emulation.setDeviceMetricsOverride', { width: 800, height: 600, deviceScaleFactor: 2, mobile: false });
        await visit.page.mouse.move(400, 300);  // emulation sends no event of its own
        await visit.page.waitForFunction(
            () => document.getElementById('canvas').width === 1600, null, { timeout: 60000 });
    },

    'a resized window is laid out anew': async (visit) => {
        await visit.open();
        await visit.draw('three');
        for (const [width, height] of [[1024, 640], [390, 844], [1600, 900]]) {
            await visit.page.setViewportSize({ width, height });
            await visit.page.waitForFunction(
                (w) => document.getElementById('canvas').width === w, width, { timeout: 60000 });
            await visit.rest();
            const area = await visit.area();
            assert.ok(area.x >= 0 && area.x + area.width <= width && area.y + area.height <= height,
                `${width} x ${height}: ${JSON.stringify(area)}`);
            assert.deepEqual(await outside(visit), [], `${width} x ${height}`);
            assert.equal((await visit.state()).prediction, 3);
        }
    },

    'a lost graphics context comes back with the same picture': async (visit) => {
        await visit.open();
        await visit.draw('three');
        await visit.page.mouse.move(640, 3);
        await visit.rest();
        const before = await visit.picture();
        await visit.page.evaluate(() => {
            window.lose = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
            window.lose.loseContext();
        });
        await visit.page.waitForTimeout(300);
        assert.equal((await visit.state()).prediction, 3, 'it goes on computing');
        await visit.page.evaluate(() => window.lose.restoreContext());
        await visit.page.waitForTimeout(500);
        await visit.rest();
        const after = await visit.picture();
        assert.ok(difference(before, after) < 0.0005,
            `${(100 * difference(before, after)).toFixed(3)} % of the pixels differ`);
        await visit.click('clear');
        assert.equal((await visit.state()).prediction, null, 'and takes input again');
    },

    'the theme follows the system until it is chosen, and the choice is kept': async (visit) => {
        await visit.open({ colorScheme: 'light' });
        assert.equal((await visit.state()).theme, 'light');
        await visit.page.emulateMedia({ colorScheme: 'dark' });
        await visit.settle();
        assert.equal((await visit.state()).theme, 'dark');
        await visit.click('theme');
        assert.equal((await visit.state()).theme, 'light');
        await visit.page.reload();
        await visit.page.evaluate(() => window.unpool.ready.then(() => true));
        assert.equal((await visit.state()).theme, 'light');
        assert.ok(await visit.page.evaluate(() => JSON.parse(localStorage.getItem('unpool-settings-v1'))));
    },

    'the background is right before the program runs': async (visit) => {
        for (const [colorScheme, colour] of [['dark', 'rgb(14, 17, 22)'], ['light', 'rgb(243, 244, 246)']]) {
            await visit.open({ colorScheme, wait: false });
            assert.equal(await visit.page.evaluate(() => getComputedStyle(document.body).backgroundColor), colour);
            await visit.page.evaluate(() => window.unpool.ready.then(() => true));
            await visit.context.close();
        }
    },

    'settings that cannot be stored or read do no harm': async (visit) => {
        await visit.open(
            { before: () => {
            Object.defineProperty(window, 'localStorage', { get() { throw new Error('no storage'); } }); } });
        await visit.click('theme');
        assert.equal((await visit.state()).theme, 'light');
    },
};

for (const [width, height] of [[320, 360], [640, 360], [320, 480], [844, 390]])
    tests[`${width} x ${height}: the whole pad with its tools`] = (visit) => fitsLow(visit, width, height);

for (const colorScheme of ['dark', 'light']) {
    for (const [width, height] of [[1280, 720], [1920, 1080]])
        tests[`${width} x ${height}, ${colorScheme}`] = (visit) =>
            looks(visit, `${width}x${height}-${colorScheme}`, { viewport: { width, height }, colorScheme });
    tests[`390 x 844, ${colorScheme}`] = async (visit) => {
        await looks(visit, `390x844-${colorScheme}`, { ...phone, colorScheme });
        for (const tab of ['Look', 'Ask', 'Learn']) {
            await visit.page.touchscreen.tap(...(await visit.middle(`tab ${tab}`)));
            await visit.rest();
            await visit.keep(`390x844-${colorScheme}-${tab.toLowerCase()}`);
            assert.deepEqual(await outside(visit), [], tab);
        }
    };
    tests[`help and gallery sheets, ${colorScheme}`] = async (visit) => {
        await visit.open({ colorScheme });
        await visit.press('?');
        await visit.rest();
        await visit.keep(`help-${colorScheme}`);
        await visit.press('Escape');
        await visit.press('g');
        await visit.page.waitForFunction(
            () => window.unpool.state().gallery.digits === 10000, null, { timeout: 60000 });
        await visit.rest();
        await visit.keep(`gallery-${colorScheme}`);
        await visit.press('Escape');
    };
}

await run(tests);
