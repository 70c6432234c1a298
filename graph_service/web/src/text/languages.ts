/** Names of languages, and those that a form offers: the service knows how their words are inflected, or that they are not. */
const OFFERED = "ar ca cs da de el en es et eu fa fi fr ga hi hu hy id it ja ko lt ne nl no pl pt ro ru sr sv ta tr uk yi zh".split(" ");
const names = new Intl.DisplayNames("en", { type: "language" });

/** German for de. */
export function languageName(code: string): string {
  return names.of(code) ?? code;
}

/** The names of the languages to choose from by their codes, in alphabetical order; with `current`, whatever it is. */
export function languageLabels(current: string): Record<string, string> {
  const codes = [...new Set(current ? [...OFFERED, current] : OFFERED)];
  const named = codes.map((code) => [code, languageName(code)] as const);
  return Object.fromEntries(named.sort(([, one], [, other]) => one.localeCompare(other, "en")));
}
