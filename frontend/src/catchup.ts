// What came since one was here last, sorted by what one would miss most: what speaks to oneself, what
// many speak about, the topics that one follows, then topics and authors. Each post stands once.

import type { Status } from "./entities";
import { gathered, type Entry } from "./timeline";

export interface Section {
  kind: "to-you" | "talked-about" | "your-topic" | "topic" | "author" | "others";
  name: string; // of the topic or of the author
  entries: Entry[];
}

const talkedAbout = 3; // boosts, answers and likes by which one stands out of a day

const weight = ({ post, boosters }: Entry): number => boosters.length * 3 + post.reblogs_count * 2 + post.replies_count * 2 + post.favourites_count;
const isToYou = ({ post }: Entry, me: string): boolean => post.in_reply_to_account_id === me || post.mentions.some((one) => one.id === me);

export function sectionsOf(statuses: Status[], me: string, followedTopics: string[]): Section[] {
  const followed = new Set(followedTopics.map((one) => one.toLowerCase()));
  let rest = gathered(statuses).filter((one) => one.post.account.id !== me);
  const sections: Section[] = [];
  const add = (kind: Section["kind"], name: string, entries: Entry[]): void => {
    if (!entries.length) return;
    const those = new Set(entries.map((one) => one.key));
    rest = rest.filter((one) => !those.has(one.key));
    sections.push({ kind, name, entries: entries.toSorted((a, b) => weight(b) - weight(a)) });
  };
  add("to-you", "", rest.filter((one) => isToYou(one, me)));
  add("talked-about", "", rest.filter((one) => one.boosters.length >= 2 || weight(one) >= 3 * talkedAbout));
  for (const [name, entries] of byTopic(rest).filter(([name]) => followed.has(name))) add("your-topic", name, entries.filter((one) => rest.includes(one)));
  for (const [name, entries] of byTopic(rest)) {
    const left = entries.filter((one) => rest.includes(one));
    if (left.length >= 2) add("topic", name, left);
  }
  for (const [name, entries] of byAuthor(rest)) if (entries.length >= 2) add("author", name, entries);
  add("others", "", rest);
  return sections;
}

// The largest first.
function byTopic(entries: Entry[]): [string, Entry[]][] {
  const topics = new Map<string, Entry[]>();
  for (const one of entries) {
    for (const tag of new Set(one.post.tags.map((each) => each.name.toLowerCase()))) topics.set(tag, [...(topics.get(tag) ?? []), one]);
  }
  return [...topics].sort((a, b) => b[1].length - a[1].length || a[0].localeCompare(b[0]));
}

function byAuthor(entries: Entry[]): [string, Entry[]][] {
  const authors = new Map<string, Entry[]>();
  for (const one of entries) authors.set(one.post.account.acct, [...(authors.get(one.post.account.acct) ?? []), one]);
  return [...authors].sort((a, b) => b[1].length - a[1].length || a[0].localeCompare(b[0]));
}
