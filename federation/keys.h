#pragma once
// Private keys of local actors, parsed once and kept. Any thread. What is kept is compared with the
// store at each use (a read costs a hundredth of a signature), so that a rotation takes effect at
// once.

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "storage/accounts.h"
#include "storage/actors.h"
#include "storage/values/crypto.h"
#include "storage/writer.h"

namespace hallway {

struct SigningKey {
  std::string id;  // IRI with fragment, as other nodes ask for it
  PrivateKey key;
};

class LocalKeys {
 public:
  // Fails with not_found where the actor has none of this type, corrupt.
  Result<SigningKey> find(const ReadTxn& txn, Id actor, KeyType type);
  // Lets go of what is kept for `actor`: one that is no more.
  void forget(Id actor);

 private:
  struct Kept {
    std::string der;  // as stored
    SigningKey key;
  };
  std::mutex mutex_;
  std::map<std::pair<uint64_t, KeyType>, Kept> keys_;
};

// Makes an RSA and an Ed25519 pair for a local actor, stores the private halves and lists the
// public ones in `actor.keys` ("#main-key", "#ed25519-key"), in place of what it listed; the caller
// stores the actor. It must have an id and an IRI. Generating is slow (RSA: tens of ms), so it
// happens before the transaction: make_keys, then store_keys.
struct KeyPairs {
  PrivateKey rsa, ed25519;
};
Result<KeyPairs> make_keys();
Result<void> store_keys(WriteTxn& txn, Actor& actor, const KeyPairs& keys, Time now);

// For many actors at once: makes and stores an Ed25519 pair alone, which is quick, and lists it.
// The rest is made when somebody elsewhere is first to hear of them, which may be never.
Result<void> store_first_key(WriteTxn& txn, Actor& actor, Time now);
bool has_first_key_only(const Actor& actor);
// Makes the RSA pair of such an actor, as it stands in the store; of others, nothing. Waits for the
// writer: not within a transaction.
Result<void> complete_keys(const Store& store, Writer& writer, Id actor, Time now);

}  // namespace hallway
