// Makes the pictures of shell/static/ that are committed: the icons from icon.svg, the social preview from the page itself.
//
//   node shell/make-pictures.mjs icons
//   node shell/make-pictures.mjs preview      (after ./build-web.sh: it opens dist/)
//   node shell/make-pictures.mjs readme       docs/unpool.png, likewise
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openChromium } from '../tests/page/browsers.mjs';
import { serve } from '../tests/page/server.mjs';
import { digits, strokePoints } from '../tests/page/digits.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'static');

async function icon(browser, name, size, svg) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
    writeFileSync(join(folder, name), await page.screenshot({ omitBackground: true }));
    await page.close();
}

async function icons(browser) {
    const svg = readFileSync(join(folder, 'icon.svg'), 'utf8');
    for (const size of [32, 192, 512]) await icon(browser, `icon-${size}.png`, size, svg);
    // Full bleed: the system cuts its own corners, and a maskable icon keeps to the middle four fifths.
    const square = svg.replace('rx="14"', '');
    await icon(browser, 'icon-180.png', 180, square);
    await icon(browser, 'icon-maskable.png', 512, square.replace('viewBox="0 0 64 64"', 'viewBox="-8 -8 80 80"').replace('<rect width="64" height="64"', '<rect x="-8" y="-8" width="80" height="80"'));
}

// The page with a drawn three, as wide and high as asked for.
async function photograph(browser, file, width, height) {
    const server = await serve(process.env.UNPOOL_DIST ?? join(folder, '../../dist'));
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: 'dark' });
    await page.goto(server.url);
    await page.evaluate(() => window.unpool.ready);
    await page.evaluate((strokes) => window.unpool.setStrokes(strokes), digits.three.map((stroke) => strokePoints(stroke)));
    await page.waitForTimeout(2000);
    writeFileSync(file, await page.screenshot());
    server.close();
}

const browser = await openChromium();
if (process.argv[2] === 'preview') await photograph(browser, join(folder, 'preview.png'), 1200, 630);
else if (process.argv[2] === 'readme') await photograph(browser, join(folder, '../../docs/unpool.png'), 1280, 720);
else await icons(browser);
await browser.close();
