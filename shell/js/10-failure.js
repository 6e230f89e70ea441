// The panel that says what went wrong and what can be done, in plain HTML.

const byId = (id) => document.getElementById(id);
let failed = false;

/** What a person who reports the fault would want to pass on. */
function browserDetails(cause) {
  const lines = [`Unpool {{VERSION}}`, navigator.userAgent, `screen ${screen.width} x ${screen.height} at ${devicePixelRatio}`];
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

function wireFailure() {
  byId("failure-reload").addEventListener("click", () => location.reload());
  byId("failure-copy").addEventListener("click", async (event) => {
    const done = await copyText(byId("failure-details").textContent);
    event.target.textContent = done ? "Copied" : "Please copy by hand";
  });
  const crashed = (cause) => fail("Unpool stopped", "A fault in the program stopped it.", "Loading the page again starts it anew. If it happens again, the details below help to find out why.", cause);
  window.addEventListener("error", (event) => {
    if (event.error && ownFault(event)) crashed(event.error);
  });
  window.addEventListener("unhandledrejection", (event) => {
    if (program && event.reason instanceof WebAssembly.RuntimeError) crashed(event.reason);
  });
  return crashed;
}

/** Extensions and consoles raise errors here too; ours come from this page's files. */
function ownFault(event) {
  return event.error instanceof WebAssembly.RuntimeError || (event.filename || "").startsWith(new URL(".", location.href).href);
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
