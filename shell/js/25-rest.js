// The second part of the program: all that the first frame and drawing do not need (docs/adr/0009).  It comes right
// after the first frame; what waits for it says `await rest`.

let firstPart = null;  // what the first part exports: the second one is made of it
let isWhole = false;
let restCame;
const rest = new Promise((resolve) => { restCame = resolve; });

const longestPause = 30000;

/** Puts the second part's functions into the table that both have. */
function connect(instance) {
  isWhole = instance instanceof WebAssembly.Instance;
}

/** Asks for it until it comes. */
async function bringRest() {
  for (let wait = 1000; !isWhole; wait = Math.min(2 * wait, longestPause)) {
    try {
      const module = await compile(files.rest, () => {});
      if (!isWhole) connect(await WebAssembly.instantiate(module, { first: firstPart }));
    } catch (cause) {
      withText(cause.message, (why) => program["_unpool_rest_failed"](why));
      askForFrame();
      await pause(wait);
    }
  }
  program["_unpool_rest_came"]();
  restCame();
  askForFrame();
}

/**
 * In place of the second part's functions in the table, by their index there.  Nothing calls one before `rest`, the
 * page's tests see to that; if something does all the same, the page stands still until the second part is here.
 */
const placeholders = new Proxy({}, {
  get: (_, index) => (...values) => {
    performance.mark("unpool-early-call", { detail: index });
    console.warn(`A function of the program's second part was called early (${index})`);
    if (!isWhole) {
      const module = new WebAssembly.Module(getAtOnce(`${files.rest}?at-once`));
      connect(new WebAssembly.Instance(module, { first: firstPart }));
    }
    return tableOf(firstPart).get(Number(index))(...values);
  },
});

const tableOf = (part) => Object.values(part).find((value) => value instanceof WebAssembly.Table);

/** A file's bytes, without letting anything else happen meanwhile. */
function getAtOnce(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.overrideMimeType("text/plain; charset=x-user-defined");  // a byte a character
  request.send();
  return Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0) & 255);
}
