// Times for people.

const steps: [Intl.RelativeTimeFormatUnit, number][] = [["day", 86_400], ["hour", 3_600], ["minute", 60]];

// "5m ago", "in 2 days"; after a week the day.
export function shortTime(at: string, now: number, language: string): string {
  const then = new Date(at);
  if (Number.isNaN(then.getTime())) return "";
  const seconds = Math.round((then.getTime() - now) / 1000);
  if (Math.abs(seconds) >= 7 * 86_400) {
    const sameYear = then.getFullYear() === new Date(now).getFullYear();
    return new Intl.DateTimeFormat(language, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }).format(then);
  }
  const format = new Intl.RelativeTimeFormat(language, { style: "narrow", numeric: "auto" });
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(0, "second");
}

function whole(at: string, language: string, options: Intl.DateTimeFormatOptions): string {
  const then = new Date(at);
  return Number.isNaN(then.getTime()) ? "" : new Intl.DateTimeFormat(language, options).format(then);
}

export const longTime = (at: string, language: string): string => whole(at, language, { dateStyle: "full", timeStyle: "short" });
export const dayOf = (at: string, language: string): string => whole(at, language, { weekday: "long", day: "numeric", month: "long" });
