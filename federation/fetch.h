#pragma once
// Signed GETs: how this node reads a document of another. Not for use inside a transaction.

#include <string>

#include "federation/home.h"
#include "federation/http.h"
#include "federation/keys.h"
#include "storage/store.h"
#include "storage/values/json.h"
#include "storage/values/time.h"
#include "storage/writer.h"

namespace hallway {

// A document as its own origin serves it. `bytes` as received.
struct Document {
  Iri url;  // where it was finally found
  Json json;
  std::string bytes;
};

class Fetcher {
 public:
  struct Parts {
    const Home& home;
    Store& store;
    Writer& writer;
    LocalKeys& keys;
    HttpClient& client;
    const Clock& clock;
    std::vector<Cidr> permits;  // the test-only `permit` of the configuration
    bool plain_http = false;
  };
  explicit Fetcher(Parts parts) : parts_(std::move(parts)) {}

  // GETs an ActivityPub object, signed by the instance actor (draft-cavage first, once more with
  // RFC 9421 after 400 or 401, remembered per host). At most 5 redirects, each checked and signed anew; only http(s); the
  // answer must be activity+json or ld+json with the profile; its `id` must be where it was found,
  // else it is fetched from its id once more and must then agree (attacks 15, 19, 20).
  // Our own addresses are refused. Errors: not_found, gone (410, Tombstone with 200), forbidden (policy or
  // their refusal), unavailable, invalid (not ActivityPub, wrong id), too_large.
  Result<Document> fetch(const Iri& iri);

  // GETs anything else (JRD, NodeInfo, host-meta), unsigned, same guards, no id check. Redirects stay on http(s).
  Result<OutboundResponse> fetch_plain(const Iri& url, std::string_view accept);

 private:
  Result<OutboundResponse> get(const Iri& url, std::string_view accept, bool sign, Iri& found_at);
  Parts parts_;
};

}  // namespace hallway
