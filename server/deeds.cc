#include "server/deeds.h"

#include <algorithm>
#include <array>

#include "server/poll_view.h"
#include "storage/reactions.h"
#include "storage/votes.h"

namespace hallway {
namespace {

void write_button(Html& html, const Session& session, const char* action, Id post,
                  const char* word) {
  html.open("form", {{"method", "post"}, {"action", action}});
  write_form_token(html, session);
  html.empty("input", {{"type", "hidden"}, {"name", "post"}, {"value", to_string(post)}});
  html.element("button", {}, word).close();
}

void write_vote_form(Html& html, const Session& session, const Post& post) {
  html.open("form", {{"method", "post"}, {"action", "/me/vote"}});
  write_form_token(html, session);
  html.empty("input", {{"type", "hidden"}, {"name", "post"}, {"value", to_string(post.id)}});
  write_choices(html, post);
  html.close();
}

// A few emojis, and whatever else they reacted with, to take it back.
std::vector<std::string> emojis_for(const ReadTxn& txn, const Post& post, Id me) {
  constexpr std::array kUsual = {"👍", "❤️", "🎉", "😄", "👀"};
  constexpr size_t kMostLookedAt = 1'000;
  std::vector<std::string> emojis(kUsual.begin(), kUsual.end());
  for (const auto& reaction : list_emoji_reactions(txn, post.id, kMostLookedAt)) {
    const bool other = std::ranges::find(emojis, reaction.content) == emojis.end();
    if (reaction.actor == me && other) emojis.push_back(reaction.content);
  }
  return emojis;
}

void write_emojis(Html& html, const ReadTxn& txn, const Session& session, const Post& post) {
  const Id me = session.person.actor.id;
  html.open("details").element("summary", {}, "React");
  html.open("form", {{"method", "post"}, {"action", "/me/react"}});
  write_form_token(html, session);
  html.empty("input", {{"type", "hidden"}, {"name", "post"}, {"value", to_string(post.id)}});
  for (const auto& emoji : emojis_for(txn, post, me)) {
    const bool done = find_reaction(txn, post.id, me, emoji).has_value();
    html.element("button",
                 {{"name", "emoji"}, {"value", emoji}, {"aria-pressed", done ? "true" : "false"}},
                 emoji);
  }
  html.close().close();
}

}  // namespace

void write_form_token(Html& html, const Session& session) {
  html.empty("input",
             {{"type", "hidden"}, {"name", "form_token"}, {"value", session.form_token()}});
}

void write_actions(Html& html, const ReadTxn& txn, const Session& session, const Post& post,
                   Time now) {
  const Id me = session.person.actor.id;
  if (post.poll && post.poll->open(now) && post.author != me && !find_votes(txn, post.id, me)) {
    write_vote_form(html, session, post);
  }
  html.open("div", {{"class", "actions"}});
  html.link("/me?reply=" + to_string(post.id) + "#compose", "Answer");
  write_button(html, session, "/me/like", post.id, "Like");
  write_emojis(html, txn, session, post);
  const bool may_boost =
      post.visibility == Visibility::public_ || post.visibility == Visibility::unlisted;
  if (may_boost) write_button(html, session, "/me/boost", post.id, "Boost");
  html.close();
}

}  // namespace hallway
