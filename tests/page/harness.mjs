// A runner for tests of the page: each test has a fresh page, and fails for anything the page says on its console, for
// breaches of
// its content policy, and for requests to other places, whatever else it looks at.
//
// Environment: UNPOOL_DIST (the site; default dist/), UNPOOL_SCREENSHOTS (default build/screenshots/).
// Arguments: words that a test's name must hold.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { openChromium } from './browsers.mjs';
import { digits, strokePoints } from './digits.mjs';
import { serve } from './server.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const dist = process.env.UNPOOL_DIST ?? join(root, 'dist');
export const screenshots = process.env.UNPOOL_SCREENSHOTS ?? join(root, 'build/screenshots');

/** Milliseconds after which a test hangs.  No measure of speed: a busy machine is ten times slower than another. */
const patience = 300000;

/** Whether the site was built with Fashion-MNIST, which is not to be had everywhere. */
export const hasClothes = readdirSync(dist).some((name) => name.startsWith('fashion-images'));

/** Runs in the page before its own scripts. */
function watchPolicy() {
    window.policyBreaches = [];
    document.addEventListener(
        'securitypolicyviolation',
        (event) => window.policyBreaches.push(`${event.violatedDirective} ${event.blockedURI}`));
}

/** One test's page and what was seen of it. */
export class Visit {
    constructor(browser, server) {
        Object.assign(this, { browser, server, faults: [], expected: [] });
    }

    /** Opens the page; `options` are Playwright's of a context, and `path`, `wait`, `before`. */
    async open({ path = '', wait = true, before = null, ...options } = {}) {
        this.context = await this.browser.newContext(
            { viewport: { width: 1280, height: 720 }, colorScheme: 'dark', ...options });
        this.context.setDefaultTimeout(patience / 3);
        this.page = await this.context.newPage();
        this.page.on('console',
            (message) => { if (['error', 'warning'].includes(message.type())) this.faults.push(
            `console ${message.type()}: ${message.text()}`); });
        this.page.on('pageerror', (error) => this.faults.push(`error: ${error.message}`));
        this.page.on('request', (request) => {
            const url = request.url();
            if (!url.startsWith(this.server.url) && !/^(data|blob):/.test(url)) this.faults.push(`request to ${url}`);
        });
        await this.page.addInitScript(watchPolicy);
        if (before) await this.page.addInitScript(before);
        // Without the first half minute's hand, unless a test asks for it.
        const query = path.includes('?') || path.includes('#') ? path : `${path}?intro=0`;
        await this.page.goto(this.server.url + query);
        if (wait) await this.page.evaluate(() => window.unpool.ready.then(() => true));
        return this.page;
    }

    /** A fault that this test brings about on purpose. */
    expect(pattern) { this.expected.push(pattern); }

    async close() {
        if (this.page && !this.page.isClosed())
            this.faults.push(...(await this.page.evaluate(() => window.policyBreaches ?? []).catch(() => [])));
        await this.context?.close();
        assert.deepEqual(
            this.faults.filter((fault) => !this.expected.some((pattern) => pattern.test(fault))), [],
            'the page complained');
    }

    state() { return this.page.evaluate(() => window.unpool.state()); }
    area() { return this.page.evaluate(() => window.unpool.drawingArea()); }
    rect(name) { return this.page.evaluate((n) => window.unpool.rect(n), name); }

    /** A position of the pad, 0..1, in CSS pixels of the page. */
    async at(x, y) {
        const area = await this.area();
        return [area.x + x * area.width, area.y + y * area.height];
    }

    /** Draws one of digits.mjs with the mouse. */
    async draw(name) {
        const area = await this.area();
        for (const stroke of digits[name]) {
            const points = strokePoints(stroke, 0.05)
                .map(([x, y]) => [area.x + x * area.width, area.y + y * area.height]);
            await this.page.mouse.move(...points[0]);
            await this.page.mouse.down();
            for (const point of points.slice(1)) await this.page.mouse.move(...point);
            await this.page.mouse.up();
        }
        await this.settle();
    }

    /** The middle of a named thing. */
    async middle(name) {
        const rect = await this.rect(name);
        const names = rect ? [] : await this.page.evaluate(() => window.unpool.rectNames());
        assert.ok(rect, `"${name}" is on the screen; there are ${names.join(', ')}`);
        return [rect.x + rect.width / 2, rect.y + rect.height / 2];
    }

    async click(name) {
        await this.page.mouse.click(...(await this.middle(name)));
        await this.settle();
    }

    async press(key) {
        await this.page.keyboard.press(key);
        await this.settle();
    }

    /** Waits until what was asked for has been drawn: two turns of the browser's painting. */
    settle() { return this.page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))); }

    /** Waits until the page asks for no frame any more, and asks for none a while later. */
    async rest(limit = patience / 3) {
        let before = -1;
        for (const end = Date.now() + limit; Date.now() < end; await this.page.waitForTimeout(300)) {
            const { frames, resting } = await this.state();
            if (resting && frames === before) return frames;
            before = resting ? frames : -1;
        }
        throw new Error('the page never came to rest');
    }

    async picture(clip) { return PNG.sync.read(await this.page.screenshot(clip ? { clip } : {})); }

    async keep(name) {
        mkdirSync(screenshots, { recursive: true });
        await this.page.screenshot({ path: join(screenshots, `${name}.png`) });
    }
}

/** Different colours in a picture, coarsely. */
export function colours(png) {
    const seen = new Set();
    for (let i = 0; i < png.data.length; i += 4)
        seen.add((png.data[i] >> 3) * 1024 + (png.data[i + 1] >> 3) * 32 + (png.data[i + 2] >> 3));
    return seen.size;
}

/** Share of pixels whose colours differ by more than a little. */
export function difference(a, b) {
    assert.deepEqual([a.width, a.height], [b.width, b.height]);
    let count = 0;
    for (let i = 0; i < a.data.length; i += 4) {
        const d = Math.abs(a.data[i] - b.data[i]) + Math.abs(a.data[i + 1] - b.data[i + 1])
            + Math.abs(a.data[i + 2] - b.data[i + 2]);
        if (d > 24) ++count;
    }
    return count / (a.width * a.height);
}

/** Runs `tests`, name -> async (visit) => …, each with a visit of its own; prints a line each and the count. */
export async function run(tests, { site = {} } = {}) {
    const words = process.argv.slice(2);
    const names = Object.keys(tests).filter((name) => words.every((word) => name.includes(word)));
    let failed = 0;
    const browser = await openChromium();
    for (const name of names) {
        const server = await serve(dist, site);
        const visit = new Visit(browser, server);
        const begin = Date.now();
        try {
            await withLimit(tests[name](visit).then(() => visit.close()), patience);
            console.log(`ok    ${name} (${Date.now() - begin} ms)`);
        } catch (error) {
            ++failed;
            console.log(`FAIL  ${name}\n      ${String(error.stack ?? error).replaceAll('\n', '\n      ')}`);
            if (visit.faults.length) console.log(`      seen: ${visit.faults.join('\n            ')}`);
            await visit.context?.close().catch(() => {});
        }
        server.close();
    }
    await browser.close();
    finish(names.length - failed, failed);
}

export function withLimit(promise, milliseconds) {
    let timer;
    const late = new Promise(
        (_, reject) => {
        timer = setTimeout(() => reject(new Error(`took more than ${milliseconds / 1000} s`)), milliseconds); });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export function finish(passed, failed) {
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed === 0 && passed > 0 ? 0 : 1);
}
