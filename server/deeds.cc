#include "server/deeds.h"

#include "server/poll_view.h"
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
  const bool may_boost =
      post.visibility == Visibility::public_ || post.visibility == Visibility::unlisted;
  if (may_boost) write_button(html, session, "/me/boost", post.id, "Boost");
  html.close();
}

}  // namespace hallway
