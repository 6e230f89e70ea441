// Events of every type and of any shape, as password managers, extensions and scripts send them.  Runs in the page.
export function sendOddEvents() {
    const types = ['keydown', 'keyup', 'keypress', 'beforeinput', 'input', 'compositionstart', 'compositionend',
        'mousedown', 'mouseup', 'mousemove',
        'mouseenter', 'mouseleave', 'mouseover', 'click', 'dblclick', 'contextmenu', 'wheel', 'touchstart', 'touchmove',
            'touchend', 'touchcancel',
        'pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'pointerenter', 'pointerleave', 'gotpointercapture',
            'lostpointercapture',
        'dragstart', 'dragenter', 'dragover', 'drop', 'dragend', 'copy', 'cut', 'paste', 'resize', 'scroll', 'blur',
            'focus', 'focusin', 'focusout',
        'visibilitychange', 'pagehide', 'pageshow', 'message', 'hashchange', 'popstate', 'beforeunload', 'storage',
            'online', 'offline',
        'fullscreenchange', 'pointerlockchange', 'webglcontextlost', 'webglcontextrestored', 'error',
            'unhandledrejection', 'dragleave'];
    const fields = ['key', 'code', 'keyCode', 'charCode', 'which', 'char', 'ctrlKey', 'isComposing', 'touches',
        'changedTouches', 'targetTouches', 'deltaX', 'deltaY',
        'deltaMode', 'clientX', 'clientY', 'pageX', 'screenX', 'movementX', 'button', 'buttons', 'pointerId',
            'pointerType', 'pressure', 'getCoalescedEvents',
        'dataTransfer', 'clipboardData', 'relatedTarget', 'data', 'state', 'detail', 'error', 'reason', 'filename',
            'message', 'persisted', 'newURL'];
    const values = [undefined, null, NaN, Infinity, 1e308, -1e308, 0, -1, '', 'constructor', '__proto__',
        'x'.repeat(5000), {}, [], [{}], { files: [{}] },
        { files: null }, { files: 'text', items: 3 }, Symbol('odd')];
    const targets = [window, document, document.body, document.getElementById('canvas')];
    let sent = 0;
    const send = (target, type, some) => {
        const event = new Event(type, { bubbles: true, cancelable: true });
        for (const [field, value] of Object.entries(some)) Object.defineProperty(event, field, { value });
        target.dispatchEvent(event);
        ++sent;
    };
    for (const target of targets) {
        for (const type of types) {
            send(target, type, {});
            for (const value of values) send(target, type, Object.fromEntries(fields.map((field) => [field, value])));
        }
    }
    // Well made but for one thing: no place, no end, no bounds.
    const canvas = document.getElementById('canvas');
    const width = canvas.clientWidth;
    for (const clientX of [NaN, undefined, 1e308, -1e308])
        send(canvas, 'pointerdown',
        { pointerId: 11, pointerType: 'mouse', button: 0, buttons: 1, clientX, clientY: 5 });
    for (const delta of [NaN, Infinity, 1e308, -1e308])
        send(canvas, 'wheel', { deltaX: delta, deltaY: delta, deltaMode: 0 });
    for (const pointerType of ['touch', 'pen', 'mouse', 'finger']) {
        canvas.dispatchEvent(
            new PointerEvent(
            'pointerdown', {
            pointerId: 77, pointerType, button: 0, buttons: 1, clientX: width - 3, clientY: 300, bubbles: true }));
        canvas.dispatchEvent(
            new PointerEvent(
            'pointermove', { pointerId: 77, pointerType, buttons: 1, clientX: 1e30, clientY: -1e30, bubbles: true }));
    }
    return sent;
}
