#include "server/media_serving.h"

#include <algorithm>

#include "server/byte_range.h"
#include "server/file_body.h"
#include "server/media_name.h"
#include "server/node.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr size_t kTagDigits = 32;

// A small one at once: it leaves with its head.
Result<void> fill(Response& response, std::shared_ptr<Body> body) {
  if (body->size() <= Body::kMostInAPiece) {
    response.body = TRY(read_whole(*body));
  } else {
    response.source = std::move(body);
  }
  return {};
}

// RFC 9110 §13.1.5: a part of other bytes than the client has is of no use to it.
bool is_of_this(const Request& request, const std::string& tag) {
  const auto condition = request.headers.find("If-Range");
  return !condition || *condition == tag;
}

// An image, a film or a sound may be shown in a page; what else there may ever be is saved.
std::string_view disposition_for(std::string_view media_type) {
  const bool shown = media_type.starts_with("image/") || media_type.starts_with("video/") ||
                     media_type.starts_with("audio/");
  return shown ? "inline" : "attachment";
}

// Captions are kept as UTF-8.
std::string content_type_of(std::string_view media_type) {
  return std::string(media_type) + (media_type.starts_with("text/") ? "; charset=utf-8" : "");
}

void add_file_headers(const ServedFile& file, const std::string& tag, Response& response) {
  response.headers.set("ETag", tag);
  response.headers.set("Accept-Ranges", "bytes");
  response.headers.set("Cache-Control", file.for_good ? "public, max-age=31536000, immutable"
                                                      : "public, max-age=604800");
  response.headers.set("Content-Disposition", std::string(disposition_for(file.media_type)));
  response.headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Access-Control-Allow-Origin", "*");
}

}  // namespace

Result<ServedFile> file_at(const fs::path& path, std::string_view media_type, std::string tag) {
  std::error_code error;
  const uint64_t size = fs::file_size(path, error);
  if (error) return fail(Code::not_found, "no such file");
  const auto open = [path](uint64_t first, uint64_t length) -> Result<std::shared_ptr<Body>> {
    return std::shared_ptr<Body>(TRY(FileBody::open(path, first, length)));
  };
  return ServedFile{.size = size, .open = open, .media_type = media_type, .tag = std::move(tag)};
}

Result<Response> serve_file(const Request& request, const ServedFile& file) {
  const uint64_t size = file.size;
  const auto tag = "\"" + file.tag + "\"";
  const auto header = request.headers.find("Range");
  auto range = header && is_of_this(request, tag) ? parse_byte_range(*header, size) : ByteRange();
  if (range.asked == ByteRange::Asked::none_there) {
    auto response = refusal(416, "the file has no such part");
    response.headers.set("Content-Range", "bytes */" + std::to_string(size));
    return response;
  }
  const bool part = range.asked == ByteRange::Asked::part;
  if (!part) range.last = size - std::min<uint64_t>(size, 1);
  const uint64_t length = size == 0 ? 0 : range.last - range.first + 1;
  auto response = text_answer(part ? 206 : 200, content_type_of(file.media_type), "");
  TRY(fill(response, TRY(file.open(range.first, length))));
  if (part) {
    response.headers.set("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                              std::to_string(range.last) + "/" +
                                              std::to_string(size));
  }
  add_file_headers(file, tag, response);
  return response;
}

Result<Response> show_media(Node& node, const Call& call) {
  const std::string name(call["file"]);
  const auto media_type = media_type_of_name(name);
  if (media_type.empty()) return fail(Code::not_found, "no such file");
  const auto open = [&](uint64_t first, uint64_t length) {
    return node.blobs().open(name, first, length);
  };
  return serve_file(call.request, {.size = TRY(node.blobs().size_of(name)),
                                   .open = open,
                                   .media_type = media_type,
                                   .tag = name.substr(0, kTagDigits),
                                   .for_good = true});
}

}  // namespace hallway
