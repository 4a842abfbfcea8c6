#pragma once
// Who sent this request? The only maker of Sender. The only place on the way of an inbound activity that
// may wait for the network, bounded, and before any transaction.

#include <memory>
#include <mutex>
#include <semaphore>
#include <string>
#include <unordered_map>

#include "federation/fetch.h"
#include "federation/signature.h"
#include "storage/actors.h"

namespace hallway {

// Proof that a request was signed by this actor's key. Handlers demand one; an `if` can be forgotten, a
// type cannot.
class Sender {
 public:
  [[nodiscard]] const Actor& actor() const { return actor_; }
  [[nodiscard]] const Domain& domain() const { return actor_.iri.domain(); }
  [[nodiscard]] Scheme scheme() const { return scheme_; }
  [[nodiscard]] KeyType key_type() const { return key_type_; }

 private:
  friend class Authenticator;
  Sender(Actor actor, Scheme scheme, KeyType key_type)
      : actor_(std::move(actor)), scheme_(scheme), key_type_(key_type) {}
  Actor actor_;
  Scheme scheme_;
  KeyType key_type_;
};

class Authenticator {
 public:
  Authenticator(const Home& home, Store& store, Writer& writer, Fetcher& fetcher, const Clock& clock);
  ~Authenticator();

  // Checks signature, digest, times, and that the key's owner lists it (both directions; attacks 1-12). An unknown
  // key's actor is fetched and stored; a known key that no longer verifies is fetched once more (rotation), at most once in
  // 5 minutes per key and host; failures are remembered (negative cache, bounded). At most 8 fetches at a time:
  // beyond that `limited`. Errors: unauthenticated (401), forbidden (policy: blocked or unknown domain), limited, unavailable.
  // Gone: the key's owner answers 410 (a Delete of itself may then be taken as done by the caller).
  Result<Sender> authenticate(const Request& request);

  // The actor that really acts in `activity`, sent by `sender`: the sender itself, or another whose FEP-8b32
  // proof verifies with a key it lists (a forwarded activity). Errors: unauthenticated.
  Result<Actor> actor_of(const Json& activity, const Sender& sender);

 private:
  struct Cache;
  const Home& home_;
  Store& store_;
  Writer& writer_;
  Fetcher& fetcher_;
  const Clock& clock_;
  std::unique_ptr<Cache> cache_;
};

}  // namespace hallway
