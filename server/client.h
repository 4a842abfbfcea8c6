#pragma once
// Where HTTP goes out: HttpClient over libcurl's multi interface. One thread carries thousands of
// transfers, so a slow peer costs memory, not time. Connections are reused, HTTP/2 is spoken where
// TLS offers it, certificates are always verified, environment proxies are ignored, redirects are
// answers. The address policy (may_connect with the request's permits) is asked for every address
// a socket is about to connect to, and again for the address of a connection that is reused, so a
// name that resolves to one address now and another later gains nothing (attacks 24, 25).
//
// With a proxy the same holds: the name is looked up here, the policy is asked for its addresses,
// and the proxy is told to connect (CONNECT) to the very address that was found good, never to a
// name. Of the proxy itself no permit is asked: the operator named it.

#include <cstdint>
#include <memory>
#include <string>

#include "federation/http.h"

namespace hallway {

struct ClientOptions {
  std::string user_agent = "Hallway/0.1";  // "Hallway/0.1 (+https://our.domain/)"
  bool allow_plain_http = false;           // for tests on loopback
  std::string ca_file;                     // PEM; empty: the system's bundle
  std::string proxy;                       // "http://proxy:3128"; empty: none
  size_t max_active = 2'000;               // transfers at once; more wait in a queue
  size_t max_queue = 20'000;               // beyond it: limited
  size_t max_header_bytes = 64 * 1024;     // of an answer
};

struct ClientStats {
  uint64_t started = 0, succeeded = 0, failed = 0, refused_addresses = 0;
  uint64_t active = 0, queued = 0;  // now
};

// Names ending in ".localhost" (and "localhost") mean 127.0.0.1 (RFC 6761 §6.3).
//
// Errors besides those of federation/http.h: invalid (a header with control characters), forbidden
// also for plain http where it is not allowed. `done` runs on the client's thread (or, when a
// request is refused at once, on the caller's): it must not wait, and must not call exchange().
class CurlClient final : public HttpClient {
 public:
  static Result<std::unique_ptr<CurlClient>> start(ClientOptions options);
  // Ends all transfers with unavailable, each `done` called, then joins its thread.
  ~CurlClient() override;
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;

  void send(OutboundRequest request, Done done) override;  // any thread
  [[nodiscard]] ClientStats stats() const;                 // any thread

 private:
  class Loop;
  explicit CurlClient(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;
};

}  // namespace hallway
