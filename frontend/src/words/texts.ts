// What a language is made of: all that the page says, each with the forms that its plurals need.

import type en from "./en";
import type later from "./en-later";

export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Text = string | Forms;
export type Word = keyof typeof en | keyof typeof later;
export type Texts = Record<Word, Text>;
