import { expect, test } from "vitest";
import { nameOfLanguage } from "./language-names";

test.each([
  ["de", "en", "German"],
  ["de", "de", "Deutsch"],
  ["pt-BR", "en", "Brazilian Portuguese"],
  ["no tag", "en", "no tag"],
  ["de", "no locale", "de"],
])("%s in %s is %s", (tag, locale, name) => expect(nameOfLanguage(tag, locale)).toBe(name));
