#include "federation/capabilities.h"

#include <algorithm>

namespace hallway {
namespace {

constexpr std::string_view kRfc9421 = "https://datatracker.ietf.org/doc/html/rfc9421";
constexpr std::string_view kEd25519 =
    "https://datatracker.ietf.org/doc/html/rfc9421#name-eddsa-using-curve-edwards25";

}  // namespace

Shown shown_by(const Json& actor_document) {
  const Json* generator = find_member(actor_document, "generator");
  if (!generator) return Shown::nothing;
  auto shown = Shown::nothing;
  for (const Json* feature : find_list(*generator, "implements")) {
    const auto href = feature->is_string() ? as_string(*feature) : find_string(*feature, "href");
    if (href == kEd25519) return Shown::ed25519;
    if (href == kRfc9421) shown = Shown::rfc9421;
  }
  return shown;
}

Json our_generator() {
  return {{"type", "Application"},
          {"implements",
           {{{"href", kRfc9421}, {"name", "RFC-9421: HTTP Message Signatures"}},
            {{"href", kEd25519}, {"name", "RFC-9421 signatures using the Ed25519 algorithm"}}}}};
}

bool teaches(const Peer& peer, Shown shown) {
  switch (shown) {
    case Shown::nothing: return false;
    case Shown::rfc9421: return peer.signing == KnownSigning::unknown;
    case Shown::ed25519: return !peer.ed25519;
  }
  return false;
}

Result<void> remember_shown(WriteTxn& txn, const Domain& domain, Shown shown, Time now) {
  if (shown == Shown::nothing) return {};
  auto peer = TRY(meet_peer(txn, domain, now));
  if (!teaches(peer, shown)) return {};
  peer.ed25519 = shown == Shown::ed25519;
  peer.signing = peer.ed25519 ? KnownSigning::rfc9421_ed25519 : KnownSigning::rfc9421_rsa;
  return put_peer(txn, peer);
}

}  // namespace hallway
