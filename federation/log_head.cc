#include "federation/log_head.h"

#include <algorithm>

#include "federation/proof.h"

namespace hallway {
namespace {

constexpr std::string_view kType = "LogHead";

std::string told(const LogHead& head) {
  return "entry " + std::to_string(head.seq) + ", signed at " + to_rfc3339(head.at);
}

}  // namespace

Result<Json> sign_head(const ReadTxn& txn, const Home& home, LocalKeys& keys, Time now) {
  const auto last = last_log(txn);
  if (!last) return fail(Code::not_found, "the log is empty");
  const auto signer = find_actor(txn, home.instance_actor());
  if (!signer) return fail(Code::not_found, "the node has no actor of its own");
  const auto key = TRY(keys.find(txn, signer->id, KeyType::ed25519));
  return add_proof({{"type", kType},
                    {"node", home.base.text()},
                    {"seq", last->seq},
                    {"chain", hex(as_bytes_view(last->chain))},
                    {"at", to_rfc3339(now)}},
                   TRY(Iri::parse(key.id)), key.key, now);
}

Result<PublicKey> head_key(const ReadTxn& txn, const Home& home) {
  const auto signer = find_actor(txn, home.instance_actor());
  if (signer) {
    for (const auto& listed : signer->keys) {
      auto key = PublicKey::from_der(listed.der);
      if (key.ok() && key->type() == KeyType::ed25519) return key;
    }
  }
  return fail(Code::not_found, "this store does not belong to " + home.instance_actor().text() +
                                   ", whose key would sign its log; are domain and plain_http set "
                                   "as they are when the node runs?");
}

Result<LogHead> read_head(const Json& document, const PublicKey& key) {
  const auto chain = parse_hex(find_string(document, "chain").value_or(""));
  const auto seq = find_int(document, "seq");
  const auto at = find_time(document, "at");
  LogHead head;
  if (find_string(document, "type") != kType || !seq || *seq < 1 || !at || !chain.ok() ||
      chain->size() != head.chain.size()) {
    return fail(Code::invalid, "this is no signed head of a log");
  }
  head.node = find_string(document, "node").value_or("");
  head.seq = static_cast<uint64_t>(*seq);
  head.at = *at;
  std::ranges::copy(*chain, head.chain.begin());
  if (verify_proof(document, key)) return head;
  return fail(Code::forbidden, "the head of " + told(head) + " was not signed with the node's key");
}

Result<void> check_head(const ReadTxn& txn, const LogHead& head) {
  const auto entry = find_log(txn, head.seq);
  if (entry && entry->chain == head.chain) return {};
  if (entry) return fail(Code::corrupt, "the log was rewritten before " + told(head));
  const auto last = last_log(txn);
  return fail(Code::corrupt, "the end of the log was cut off: it has " +
                                 std::to_string(last ? last->seq : 0) + " entries and had " +
                                 told(head));
}

}  // namespace hallway
