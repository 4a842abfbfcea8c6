#include "federation/authenticate.h"

#include <algorithm>
#include <mutex>

#include "federation/actor.h"
#include "federation/bounded_map.h"
#include "federation/capabilities.h"
#include "federation/key_document.h"
#include "federation/policy.h"
#include "federation/proof.h"

namespace hallway {
namespace {

constexpr size_t kMostKeysKnown = 10'000;

Error not_authentic(std::string what) { return fail(Code::unauthenticated, std::move(what)); }

bool has_expired(Time expires, Time now) { return expires.ms != 0 && expires <= now; }

struct ListedKey {
  PublicKey key;
  Time expires;
};

Result<ListedKey> parse_key(const Actor& owner, const std::string& key_id, Time now) {
  const auto key = std::ranges::find(owner.keys, key_id, &ActorKey::id);
  if (key == owner.keys.end()) return not_authentic(owner.iri.text() + " does not list " + key_id);
  if (has_expired(key->expires, now)) return not_authentic("the key " + key_id + " has expired");
  auto parsed = PublicKey::from_der(key->der);
  if (!parsed) return not_authentic("the key " + key_id + " cannot be read");
  return ListedKey{*std::move(parsed), key->expires};
}

bool would_teach(const Store& store, const Domain& domain, KnownSigning shown) {
  const auto txn = store.read();
  return txn && teaches(find_peer(*txn, domain).value_or(Peer{}), shown);
}

}  // namespace

// A key's owner as it stands in the store, with the key parsed.
struct Authenticator::KeyAndOwner {
  Actor actor;
  PublicKey key;
  Time expires;
};

struct Authenticator::Cache {
  struct Entry {
    uint64_t version = 0;  // of the actor's record
    Known known;
    KnownSigning noted = KnownSigning::unknown;  // is on the peer's record
  };
  std::mutex mutex;
  BoundedMap<Entry> keys{kMostKeysKnown};
  KeyAttempts attempts;

  // What is kept for `key_id`, unless it has expired or the store holds another record by now.
  Known find(const ReadTxn& txn, const std::string& key_id, Time now) {
    const std::lock_guard lock(mutex);
    const auto* entry = keys.find(key_id);
    if (!entry || has_expired(entry->known->expires, now) ||
        find_actor_version(txn, entry->known->actor.id) != entry->version) {
      return nullptr;
    }
    return entry->known;
  }
  void keep(const ReadTxn& txn, const std::string& key_id, const Known& known) {
    const auto version = find_actor_version(txn, known->actor.id);
    if (!version) return;
    const std::lock_guard lock(mutex);
    keys.put(key_id, {*version, known});
  }
  KnownSigning noted(const std::string& key_id) {
    const std::lock_guard lock(mutex);
    const auto* entry = keys.find(key_id);
    return entry ? entry->noted : KnownSigning::unknown;
  }
  void set_noted(const std::string& key_id, KnownSigning shown) {
    const std::lock_guard lock(mutex);
    if (auto* entry = keys.find(key_id)) entry->noted = shown;
  }
};

Authenticator::Authenticator(const Home& home, Store& store, Writer& writer, Fetcher& fetcher,
                             const Clock& clock)
    : home_(home),
      store_(store),
      writer_(writer),
      fetcher_(fetcher),
      clock_(clock),
      cache_(std::make_unique<Cache>()) {}

Authenticator::~Authenticator() = default;

Result<Sender> Authenticator::authenticate(const Request& request) {
  const auto claim = TRY(read_claim(request));
  const auto known =
      TRY(owner_of(claim.key_id, [&](const PublicKey& key) { return verify_claim(claim, key); }));
  note_shown(claim.key_id, *known, claim.scheme);
  return Sender({known, &known->actor}, claim, known->key.type());
}

Result<std::shared_ptr<const Actor>> Authenticator::actor_of(const Json& activity,
                                                             const Sender& sender) {
  const auto actor = find_iri(activity, "actor");
  if (!actor) return not_authentic("the activity has no actor");
  if (*actor == sender.actor().iri) return sender.actor_;
  const auto proof = TRY(read_proof(activity, clock_.now()));
  const auto& method = proof.verification_method;
  // Before anything is fetched: a key elsewhere could never be the actor's.
  if (!method.same_origin(*actor)) return not_authentic("the proof is not by " + actor->text());
  const auto known = TRY(
      owner_of(method.text(), [&](const PublicKey& key) { return verify_proof(activity, key); }));
  if (known->actor.iri != *actor) return not_authentic("the proof is not by " + actor->text());
  return std::shared_ptr<const Actor>(known, &known->actor);
}

Result<Claim> Authenticator::read_claim(const Request& request) const {
  if (!request.target.starts_with('/')) return not_authentic("no target that can be signed");
  const auto url = Iri::parse(home_.base.origin() + request.target);
  if (!url) return not_authentic(url.error().what);
  return read_signature({request.method, *url, &request.headers, request.body}, home_.domain,
                        clock_.now());
}

Result<Authenticator::Known> Authenticator::owner_of(const std::string& key_id,
                                                     const Check& check) {
  const auto iri = Iri::parse(key_id);
  // "acct:alice@example.org" too: nothing there that could be asked for a key (attack 12).
  if (!iri) return not_authentic("the key id " + key_id.substr(0, 200) + " is no http address");
  if (iri->domain() == home_.domain) return not_authentic("nobody but us signs with " + key_id);
  auto known = TRY(find_known(key_id, *iri));
  if (known && known->actor.gone) return fail(Code::gone, known->actor.iri.text() + " has gone");
  if (!known || !check(known->key)) known = TRY(fetch_known(key_id, *iri, check));
  if (known->actor.suspended) {
    return fail(Code::forbidden, known->actor.iri.text() + " is suspended here");
  }
  return known;
}

Result<Authenticator::Known> Authenticator::find_known(const std::string& key_id, const Iri& iri) {
  const auto txn = TRY(store_.read());
  const auto verdict = may_talk(txn, home_, iri.domain());
  if (!verdict) {
    return fail(Code::forbidden, iri.domain().text() + ": " + std::string(verdict.why));
  }
  const auto now = clock_.now();
  if (auto kept = cache_->find(txn, key_id, now)) return kept;
  auto actor = find_key_owner(txn, key_id);
  if (!actor || !actor->iri.same_origin(iri)) return Known();
  const auto listed = parse_key(*actor, key_id, now);
  if (!listed) return Known();
  const auto known = std::make_shared<const KeyAndOwner>(
      KeyAndOwner{*std::move(actor), listed->key, listed->expires});
  cache_->keep(txn, key_id, known);
  return Known(known);
}

Result<Authenticator::Known> Authenticator::fetch_known(const std::string& key_id, const Iri& iri,
                                                        const Check& check) {
  const auto now = clock_.now();
  auto permit = TRY(permit_for(key_id, iri.domain(), check));
  if (!permit) return look_again(key_id, iri, check);
  auto owner = fetch_key_owner(fetcher_, iri, now);
  if (!owner) {
    permit->failed(owner.error());
    return std::move(owner).error();
  }
  const auto listed = parse_key(*owner, key_id, now);
  if (!listed || !check(listed->key)) {
    // A forged signature leaves nothing behind, not even its alleged sender.
    const auto why =
        listed ? not_authentic("the signature does not verify with " + key_id) : listed.error();
    permit->failed(why, listed ? listed->key.to_der() : std::string());
    return why;
  }
  auto stored = TRY(writer_.apply([&](WriteTxn& txn) {
    return store_remote_actor(txn, *owner, /*handle_checked=*/false, now);
  }));
  return Known(std::make_shared<const KeyAndOwner>(
      KeyAndOwner{std::move(stored), listed->key, listed->expires}));
}

// One fetch, where none has failed of late; or where this request is signed by the key that was
// there when somebody else's was not.
Result<std::optional<KeyAttempts::Permit>> Authenticator::permit_for(const std::string& key_id,
                                                                     const Domain& host,
                                                                     const Check& check) {
  const auto now = clock_.now();
  auto permit = cache_->attempts.begin(key_id, host, now);
  if (permit) return permit;
  const auto left = cache_->attempts.key_left(key_id);
  const auto key = left ? PublicKey::from_der(*left) : fail(Code::not_found, "no key");
  if (!key || !check(*key)) return permit;
  return cache_->attempts.begin(key_id, host, now, KeyAttempts::Proven::yes);
}

// Somebody else has fetched the key a moment ago.
Result<Authenticator::Known> Authenticator::look_again(const std::string& key_id, const Iri& iri,
                                                       const Check& check) {
  auto known = TRY(find_known(key_id, iri));
  if (!known || !check(known->key)) {
    return not_authentic("the signature does not verify with " + key_id);
  }
  return known;
}

void Authenticator::note_shown(const std::string& key_id, const KeyAndOwner& known, Scheme scheme) {
  const auto shown = shown_by(scheme, known.key.type());
  if (shown <= cache_->noted(key_id)) return;
  const auto& domain = known.actor.iri.domain();
  if (would_teach(store_, domain, shown)) {
    const auto now = clock_.now();
    // Forgetting it costs a few slower signatures, so a failure needs no answer.
    const auto written = writer_.apply(
        [&](WriteTxn& writing) { return remember_shown(writing, domain, shown, now); });
    if (!written) return;
  }
  cache_->set_noted(key_id, shown);
}

}  // namespace hallway
