// Overfitting, with results: a run of a hundred digits is trained, five without a fifth of it, one with shuffled
// labels; the finding, the curves, the turning point and the verdict are what the numbers say.
import assert from 'node:assert/strict';
import { hasClothes, run } from './harness.mjs';
import { training, until } from './training.mjs';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const plain = { rate: 0.003, 'last-rate': 1, 'weight-decay': 0, average: 0, batch: 20, digits: 100 };
const atRest = ({ at_work: working }) => working === 0;

async function train(visit, recipe) {
    await visit.page.evaluate((values) => window.unpool.train(values), { ...plain, ...recipe });
    await until(visit, atRest, 'the end');
}

/** The view, when all of it is computed: its groups by title, its plots and facts by name. */
async function overfitting(visit) {
    await visit.page.evaluate(() => window.unpool.openLink('v=2&view=overfitting'));
    return known(visit);
}

async function known(visit) {
    await visit.page.waitForFunction((sets) => {
        const { probe } = window.unpool.state();
        return !probe.busy && window.unpool.numbers()?.groups.some(
            ({ plots }) => plots.some(({ name, series }) => name === 'mean confidence' && series.length === sets));
    }, hasClothes ? 3 : 2, { timeout: 60000, polling: 200 });
    const { finding, groups } = await visit.page.evaluate(() => window.unpool.numbers());
    return { finding, groups: Object.fromEntries(groups.map((group) => [group.title, group])),
        plots: Object.fromEntries(groups.flatMap(({ plots }) => plots).map((plot) => [plot.name, plot.series])),
        facts: Object.assign({}, ...groups.map((group) => group.facts)) };
}

const named = (series, name) => series.find((one) => one.name === name);

await run({
    'digits learnt by heart: curves, turning point, verdict, five-fold, shuffled labels': async (visit) => {
        await visit.open({ colorScheme: 'light' });
        await visit.draw('three');
        await train(visit, { epochs: 60 });
        const { measures } = await training(visit);
        const { finding, plots, facts } = await overfitting(visit);
        assert.match(finding, /^It learnt its 100 digits by heart: /);
        const told = finding.match(/: ([\d.]+) % in training, ([\d.]+) % held out\.$/);
        assert.ok(told, finding);
        assert.ok(Math.abs(told[1] - 100 * measures.training_accuracy) < 0.06, finding);
        assert.ok(Math.abs(told[2] - 100 * measures.held_out_accuracy) < 0.06, finding);
        const held = named(plots.Loss, 'held out'), learnt = named(plots.Loss, 'training');
        const lowest = named(plots.Loss, 'held-out loss lowest');
        const at = held.y.indexOf(Math.min(...held.y));
        assert.deepEqual([lowest.x[0], lowest.y[0]], [held.x[at], held.y[at]]);
        assert.ok(at > 0 && at < held.y.length - 1, 'held-out loss turned');
        assert.ok(learnt.y.at(-1) < 0.1 && held.y.at(-1) > lowest.y[0], 'the curves part');
        assert.ok(Math.abs(facts['lowest held-out loss'] - lowest.y[0]) < 1e-4);
        assert.ok(Math.abs(plots.gap[0].y[0] - (told[1] - told[2])) < 0.2);
        for (const { y: [share] } of plots['mean confidence']) assert.ok(share > 10 && share <= 100);
        await visit.keep('overfit-desk-light');
        const offers = await visit.rect('offer folds'), result = await visit.rect('result');
        assert.ok(offers && offers.y + offers.height <= result.y, 'what can be done stands above');

        await visit.click('offer folds');
        await visit.page.waitForFunction(() => window.unpool.state().training.at_work === 0
            && !window.unpool.rectNames().includes('offer folds'), null, { timeout: 60000, polling: 200 });
        const whole = await known(visit);
        const heart = whole.facts['learnt by heart'];
        assert.ok(heart > 2 && heart < 60, `${heart} of 100`);
        const { pictures } = whole.groups['Learnt by heart, and held out'];
        assert.equal(pictures.length, 20);
        assert.ok(pictures.every(({ values }) => values.some((value) => value !== 0)));
        await visit.keep('overfit-desk-light-folds');

        await train(visit, { epochs: 200, shuffled: 1 });
        const shuffled = await overfitting(visit);
        assert.match(shuffled.finding, /shuffled labels/);
        const [, right, guessed] = shuffled.finding.match(/: ([\d.]+) % in training, ([\d.]+) % held out/);
        assert.ok(right > 90 && guessed < 25, shuffled.finding);
        await visit.keep('overfit-desk-light-shuffled');
    },

    'on a phone, in the dark: the finding and the first curves are in sight, what can be trained is not far':
        async (visit) => {
            await visit.open({ ...phone, colorScheme: 'dark' });
            await visit.draw('three');
            await train(visit, { epochs: 30 });
            await overfitting(visit);
            await visit.settle();
            const finding = await visit.rect('finding'), loss = await visit.rect('figure Loss');
            assert.ok(finding.y > 40 && loss.y + loss.height < 700, JSON.stringify([finding, loss]));
            assert.ok(loss.height > 80 && loss.width > 250, JSON.stringify(loss));
            await visit.keep('overfit-phone-dark');
            await visit.page.mouse.move(200, 500);
            await visit.page.mouse.wheel(0, 600);
            await visit.settle();
            await visit.keep('overfit-phone-dark-below');
        },
});
