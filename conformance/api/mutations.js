// What can be wrong with a server, one thing at a time (proxy.js), and the methods that must then be
// red, and no other.

const edit = (name, at, change, ...red) => ({ name, at, edit: change, red });
const each = (name, at, change, ...red) => edit(name, at, (list) => list.map(change), ...red);
const answer = (name, at, change, ...red) => ({ name, at, answer: change, red });
const status = (name, at, from, to, ...red) => answer(name, at, (it) => { if (it.status === from) it.status = to; }, ...red);
const link = (name, at, change, ...red) => answer(name, at, (it) => {
  if (it.headers.link) it.headers.link = change(it.headers.link);
  if (!it.headers.link) delete it.headers.link;
}, ...red);
const without = (member) => ({ [member]: _, ...rest }) => rest;

const kStatus = /^GET \/api\/v1\/statuses\/\d+$/, kHome = /^GET \/api\/v1\/timelines\/home/, kPublic = /^GET \/api\/v1\/timelines\/public/;
const kMe = /^GET \/api\/v1\/accounts\/verify_credentials/, kNews = /^GET \/api\/v1\/notifications(\?|$)/, kContext = /^GET \/api\/v1\/statuses\/\d+\/context/;
const kFollowers = /^GET \/api\/v1\/accounts\/\d+\/followers/, kLikes = /^GET \/api\/v1\/favourites/, kMutes = /^GET \/api\/v1\/mutes/, kBlocks = /^GET \/api\/v1\/blocks/;
const kPost = /^POST \/api\/v1\/statuses$/, kFeature = /^POST \/api\/v1\/featured_tags$/, kVote = /^POST \/api\/v1\/polls/, kToken = /^POST \/oauth\/token/, kPerson = /^GET \/api\/v1\/accounts\/\d+$/;
const kLookup = /^GET \/api\/v1\/accounts\/lookup/, kRevoke = /^POST \/oauth\/revoke/, kSource = /^GET \/api\/v1\/statuses\/\d+\/source/;

// The methods of Hallway's own.
const kOwn = "/api/hallway/v1";
const own = (method, path) => new RegExp(`^${method} ${kOwn}/${path}(\\?|$)`);
const kOwnMutations = [
  edit("own: a trend has nobody in it", own("GET", "topics"), (it) => ({ ...it, trending: it.trending.map((one) => ({ ...one, people_last_week: 0 })) }), `GET ${kOwn}/topics`),
  edit("own: no topic is related", own("GET", "topics/[^/]+"), (it) => ({ ...it, related: [] }), `GET ${kOwn}/topics/:name`),
  each("own: a voice without a post", own("GET", "trends/people"), (one) => ({ ...one, statuses: [] }), `GET ${kOwn}/trends/people`),
  edit("own: who knows has no account", own("GET", "experts"), (it) => ({ ...it, people: it.people.map((one) => ({ ...one, account: null })) }), `GET ${kOwn}/experts`),
  edit("own: a node without a state", own("GET", "experts"), (it) => ({ ...it, nodes: it.nodes.map(without("state")) }), `GET ${kOwn}/experts`),
  edit("own: no question is listed", own("GET", "questions"), () => [], `GET ${kOwn}/questions`),
  edit("own: an answer is not accepted", own("POST", "statuses/\\d+/accept"), (it) => ({ ...it, hallway: { ...it.hallway, accepted_answer_id: null } }), `POST ${kOwn}/statuses/:id/accept`),
  edit("own: an acceptance stays", own("POST", "statuses/\\d+/unaccept"), (it) => ({ ...it, hallway: { ...it.hallway, accepted_answer_id: it.id } }), `POST ${kOwn}/statuses/:id/unaccept`),
  edit("own: a profile without skills", own("GET", "profile"), without("skills"), `GET ${kOwn}/profile`),
  edit("own: a skill is lost", own("PATCH", "profile"), (it) => ({ ...it, skills: it.skills.slice(1) }), `PATCH ${kOwn}/profile`),
  edit("own: nothing says whether there are more", own("GET", "people"), without("more"), `GET ${kOwn}/people`),
  each("own: nobody has a manager, nor none", own("GET", "org_chart"), without("manager"), `GET ${kOwn}/org_chart`),
  edit("own: an endorsement is not counted", own("POST", "accounts/\\d+/skills/[^/]+/endorse"), (it) => ({ ...it, endorsements: 0 }), `POST ${kOwn}/accounts/:id/skills/:name/endorse`),
  edit("own: an endorsement is nobody's", own("GET", "accounts/\\d+/skills/[^/]+/endorsements"), () => [], `GET ${kOwn}/accounts/:id/skills/:name/endorsements`),
  edit("own: an endorsement stays", own("DELETE", "accounts/\\d+/skills/[^/]+/endorse"), (it) => ({ ...it, endorsed: true }), `DELETE ${kOwn}/accounts/:id/skills/:name/endorse`),
  edit("own: whoever is unknown is left out", own("POST", "audience"), (it) => ({ ...it, unknown: [] }), `POST ${kOwn}/audience`),
  status("own: without words it is a bad request", own("GET", "experts"), 422, 400, `GET ${kOwn}/experts`),
];

export const kMutations = [
  edit("a member is absent", kStatus, without("favourites_count"), "GET /api/v1/statuses/:id"),
  each("a number is text", kHome, (post) => ({ ...post, reblogs_count: String(post.reblogs_count) }), "GET /api/v1/timelines/home"),
  edit("null where it may not be", kContext, (it) => ({ ...it, descendants: it.descendants.map((post) => ({ ...post, content: null })) }), "GET /api/v1/statuses/:id/context"),
  each("a word that is not among those allowed", kPublic, (post) => ({ ...post, visibility: "sideways" }), "GET /api/v1/timelines/public"),
  edit("an address that is not absolute", kMe, (me) => ({ ...me, avatar: "/avatar.png" }), "GET /api/v1/accounts/verify_credentials"),
  each("a time without a fraction", kNews, (one) => ({ ...one, created_at: one.created_at.replace(/\.\d+/, "") }), "GET /api/v1/notifications"),
  edit("an object that is a list", kSource, (it) => [it], "GET /api/v1/statuses/:id/source"),
  each("a member of a member is absent", kLikes, (post) => ({ ...post, account: without("acct")(post.account) }), "GET /api/v1/favourites"),
  answer("no JSON", kLookup, (it) => { it.text = it.text.slice(1); }, "GET /api/v1/accounts/lookup"),
  answer("no other origin may read it", kSource, (it) => { delete it.headers["access-control-allow-origin"]; }, "GET /api/v1/statuses/:id/source"),

  answer("no page may send a token", /^OPTIONS \/api\/v1\/mutes/, (it) => { it.headers["access-control-allow-headers"] = "content-type"; }, "GET /api/v1/mutes"),
  answer("a time of limits that is none", kLookup, (it) => Object.assign(it.headers, { "x-ratelimit-limit": "300", "x-ratelimit-remaining": "299", "x-ratelimit-reset": "soon" }), "GET /api/v1/accounts/lookup"),

  link("no link to the next page", kFollowers, (it) => it.replace(/^<[^>]+>; rel="next", /, ""), "GET /api/v1/accounts/:id/followers"),
  link("no link back", kHome, (it) => it.replace(/, <[^>]+>; rel="prev"$/, ""), "GET /api/v1/timelines/home"),
  link("the link back stands first", kMutes, (it) => it.split(", ").reverse().join(", "), "GET /api/v1/mutes"),
  link("links are relative", kBlocks, (it) => it.replaceAll(/<https?:\/\/[^/]+/g, "<"), "GET /api/v1/blocks"),
  { name: "the next page is the first again", at: kLikes, ask: (it) => { it.path = it.path.replace(/max_id=\d+/, ""); }, red: ["GET /api/v1/favourites"] },
  { name: "the page before is the first", at: kNews, ask: (it) => { it.path = it.path.replace(/min_id=\d+/, "limit=40"); }, red: ["GET /api/v1/notifications"] },
  { name: "limit does nothing", at: kMutes, ask: (it) => { it.path = it.path.replace(/limit=\d+/, "limit=40"); }, red: ["GET /api/v1/mutes"] },
  answer("there is no end of links", kFollowers, (it) => { it.headers.link ??= '<http://127.0.0.1/api/v1/accounts/1/followers?max_id=9223372036854775807>; rel="next"'; }, "GET /api/v1/accounts/:id/followers"),

  status("without a token it is forbidden", kBlocks, 401, 403, "GET /api/v1/blocks"),
  status("a scope that lacks is no token", kMutes, 403, 401, "GET /api/v1/mutes"),
  status("what does not exist is gone", kPerson, 404, 410, "GET /api/v1/accounts/:id"),
  status("wrong input is a bad request", kFeature, 422, 400, "POST /api/v1/featured_tags"),
  answer("a refusal without its sentence", kVote, (it) => { if (it.status === 422) it.text = '{"message": "no"}'; }, "POST /api/v1/polls/:id/votes"),
  answer("OAuth refuses in words of its own", kToken, (it) => { if (it.status === 401) it.text = '{"error": "wrong"}'; }, "POST /oauth/token"),
  { name: "a form is not understood", at: kVote, ask: (it) => { if (/multipart/.test(it.headers["content-type"])) it.headers["content-type"] = "text/plain"; }, red: ["POST /api/v1/polls/:id/votes"] },
  { name: "a parameter does nothing", at: kNews, ask: (it) => { it.path = it.path.replace(/exclude_types[^&]*/, ""); }, red: ["GET /api/v1/notifications"] },
  { name: "a post is made twice", at: kPost, ask: (it) => { delete it.headers["idempotency-key"]; }, red: ["POST /api/v1/statuses"] },
  edit("a vote is not counted", kVote, (poll) => ({ ...poll, voted: false }), "POST /api/v1/polls/:id/votes"),
  { name: "a token outlives its end", at: kRevoke, ask: (it) => { it.path = "/api/v1/apps"; }, red: ["POST /oauth/revoke"] },
  { ...status("a method is gone", kSource, 200, 404), answer: (it) => { it.status = 404; }, missing: ["GET /api/v1/statuses/:id/source"] },

  ...kOwnMutations,
];
