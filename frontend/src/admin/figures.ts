// Numbers over time, as charts and tables want them.

import type { DeliveryCount, DiskUse, Measure } from "./entities";

export interface Line {
  name: string;
  values: number[];
}

// "12 MB", in the reader's language.
export function inBytes(bytes: number, language: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  const step = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  const options = { style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: step > 1 ? 1 : 0 } as const;
  return new Intl.NumberFormat(language, options).format(bytes / 1000 ** step);
}

export const mebibytes = (bytes: number): number => Math.round(bytes / 1024 / 102.4) / 10;
export const usedOf = (use: DiskUse): number => use.store + use.media + use.cache + use.search;

// The days of what was measured, and one line for each.
export function linesOf(measures: Measure[], names: Record<string, string>): { days: string[]; lines: Line[] } {
  const days = measures[0]?.data.map((one) => one.date.slice(0, 10)) ?? [];
  const lines = measures.map((one) => ({ name: names[one.key] ?? one.key, values: one.data.map((point) => Number(point.value)) }));
  return { days, lines };
}

// A line each of what became of deliveries.
export function deliveryLines(counts: DeliveryCount[], names: Record<"made" | "put_off" | "given_up", string>): Line[] {
  return (["made", "put_off", "given_up"] as const).map((end) => ({ name: names[end], values: counts.map((one) => one[end]) }));
}

// The last four weeks, as the API wants to be asked for them.
export function lastDays(now: number, count = 28): { start_at: string; end_at: string } {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  return { start_at: day(now - (count - 1) * 86_400_000), end_at: day(now) };
}
