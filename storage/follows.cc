#include "storage/follows.h"

#include <algorithm>
#include <map>

#include "storage/actors.h"
#include "storage/ids.h"
#include "storage/lists.h"
#include "storage/names.h"
#include "storage/record.h"
#include "storage/regards.h"
#include "storage/tallies.h"

namespace hallway {
namespace {

std::string encode(const Follow& f) {
  record::FollowT r;
  r.id = f.id.value;
  r.iri = f.iri.text();
  r.follower = f.follower.value;
  r.followee = f.followee.value;
  r.state = static_cast<record::FollowState>(f.state);
  r.at = f.at.ms;
  r.without_boosts = !f.boosts;
  r.notify = f.notify;
  r.languages = f.languages;
  return encode_record<record::Follow>(r);
}

Result<Follow> decode_follow(std::string_view bytes) {
  auto r = TRY(decode_record<record::Follow>(bytes));
  return Follow{.id = {r.id},
                .iri = iri_from_record(r.iri),
                .follower = {r.follower},
                .followee = {r.followee},
                .state = static_cast<FollowState>(r.state),
                .at = {r.at},
                .boosts = !r.without_boosts,
                .notify = r.notify,
                .languages = std::move(r.languages)};
}

// follows is keyed by the pair; the id only serves the activity's name, so it counts upward by
// time.
Id new_follow_id(Time at) { return first_id_at(at); }

struct Slice {
  Id of;     // whose
  Id after;  // only those beyond it
  size_t most = 0;
};

std::vector<Id> list(const ReadTxn& txn, Table table, const Slice& slice,
                     const std::function<bool(std::string_view)>& wanted) {
  std::vector<Id> ids;
  if (slice.most == 0 || slice.after.value == UINT64_MAX) return ids;
  txn.scan(
      table, key_of(slice.of),
      [&](std::string_view key, std::string_view value) {
        if (wanted(value)) ids.push_back(id_at(key, 8));
        return ids.size() < slice.most;
      },
      key_of(slice.of, Id{slice.after.value + 1}));
  return ids;
}

// Unless another follow took the name over.
Result<void> erase_own_name(WriteTxn& txn, const Follow& follow) {
  const auto named = find_named(txn, follow.iri);
  if (!named || named->id != follow.follower || named->followee != follow.followee) return {};
  return erase_name(txn, follow.iri);
}

bool has_state(std::string_view value, FollowState state) {
  const auto follow = view_record<record::Follow>(value);
  return follow.ok() && static_cast<FollowState>((*follow)->state()) == state;
}

// Beside the digests of a followee, by domain, says that they are kept.
Key kept_key(Id followee) { return key_of(followee, Digest{}); }
Key digest_key(Id followee, const Domain& domain) {
  return key_of(followee, sha256(domain.text()));
}

Digest digest_from(std::string_view value) {
  Digest digest{};
  if (value.size() >= digest.size()) std::copy_n(value.begin(), digest.size(), digest.begin());
  return digest;
}

// Once for each followee of a store that is older than digests.
Result<void> keep_digests(WriteTxn& txn, Id followee) {
  std::map<Domain, Digest> digests;
  for (const auto id : list_followers(txn, followee, FollowState::accepted, Id{}, SIZE_MAX)) {
    const auto follower = find_actor(txn, id);
    if (follower) toggle(digests[follower->iri.domain()], follower->iri.text());
  }
  for (const auto& [domain, digest] : digests) {
    TRY(txn.put(Table::follower_digests, digest_key(followee, domain), as_bytes_view(digest)));
  }
  return txn.put(Table::follower_digests, kept_key(followee), {});
}

size_t count_follower_rows(const ReadTxn& txn, Id followee) {
  size_t n = 0;
  txn.scan(Table::followers, key_of(followee), [&](std::string_view, std::string_view value) {
    n += number_at(value, 0) == static_cast<uint64_t>(FollowState::accepted);
    return true;
  });
  return n;
}

size_t count_following_rows(const ReadTxn& txn, Id follower) {
  size_t n = 0;
  txn.scan(Table::follows, key_of(follower), [&](std::string_view, std::string_view value) {
    n += has_state(value, FollowState::accepted);
    return true;
  });
  return n;
}

Result<void> keep_up_digest(WriteTxn& txn, Id followee, Id follower) {
  if (!txn.has(Table::follower_digests, kept_key(followee))) return keep_digests(txn, followee);
  const auto actor = find_actor(txn, follower);
  if (!actor) return {};
  const auto key = digest_key(followee, actor->iri.domain());
  auto digest = digest_from(txn.get(Table::follower_digests, key).value_or(""));
  toggle(digest, actor->iri.text());
  if (digest == Digest{}) return txn.erase(Table::follower_digests, key);
  return txn.put(Table::follower_digests, key, as_bytes_view(digest));
}

// Of an actor of `domain`; else empty. Anybody may ask for those of a domain, and followers may be
// many: nothing is copied of those that are elsewhere.
Iri iri_if_at(const ReadTxn& txn, Id id, const Domain& domain) {
  const auto value = txn.get(Table::actors, key_of(id));
  if (!value) return {};
  const auto actor = view_record<record::Actor>(*value);
  if (!actor.ok() || !(*actor)->iri()) return {};
  const auto text = (*actor)->iri()->string_view();
  const auto host = text.find("://");
  if (host == std::string_view::npos || !text.substr(host + 3).starts_with(domain.text()))
    return {};
  auto iri = iri_from_record(std::string(text));
  return iri.domain() == domain ? iri : Iri();
}

// An accepted follow came (+1) or went (-1); to be called after the rows have changed.
Result<void> count_in_or_out(WriteTxn& txn, Id followee, Id follower, int step) {
  TRY(change_tally(txn, followee, Tallied::followers, step, count_follower_rows));
  TRY(change_tally(txn, follower, Tallied::following, step, count_following_rows));
  return keep_up_digest(txn, followee, follower);
}

bool is_accepted(const std::optional<Follow>& follow) {
  return follow && follow->state == FollowState::accepted;
}

}  // namespace

void toggle(Digest& digest, std::string_view iri) {
  const auto other = sha256(iri);
  for (size_t i = 0; i < digest.size(); ++i) digest[i] ^= other[i];
}

std::optional<Digest> follower_digest(const ReadTxn& txn, Id followee, const Domain& domain) {
  if (const auto value = txn.get(Table::follower_digests, digest_key(followee, domain))) {
    return digest_from(*value);
  }
  if (txn.has(Table::follower_digests, kept_key(followee))) return Digest{};
  return is_followed(txn, followee) ? std::nullopt : std::optional(Digest{});
}

std::vector<FollowerAt> list_followers_at(const ReadTxn& txn, Id followee, const Domain& domain) {
  std::vector<FollowerAt> followers;
  for (const auto id : list_followers(txn, followee, FollowState::accepted, Id{}, SIZE_MAX)) {
    auto iri = iri_if_at(txn, id, domain);
    if (!iri.empty()) followers.push_back({id, std::move(iri)});
  }
  return followers;
}

std::optional<Follow> find_follow(const ReadTxn& txn, Id follower, Id followee) {
  const auto value = txn.get(Table::follows, key_of(follower, followee));
  if (!value) return std::nullopt;
  auto follow = decode_follow(*value);
  if (!follow) return std::nullopt;
  return std::move(*follow);
}

std::optional<Follow> find_follow(const ReadTxn& txn, const Iri& activity) {
  const auto named = find_named(txn, activity);
  if (!named || named->kind != Kind::follow) return std::nullopt;
  auto follow = find_follow(txn, named->id, named->followee);
  if (!follow || !(follow->iri == activity)) return std::nullopt;
  return follow;
}

Result<void> put_follow(WriteTxn& txn, Follow& follow) {
  if (!follow.id) follow.id = new_follow_id(follow.at);
  const auto old = find_follow(txn, follow.follower, follow.followee);
  if (old && !(old->iri == follow.iri)) {
    TRY(erase_own_name(txn, *old));
  }
  TRY(txn.put(Table::follows, key_of(follow.follower, follow.followee), encode(follow)));
  TRY(txn.put(Table::followers, key_of(follow.followee, follow.follower),
              view(value_of(static_cast<uint64_t>(follow.state)))));
  const bool accepted = follow.state == FollowState::accepted;
  if (is_accepted(old) != accepted) {
    TRY(count_in_or_out(txn, follow.followee, follow.follower, accepted ? +1 : -1));
  }
  if (follow.notify) {
    TRY(txn.put(Table::watchers, key_of(follow.followee, follow.follower), {}));
  } else if (old && old->notify) {
    TRY(txn.erase(Table::watchers, key_of(follow.followee, follow.follower)));
  }
  return put_name(txn, follow.iri,
                  {.kind = Kind::follow, .id = follow.follower, .followee = follow.followee});
}

Result<void> erase_follow(WriteTxn& txn, Id follower, Id followee) {
  const auto old = find_follow(txn, follower, followee);
  if (!old) return {};
  TRY(erase_own_name(txn, *old));
  TRY(txn.erase(Table::follows, key_of(follower, followee)));
  TRY(txn.erase(Table::followers, key_of(followee, follower)));
  TRY(erase_from_lists(txn, follower, followee));
  TRY(erase_endorsement(txn, follower, followee));
  if (old->notify) TRY(txn.erase(Table::watchers, key_of(followee, follower)));
  return is_accepted(old) ? count_in_or_out(txn, followee, follower, -1) : Result<void>();
}

bool follows(const ReadTxn& txn, Id follower, Id followee) {
  const auto value = txn.get(Table::followers, key_of(followee, follower));
  return value && number_at(*value, 0) == static_cast<uint64_t>(FollowState::accepted);
}

bool is_followed(const ReadTxn& txn, Id followee) {
  return !list_followers(txn, followee, FollowState::accepted, Id{}, 1).empty();
}

std::vector<Id> list_followers(const ReadTxn& txn, Id followee, FollowState state, Id after,
                               size_t most) {
  return list(txn, Table::followers, {followee, after, most}, [&](std::string_view value) {
    return number_at(value, 0) == static_cast<uint64_t>(state);
  });
}

std::vector<Id> list_following(const ReadTxn& txn, Id follower, FollowState state, Id after,
                               size_t most) {
  return list(txn, Table::follows, {follower, after, most},
              [&](std::string_view value) { return has_state(value, state); });
}

std::vector<Followed> list_followed(const ReadTxn& txn, Id follower) {
  std::vector<Followed> followed;
  txn.scan(Table::follows, key_of(follower), [&](std::string_view key, std::string_view value) {
    const auto follow = view_record<record::Follow>(value);
    if (!follow || (*follow)->state() != record::FollowState::accepted) return true;
    const auto* languages = (*follow)->languages();
    const bool choosy = languages && languages->size() > 0;
    followed.push_back({id_at(key, 8), !(*follow)->without_boosts(), choosy});
    return true;
  });
  return followed;
}

std::vector<Id> list_watchers(const ReadTxn& txn, Id followee) {
  std::vector<Id> ids;
  txn.scan(Table::watchers, key_of(followee), [&](std::string_view key, std::string_view) {
    const Id follower = id_at(key, 8);
    if (follows(txn, follower, followee)) ids.push_back(follower);
    return true;
  });
  return ids;
}

size_t count_followers(const ReadTxn& txn, Id followee) {
  const auto tally = find_tally(txn, followee, Tallied::followers);
  return tally ? *tally : count_follower_rows(txn, followee);
}

size_t count_following(const ReadTxn& txn, Id follower) {
  const auto tally = find_tally(txn, follower, Tallied::following);
  return tally ? *tally : count_following_rows(txn, follower);
}

}  // namespace hallway
