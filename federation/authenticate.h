#pragma once
// Who sent this request? The only maker of Sender. The only place on the way of an inbound activity
// that may wait for the network, bounded, and before any transaction.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "federation/fetch.h"
#include "federation/key_attempts.h"
#include "federation/signature.h"
#include "storage/actors.h"

namespace hallway {

// Proof that a request was signed by this actor's key. Handlers demand one; an `if` can be
// forgotten, a type cannot.
class Sender {
 public:
  [[nodiscard]] const Actor& actor() const { return *actor_; }
  [[nodiscard]] const Domain& domain() const { return actor_->iri.domain(); }
  [[nodiscard]] Scheme scheme() const { return scheme_; }
  [[nodiscard]] KeyType key_type() const { return key_type_; }
  // As it came: no two requests have the same.
  [[nodiscard]] const std::string& signature() const { return signature_; }

 private:
  friend class Authenticator;
  Sender(std::shared_ptr<const Actor> actor, const Claim& claim, KeyType key_type)
      : actor_(std::move(actor)),
        scheme_(claim.scheme),
        key_type_(key_type),
        signature_(claim.signature) {}
  std::shared_ptr<const Actor> actor_;  // as it is kept for the next request of theirs
  Scheme scheme_;
  KeyType key_type_;
  std::string signature_;
};

class Authenticator {
 public:
  Authenticator(const Home& home, Store& store, Writer& writer, Fetcher& fetcher,
                const Clock& clock);
  ~Authenticator();

  // Checks signature, digest, times, and that the key's owner lists it (both directions; attacks
  // 1-12). An unknown key's actor is fetched, and stored once the signature has verified; a known
  // key that does not verify is fetched once more (rotation). How often strangers can make us
  // fetch: key_attempts.h. A forgery keeps nobody out whom it names. Errors: unauthenticated (401),
  // invalid (a digest that is none), forbidden (policy: blocked or unknown domain; suspended
  // actor), limited, unavailable. Gone: the key's owner answers 410 or has gone (a Delete of itself
  // may then be taken as done by the caller). Any thread. Costs a known key's owner about 40 µs
  // with RSA, most of it the verification.
  Result<Sender> authenticate(const Request& request);

  // The actor that really acts in `activity`, sent by `sender`: the sender itself, or another whose
  // FEP-8b32 proof verifies with a key it lists (a forwarded activity; the key may be fetched, as
  // above). The activity must have been read with unique keys. Errors: unauthenticated (no actor,
  // no proof, a proof of somebody else), and those above.
  Result<std::shared_ptr<const Actor>> actor_of(const Json& activity, const Sender& sender);

 private:
  struct Cache;
  struct KeyAndOwner;
  // What is kept is shared, not copied, by the requests that need it.
  using Known = std::shared_ptr<const KeyAndOwner>;
  using Check = std::function<bool(const PublicKey&)>;
  [[nodiscard]] Result<Claim> read_claim(const Request& request) const;
  // The owner of the key, where the key passes `check`.
  Result<Known> owner_of(const std::string& key_id, const Check& check);
  // Null where there is none.
  Result<Known> find_known(const std::string& key_id, const Iri& iri);
  Result<Known> fetch_known(const std::string& key_id, const Iri& iri, const Check& check);
  Result<std::optional<KeyAttempts::Permit>> permit_for(const std::string& key_id,
                                                        const Domain& host, const Check& check);
  Result<Known> look_again(const std::string& key_id, const Iri& iri, const Check& check);
  void note_shown(const std::string& key_id, const KeyAndOwner& known, Scheme scheme);

  const Home& home_;
  Store& store_;
  Writer& writer_;
  Fetcher& fetcher_;
  const Clock& clock_;
  std::unique_ptr<Cache> cache_;
};

}  // namespace hallway
