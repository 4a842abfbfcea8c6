#include "tests/bench/many_posts.h"

#include <cstdio>
#include <cstdlib>

#include "federation/actor.h"
#include "federation/inbox.h"
#include "federation/post.h"
#include "storage/follows.h"
#include "tests/support/keys.h"
#include "tests/support/remote_host.h"
#include "tests/support/site.h"

namespace hallway::bench {
namespace {

constexpr size_t kPostsAtOnce = 10'000;  // in one transaction
constexpr size_t kRecent = 1'000;
constexpr size_t kTags = 1'000;
constexpr Duration kSpread = days(365);
constexpr Duration kSeenKept = days(31);
constexpr std::string_view kSentence =
    "It took longer than we thought, and the second run agrees with the first. ";

void demand(const Result<void>& done) {
  if (done.ok()) return;
  std::fprintf(stderr, "many posts: %s\n", done.error().what.c_str());
  std::exit(1);
}

std::string host_of(size_t author) {
  return "h" + std::to_string(author % ManyPosts::kHosts) + ".example";
}

}  // namespace

ManyPosts::ManyPosts(Writer& writer, const Home& home, const std::vector<Iri>& readers, size_t most)
    : writer_(writer), home_(home), most_(most), now_(SystemClock().now()) {
  add_people(readers);
}

void ManyPosts::add_people(const std::vector<Iri>& readers) {
  demand(writer_.apply([&](WriteTxn& txn) -> Result<void> {
    for (size_t n = 0; n < kAuthors; ++n) TRY(add_author(txn, n));
    for (size_t n = 0; n < readers.size(); ++n) {
      const auto reader = find_actor(txn, readers[n]);
      if (!reader) return fail(Code::not_found, "there is no " + readers[n].text());
      readers_.push_back(*reader);
      TRY(follow(txn, *reader, n * kFollowed % kAuthors));
    }
    return {};
  }));
}

Result<void> ManyPosts::add_author(WriteTxn& txn, size_t n) {
  const auto name = "p" + std::to_string(n);
  const auto iri = "https://" + host_of(n) + "/users/" + name;
  const auto document = test::person_json(iri, name, test::test_key(KeyType::rsa).public_key());
  const auto read = TRY(parse_actor(document));
  authors_.push_back(TRY(store_remote_actor(txn, read, /*handle_checked=*/true, now_ - kSpread)));
  return {};
}

Result<void> ManyPosts::follow(WriteTxn& txn, const Actor& reader, size_t first) {
  for (size_t n = first; n < first + kFollowed; ++n) {
    const auto id = TRY(Iri::parse(reader.iri.text() + "/follows/" + std::to_string(n)));
    Follow follow{.iri = id,
                  .follower = reader.id,
                  .followee = authors_[n].id,
                  .state = FollowState::accepted,
                  .at = now_ - kSpread};
    TRY(put_follow(txn, follow));
  }
  return {};
}

void ManyPosts::remember(Iri post) {
  if (recent_.size() < kRecent) {
    recent_.push_back(std::move(post));
  } else {
    recent_[any(kRecent)] = std::move(post);
  }
}

void ManyPosts::add_until(size_t count) {
  while (posts_ < count) {
    const auto end = std::min(count, posts_ + kPostsAtOnce);
    demand(writer_.apply([&](WriteTxn& txn) -> Result<void> {
      while (posts_ < end) TRY(add_post(txn));
      return {};
    }));
  }
}

void ManyPosts::age() {
  demand(writer_.apply([&](WriteTxn& txn) -> Result<void> {
    TRY(forget_seen(txn, now_ - kSeenKept, now_, SIZE_MAX));
    return {};
  }));
}

// One post in fifty is written here; of others, one in twenty is boosted and one in ten liked.
Result<void> ManyPosts::add_post(WriteTxn& txn) {
  const auto part = static_cast<double>(posts_) / static_cast<double>(most_);
  const Time at =
      now_ - kSpread + milliseconds(static_cast<int64_t>(part * static_cast<double>(kSpread.ms)));
  ++posts_;
  if (posts_ % 50 == 0) return add_local(txn, at);
  TRY(add_note(txn, authors_[any(kAuthors)], at));
  if (posts_ % 20 == 1) TRY(add_act(txn, authors_[any(kAuthors)], at, "Announce"));
  if (posts_ % 10 == 2) TRY(add_act(txn, authors_[any(kAuthors)], at, "Like"));
  return {};
}

Result<void> ManyPosts::add_local(WriteTxn& txn, Time at) {
  Local local{.txn = txn,
              .home = home_,
              .random = random_,
              .keys = keys_,
              .now = at,
              .actor = readers_[any(readers_.size())]};
  const auto post = TRY(publish(local, {.text = "Number " + std::to_string(posts_) + ". " +
                                                std::string(kSentence.substr(0, 20 + any(50)))}));
  remember(post.iri);
  return {};
}

Result<void> ManyPosts::add_note(WriteTxn& txn, const Actor& author, Time at) {
  const auto id = TRY(Iri::parse(author.iri.text() + "/statuses/" + std::to_string(posts_)));
  const auto note = note_json(author, at, id);
  TRY(receive(txn, author, at,
              {{"@context", test::mastodon_context()},
               {"id", id.text() + "/activity"},
               {"type", "Create"},
               {"actor", author.iri.text()},
               {"published", note["published"]},
               {"to", note["to"]},
               {"cc", note["cc"]},
               {"object", note}}));
  remember(id);
  return {};
}

Result<void> ManyPosts::add_act(WriteTxn& txn, const Actor& actor, Time at, const char* type) {
  return receive(txn, actor, at,
                 {{"@context", "https://www.w3.org/ns/activitystreams"},
                  {"id", actor.iri.text() + "/acts/" + std::to_string(++acts_)},
                  {"type", type},
                  {"actor", actor.iri.text()},
                  {"published", to_rfc3339(at)},
                  {"to", Json::array({kPublic})},
                  {"object", recent().text()}});
}

Result<void> ManyPosts::receive(WriteTxn& txn, const Actor& actor, Time at, const Json& activity) {
  const auto id = TRY(Iri::parse(*find_string(activity, "id")));
  const auto payload = seal(random_, dump_json(activity));
  const auto carried = read_carried(activity, actor);
  Inbound in{.txn = txn,
             .home = home_,
             .random = random_,
             .keys = keys_,
             .now = at,
             .actor = actor,
             .activity = activity,
             .id = id,
             .payload = payload,
             .carried = carried ? &*carried : nullptr};
  const auto receipt = TRY(apply_inbound(in));
  const bool ignored = receipt.outcome != Receipt::Outcome::taken;
  if (ignored && receipt.type == "Create") return fail(Code::invalid, std::string(receipt.why));
  return {};
}

// Of 60 to 500 letters; one in five answers another, one in three has a hashtag.
Json ManyPosts::note_json(const Actor& author, Time at, const Iri& id) {
  std::string content = "<p>Measurement " + std::to_string(posts_) + ". ";
  for (size_t left = 40 + any(440); left > 0; left -= std::min(left, kSentence.size())) {
    content += kSentence.substr(0, left);
  }
  content += "</p>";
  Json tags = Json::array();
  if (any(3) == 0) {
    const auto name = "#tag" + std::to_string(any(kTags));
    tags.push_back({{"type", "Hashtag"}, {"href", author.iri.text() + "/t"}, {"name", name}});
  }
  const bool answers = any(5) == 0 && !recent_.empty();
  const auto above = answers ? Json(recent().text()) : Json();
  return {{"id", id.text()},
          {"type", "Note"},
          {"summary", nullptr},
          {"inReplyTo", above},
          {"published", to_rfc3339(at)},
          {"url", id.text()},
          {"attributedTo", author.iri.text()},
          {"to", Json::array({kPublic})},
          {"cc", Json::array({author.followers.text()})},
          {"sensitive", false},
          {"atomUri", id.text()},
          {"inReplyToAtomUri", above},
          {"conversation", "tag:" + author.domain + ",2026:objectId=" + std::to_string(posts_)},
          {"content", content},
          {"contentMap", {{"en", content}}},
          {"attachment", Json::array()},
          {"tag", tags},
          {"replies",
           {{"id", id.text() + "/replies"},
            {"type", "Collection"},
            {"first",
             {{"type", "CollectionPage"},
              {"next", id.text() + "/replies?only_other_accounts=true&page=true"},
              {"partOf", id.text() + "/replies"},
              {"items", Json::array()}}}}}};
}

}  // namespace hallway::bench
