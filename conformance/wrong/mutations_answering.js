// Mutations of what is done with activities that arrive, and of what is sent.

const is = (name, ...red) => ({ name, red, is: [name] });
const sends = (name, change, ...red) => ({ name, red, sends: (activity, server) => [change(activity, server)] });
const of = (type, change) => (activity) => activity.type === type ? change(activity) : activity;
const answer = (name, when, status, ...red) => ({
  name, red, answer: (request, given) => { if (request.method === "POST" && /inbox$/.test(request.url.pathname) && when(request, given)) given.status = status; },
});

export const kAnswering = [
  answer("no linked data in an inbox", ({ headers }) => /ld\+json/.test(headers["content-type"]), 415, "inbox.takes-streams"),
  is("any body", "inbox.not-json"),
  is("without actor", "inbox.no-actor"),
  answer("an unknown activity is an error", ({ json }) => json?.type === "Levitate", 400, "inbox.unknown"),
  is("done twice", "inbox.once", "sent.once", "forward.once"),
  is("never forwards", "forward.answer"),
  is("forwards twice", "forward.once"),
  is("forwards anything", "forward.unrelated"),
  is("forgets posts", "create.kept"),
  is("keeps scripts", "create.sanitized"),
  is("never updates", "update.done"),
  is("obeys anybody", "update.forged", "update.neighbour", "delete.forged"),
  is("obeys neighbours", "update.neighbour"),
  is("never deletes", "delete.done"),
  is("never answers", "follow.answered"),
  is("does not list", "follow.listed", "sent.post", "inbox.once", "forward.answer"),
  is("does not count likes", "like.counted"),
  is("does not count boosts", "announce.counted"),
  is("undoes nothing", "undo.done", "inbox.once"),
  is("undoes for anybody", "undo.forged"),

  sends("what it sends has no id", ({ id: _, ...activity }) => activity, "sent.id"),
  sends("no context on what it sends", ({ "@context": _, ...activity }) => activity, "sent.context"),
  sends("its Accept is by another", of("Accept", (activity) => ({ ...activity, actor: `${activity.actor}-not` })), "sent.accept", "signed.owner"),
  is("delivers nothing", "sent.post"),
  { name: "everything twice", red: ["sent.once"], sends: (activity) => [activity, activity] },
  sends("bcc is sent", of("Create", (activity) => ({ ...activity, bcc: ["http://localhost/people/secret"] })), "sent.no-blind"),
  sends("a Create for nobody", of("Create", ({ to: _, cc: __, ...activity }) => activity), "sent.create"),
  sends("a Create of another's words", of("Create", (activity) => ({ ...activity, object: { ...activity.object, attributedTo: "http://localhost/people/ben" } })), "sent.create"),
  is("never sends follow", "sent.follow"),
  is("never sends unfollow", "sent.undo"),
  sends("a Follow of somebody else", of("Follow", (activity) => ({ ...activity, object: `${activity.object}-not` })), "sent.follow"),
  is("keeps quiet", "sent.delete"),
];
