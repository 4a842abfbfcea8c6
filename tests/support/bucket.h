#pragma once
// A bucket of storage that speaks S3, in memory, as far as tests need one: what a request asks is
// done, and everything can be made to fail. That real requests are signed rightly is seen at a real
// server (conformance/s3).

#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "federation/http.h"
#include "server/config.h"
#include "storage/values/crypto.h"
#include "storage/values/time.h"

namespace hallway::test {

inline Config::S3 bucket_config() {
  return {.endpoint = "http://s3.example:9000",
          .bucket = "media",
          .region = "us-east-1",
          .access_key = "key",
          .secret = "secret",
          .prefix = "hallway/"};
}

class Bucket final : public HttpClient {
 public:
  explicit Bucket(const Clock& clock) : clock_(clock) {}

  void send(OutboundRequest request, Done done) override { done(answer(request)); }

  struct Object {
    std::string bytes;
    Time changed;
  };
  // By key, with the prefix.
  std::map<std::string, Object> objects;
  std::vector<std::string> asked;  // "GET /media/hallway/x"
  bool silent = false;             // does not answer
  int refuse = 0;                  // with this status
  size_t page = 1'000;
  std::function<void(const std::string& method)> before;  // of each request

 private:
  static constexpr std::string_view kRoot = "/media";

  Result<OutboundResponse> answer(const OutboundRequest& request) {
    if (before) before(request.method);
    std::lock_guard lock(mutex_);
    asked.push_back(request.method + " " + std::string(request.url.target()));
    if (silent) return fail(Code::unavailable, "nobody answers there");
    if (refuse != 0) return refused(refuse, "Refused");
    const auto& key = request.storage_key;
    if (!key || key->name != "key" || key->secret != "secret") {
      return refused(403, "SignatureDoesNotMatch");
    }
    std::string path(request.url.path());
    if (!path.starts_with(kRoot)) return refused(404, "NoSuchBucket");
    path.erase(0, kRoot.size());
    if (path.empty()) return list(std::string(request.url.query()));
    path.erase(0, 1);
    if (request.method == "PUT") return put(path, request);
    if (request.method == "DELETE") return objects.erase(path), OutboundResponse{.status = 204};
    return get(path, request);
  }

  static OutboundResponse refused(int status, const std::string& code) {
    return {.status = status, .body = "<Error><Code>" + code + "</Code></Error>"};
  }

  OutboundResponse put(const std::string& key, const OutboundRequest& request) {
    std::ifstream file(request.body_file, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(file), {});
    if (request.headers.find("x-amz-content-sha256") != hex(as_bytes_view(sha256(bytes)))) {
      return refused(400, "XAmzContentSHA256Mismatch");
    }
    objects[key] = {std::move(bytes), clock_.now()};
    return {.status = 200};
  }

  OutboundResponse get(const std::string& key, const OutboundRequest& request) {
    const auto found = objects.find(key);
    if (found == objects.end()) return refused(404, "NoSuchKey");
    const auto& bytes = found->second.bytes;
    OutboundResponse response{.status = 200,
                              .headers = {{"Content-Length", std::to_string(bytes.size())}}};
    if (request.method == "HEAD") return response;
    const std::string range(request.headers.find("Range").value_or("bytes=0-999999999"));
    const auto first = std::stoul(range.substr(6));
    const auto last = std::stoul(range.substr(range.find('-') + 1));
    response.status = 206;
    response.body = bytes.substr(first, last - first + 1);
    return response;
  }

  OutboundResponse list(const std::string& query) {
    std::string from;
    if (query.starts_with("continuation-token=")) from = query.substr(19, query.find('&') - 19);
    std::string xml = "<ListBucketResult>";
    size_t told = 0;
    auto at = from.empty() ? objects.begin() : objects.upper_bound("hallway/" + from);
    for (; at != objects.end() && told < page; ++at, ++told) {
      xml += "<Contents><Key>" + at->first + "</Key><LastModified>" +
             to_rfc3339(at->second.changed) + "</LastModified><Size>" +
             std::to_string(at->second.bytes.size()) + "</Size></Contents>";
      from = at->first.substr(at->first.find('/') + 1);
    }
    const bool more = at != objects.end();
    xml += std::string("<IsTruncated>") + (more ? "true" : "false") + "</IsTruncated>";
    if (more) xml += "<NextContinuationToken>" + from + "</NextContinuationToken>";
    return {.status = 200, .body = xml + "</ListBucketResult>"};
  }

  const Clock& clock_;
  std::mutex mutex_;
};

}  // namespace hallway::test
