// Draws lines over days or hours by uPlot, which is fetched where somebody looks at a chart.

import type uPlot from "uplot";
import type { Line } from "./figures";

export interface Drawn {
  destroy(): void;
}

export interface Drawing {
  dates: string[]; // "2026-11-30", or with a time
  lines: Line[];
  by: Step;
  language: string;
}

export type Step = "day" | "hour";

// How a day or an hour is written.
export function markOf(language: string, by: Step): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "short", ...(by === "hour" ? { hour: "numeric", minute: "2-digit" } : {}), timeZone: "UTC" });
}

const height = 176;

// In the colours of the page, as told apart without them: whole, dashed, dotted.
const strokes = [
  { colour: "--accent", dash: [] },
  { colour: "--warn", dash: [6, 4] },
  { colour: "--soft", dash: [2, 3] },
];

export async function drawn(box: HTMLElement, drawing: Drawing): Promise<Drawn> {
  const [{ default: Plot }] = await Promise.all([import("uplot"), import("uplot/dist/uPlot.min.css")]);
  const colours = getComputedStyle(document.documentElement);
  const colour = (name: string): string => colours.getPropertyValue(name).trim();
  const day = markOf(drawing.language, drawing.by);
  const number = new Intl.NumberFormat(drawing.language, { notation: "compact" });
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
  const options: uPlot.Options = {
    width: box.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
    axes: [
      { ...axis, values: (_, marks) => marks.map((at) => day.format(at * 1000)), space: drawing.by === "hour" ? 110 : 72 },
      { ...axis, values: (_, marks) => marks.map((at) => (Number.isInteger(at) || marks.length < 3 ? number.format(at) : "")), size: 48 },
    ],
    series: [
      {},
      ...drawing.lines.map((_, at) => {
        const stroke = strokes[at % strokes.length]!;
        return { stroke: colour(stroke.colour), width: 2, dash: stroke.dash, points: { show: false } };
      }),
    ],
  };
  const data: uPlot.AlignedData = [drawing.dates.map((date) => Date.parse(date) / 1000), ...drawing.lines.map((line) => line.values)];
  const plot = new Plot(options, data, box);
  const watch = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height }));
  watch.observe(box);
  return {
    destroy: () => {
      watch.disconnect();
      plot.destroy();
    },
  };
}
