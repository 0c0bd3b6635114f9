// A line over time, in SVG, on an axis that begins at zero.

import { drawn } from "../../dom.js";

const HEIGHT = 300, LEFT = 52, RIGHT = 14, TOP = 16, BOTTOM = 30;

/** `points` are `{ time, value }`, at least two; `best` is a stretch `{ start, end, average }` to
 * mark, if any; `label` says it in words. `width` is what there is for it. */
export function chart(points, best, label, width) {
  const times = points.map(({ time }) => time.getTime());
  const [from, to] = [times[0], times.at(-1)];
  const ticks = steps(points.map(({ value }) => value));
  const [low, high] = [ticks[0], ticks.at(-1)];
  const within = (time) => Math.min(Math.max(time, from), to);
  const x = (time) => LEFT + ((within(time) - from) / (to - from || 1)) * (width - LEFT - RIGHT);
  const y = (value) => TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const places = points.map(({ value }, n) => `${x(times[n]).toFixed(1)},${y(value).toFixed(1)}`);
  return drawn("svg", { class: "chart", viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": label },
    best ? marked(x(best.start.getTime()), x(best.end.getTime()), width) : null,
    ticks.map((value) => drawn("g", {},
      drawn("line", { class: value === 0 ? "zero" : "grid", x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value) }),
      drawn("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, value.toLocaleString()))),
    hours(from, to, Math.floor(width / 90)).map((time) =>
      drawn("text", { x: x(time), y: HEIGHT - 8, "text-anchor": "middle" },
        new Date(time).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" }))),
    drawn("polygon", { class: "area", points: `${LEFT},${y(0)} ${places.join(" ")} ${x(to)},${y(0)}` }),
    drawn("polyline", { class: "line", points: places.join(" ") }));
}

/** A stretch of time, with its name at the top. */
function marked(from, to, width) {
  const middle = Math.min(Math.max((from + to) / 2, LEFT + 16), width - RIGHT - 16);
  return drawn("g", {},
    drawn("rect", { class: "best", x: from, y: TOP, width: Math.max(to - from, 2), height: HEIGHT - TOP - BOTTOM }),
    drawn("text", { x: middle, y: TOP - 4, "text-anchor": "middle" }, "best"));
}

/** Values of the axis: zero is one of them. */
function steps(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const found = [];
  const first = Math.floor(low / step), last = Math.max(first + 1, Math.ceil(high / step));
  for (let n = first; n <= last; n += 1) found.push(Number((n * step).toPrecision(12)));
  return found;
}

/** Whole hours where the reader is, at most so many. */
function hours(from, to, most) {
  const hour = 3_600_000;
  const offset = new Date(from).getTimezoneOffset() * 60_000;
  const step = [1, 2, 3, 6, 12].map((one) => one * hour).find((one) => (to - from) / one <= most) ?? 24 * hour;
  const found = [];
  for (let time = Math.ceil((from - offset) / step) * step + offset; time <= to; time += step) found.push(time);
  return found;
}
