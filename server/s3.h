#pragma once
// Storage that speaks S3, as far as this node needs it: the objects of one bucket under one prefix,
// addressed by path, each request signed with AWS Signature Version 4 (by libcurl). Waits for the
// answer; any thread but the client's.
//
// Errors of all: unavailable (it does not answer, or refuses: with what it says), full (it has no
// room), limited (the client is saturated).

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "federation/http.h"
#include "server/config.h"
#include "server/s3_answers.h"

namespace hallway {

class S3 {
 public:
  // `client` outlives it, and may reach the endpoint.
  S3(HttpClient& client, const Config::S3& config);

  // Puts what is in `file` under `name`; there is all of it, or what was before. `digest`: SHA-256
  // of it, in hexadecimal digits, which the storage compares; `media_type`: for who looks there.
  struct Sent {
    std::filesystem::path file;
    std::string digest;
    std::string_view media_type;
  };
  Result<void> put(const std::string& name, const Sent& sent) const;
  // Fails with not_found.
  Result<uint64_t> size_of(const std::string& name) const;
  // `size` bytes from `first` on, both within the object. Fails with not_found.
  Result<std::string> read(const std::string& name, uint64_t first, uint64_t size) const;
  // Nothing happens where it is not there.
  Result<void> erase(const std::string& name) const;
  // Up to a thousand; `from` is empty at first, then `next` of the page before, which is empty at
  // the end. Names without the prefix; what lies in folders below it is left out.
  Result<S3Page> list(const std::string& from) const;

  // "the bucket photos at https://s3.example.org"
  [[nodiscard]] std::string what() const;

 private:
  struct Asked {
    std::string_view method;
    std::string target;  // after the bucket's name
  };
  [[nodiscard]] Result<OutboundRequest> request(const Asked& asked) const;
  [[nodiscard]] std::string key_of(const std::string& name) const;
  Result<OutboundResponse> ask(OutboundRequest request) const;

  HttpClient& client_;
  const Config::S3 config_;
};

}  // namespace hallway
