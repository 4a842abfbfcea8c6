#include "federation/keys.h"

namespace hallway {
namespace {

constexpr std::string_view kRsaFragment = "#main-key";
constexpr std::string_view kEd25519Fragment = "#ed25519-key";

Result<ActorKey> store_key(WriteTxn& txn, const Actor& actor, const PrivateKey& key, Time now) {
  const auto fragment = key.type() == KeyType::rsa ? kRsaFragment : kEd25519Fragment;
  const std::string id = actor.iri.text() + std::string(fragment);
  TRY(put_private_key(txn, actor.id, key.type(), {.iri = id, .der = key.to_der(), .created = now}));
  return ActorKey{.id = id, .der = key.public_key().to_der()};
}

}  // namespace

Result<SigningKey> LocalKeys::find(const ReadTxn& txn, Id actor, KeyType type) {
  auto stored = find_private_key(txn, actor, type);
  if (!stored || stored->retired.ms != 0) {
    return fail(Code::not_found, "no such key of the local actor " + to_string(actor));
  }
  {
    const std::lock_guard lock(mutex_);
    const auto kept = keys_.find({actor.value, type});
    if (kept != keys_.end() && kept->second.der == stored->der) return kept->second.key;
  }
  auto parsed = PrivateKey::from_der(stored->der);
  if (!parsed || parsed->type() != type) {
    return fail(Code::corrupt, "the private key " + stored->iri + " cannot be read");
  }
  const SigningKey key{std::move(stored->iri), *std::move(parsed)};
  const std::lock_guard lock(mutex_);
  keys_.insert_or_assign({actor.value, type}, Kept{std::move(stored->der), key});
  return key;
}

void LocalKeys::forget(Id actor) {
  const std::lock_guard lock(mutex_);
  keys_.erase({actor.value, KeyType::rsa});
  keys_.erase({actor.value, KeyType::ed25519});
}

Result<KeyPairs> make_keys() {
  return KeyPairs{TRY(PrivateKey::generate(KeyType::rsa)),
                  TRY(PrivateKey::generate(KeyType::ed25519))};
}

Result<void> store_keys(WriteTxn& txn, Actor& actor, const KeyPairs& keys, Time now) {
  assert(actor.id && !actor.iri.empty());
  auto rsa = TRY(store_key(txn, actor, keys.rsa, now));
  auto ed25519 = TRY(store_key(txn, actor, keys.ed25519, now));
  actor.keys = {std::move(rsa), std::move(ed25519)};
  return {};
}

Result<void> store_first_key(WriteTxn& txn, Actor& actor, Time now) {
  assert(actor.id && !actor.iri.empty());
  const auto key = TRY(PrivateKey::generate(KeyType::ed25519));
  actor.keys = {TRY(store_key(txn, actor, key, now))};
  return {};
}

bool has_first_key_only(const Actor& actor) {
  return actor.local && actor.keys.size() == 1 && actor.keys.front().id.ends_with(kEd25519Fragment);
}

Result<void> complete_keys(const Store& store, Writer& writer, Id id, Time now) {
  {
    const auto actor = find_actor(TRY(store.read()), id);
    if (!actor || !has_first_key_only(*actor)) return {};
  }
  const auto rsa = TRY(PrivateKey::generate(KeyType::rsa));
  return writer.apply([&](WriteTxn& txn) -> Result<void> {
    auto actor = find_actor(txn, id);
    if (!actor || !has_first_key_only(*actor)) return {};  // another was quicker
    actor->keys.insert(actor->keys.begin(), TRY(store_key(txn, *actor, rsa, now)));
    return put_actor(txn, *actor, now);
  });
}

}  // namespace hallway
