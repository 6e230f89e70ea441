// The browsers that tests drive: Debian's Chromium with software WebGL, Debian's Firefox on a display of its own.
import { existsSync } from 'node:fs';

const find = (names) => names.find((name) => name && existsSync(name));

export const chromiumPath = () =>
    find([process.env.UNPOOL_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']);
export const firefoxPath = () => find([process.env.UNPOOL_FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox']);

export async function openChromium() {
    const { chromium } = await import('playwright-core');
    const executablePath = chromiumPath();
    if (!executablePath)
        throw new Error('Chromium was not found; install the package chromium, or name it in UNPOOL_CHROMIUM');
    return chromium.launch({
        executablePath,
        args: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--no-sandbox',
            '--disable-background-networking',
               '--disable-component-update', '--disable-quic', '--no-first-run'],
    });
}

/** Needs a display: run under xvfb-run.  Headless Firefox has no WebGL. */
export async function openFirefox(preferences = {}) {
    const puppeteer = (await import('puppeteer-core')).default;
    const executablePath = firefoxPath();
    if (!executablePath)
        throw new Error('Firefox was not found; install the package firefox-esr, or name it in UNPOOL_FIREFOX');
    return puppeteer.launch({
        browser: 'firefox', executablePath, headless: false,
        env: { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1' },
        extraPrefsFirefox: {
            'webgl.force-enabled': true, 'datareporting.policy.dataSubmissionEnabled': false, ...preferences },
    });
}
