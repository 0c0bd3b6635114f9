// A line over time, in SVG.

import { drawn } from "../../dom.js";

const WIDTH = 720, HEIGHT = 260, LEFT = 48, RIGHT = 12, TOP = 14, BOTTOM = 30;

/** `points` are `{ time, value }`, at least two; `best` is marked; `label` says it in words. */
export function chart(points, best, label) {
  const times = points.map(({ time }) => time.getTime());
  const [from, to] = [times[0], times[times.length - 1]];
  const ticks = steps(points.map(({ value }) => value));
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  const x = (time) => LEFT + ((time - from) / (to - from || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value) => TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const places = points.map(({ value }, n) => `${x(times[n]).toFixed(1)},${y(value).toFixed(1)}`);
  const floor = HEIGHT - BOTTOM;
  return drawn("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img",
    "aria-label": label },
  ticks.map((value) => drawn("g", {},
    drawn("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }),
    drawn("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, String(value)))),
  hours(from, to).map((time) => drawn("text", { x: x(time), y: HEIGHT - 8, "text-anchor": "middle" },
    new Date(time).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" }))),
  drawn("polygon", { class: "area",
    points: `${LEFT},${floor} ${places.join(" ")} ${x(to)},${floor}` }),
  drawn("polyline", { class: "line", points: places.join(" ") }),
  drawn("circle", { class: "best", cx: x(best.time.getTime()), cy: y(best.value), r: 5 }));
}

function steps(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const rough = (high - low || Math.abs(high) || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const found = [];
  const first = Math.floor(low / step), last = Math.max(first + 1, Math.ceil(high / step));
  for (let n = first; n <= last; n += 1) found.push(Number((n * step).toPrecision(12)));
  return found;
}

function hours(from, to) {
  const hour = 3_600_000;
  const step = [1, 2, 3, 6, 12].map((one) => one * hour).find((one) => (to - from) / one <= 8) ?? 24 * hour;
  const found = [];
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) found.push(time);
  return found;
}
