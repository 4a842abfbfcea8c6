// Imported by each screen that says more than the page begins with: its words come with it.

import en from "./en-later";
import { words } from "./words.svelte";

words.learn(en);
