// Several digits on the pad: drawn with real pointer events, stepped through by mouse, finger, keyboard and script.
import assert from 'node:assert/strict';
import { strokePoints } from './digits.mjs';
import { run } from './harness.mjs';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const one = [[0.2, 0.32], [0.3, 0.2], [0.3, 0.78]], seven = [[0.5, 0.22], [0.8, 0.22], [0.62, 0.78]];

async function draw(visit, stroke) {
    const area = await visit.area();
    const points = strokePoints(stroke, 0.05).map(([x, y]) => [area.x + x * area.width, area.y + y * area.height]);
    await visit.page.mouse.move(...points[0]);
    await visit.page.mouse.down();
    for (const point of points.slice(1)) await visit.page.mouse.move(...point);
    await visit.page.mouse.up();
    await visit.settle();
}

async function drawSeventeen(visit) {
    await draw(visit, one);
    await draw(visit, seven);
}

/** What is said of the parts, and that the input belongs to the chosen one. */
async function check(visit, part, prediction) {
    await visit.settle();
    const state = await visit.state();
    assert.equal(state.part, part);
    assert.equal(state.prediction, prediction);
    assert.deepEqual(state.parts.map((p) => p.prediction), [1, 7]);
    const columns = state.input.map((v, i) => (v > 0.3 ? i % 28 : -1)).filter((c) => c >= 0);
    const wide = Math.max(...columns) - Math.min(...columns);
    assert.ok(wide < 18, `one digit is in the input, ${wide} columns wide`);
}

async function looks(visit, name, options) {
    await visit.open(options);
    await draw(visit, one);
    const before = await visit.area();
    await draw(visit, seven);
    assert.deepEqual(await visit.area(), before, 'the pad stays where it was');
    await check(visit, 1, 7);
    await visit.page.mouse.move(options.viewport.width / 2, 3);
    await visit.rest();
    await visit.keep(`several-${name}`);
    const least = options.isMobile ? 44 : 24;
    for (const rect of ['part before', 'part after']) {
        const { width, height } = await visit.rect(rect);
        assert.ok(width >= least && height >= least, `${rect}: ${width} x ${height}`);
    }
}

/** In the page: what setPart says to a wrong number; "" when it takes it. */
function refusal(index) {
    try {
        window.unpool.setPart(index);
        return '';
    } catch (error) {
        return error.message;
    }
}

const tests = {
    'two digits are found, and stepped through by mouse, keyboard and script': async (visit) => {
        await visit.open();
        await draw(visit, one);
        assert.deepEqual((await visit.state()).parts, []);
        assert.equal(await visit.rect('part after'), null);
        await draw(visit, seven);
        await check(visit, 1, 7);
        const { parts } = await visit.state();
        assert.ok(parts[0].box.x < 0.25 && parts[0].box.x + parts[0].box.width < 0.4 && parts[1].box.x > 0.4);
        assert.ok(parts.every((p) => p.probability > 0.5));
        await visit.click('part before');
        await check(visit, 0, 1);
        await visit.click('part after');
        await check(visit, 1, 7);
        await visit.click('parts');
        await check(visit, 0, 1);
        await visit.press('j');
        await check(visit, 1, 7);
        await visit.press('Shift+J');
        await check(visit, 0, 1);
        await visit.page.evaluate(() => window.unpool.setPart(1));
        await check(visit, 1, 7);
        for (const wrong of [2, -1, 0.5, '1', null])
            assert.match(await visit.page.evaluate(refusal, wrong), /setPart\(index\) takes/);
        await check(visit, 1, 7);
        const said = () => /2 digits: 17/.test(document.getElementById('status').textContent);
        await visit.page.waitForFunction(said, null, { timeout: 60000 });
        const link = await visit.page.evaluate(() => window.unpool.link());
        await visit.page.evaluate((l) => window.unpool.openLink(l), link);
        await visit.settle();
        const { parts: none, prediction } = await visit.state();
        assert.deepEqual([none, prediction], [[], 7], 'a link holds the chosen one');
    },

    'a finger steps through them': async (visit) => {
        await visit.open(phone);
        await drawSeventeen(visit);
        await check(visit, 1, 7);
        await visit.page.touchscreen.tap(...(await visit.middle('part before')));
        await visit.settle();
        await check(visit, 0, 1);
        await visit.page.touchscreen.tap(...(await visit.middle('parts')));
        await visit.settle();
        await check(visit, 1, 7);
    },

    'strokes of a script: a row of five; strokes far from 0': async (visit) => {
        await visit.open();
        const row = [0, 1, 2, 3, 4].map((i) => seven.map(([x, y]) => [x + 0.55 * i, y]));
        await visit.page.evaluate((strokes) => window.unpool.setStrokes(strokes), row);
        const state = await visit.state();
        assert.deepEqual(state.parts.map((p) => p.prediction), [7, 7, 7, 7, 7]);
        assert.equal(state.part, 4);
        await visit.rest();
        await visit.keep('several-five');
        const far = seven.map(([x, y]) => [1.7e9 + x, y]);
        await visit.page.evaluate((stroke) => window.unpool.setStrokes([stroke]), far);
        assert.equal((await visit.state()).prediction, 7);
    },
};

for (const colorScheme of ['dark', 'light']) {
    const desk = { viewport: { width: 1280, height: 720 }, colorScheme };
    tests[`1280 x 720, ${colorScheme}`] = (visit) => looks(visit, `1280x720-${colorScheme}`, desk);
    tests[`390 x 844, ${colorScheme}`] = (visit) => looks(visit, `390x844-${colorScheme}`, { ...phone, colorScheme });
}

await run(tests);
