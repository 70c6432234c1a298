/** Numbers, dates, amounts and lists as text. Numbers follow the reader's locale; words, such as the names of months, are English. */
interface Locales {
  /** Of numbers: the reader's, with the digits of the sentences around them. */
  numbers: string;
  /** Of whatever has words: the reader's kind of English. */
  words: string;
}

export function localesFor(language: string): Locales {
  return {
    numbers: new Intl.Locale(language, { numberingSystem: "latn" }).toString(),
    words: /^en\b/.test(language) ? language : "en-GB",
  };
}

const { numbers: locale, words: wordLocale } = localesFor(typeof navigator === "undefined" ? "en" : navigator.language);
const wholeNumber = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const wholePercent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
const mediumDate = new Intl.DateTimeFormat(wordLocale, { dateStyle: "medium", timeZone: "UTC" });

/** Stands for a value that is unknown or does not exist. */
export const NO_VALUE = "–";

/** At most one decimal, and none from 100 on. */
export function formatNumber(value: number | null | undefined): string {
  if (value == null) return NO_VALUE;
  return (Math.abs(value) >= 100 ? wholeNumber : oneDecimal).format(value).replace("-", "−");
}

/** A share between 0 and 1 as a percentage. Shares just above 0 or just below 1 are not rounded to 0% or 100%. */
export function formatPercent(share: number | null | undefined): string {
  if (share == null) return NO_VALUE;
  if (share > 0 && share < 0.005) return `under ${wholePercent.format(0.01)}`;
  if (share >= 0.995 && share < 1) return `over ${wholePercent.format(0.99)}`;
  return wholePercent.format(Math.abs(share) < 0.005 ? 0 : share);
}

/** Rounded to a whole number, half up, for pictures: the exact value is in the table. */
export function formatWhole(value: number): string {
  return wholeNumber.format(Math.floor(value + 0.5));
}

/** A difference as a whole number with its sign: "+3", "−2", "0". */
export function formatSigned(value: number): string {
  const size = Math.floor(Math.abs(value) + 0.5);
  return size ? `${value > 0 ? "+" : "−"}${wholeNumber.format(size)}` : "0";
}

/** An expected number in running text: "about 6", "under 1", "none". */
export function formatAbout(value: number): string {
  if (value < 0.05) return "none";
  return value < 0.5 ? "under 1" : `about ${formatWhole(value)}`;
}

/** A number with its noun: "1 reuse", "2 reuses". */
export function plural(count: number, singular: string, pluralForm = `${singular}s`): string {
  const text = formatNumber(count);
  return `${text} ${text === formatNumber(1) ? singular : pluralForm}`;
}

/** "once", "twice", "3 times". */
export function formatTimes(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${formatNumber(count)} times`;
}

export function formatDate(iso: string | null | undefined): string {
  return iso ? mediumDate.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`)).replaceAll(" ", "\u00a0") : NO_VALUE;
}

const longDate = new Intl.DateTimeFormat(wordLocale, { dateStyle: "long", timeZone: "UTC" });

/** A day in a title, with the month in full: "7 July 2026". */
export function formatDay(iso: string): string {
  return longDate.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`)).replaceAll(" ", "\u00a0");
}

/** A sentence of the service, with its days formatted for the reader: "Held before it starts: 2026-07-07". */
export function formatDaysIn(sentence: string): string {
  return sentence.replace(/\b\d{4}-\d{2}-\d{2}\b/g, formatDay);
}

const monthOfYear = new Intl.DateTimeFormat(wordLocale, { month: "long", year: "numeric", timeZone: "UTC" });

/** "October 2025". */
export function formatMonth(iso: string): string {
  return monthOfYear.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`)).replaceAll(" ", "\u00a0");
}

/** The time of day in the reader's time zone, with its date if that is not today's. */
export function formatTime(time: Date, now: Date): string {
  const today = time.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(wordLocale, today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" }).format(time);
}

export interface Money {
  sum: string | number;
  currency: string;
}

export function formatMoney(amount: Money | undefined): string {
  if (!amount) return NO_VALUE;
  return new Intl.NumberFormat(locale, { style: "currency", currency: amount.currency, maximumFractionDigits: 0 }).format(
    Number(amount.sum),
  );
}

/** An amount short enough for a large figure: "€644.8k", "CHF 12k". */
export function formatShortMoney({ sum, currency }: Money): string {
  const amount = Number(sum);
  const digits = Math.abs(amount) < 1000 ? 0 : 1;
  const format = new Intl.NumberFormat(wordLocale, {
    style: "currency",
    currency,
    notation: "compact",
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
  });
  return format.format(amount).replace("K", "k");
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "A, B and C"; with more than `most` names: "A, B and 4 others". */
export function joinNames(names: readonly string[], most = 3): string {
  const parts = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} others`] : names;
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : (parts[0] ?? "");
}
