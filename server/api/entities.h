#pragma once
// What clients of the Mastodon API get to see of people and posts, member by member.

#include <map>

#include "federation/filtering.h"
#include "federation/home.h"
#include "federation/policy.h"
#include "federation/timeline.h"
#include "storage/accounts.h"
#include "storage/actors.h"
#include "storage/posts.h"
#include "storage/reactions.h"
#include "storage/values/json.h"

namespace hallway::api {

// What the making of entities needs. `viewer`: whose favourites and boosts are told; none:
// nobody's. One thread, one answer.
struct View {
  const ReadTxn& txn;
  const Home& home;
  Id viewer;
  Time now = {};  // whether a poll has ended
  // Authors already written: a page of a timeline names the same few again and again, and their
  // figures cost a walk each.
  mutable std::map<Id, Json> written{};
  mutable bool within_quote = false;  // a quote within a quote is named only
  std::map<Id, size_t> replies{};     // to posts where whoever asks has counted them already
  mutable std::optional<Filtering> filtering{};  // the viewer's, once a post was looked at

  [[nodiscard]] Destination destination() const {
    return viewer ? Destination::to_person(viewer) : Destination::anybody();
  }
};

Json account_json(const View& view, const Actor& actor);
// With `source` and `role`: of the account itself, to itself. And with what it does
// (server/api/work_profiles.h), but its fields are those that it set.
Json credential_account_json(const View& view, const Account& account, const Actor& actor);
Json role_json(Role role);
// What clients show of a page that the post is about; null where there is none.
Json card_json(const Home& home, const Post& post);
Json relationship_json(const View& view, Id other);

Json status_json(const View& view, const Post& post);
// Of it, what is the same for every reader until the post is edited, but for its author. Together
// with what passes (server/api/passing.h) it is the whole.
Json lasting_status_json(const View& view, const Post& post);
Json lasting_boost_json(const View& view, const Post& post, const Boost& boost);
// One version of a post that was edited (federation/history.h).
Json version_json(const View& view, const Post& post, Time at);
// A boost looks like a status that holds another.
Json status_json(const View& view, const Post& post, const Boost& boost);
Json status_json(const View& view, const TimelineItem& item);

}  // namespace hallway::api
