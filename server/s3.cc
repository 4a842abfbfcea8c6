#include "server/s3.h"

#include <algorithm>
#include <charconv>

#include "storage/descriptor.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

constexpr Duration kPatience = seconds(15);
constexpr uint64_t kSlowestBytesPerSecond = 256 * 1024;
constexpr size_t kMostSaid = 4 * 1024 * 1024;  // a page of a thousand has some 300 KB
constexpr std::string_view kDigestHeader = "x-amz-content-sha256";

// Whoever runs the node named the storage: it may lie anywhere.
const std::vector<Cidr>& everywhere() {
  static const std::vector<Cidr> all{*Cidr::parse("0.0.0.0/0"), *Cidr::parse("::/0")};
  return all;
}

Error refusal_of(const std::string& what, const OutboundResponse& answer) {
  if (answer.status == 404 && s3_error_code(answer.body) != "NoSuchBucket") {
    return fail(Code::not_found, "no such file");
  }
  const auto code = s3_error_code(answer.body);
  const auto said =
      what + " answers " + std::to_string(answer.status) + (code.empty() ? "" : " (" + code + ")");
  return fail(answer.status == 507 ? Code::full : Code::unavailable, said);
}

std::string range_text(uint64_t first, uint64_t size) {
  return "bytes=" + std::to_string(first) + "-" + std::to_string(first + size - 1);
}

}  // namespace

S3::S3(HttpClient& client, const Config::S3& config) : client_(client), config_(config) {}

std::string S3::what() const { return "the bucket " + config_.bucket + " at " + config_.endpoint; }

std::string S3::key_of(const std::string& name) const { return "/" + config_.prefix + name; }

Result<OutboundRequest> S3::request(const Asked& asked) const {
  OutboundRequest request{.method = std::string(asked.method)};
  request.url = TRY(Iri::parse(config_.endpoint + "/" + config_.bucket + asked.target));
  request.storage_key = {config_.region, config_.access_key, config_.secret};
  request.headers.add(std::string(kDigestHeader), hex(as_bytes_view(sha256({}))));
  request.permits = everywhere();
  request.max_response_bytes = kMostSaid;
  request.timeout = kPatience;
  return request;
}

Result<OutboundResponse> S3::ask(OutboundRequest request) const {
  auto answer = client_.exchange(std::move(request));
  if (!answer.ok()) {
    // Whatever keeps us from it, later it may work.
    const bool known = answer.error().code == Code::limited || answer.error().code == Code::full;
    return fail(known ? answer.error().code : Code::unavailable, answer.error().what);
  }
  if (answer->status < 200 || answer->status > 299) return refusal_of(what(), *answer);
  return answer;
}

Result<void> S3::put(const std::string& name, const Sent& sent) const {
  auto request = TRY(this->request({"PUT", key_of(name)}));
  request.body_file = sent.file;
  request.headers.set(kDigestHeader, sent.digest);
  request.headers.add("Content-Type", std::string(sent.media_type));
  const auto slowest = hallway::size_of(sent.file) / kSlowestBytesPerSecond;
  request.timeout.ms += 1'000 * static_cast<int64_t>(slowest);
  TRY(ask(std::move(request)));
  return {};
}

Result<uint64_t> S3::size_of(const std::string& name) const {
  const auto answer = TRY(ask(TRY(request({"HEAD", key_of(name)}))));
  const auto length = answer.headers.find("Content-Length").value_or("");
  uint64_t size = 0;
  const auto read = std::from_chars(length.data(), length.data() + length.size(), size);
  if (length.empty() || read.ec != std::errc()) {
    return fail(Code::unavailable, what() + " does not say how large a file is");
  }
  return size;
}

Result<std::string> S3::read(const std::string& name, uint64_t first, uint64_t size) const {
  if (size == 0) return std::string();
  auto request = TRY(this->request({"GET", key_of(name)}));
  request.headers.add("Range", range_text(first, size));
  request.max_response_bytes = size;
  auto answer = TRY(ask(std::move(request)));
  if (answer.body.size() != size) {
    return fail(Code::unavailable, what() + " gives another part of a file than was asked for");
  }
  return std::move(answer.body);
}

Result<void> S3::erase(const std::string& name) const {
  const auto answer = ask(TRY(request({"DELETE", key_of(name)})));
  if (!answer.ok() && answer.error().code != Code::not_found) return answer.error();
  return {};
}

Result<S3Page> S3::list(const std::string& from) const {
  // In the order in which they are signed.
  const std::string rest = "list-type=2&prefix=" + percent_encode(config_.prefix);
  const auto query =
      from.empty() ? rest : "continuation-token=" + percent_encode(from) + "&" + rest;
  const auto answer = ask(TRY(request({"GET", "?" + query})));
  if (!answer.ok()) {
    if (answer.error().code != Code::not_found) return answer.error();
    return fail(Code::unavailable, what() + " is not there");
  }
  auto page = TRY(parse_s3_page(answer->body));
  const auto& prefix = config_.prefix;
  std::erase_if(page.entries, [&](S3Entry& entry) {
    if (!entry.name.starts_with(prefix)) return true;
    entry.name.erase(0, prefix.size());
    return entry.name.empty() || entry.name.find('/') != std::string::npos;
  });
  return page;
}

}  // namespace hallway
