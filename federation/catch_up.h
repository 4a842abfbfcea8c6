#pragma once
// Works off rows of `fetches`: parents of replies, boosted posts, actors to refresh, and what
// others handed on; in catch_up_thread.cc, what threads and featured collections name.

#include "federation/fetch.h"
#include "federation/fetch_budget.h"
#include "federation/read_collection.h"
#include "federation/resolve.h"
#include "storage/fetches.h"
#include "storage/values/random.h"

namespace hallway {

class CatchUp {
 public:
  struct Parts {
    const Home& home;
    Store& store;
    Writer& writer;
    LocalKeys& keys;
    Resolver& resolver;
    Fetcher& fetcher;
    Random& random;
    const Clock& clock;
  };
  explicit CatchUp(const Parts& parts) : parts_(parts) {}

  // Works off at most `most` due rows, one after another; returns how many. One thread. What
  // FetchBudget does not allow now is put off. Where
  // nobody answers it is tried again after 1 min, 10 min and 2 h, then dropped; what is refused,
  // gone or no post is dropped at once. An actor to refresh who has gone (410) is deleted, with
  // everything of theirs (attack 32).
  size_t run_due(size_t most);
  std::optional<Time> next_due() const;

 private:
  Result<void> work(const Fetch& fetch);
  Result<void> work_post(const Fetch& fetch);
  Result<void> work_actor(const Fetch& fetch);
  Result<void> work_consent(const Fetch& fetch);
  Result<void> work_answers(const Fetch& fetch);
  Result<void> work_approval(const Fetch& fetch);
  Result<void> work_reaction_approval(const Fetch& fetch);
  Result<void> work_profile_page(const Fetch& fetch);
  Result<void> bury_actor(const Iri& iri);
  Result<void> work_again(const Fetch& fetch);
  // Does to the post at `iri` what its origin says of it by now.
  Result<void> tell_again(const Iri& iri, std::string_view type, const Json& object,
                          std::string_view bytes);
  Result<void> work_activity(const Fetch& fetch);
  Result<void> work_moved(const Fetch& fetch);
  Result<void> work_followers(const Fetch& fetch);
  // What one page of a thread's or a post's collection names: a row for each post that is not
  // known, and one for the next page. At most 10 pages.
  Result<void> work_collection(const Fetch& fetch);
  Result<void> ask_for_items(WriteTxn& txn, const Fetch& fetch, const CollectionDocument& read);
  // Stores the post only if it belongs to the thread, and asks for its replies in turn.
  Result<void> work_reply(const Fetch& fetch);
  Result<void> work_featured(const Fetch& fetch);
  Result<void> work_featured_tags(const Fetch& fetch);
  Result<void> work_pinned(const Fetch& fetch);
  Result<void> settle(const Fetch& fetch, const Result<void>& outcome);
  bool put_off(const Fetch& fetch, Duration wait);
  Parts parts_;
  FetchBudget budget_;
};

}  // namespace hallway
