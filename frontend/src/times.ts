// Times for people.

import { days, daysOfYears, longTimes, spans, weekdays } from "./formats";

const steps: [Intl.RelativeTimeFormatUnit, number][] = [["day", 86_400], ["hour", 3_600], ["minute", 60]];

// "5m ago", "in 2 days"; after a week the day.
export function shortTime(at: string, now: number, language: string): string {
  const then = new Date(at);
  if (Number.isNaN(then.getTime())) return "";
  const seconds = Math.round((then.getTime() - now) / 1000);
  if (Math.abs(seconds) >= 7 * 86_400) {
    const sameYear = then.getFullYear() === new Date(now).getFullYear();
    return (sameYear ? days : daysOfYears)(language).format(then);
  }
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return spans(language).format(Math.trunc(seconds / length), unit);
  }
  return spans(language).format(0, "second");
}

function whole(at: string, format: Intl.DateTimeFormat): string {
  const then = new Date(at);
  return Number.isNaN(then.getTime()) ? "" : format.format(then);
}

export const longTime = (at: string, language: string): string => whole(at, longTimes(language));
export const dayOf = (at: string, language: string): string => whole(at, weekdays(language));
