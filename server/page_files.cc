#include "server/page_files.h"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "federation/http.h"

namespace hallway {
namespace {

std::string_view without_spaces(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// True if the list names `coding`, and not as refused (RFC 9110 §12.5.3).
bool takes_coding(std::string_view accepted, std::string_view coding) {
  while (!accepted.empty()) {
    const size_t end = std::min(accepted.find(','), accepted.size());
    const auto item = accepted.substr(0, end);
    accepted.remove_prefix(std::min(end + 1, accepted.size()));
    const size_t semicolon = std::min(item.find(';'), item.size());
    if (!equal_ignoring_case(without_spaces(item.substr(0, semicolon)), coding)) continue;
    const auto weight = without_spaces(item.substr(std::min(semicolon + 1, item.size())));
    return weight != "q=0" && weight != "q=0.0" && weight != "q=0.00" && weight != "q=0.000";
  }
  return false;
}

struct Inflating {
  z_stream stream{};
  const bool ready = ::inflateInit2(&stream, MAX_WBITS + 16) == Z_OK;
  Inflating() = default;
  Inflating(const Inflating&) = delete;
  Inflating& operator=(const Inflating&) = delete;
  ~Inflating() {
    if (ready) ::inflateEnd(&stream);
  }
};

// Of bytes that our own build made; empty only if memory ran out.
std::string inflated(std::string_view gzip) {
  Inflating inflating;
  if (!inflating.ready) return {};
  auto& stream = inflating.stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
  stream.avail_in = static_cast<uInt>(gzip.size());
  std::string out;
  std::array<char, 16'384> piece{};
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    state = ::inflate(&stream, Z_NO_FLUSH);
    out.append(piece.data(), piece.size() - stream.avail_out);
  }
  return out;
}

}  // namespace

const PageFile* find_page_file(std::string_view path) {
  const auto files = page_files();
  const auto found = std::ranges::find(files, path, &PageFile::path);
  return found == files.end() ? nullptr : &*found;
}

CodedFile coded_for(const PageFile& file, std::string_view accepted) {
  if (takes_coding(accepted, "br")) return {"br", std::string(file.brotli)};
  if (takes_coding(accepted, "gzip")) return {"gzip", std::string(file.gzip)};
  return {"", inflated(file.gzip)};
}

}  // namespace hallway
