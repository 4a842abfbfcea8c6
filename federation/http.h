#pragma once
// HTTP as plain values, and the one seam to the network. HttpClient is one of the three
// interfaces of the house: server/client.h speaks to the world, tests/stories to an in-process
// internet. Who holds a WriteTxn is never handed one.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/values/ip.h"
#include "storage/values/iri.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

// In order of arrival, names as sent, compared without case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> list) : list_(list) {}
  void add(std::string name, std::string value) {
    list_.emplace_back(std::move(name), std::move(value));
  }
  void set(std::string_view name, std::string value);  // replaces every one of that name
  void erase(std::string_view name);
  // The first value; nullopt where absent.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> find_all(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& list() const {
    return list_;
  }

 private:
  std::vector<std::pair<std::string, std::string>> list_;
};

bool equal_ignoring_case(std::string_view a, std::string_view b);

// --- coming in -----------------------------------------------------------------------------

// One complete request, as the listener hands it on.
struct Request {
  std::string method;  // "GET"
  std::string target;  // "/inbox?x=1", as in the request line
  std::string path;    // percent-decoded, without query
  Headers headers;
  std::string body;             // inflated
  std::string scheme = "http";  // as the client saw it (behind a trusted proxy: what it says)
  std::string host;             // Host header, or X-Forwarded-Host of a trusted proxy
  std::string peer_address;     // of the client
};

class Stream;  // server/stream.h
class Body;    // server/body.h

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  // Instead of `body`, where that would be much.
  std::shared_ptr<Body> source = {};
  // What the connection is for after the head of this answer, instead of further requests.
  std::shared_ptr<Stream> stream = {};
};

// Takes the answer to one request: to be called once, on any thread, at once or later.
using Respond = std::function<void(Response)>;

// --- going out -----------------------------------------------------------------------------

// By what a storage that speaks S3 knows who asks (AWS Signature Version 4).
struct StorageKey {
  std::string region, name, secret;
};

struct OutboundRequest {
  std::string method = "GET";
  Iri url;
  Headers headers;
  std::string body;
  std::filesystem::path body_file = {};  // instead of `body`: what is in it, read while it is sent
  std::optional<StorageKey> storage_key = {};  // signs the request
  std::vector<Cidr> permits;  // private ranges this exchange may reach besides public
  size_t max_response_bytes = 1024 * 1024;
  Duration timeout = seconds(10);  // for the whole exchange
};

struct OutboundResponse {
  int status = 0;
  Headers headers;
  std::string body;
};

// One exchange, no redirects followed: a redirect is an answer, so that each hop is checked and
// signed anew by federation/fetch.h. Errors: unavailable (no connection, time-out), forbidden
// (the connected address is not permitted), too_large, limited (this client is saturated).
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  using Done = std::function<void(Result<OutboundResponse>)>;
  // Starts an exchange; `done` is called once, on any thread, possibly before send returns.
  virtual void send(OutboundRequest request, Done done) = 0;
  // Waits for the answer. Not on a thread that runs `done` callbacks.
  Result<OutboundResponse> exchange(OutboundRequest request);
};

}  // namespace hallway
