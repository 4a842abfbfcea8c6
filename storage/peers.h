#pragma once
// Other nodes: what was agreed with each (relation, permits) and what was learned about it (which
// signatures it takes, whether it is up).

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"
#include "storage/values/ip.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"

namespace hallway {

enum class Relation : uint8_t { unknown, public_, partner, sibling, blocked };
std::string_view name_of(Relation relation);
std::optional<Relation> parse_relation(std::string_view text);

// Who asks whom who knows about something: this node the peer (ask), the peer this node (answer).
enum class ExpertConsent : uint8_t { by_relation, none, ask, answer, both };
std::string_view name_of(ExpertConsent consent);  // "by-relation", "none", "ask", "answer", "both"
std::optional<ExpertConsent> parse_expert_consent(std::string_view text);

// The signature a peer's inbox is known to take; `unknown` means none was tried with success.
enum class KnownSigning : uint8_t { unknown, cavage_rsa, rfc9421_rsa, rfc9421_ed25519 };

struct Peer {
  Id id;
  Domain domain;
  Relation relation = Relation::unknown;
  std::vector<Cidr> permits;
  KnownSigning signing = KnownSigning::unknown;
  bool ed25519 = false;   // it has shown that it verifies Ed25519
  uint32_t failures = 0;  // connection failures in a row
  Time retry;             // no attempt before
  Time last_success;
  std::string software;
  Time first_seen;
  Time down_since;
  Time related;                                 // when its relation was last set
  std::string public_comment, private_comment;  // why it is blocked or limited
  bool limited = false;                         // its people are (storage/limited.h)
  ExpertConsent experts = ExpertConsent::by_relation;
};

std::optional<Peer> find_peer(const ReadTxn& txn, Id id);
std::optional<Peer> find_peer(const ReadTxn& txn, const Domain& domain);
// Its relation alone, at less cost; unknown where there is no such peer.
Relation find_relation(const ReadTxn& txn, std::string_view domain);
// The peer's record, made where there was none.
Result<Peer> meet_peer(WriteTxn& txn, const Domain& domain, Time now);
Result<void> put_peer(WriteTxn& txn, const Peer& peer);
void for_each_peer(const ReadTxn& txn, const std::function<void(const Peer&)>& visit);

}  // namespace hallway
