// The browser's formatters, each made once a language: making one takes longer than drawing a post.

function once<T>(make: (language: string) => T): (language: string) => T {
  const known = new Map<string, T>();
  return (language) => {
    let found = known.get(language);
    if (!found) known.set(language, (found = make(language)));
    return found;
  };
}

const dates = (options: Intl.DateTimeFormatOptions) => once((language) => new Intl.DateTimeFormat(language, options));

export const numbers = once((language) => new Intl.NumberFormat(language));
export const counts = once((language) => new Intl.NumberFormat(language, { notation: "compact" }));
export const percents = once((language) => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }));
export const plurals = once((language) => new Intl.PluralRules(language));
export const lists = once((language) => new Intl.ListFormat(language, { type: "conjunction" }));
export const spans = once((language) => new Intl.RelativeTimeFormat(language, { style: "narrow", numeric: "auto" }));
export const days = dates({ day: "numeric", month: "short" });
export const daysOfYears = dates({ day: "numeric", month: "short", year: "numeric" });
export const longTimes = dates({ dateStyle: "full", timeStyle: "short" });
export const weekdays = dates({ weekday: "long", day: "numeric", month: "long" });
