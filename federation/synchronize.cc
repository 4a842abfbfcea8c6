#include "federation/synchronize.h"

#include <algorithm>

#include "federation/deliver.h"
#include "federation/follow.h"
#include "storage/follows.h"
#include "storage/values/ascii.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr Duration kPatience = minutes(5);
constexpr Duration kSettled = minutes(10);
constexpr std::string_view kPartialFollowers = "/followers_synchronization";
constexpr size_t kMostListed = 10'000, kMostTakenBack = 50, kMostEndedAtOnce = 200;

// One `name="value"` off the front of `rest`; nothing where it is none.
std::optional<std::pair<std::string_view, std::string_view>> next_parameter(
    std::string_view& rest) {
  const size_t opens = rest.find("=\"");
  const size_t closes = opens == std::string_view::npos ? opens : rest.find('"', opens + 2);
  if (closes == std::string_view::npos) return std::nullopt;
  const auto name = trim(rest.substr(0, opens));
  const auto value = rest.substr(opens + 2, closes - opens - 2);
  rest = trim(rest.substr(closes + 1));
  if (!rest.empty() && !rest.starts_with(',')) return std::nullopt;
  if (!rest.empty()) rest.remove_prefix(1);
  return std::pair{name, value};
}

// Of a follow that was never asked for, or taken back without their hearing of it.
Result<void> take_back(const Learning& here, const Actor& person, const Actor& followee) {
  Local local{here.txn, here.home, here.random, here.keys, here.now, person};
  const auto recorded = TRY(record_activity(
      local, {{"type", "Undo"},
              {"object",
               {{"type", "Follow"}, {"actor", person.iri.text()}, {"object", followee.iri.text()}}},
              {"to", Json::array({followee.iri.text()})}}));
  TRY(owe(here.txn, here.home, {.activity = recorded.seq, .recipients = {followee.id}}, person.id,
          here.now));
  return {};
}

// False where more are left.
Result<bool> end_unlisted(const Learning& here, const Actor& followee,
                          const std::vector<Iri>& listed) {
  const auto is_unlisted = [&](const Actor& person) {
    if (std::ranges::binary_search(listed, person.iri)) return false;
    const auto follow = find_follow(here.txn, person.id, followee.id);
    // A follow of this very moment may not be on their list yet.
    return follow && has_passed(follow->at, kSettled, here.now);
  };
  const auto people =
      followers_here(here.txn, here.home, followee.id, kMostEndedAtOnce, is_unlisted);
  for (const auto& person : people) {
    Local local{here.txn, here.home, here.random, here.keys, here.now, person};
    TRY(unfollow(local, followee.id));
  }
  return people.size() < kMostEndedAtOnce;
}

Result<void> settle_listed(const Learning& here, const Actor& followee,
                           const std::vector<Iri>& listed) {
  size_t taken_back = 0;
  for (const auto& iri : listed) {
    const auto person = find_actor(here.txn, iri);
    if (!person || !person->local || person->gone || person->suspended) continue;
    auto follow = find_follow(here.txn, person->id, followee.id);
    if (follow && follow->state == FollowState::accepted) continue;
    if (follow) {  // their Accept was lost
      follow->state = FollowState::accepted;
      TRY(put_follow(here.txn, *follow));
    } else if (taken_back < kMostTakenBack) {
      ++taken_back;
      TRY(take_back(here, *person, followee));
    }
  }
  return {};
}

}  // namespace

std::optional<Synchronization> parse_synchronization(std::string_view field) {
  std::optional<std::string_view> collection, url, digest;
  for (auto rest = trim(field); !rest.empty();) {
    const auto parameter = next_parameter(rest);
    if (!parameter) return std::nullopt;
    auto* place = parameter->first == "collectionId" ? &collection
                  : parameter->first == "url"        ? &url
                  : parameter->first == "digest"     ? &digest
                                                     : nullptr;
    if (!place) continue;
    if (*place) return std::nullopt;
    *place = parameter->second;
  }
  if (!collection || !url || !digest) return std::nullopt;
  const auto collection_iri = Iri::parse(*collection), url_iri = Iri::parse(*url);
  const auto bytes = parse_hex(*digest);
  if (!collection_iri || !url_iri || !bytes || bytes->size() != Digest{}.size()) {
    return std::nullopt;
  }
  Synchronization out{.collection = *collection_iri, .url = *url_iri};
  std::copy(bytes->begin(), bytes->end(), out.digest.begin());
  return out;
}

Iri partial_followers(const Actor& actor) {
  return Iri::parse(actor.iri.text() + std::string(kPartialFollowers)).value_or(Iri());
}

std::optional<std::string> synchronization_for(const ReadTxn& txn, const Consignment& sent) {
  const auto digest = follower_digest(txn, sent.signer, sent.domain);
  if (!digest || *digest == Digest{}) return std::nullopt;
  const auto signer = find_addresses(txn, sent.signer);
  if (!signer) return std::nullopt;
  const auto& followers = signer->followers;
  if (sent.payload.find("\"" + followers + "\"") == std::string_view::npos) return std::nullopt;
  return "collectionId=\"" + followers + "\", url=\"" + signer->iri +
         std::string(kPartialFollowers) + "\", digest=\"" + hex(as_bytes_view(*digest)) + "\"";
}

std::optional<Fetch> differing_followers(const ReadTxn& txn, const Home& home, const Actor& sender,
                                         std::string_view field) {
  const auto said = parse_synchronization(field);
  if (!said || sender.followers.empty() || said->collection != sender.followers ||
      !said->url.same_origin(sender.iri)) {
    return std::nullopt;
  }
  const auto known = follower_digest(txn, sender.id, home.domain);
  if (!known || *known == said->digest) return std::nullopt;
  return Fetch{.iri = said->url,
               .reason = FetchReason::followers,
               .about = sender.id,
               .digest = std::string(as_bytes_view(said->digest))};
}

Result<void> look_at_followers(WriteTxn& txn, Fetch fetch, Time now) {
  fetch.created = now;
  fetch.next = now + kPatience;
  return add_fetch(txn, std::move(fetch));
}

Result<std::vector<Iri>> read_partial_followers(const Json& collection, const Home& home,
                                                std::string_view digest) {
  std::vector<Iri> listed;
  Digest sum{};
  for (const auto* key : {"orderedItems", "items"}) {
    for (const auto* item : find_list(collection, key)) {
      const auto iri = iri_of(*item);
      if (!iri || !home.owns(*iri) || listed.size() == kMostListed) {
        return fail(Code::invalid, "a list of followers that are not ours, or too many");
      }
      toggle(sum, iri->text());
      listed.push_back(*iri);
    }
  }
  if (as_bytes_view(sum) != digest) {
    return fail(Code::invalid, "a list of followers that does not come to what was said");
  }
  std::ranges::sort(listed);
  return listed;
}

Result<bool> repair_followers(const Learning& here, Id followee_id,
                              const std::vector<Iri>& listed) {
  const auto followee = find_actor(here.txn, followee_id);
  if (!followee || followee->gone || followee->suspended) return true;
  if (!TRY(end_unlisted(here, *followee, listed))) return false;
  TRY(settle_listed(here, *followee, listed));
  return true;
}

}  // namespace hallway
