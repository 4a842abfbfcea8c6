#include "federation/catch_up.h"

#include <algorithm>
#include <array>

#include "federation/actor.h"
#include "federation/approved_reaction.h"
#include "federation/fetched_post.h"
#include "federation/held_answers.h"
#include "federation/inbox.h"
#include "federation/move.h"
#include "federation/post.h"
#include "federation/profile_page.h"
#include "federation/quote.h"
#include "federation/synchronize.h"

namespace hallway {
namespace {

// After the first attempt, the second, the third; then nobody waits for it any more.
constexpr std::array kAgain = {minutes(1), minutes(10), hours(2)};

// Anybody can say that a post was edited; that it was says the post itself.
bool is_edited(const Json& document, const Post& known) {
  const auto updated = find_time(document, "updated");
  return updated && *updated > std::max(known.published, known.updated);
}

// The thread whose budget pays for it; 0: none.
Id thread_of(const ReadTxn& txn, const Fetch& fetch) {
  switch (fetch.reason) {
    case FetchReason::again:
    case FetchReason::replies:
    case FetchReason::thread:
    case FetchReason::reply: {
      const auto post = find_post(txn, fetch.about);
      return post ? post->context : Id{};
    }
    case FetchReason::parent:
    case FetchReason::boosted:
    case FetchReason::actor:
    case FetchReason::refresh:
    case FetchReason::activity:
    case FetchReason::moved:
    case FetchReason::followers:
    case FetchReason::featured:
    case FetchReason::featured_tags:
    case FetchReason::pinned:
    case FetchReason::consent:
    case FetchReason::answers:
    case FetchReason::approval:
    case FetchReason::reaction_approval:
    case FetchReason::profile_page: break;
  }
  return {};
}

}  // namespace

size_t CatchUp::run_due(size_t most) {
  std::vector<std::pair<Fetch, Id>> due;
  if (const auto txn = parts_.store.read()) {
    for (auto& fetch : list_due_fetches(*txn, parts_.clock.now(), most)) {
      const Id thread = thread_of(*txn, fetch);
      due.emplace_back(std::move(fetch), thread);
    }
  }
  size_t settled = 0;
  for (const auto& [fetch, thread] : due) {
    const auto wait = budget_.wait(fetch.iri.domain(), thread, parts_.clock.now());
    if (wait.ms > 0) {
      if (put_off(fetch, wait)) ++settled;
      continue;
    }
    // A row that could not be settled (the disk is full) stays due.
    if (settle(fetch, work(fetch))) ++settled;
  }
  return settled;
}

std::optional<Time> CatchUp::next_due() const {
  const auto txn = parts_.store.read();
  return txn ? next_due_fetch(*txn) : std::nullopt;
}

Result<void> CatchUp::work(const Fetch& fetch) {
  switch (fetch.reason) {
    case FetchReason::parent:
    case FetchReason::boosted: return work_post(fetch);
    case FetchReason::actor:
    case FetchReason::refresh: return work_actor(fetch);
    case FetchReason::again: return work_again(fetch);
    case FetchReason::activity: return work_activity(fetch);
    case FetchReason::moved: return work_moved(fetch);
    case FetchReason::followers: return work_followers(fetch);
    case FetchReason::replies:
    case FetchReason::thread: return work_collection(fetch);
    case FetchReason::reply: return work_reply(fetch);
    case FetchReason::featured: return work_featured(fetch);
    case FetchReason::featured_tags: return work_featured_tags(fetch);
    case FetchReason::pinned: return work_pinned(fetch);
    case FetchReason::consent: return work_consent(fetch);
    case FetchReason::answers: return work_answers(fetch);
    case FetchReason::approval: return work_approval(fetch);
    case FetchReason::reaction_approval: return work_reaction_approval(fetch);
    case FetchReason::profile_page: return work_profile_page(fetch);
  }
  return fail(Code::corrupt, "a fetch for no reason: " + fetch.iri.text());
}

Result<void> CatchUp::work_post(const Fetch& fetch) {
  std::optional<Post> post;
  {
    const auto txn = TRY(parts_.store.read());
    post = find_post(txn, fetch.iri);
  }
  if (!post) {
    const auto document = TRY(parts_.fetcher.fetch(fetch.iri));
    post = TRY(parts_.resolver.take_post(document, fetch.depth));
  }
  const auto now = parts_.clock.now();
  return parts_.writer.apply([&](WriteTxn& txn) -> Result<void> {
    // As it stands now: others may have begun to wait while it was fetched.
    const auto row = find_fetch(txn, fetch.id);
    if (row && !post->gone) {
      TRY(finish_waiting({txn, parts_.home, parts_.random, parts_.keys, now}, *post,
                         all_waiting(*row)));
    }
    return erase_fetch(txn, fetch);
  });
}

Result<void> CatchUp::work_actor(const Fetch& fetch) {
  const auto max_age = fetch.reason == FetchReason::refresh ? Duration{} : days(1);
  const auto actor = parts_.resolver.resolve_actor(fetch.iri, max_age);
  if (actor) return {};
  if (actor.error().code == Code::gone) return bury_actor(fetch.iri);
  return actor.error();
}

Result<void> CatchUp::work_consent(const Fetch& fetch) {
  const auto document = TRY(parts_.fetcher.fetch(fetch.iri));
  return parts_.writer.apply([&](WriteTxn& txn) { return take_consent(txn, document.json); });
}

// Nothing is fetched: there were more answers than one transaction judges.
Result<void> CatchUp::work_answers(const Fetch& fetch) {
  const auto document = [&]() -> Result<uint64_t> {
    const auto post = find_post(TRY(parts_.store.read()), fetch.about);
    return post ? post->document : 0;
  };
  const auto before = TRY(document());
  std::optional<Id> last = Id{};
  for (size_t judged = 0; last && judged < kMostJudged; judged += kJudgedAtOnce) {
    const auto now = parts_.clock.now();
    last = TRY(parts_.writer.apply(
        [&](WriteTxn& txn) { return judge_some(txn, fetch.about, *last, now); }));
  }
  if (TRY(document()) == before) return {};
  return fail(Code::unavailable, fetch.iri.text() + " changed meanwhile");
}

Result<void> CatchUp::work_approval(const Fetch& fetch) {
  const auto document = TRY(parts_.fetcher.fetch(fetch.iri));
  return parts_.writer.apply(
      [&](WriteTxn& txn) { return take_approval(txn, fetch.about, document.url, document.json); });
}

Result<void> CatchUp::work_reaction_approval(const Fetch& fetch) {
  const auto document = TRY(parts_.fetcher.fetch(fetch.iri));
  const auto now = parts_.clock.now();
  return parts_.writer.apply([&](WriteTxn& txn) -> Result<void> {
    // As it stands now: others may have begun to wait, or taken it back.
    const auto row = find_fetch(txn, fetch.id);
    if (!row) return {};
    TRY(take_reaction_approval({txn, parts_.home, parts_.random, parts_.keys, now}, *row,
                               document));
    return erase_fetch(txn, *row);
  });
}

// A page that is not there does not lead back; of one that cannot be read nothing is known.
Result<void> CatchUp::work_profile_page(const Fetch& fetch) {
  const auto page = parts_.fetcher.fetch_file(fetch.iri, "text/html", kMostProfilePage);
  const bool missing =
      !page && (page.error().code == Code::not_found || page.error().code == Code::gone);
  if (!page && !missing) return page.error();
  const auto now = parts_.clock.now();
  return parts_.writer.apply([&](WriteTxn& txn) -> Result<void> {
    const auto actor = find_actor(txn, fetch.about);
    if (!actor) return {};
    const bool back = page && leads_back(page->body, parts_.home, *actor);
    return note_profile_page(txn, *actor, fetch.iri, back, now);
  });
}

// Its own origin says that it is no more, which is as good as a Delete.
Result<void> CatchUp::bury_actor(const Iri& iri) {
  const auto now = parts_.clock.now();
  const Json tombstone = {{"id", iri.text()}, {"type", "Tombstone"}};
  const auto payload = seal(parts_.random, dump_json(tombstone));
  return parts_.writer.apply([&](WriteTxn& txn) -> Result<void> {
    const auto actor = find_actor(txn, iri);
    if (!actor || actor->gone || actor->local) return {};
    Inbound in{.txn = txn,
               .home = parts_.home,
               .random = parts_.random,
               .keys = parts_.keys,
               .now = now,
               .actor = *actor,
               .activity = tombstone,
               .type = "Delete",
               .payload = payload,
               .source = Source::fetch};
    TRY(take(in));
    return receive_actor_delete(in);
  });
}

// What its origin says now: that it is no more, or how it reads by now.
Result<void> CatchUp::work_again(const Fetch& fetch) {
  const auto document = parts_.fetcher.fetch(fetch.iri);
  if (document && document->url != fetch.iri) {
    return fail(Code::invalid, fetch.iri.text() + " is found elsewhere now");
  }
  if (document) return tell_again(fetch.iri, "Update", document->json, document->bytes);
  if (document.error().code != Code::gone) return document.error();
  return tell_again(fetch.iri, "Delete", fetch.iri.text(), "{}");
}

Result<void> CatchUp::tell_again(const Iri& iri, std::string_view type, const Json& object,
                                 std::string_view bytes) {
  const auto payload = seal(parts_.random, bytes);
  return parts_.writer.apply([&](WriteTxn& txn) -> Result<void> {
    const auto post = find_post(txn, iri);
    const auto author = post ? find_actor(txn, post->author) : std::nullopt;
    if (!author || author->local) return {};
    if (type == "Update" && !is_edited(object, *post)) return {};
    const Json activity = {{"type", type}, {"actor", author->iri.text()}, {"object", object}};
    Inbound in{.txn = txn,
               .home = parts_.home,
               .random = parts_.random,
               .keys = parts_.keys,
               .now = parts_.clock.now(),
               .actor = *author,
               .activity = activity,
               .type = std::string(type),
               .payload = payload,
               .source = Source::fetch};
    return type == "Delete" ? receive_delete(in) : receive_update(in);
  });
}

// As its actor's own node shows it, it is as good as sent. Only of a kind that can do no harm where
// it is not wanted any more.
Result<void> CatchUp::work_activity(const Fetch& fetch) {
  const auto document = TRY(parts_.fetcher.fetch(fetch.iri));
  const auto iri = find_iri(document.json, "actor");
  const auto type = type_of(document.json);
  if (!iri || !iri->same_origin(document.url) || (type != "Like" && type != "EmojiReact")) {
    return fail(Code::invalid, document.url.text() + " is no reaction of its own origin");
  }
  const auto actor = TRY(parts_.resolver.resolve_actor(*iri));
  if (actor.suspended) return fail(Code::forbidden, actor.iri.text() + " is suspended here");
  const auto payload = seal(parts_.random, document.bytes);
  return parts_.writer.apply([&](WriteTxn& txn) -> Result<void> {
    Inbound in{.txn = txn,
               .home = parts_.home,
               .random = parts_.random,
               .keys = parts_.keys,
               .now = parts_.clock.now(),
               .actor = actor,
               .activity = document.json,
               .id = document.url,
               .payload = payload,
               .source = Source::fetch};
    TRY(apply_inbound(in));
    return {};
  });
}

Result<void> CatchUp::work_moved(const Fetch& fetch) {
  const auto target = TRY(parts_.resolver.resolve_actor(fetch.iri, Duration{}));
  for (;;) {
    const auto now = parts_.clock.now();
    const bool all = TRY(parts_.writer.apply([&](WriteTxn& txn) {
      return lead_on_as_said({txn, parts_.home, parts_.random, parts_.keys, now}, fetch.about,
                             fetch.iri, target);
    }));
    if (all) return {};
  }
}

Result<void> CatchUp::work_followers(const Fetch& fetch) {
  const auto document = TRY(parts_.fetcher.fetch(fetch.iri));
  if (!document.url.same_origin(fetch.iri)) {
    return fail(Code::invalid, fetch.iri.text() + " leads elsewhere");
  }
  const auto listed = TRY(read_partial_followers(document.json, parts_.home, fetch.digest));
  for (;;) {
    const auto now = parts_.clock.now();
    const bool all = TRY(parts_.writer.apply([&](WriteTxn& txn) {
      return repair_followers({txn, parts_.home, parts_.random, parts_.keys, now}, fetch.about,
                              listed);
    }));
    if (all) return {};
  }
}

bool CatchUp::put_off(const Fetch& fetch, Duration wait) {
  const auto next = parts_.clock.now() + wait;
  return parts_.writer
      .apply([&](WriteTxn& txn) -> Result<void> {
        auto later = find_fetch(txn, fetch.id);
        if (!later) return {};
        later->next = next;
        return move_fetch(txn, *later);
      })
      .ok();
}

Result<void> CatchUp::settle(const Fetch& fetch, const Result<void>& outcome) {
  const auto now = parts_.clock.now();
  return parts_.writer.apply([&](WriteTxn& txn) -> Result<void> {
    if (outcome || !outcome.error().retryable() || fetch.attempts >= kAgain.size()) {
      return erase_fetch(txn, fetch);
    }
    auto later = find_fetch(txn, fetch.id);
    if (!later) return {};
    later->next = now + kAgain.at(later->attempts);
    ++later->attempts;
    return move_fetch(txn, *later);
  });
}

}  // namespace hallway
