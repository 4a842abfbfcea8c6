// In English; the other languages say the same (welcome.de.ts and its like).

const en = {
  "title": "Welcome, {name}",
  "words": "Three steps, a minute each. You can come back to them in the settings.",
  "know.title": "1. What do you know?",
  "know.words": "Colleagues who look for somebody who knows find you by it. A few words each, with commas between.",
  "know.label": "What you know",
  "know.hint": "Kilns, glazes, export papers",
  "know.title-label": "What you do",
  "know.save": "Save",
  "know.saved": "Saved",
  "topics.title": "2. What do you want to hear of?",
  "topics.words": "Posts with a topic that you follow come to your home, whoever writes them.",
  "topics.label": "Another topic",
  "topics.follow": "Follow",
  "topics.none": "No topic is talked about yet. Begin one: write a post with a #word in it.",
  "people.title": "3. Who works with you?",
  "people.words": "What they write comes to your home.",
  "people.follow": "Follow {name}",
  "people.followed": "Following {name}",
  "people.none": "Nobody else is here yet who is listed. Those whom you invite will be.",
  "people.bring": "Had an account elsewhere? Bring along whom you followed",
  "audience.title": "Who reads what you write",
  "audience.words": "You choose for each post. Before it goes, the page says it again.",
  "done": "To my home",
} as const;

export default en;
export type WelcomeWord = keyof typeof en;
