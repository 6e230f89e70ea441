// Digits as a person draws them: strokes of points in a unit square, y down.

const arc = (cx, cy, rx, ry, from, to, steps = 24) =>
    Array.from({ length: steps + 1 }, (_, i) => {
        const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
        return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
    });

const line = (...points) => points;

export const digits = {
    zero: [arc(0.5, 0.5, 0.2, 0.3, -90, 270, 28)],
    one: [line([0.5, 0.2], [0.5, 0.8])],
    three: [[...arc(0.47, 0.35, 0.17, 0.15, -150, 90, 12), ...arc(0.47, 0.66, 0.2, 0.16, -90, 150, 14)]],
    seven: [line([0.3, 0.22], [0.7, 0.22], [0.45, 0.8])],
};

export const labels = { zero: 0, one: 1, three: 3, seven: 7 };

/** The same stroke with points close enough together for a pen. */
export function strokePoints(stroke, step = 0.02) {
    const points = [stroke[0]];
    for (let i = 1; i < stroke.length; ++i) {
        const [x0, y0] = stroke[i - 1], [x1, y1] = stroke[i];
        const parts = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / step));
        for (let k = 1; k <= parts; ++k) points.push([x0 + ((x1 - x0) * k) / parts, y0 + ((y1 - y0) * k) / parts]);
    }
    return points;
}
