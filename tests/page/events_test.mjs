// Any event of any shape is survived: nothing is lost, nothing is said, and the next digit is read.
import assert from 'node:assert/strict';
import { run } from './harness.mjs';
import { sendOddEvents } from './odd_events.mjs';

/** Made-up pointer events at places of the pad: [type, x, y, buttons]. */
async function point(visit, pointerType, steps) {
    const area = await visit.area();
    await visit.page.evaluate(([kind, place, list]) => {
        for (const [type, x, y, buttons] of list) {
            const where = { clientX: place.x + x * place.width, clientY: place.y + y * place.height };
            document.getElementById('canvas')
                .dispatchEvent(
                new PointerEvent(
                type, { pointerId: 9, pointerType: kind, button: type === 'pointermove' ? -1 : 0, buttons, bubbles
                : true, ...where }));
        }
    }, [pointerType, area, steps]);
    await visit.settle();
}

await run({
    'events of any shape change nothing': async (visit) => {
        await visit.open();
        await visit.draw('seven');
        const before = await visit.state();
        const sent = await visit.page.evaluate(sendOddEvents);
        await visit.settle();
        const after = await visit.state();
        console.log(`      ${sent} events`);
        assert.equal(before.prediction, 7);
        for (const key of ['prediction', 'strokes', 'input', 'model', 'view'])
            assert.deepEqual(after[key], before[key], key);
        assert.equal(await visit.page.isVisible('#failure'), false);
        await visit.rest();
        await visit.click('clear');  // ends the made-up presses first, a frame each
        await visit.page.waitForFunction(() => window.unpool.state().strokes === 0);
        await visit.rest();
        await visit.draw('three');
        assert.equal((await visit.state()).prediction, 3);
        await visit.page.mouse.move(640, 400);
        await visit.page.mouse.wheel(0, 300);
        await visit.page.mouse.wheel(0, -3000);
        await visit.settle();
        await visit.click('map pool1 1');
        assert.equal((await visit.state()).selection.map, 1, 'what scrolls still knows where it is');
    },

    'a fault in what an event does is said, and the page goes on': async (visit) => {
        visit.expect(/Unpool goes on after a fault/);
        await visit.open();
        await visit.draw('three');
        await visit.page.evaluate(() => {
            const thrower = new Event('drop', { bubbles: true });
            Object.defineProperty(thrower, 'dataTransfer', { get() { throw new Error('made up'); } });
            window.dispatchEvent(thrower);
            window.dispatchEvent(
                new ErrorEvent('error', { error: new WebAssembly.RuntimeError('made up'), filename: 'x' }));
        });
        await visit.settle();
        assert.ok(visit.faults.some((fault) => /made up/.test(fault)));
        assert.equal(await visit.page.isVisible('#failure'), false);
        assert.equal((await visit.state()).prediction, 3);
    },

    'a pointer without a button down does not go on drawing': async (visit) => {
        await visit.open();
        for (const kind of ['mouse', 'pen', 'touch']) {
            await point(visit, kind,
                [['pointerdown', 0.5, 0.2, 1], ['pointermove', 0.5, 0.5, 1], ['pointermove', 0.5, 0.8, 1]]);
            const drawn = (await visit.state()).input;
            assert.ok(drawn, kind);
            // The release was lost; 2: the right button alone.
            await point(visit, kind,
                [['pointermove', 0.9, 0.2, 0], ['pointermove', 0.1, 0.2, 2], ['pointermove', 0.1, 0.8, 1]]);
            const after = await visit.state();
            assert.deepEqual(after.input, drawn, kind);
            assert.equal(after.strokes, 1);
            await visit.click('clear');
        }
        await visit.draw('seven');
        assert.equal((await visit.state()).prediction, 7);
    },

    'a pointer that was put down and is gone makes room for the next': async (visit) => {
        await visit.open();
        await point(visit, 'touch', [['pointerdown', 0.1, 0.9, 1], ['pointermove', 0.12, 0.9, 1]]);
        await visit.press('Control+z');
        await visit.draw('three');
        assert.equal((await visit.state()).prediction, 3);
    },
});
