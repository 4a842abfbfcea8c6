// Inbox forwarding (ActivityPub 7.1.2): who follows the author of a post sees the answers to it, though
// who answers does not know them.

import { clauses, hasType, hold, kPublic, MUST, skip } from "../clause.js";

// A public note by the stranger that names the user's collection of followers, sent to the user. The
// runner is one of them, and of another server than the stranger.
async function said(s, more) {
  const { arrival } = await s.followed();
  if (!hasType(arrival?.json, "Accept")) skip("the runner could not follow");
  const followers = (await s.actor()).followers ?? skip("the actor names no followers");
  const author = s.stranger.one;
  const note = await s.mention(author, "Said among others.", { to: [kPublic], cc: [(await s.actor()).id, followers], ...more });
  return s.act(author, "Create", note, { to: note.to, cc: note.cc });
}
const answered = async (s) => said(s, { inReplyTo: (await s.announced()).uri });
const passedOn = (s, activity) => s.peer.arrival((one) => one.id === activity.id, s.patience);

export default clauses("ActivityPub: forwarding", [
  ["7.1.2", MUST, "forward.answer", "An answer to a post that names its author's followers is sent on to them.", async (s) => {
    const { activity, answer } = await answered(s);
    hold(answer.ok, `the answer was answered ${answer.status}`);
    hold(await passedOn(s, activity), "it did not come");
  }],
  ["7.1.2", MUST, "forward.once", "It is sent on when it arrives first, and not again.", async (s) => {
    const { activity } = await answered(s);
    if (!await passedOn(s, activity)) skip("it is not sent on");
    await s.deliver(s.stranger.one, activity, { scheme: await s.scheme() });
    const times = () => s.peer.arrivals.filter((one) => one.json?.id === activity.id && one.url.includes("conformer")).length;
    await s.until(() => times() > 1);
    hold(times() === 1, `it came ${times()} times`);
  }],
  ["7.1.2", MUST, "forward.unrelated", "What answers nothing of the server's is not sent on, whomever it names.", async (s) => {
    const { activity } = await said(s, {});
    hold(!await passedOn(s, activity), "it was");
  }],
]);
