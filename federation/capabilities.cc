#include "federation/capabilities.h"

#include <algorithm>

namespace hallway {
namespace {

constexpr std::string_view kRfc9421 = "https://datatracker.ietf.org/doc/html/rfc9421";
constexpr std::string_view kEd25519 =
    "https://datatracker.ietf.org/doc/html/rfc9421#name-eddsa-using-curve-edwards25";

// The Application that tells what it can: named by an actor, or the server's own actor itself.
const Json* application_of(const Json& document) {
  if (const Json* generator = find_member(document, "generator")) return generator;
  const auto types = find_list(document, "type");
  const bool is_application = std::ranges::any_of(
      types, [](const Json* type) { return as_string(*type) == "Application"; });
  return is_application ? &document : nullptr;
}

}  // namespace

KnownSigning shown_by(const Json& actor_document) {
  const Json* application = application_of(actor_document);
  if (!application) return KnownSigning::unknown;
  auto shown = KnownSigning::unknown;
  for (const Json* feature : find_list(*application, "implements")) {
    const auto href = feature->is_string() ? as_string(*feature) : find_string(*feature, "href");
    if (href == kEd25519) return KnownSigning::rfc9421_ed25519;
    if (href == kRfc9421) shown = KnownSigning::rfc9421_rsa;
  }
  return shown;
}

KnownSigning shown_by(Scheme scheme, KeyType type) {
  if (scheme != Scheme::rfc9421) return KnownSigning::unknown;
  return type == KeyType::ed25519 ? KnownSigning::rfc9421_ed25519 : KnownSigning::rfc9421_rsa;
}

Json our_generator() {
  return {{"type", "Application"},
          {"implements",
           {{{"href", kRfc9421}, {"name", "RFC-9421: HTTP Message Signatures"}},
            {{"href", kEd25519}, {"name", "RFC-9421 signatures using the Ed25519 algorithm"}}}}};
}

bool teaches(const Peer& peer, KnownSigning shown) {
  switch (shown) {
    case KnownSigning::unknown:
    case KnownSigning::cavage_rsa: return false;
    case KnownSigning::rfc9421_rsa: return peer.signing == KnownSigning::unknown;
    case KnownSigning::rfc9421_ed25519: return !peer.ed25519;
  }
  return false;
}

Result<void> remember_shown(WriteTxn& txn, const Domain& domain, KnownSigning shown, Time now) {
  if (!teaches(Peer{}, shown)) return {};
  auto peer = TRY(meet_peer(txn, domain, now));
  if (!teaches(peer, shown)) return {};
  peer.ed25519 = shown == KnownSigning::rfc9421_ed25519;
  peer.signing = shown;
  return put_peer(txn, peer);
}

Signing signing_for(const Peer& peer) {
  switch (peer.signing) {
    case KnownSigning::unknown:
    case KnownSigning::cavage_rsa: return Signing::cavage_rsa;
    case KnownSigning::rfc9421_rsa: return Signing::rfc9421_rsa;
    case KnownSigning::rfc9421_ed25519:
      return peer.ed25519 ? Signing::rfc9421_ed25519 : Signing::rfc9421_rsa;
  }
  return Signing::cavage_rsa;
}

Signing other_than(Signing refused) {
  return refused == Signing::cavage_rsa ? Signing::rfc9421_rsa : Signing::cavage_rsa;
}

KnownSigning known(Signing accepted) {
  switch (accepted) {
    case Signing::cavage_rsa: return KnownSigning::cavage_rsa;
    case Signing::rfc9421_rsa: return KnownSigning::rfc9421_rsa;
    case Signing::rfc9421_ed25519: return KnownSigning::rfc9421_ed25519;
  }
  return KnownSigning::unknown;
}

}  // namespace hallway
