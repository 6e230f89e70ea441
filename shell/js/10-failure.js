// The panel that says what went wrong and what can be done, in plain HTML.

const byId = (id) => document.getElementById(id);
byId("unstarted").remove();
let failed = false;

/** What a person who reports the fault would want to pass on. */
function browserDetails(cause) {
  const lines =
    [`Unpool {{VERSION}}`, navigator.userAgent, `screen ${screen.width} x ${screen.height} at ${devicePixelRatio}`];
  lines.push(`WebAssembly ${typeof WebAssembly === "object"}, WebGL 2 ${typeof WebGL2RenderingContext === "function"}`);
  if (cause) lines.push(String((cause && cause.stack) || cause));
  return lines.join("\n");
}

/** Shows the panel; the first cause stays, what follows from it is not shown. */
function fail(title, text, help, cause) {
  if (failed) return;
  failed = true;
  byId("loading").hidden = true;
  byId("canvas").hidden = true;
  byId("failure-title").textContent = title;
  byId("failure-text").textContent = text;
  byId("failure-help").textContent = help;
  byId("failure-details").textContent = browserDetails(cause);
  byId("failure").hidden = false;
  rejectReady(new Error(`${title}. ${text}`));
}

/** The address holds the drawing of half a second ago. */
function whatLoadingDoes() {
  const brings = /input=[^&]/.test(location.hash);
  return brings ? "Loading the page again brings the last drawing back: the address holds it."
    : "Loading the page again starts it anew.";
}

function crashed(cause) {
  const help = `${whatLoadingDoes()} If it happens again, the details below help to find out why.`;
  fail("Unpool stopped", "A fault in the program stopped it.", help, cause);
}

const isThePrograms = (cause) => typeof WebAssembly === "object" && cause instanceof WebAssembly.RuntimeError;

/** A fault in what one event, wish or frame does: the program itself goes on, unless it is the program that broke. */
function survive(cause) {
  if (isThePrograms(cause)) crashed(cause);
  else console.error("Unpool goes on after a fault:", cause);
}

/** addEventListener for events of any shape: anybody may send one, without the fields that it should have. */
function listen(target, type, handler, options) {
  target.addEventListener(type, async (event) => {
    try {
      await handler(event);
    } catch (cause) {
      survive(cause);
    }
  }, options);
}

function wireFailure() {
  listen(byId("failure-reload"), "click", () => location.reload());
  listen(byId("failure-copy"), "click", async (event) => {
    const done = await copyText(byId("failure-details").textContent);
    event.target.textContent = done ? "Copied" : "Please copy by hand";
  });
  // SDL's listener counts on a number here.
  listen(window, "resize", (event) => { if (typeof event.detail === "symbol") event.stopImmediatePropagation(); },
    true);
  // Others' faults come here too, and so do events that are made up: the program stops for its own only.
  const stopped = (event, cause) => {
    if (event.isTrusted && isThePrograms(cause)) crashed(cause);
  };
  listen(window, "error", (event) => stopped(event, event.error));
  listen(window, "unhandledrejection", (event) => stopped(event, event.reason));
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
