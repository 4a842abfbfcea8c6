// The pages on which somebody sets up things for themselves, in one file for the browser: by the name
// of their place.

import type { Component } from "svelte";
import Bring from "./Bring.svelte";
import Filters from "./Filters.svelte";
import ListFeed from "./ListFeed.svelte";
import Lists from "./Lists.svelte";
import OwnData from "./OwnData.svelte";
import Sessions from "./Sessions.svelte";

// Each takes what its place says.
export const pages: Record<string, Component<any>> = { lists: Lists, list: ListFeed, filters: Filters, sessions: Sessions, "own-data": OwnData, bring: Bring };
