#include "federation/fetch.h"

#include <algorithm>

#include "federation/capabilities.h"
#include "federation/media_type.h"
#include "federation/policy.h"
#include "storage/actors.h"
#include "storage/peers.h"

namespace hallway {
namespace {

constexpr int kMostRedirects = 5;
constexpr Duration kPatience = seconds(20);
constexpr std::string_view kAcceptObject =
    "application/activity+json, application/ld+json; "
    "profile=\"https://www.w3.org/ns/activitystreams\"";

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// What hosts answer that do not take the signature, or not of this kind.
bool dislikes_signature(int status) { return status == 400 || status == 401; }

Error refusal(int status, const Iri& url) {
  const auto what = url.text() + " answered " + std::to_string(status);
  if (status == 404) return fail(Code::not_found, what);
  if (status == 410) return fail(Code::gone, what);
  if (status == 429) return fail(Code::limited, what);
  if (status == 408 || status >= 500) return fail(Code::unavailable, what);
  if (status >= 400) return fail(Code::forbidden, what);
  return fail(Code::invalid, what);
}

bool found_at_its_id(const Document& document) {
  return find_string(document.json, "id") == std::string_view(document.url.text());
}

Result<Document> unless_tombstone(Document document) {
  const auto types = find_list(document.json, "type");
  const auto buried = [](const Json* type) { return as_string(*type) == "Tombstone"; };
  if (std::ranges::any_of(types, buried)) {
    return fail(Code::gone, document.url.text() + " is a Tombstone");
  }
  return document;
}

}  // namespace

Result<Document> Fetcher::fetch(const Iri& iri) { return fetch_as(iri, Id{}); }

Result<Document> Fetcher::fetch_as(const Iri& iri, Id person) {
  const Time end = deadline();
  auto document = TRY(read(iri, person, end));
  if (found_at_its_id(document)) return unless_tombstone(std::move(document));
  // A page's address, an alias, or a file that somebody uploaded: only what its id says counts.
  const auto id = find_string(document.json, "id");
  const auto named = id ? Iri::parse(*id) : Result<Iri>(fail(Code::invalid, ""));
  if (!named)
    return fail(Code::invalid, document.url.text() + " gave an object without an address");
  auto original = TRY(read(*named, person, end));
  if (!found_at_its_id(original)) {
    return fail(Code::invalid, original.url.text() + " gave an object with another id");
  }
  return unless_tombstone(std::move(original));
}

Result<OutboundResponse> Fetcher::fetch_plain(const Iri& url, std::string_view accept) {
  Errand errand{.url = url, .accept = accept, .deadline = deadline()};
  return get(errand);
}

Result<OutboundResponse> Fetcher::fetch_file(const Iri& url, std::string_view accept,
                                             size_t most_bytes) {
  Errand errand{.url = url, .accept = accept, .deadline = deadline(), .most_bytes = most_bytes};
  return get(errand);
}

Result<OutboundRequest> Fetcher::signed_post(const Iri& url, std::string body) {
  const auto way = TRY(way_to(url));
  OutboundRequest request{.method = "POST",
                          .url = url,
                          .headers = {{"Content-Type", "application/json"}},
                          .body = std::move(body),
                          .permits = way.permits};
  TRY(sign(request, way.first, Id{}));
  return request;
}

Result<Document> Fetcher::read(const Iri& iri, Id signer, Time deadline) {
  Errand errand{
      .url = iri, .accept = kAcceptObject, .sign = true, .signer = signer, .deadline = deadline};
  auto response = TRY(get(errand));
  const auto type = response.headers.find("content-type").value_or("");
  if (!is_activity_json(type)) {
    return fail(Code::invalid,
                errand.url.text() + " is not ActivityPub but " + std::string(type.substr(0, 100)));
  }
  auto json = TRY(parse_json(response.body));
  if (!json.is_object()) return fail(Code::invalid, errand.url.text() + " is not an object");
  return Document{std::move(errand.url), std::move(json), std::move(response.body)};
}

Result<OutboundResponse> Fetcher::get(Errand& errand) {
  errand.url = errand.url.without_fragment();
  for (int hop = 0; hop <= kMostRedirects; ++hop) {
    auto response = TRY(knock(errand));
    if (response.status >= 200 && response.status < 300) return response;
    if (!is_redirect(response.status)) return refusal(response.status, errand.url);
    const auto location = response.headers.find("location");
    if (!location) return fail(Code::invalid, errand.url.text() + " redirects to nowhere");
    errand.url = TRY(errand.url.resolve(*location)).without_fragment();
  }
  return fail(Code::invalid, "redirected too often, at last to " + errand.url.text());
}

Result<OutboundResponse> Fetcher::knock(const Errand& errand) {
  const auto way = TRY(way_to(errand.url));
  if (!errand.sign) return exchange(errand, way, std::nullopt);
  auto response = TRY(exchange(errand, way, way.first));
  if (!dislikes_signature(response.status)) return response;
  const auto second = other_than(way.first);
  auto again = exchange(errand, way, second);
  // Some answer 500 to the kind they do not know; the first refusal says more.
  if (!again || dislikes_signature(again->status) || again->status >= 500) return response;
  remember(errand.url.domain(), second);
  return again;
}

Result<OutboundResponse> Fetcher::exchange(const Errand& errand, const Way& way,
                                           std::optional<Signing> how) {
  OutboundRequest request{.url = errand.url, .permits = way.permits};
  const auto left = errand.deadline - parts_.clock.now();
  if (left.ms <= 0) return fail(Code::unavailable, errand.url.text() + " took too long");
  request.timeout = errand.most_bytes ? left : std::min(request.timeout, left);
  if (errand.most_bytes) request.max_response_bytes = errand.most_bytes;
  request.headers.add("Accept", std::string(errand.accept));
  if (how) TRY(sign(request, *how, errand.signer));
  auto answer = parts_.client.exchange(std::move(request));
  // As if nobody were there: who makes us ask would learn which names mean something inside.
  if (!answer && answer.error().code == Code::forbidden) {
    return fail(Code::unavailable, answer.error().what);
  }
  return answer;
}

Result<void> Fetcher::sign(OutboundRequest& request, Signing how, Id signer) {
  if (signer) TRY(complete_keys(parts_.store, parts_.writer, signer, parts_.clock.now()));
  const auto txn = TRY(parts_.store.read());
  const auto actor = signer
                         ? find_actor(txn, signer)
                         : find_actor_by_handle(txn, kInstanceActorName, parts_.home.domain.text());
  if (!actor) return fail(Code::internal, "this node has no instance actor");
  if (how == Signing::rfc9421_ed25519) {
    const auto key = parts_.keys.find(txn, actor->id, KeyType::ed25519);
    if (key) return sign_request(request, how, key->id, key->key, parts_.clock.now());
    how = Signing::rfc9421_rsa;
  }
  const auto key = TRY(parts_.keys.find(txn, actor->id, KeyType::rsa));
  return sign_request(request, how, key.id, key.key, parts_.clock.now());
}

// Every hop passes here: nothing is sent where policy, scheme or our own name forbid it.
Result<Fetcher::Way> Fetcher::way_to(const Iri& url) const {
  if (!url.https() && !parts_.plain_http) {
    return fail(Code::forbidden, "not asked without TLS: " + url.text());
  }
  if (url.domain() == parts_.home.domain || parts_.home.owns(url)) {
    return fail(Code::forbidden, "our own address: " + url.text());
  }
  const auto txn = TRY(parts_.store.read());
  const auto verdict = may_ask(txn, parts_.home, url);
  if (!verdict) {
    return fail(Code::forbidden, url.domain().text() + ": " + std::string(verdict.why));
  }
  Way way{.first = signing_for(find_peer(txn, url.domain()).value_or(Peer{})),
          .permits = permits_for(txn, url.domain())};
  way.permits.insert(way.permits.end(), parts_.permits.begin(), parts_.permits.end());
  return way;
}

// What a host answers to an unsigned or badly signed GET says nothing; that one kind was refused
// and the other was not says all.
void Fetcher::remember(const Domain& domain, Signing how) {
  const auto now = parts_.clock.now();
  // Forgetting it costs one more request, so a failure needs no answer.
  (void)parts_.writer.apply([&](WriteTxn& txn) -> Result<void> {
    auto peer = TRY(meet_peer(txn, domain, now));
    if (peer.signing == known(how)) return {};
    peer.signing = known(how);
    return put_peer(txn, peer);
  });
}

Time Fetcher::deadline() const { return parts_.clock.now() + kPatience; }

}  // namespace hallway
