// What the methods under /api/hallway/v1 answer, as in entities.js.

const TopicBrief = {
  name: "text", url: "url | null", recurring: "bool", following: "bool",
  posts_last_week: "int", people_last_week: "int", posts: "url",
};

const Work = { title: "text", team: "text", place: "text", hours: "text", manager: "NamedPerson | PersonAt | null", skills: "[Skill]", around: "'today' | 'this week' | null" };

export const kHallwayEntities = {
  TopicBrief,
  Topics: { followed: "[TopicBrief]", trending: "[TopicBrief]", recurring: "[TopicBrief]" },
  Topic: { ...TopicBrief, followers_count: "int", related: "[RelatedTopic]", people: "[Expert]", open_questions: "[SeenStatus]" },
  RelatedTopic: { name: "text", url: "url", weight: "number" },
  NewVoice: { account: "Account", topic: { name: "text", url: "url" }, statuses: "[SeenStatus]" },
  Expert: {
    acct: "text", name: "text", node: "text", actor: "url", account: "Account | null", ask: "text", direct: "bool | null",
    score: "number", confidence: "number", evidence: "[Evidence]", title: "text", team: "text",
    matching_skills: "[MatchingSkill]", around: "'today' | 'this week' | null",
  },
  Evidence: { url: "url", status: "SeenStatus | null", snippet: "html | null" },
  MatchingSkill: { name: "text", endorsements: "int" },
  Experts: { people: "[Expert]", nodes: "[AskedNode]", indexing: "Progress | null" },
  AskedNode: { domain: "text", state: "'answered' | 'declined' | 'timed-out' | 'failed'", people: "int?" },
  Progress: { done: "int", all: "int" },
  Skill: { name: "text", endorsements: "int", endorsed: "bool" },
  NamedPerson: { id: "id", acct: "text", display_name: "text", avatar: "url", url: "url" },
  PersonAt: { url: "url" },
  WorkProfile: { ...Work, reach: "'department' | 'organization' | 'partners' | 'public'" },
  Colleagues: { people: "[Account]", more: "bool", indexing: "Progress | null" },
  Audience: {
    label: "'department' | 'organization' | 'partners' | 'public'", here: { people: "int", everybody: "bool" },
    nodes: "[ReachedNode]", kept_from: "[ReachedNode]", anybody: "bool", relays: "int", leaves_organization: "bool",
    followers_not_counted: "int", unknown: "[text]",
  },
  ReachedNode: { domain: "text", relation: "'sibling' | 'partner' | 'public' | 'blocked' | 'unknown'", people: "int", why: "text?" },
  SignedIn: { id: "id", kind: "'browser' | 'program'", name: "text", scopes: "[text]", created_at: "time", last_used_at: "time | null", current: "bool" },
  CaptionedMedia: { id: "id", type: "'video' | 'audio'", url: "url | null", captions: "[Captions]" },
  Captions: { language: "text", label: "text", url: "url" },
  ChartPerson: { id: "id", acct: "text", display_name: "text", avatar: "url", url: "url", title: "text", team: "text", place: "text", manager: "NamedPerson | PersonAt | null" },
};
