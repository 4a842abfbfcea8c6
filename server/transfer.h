#pragma once
// One exchange with another server: an OutboundRequest set up as a libcurl transfer, and what came
// of it as a Result. Knows nothing of loops and threads.

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "federation/http.h"
#include "server/client.h"
#include "storage/descriptor.h"

namespace hallway {

// What becomes of a request to an address that policy does not permit. It does not say which: who
// made us look may read this, and would learn what names mean inside.
Error address_not_permitted(const Iri& url);

class Transfer {
 public:
  // `address`: where the proxy of `options` is to connect to. Fails with invalid (URL, a header
  // with control characters), forbidden (plain http) or limited.
  static Result<std::unique_ptr<Transfer>> prepare(
      OutboundRequest request, const ClientOptions& options,
      const std::optional<IpAddress>& address = std::nullopt);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  [[nodiscard]] void* handle() const { return easy_; }  // CURL
  static Transfer* of(void* easy);
  [[nodiscard]] bool address_refused() const { return address_refused_; }

  // What came of it; once, at the end. `curl_code` is a CURLcode.
  Result<OutboundResponse> result(int curl_code);

 private:
  Transfer(OutboundRequest request, const ClientOptions& options);
  Result<void> set_up();
  void set_up_target();
  void set_up_proxy(const IpAddress& address);
  Result<void> set_up_body();
  Result<void> set_up_body_file();
  void set_up_storage_key();
  void set_up_callbacks();
  Result<void> set_up_headers();
  [[nodiscard]] bool take_header(std::string_view line);
  [[nodiscard]] bool take_body(std::string_view bytes);
  [[nodiscard]] size_t give_body(std::span<char> into);
  [[nodiscard]] bool permitted(const IpAddress& address);
  [[nodiscard]] Error error_of(int curl_code) const;

  struct Callbacks;  // what libcurl calls, in transfer.cc

  OutboundRequest request_;
  const ClientOptions& options_;
  void* easy_ = nullptr;
  void* header_list_ = nullptr;   // curl_slist
  void* resolve_list_ = nullptr;  // curl_slist
  void* connect_list_ = nullptr;  // curl_slist
  std::optional<Descriptor> body_file_;
  uint64_t body_given_ = 0;
  OutboundResponse response_;
  size_t header_bytes_ = 0;
  bool too_large_ = false;
  bool address_refused_ = false;
};

}  // namespace hallway
