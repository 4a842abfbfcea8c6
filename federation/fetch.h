#pragma once
// Signed GETs: how this node reads a document of another. Not for use inside a transaction.

#include <optional>
#include <string>
#include <vector>

#include "federation/home.h"
#include "federation/http.h"
#include "federation/keys.h"
#include "federation/signature.h"
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

// Any thread; keeps nothing but what the store keeps.
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
  // RFC 9421 after 400 or 401, or the other way round where the host is known for it; what won is
  // remembered per host). At most 5 redirects and 20 s altogether, each hop checked and signed
  // anew; only https (and http where `plain_http`); the answer must be activity+json or ld+json
  // with the profile; its `id` must be where it was found, else it is fetched from its id once more
  // and must then agree (attacks 15, 19, 20). Our own addresses are refused. A fragment is not
  // sent. Errors: not_found, gone (410, Tombstone with 200), forbidden (policy, our own address, or
  // their refusal), unavailable (also at an address that is not permitted), limited (429), invalid
  // (not ActivityPub, wrong id, redirected too often), too_large.
  Result<Document> fetch(const Iri& iri);
  // The same, signed by `person`, a local actor: as far as they may see it there.
  Result<Document> fetch_as(const Iri& iri, Id person);

  // GETs anything else (JRD, NodeInfo, host-meta), unsigned, same guards and errors, no id check;
  // any 2xx is an answer.
  Result<OutboundResponse> fetch_plain(const Iri& url, std::string_view accept);
  // The same for a file of at most `most_bytes`.
  Result<OutboundResponse> fetch_file(const Iri& url, std::string_view accept, size_t most_bytes);

  // A POST of JSON to another node, signed by the instance actor as that host is known to take it:
  // for whoever sends it. Errors: forbidden (policy), invalid (no address for this node), internal.
  Result<OutboundRequest> signed_post(const Iri& url, std::string body);

 private:
  struct Errand {
    Iri url;  // where it leads next; in the end where the answer was found
    std::string_view accept;
    bool sign = false;
    Id signer = {};  // 0: the instance actor
    Time deadline;
    size_t most_bytes = 0;  // 0: as many as a document may have
  };
  struct Way {
    Signing first = Signing::cavage_rsa;
    std::vector<Cidr> permits;
  };
  Result<Document> read(const Iri& iri, Id signer, Time deadline);
  Result<OutboundResponse> get(Errand& errand);
  Result<OutboundResponse> knock(const Errand& errand);
  Result<OutboundResponse> exchange(const Errand& errand, const Way& way,
                                    std::optional<Signing> how);
  Result<void> sign(OutboundRequest& request, Signing how, Id signer);
  [[nodiscard]] Result<Way> way_to(const Iri& url) const;
  void remember(const Domain& domain, Signing how);
  [[nodiscard]] Time deadline() const;
  Parts parts_;
};

}  // namespace hallway
