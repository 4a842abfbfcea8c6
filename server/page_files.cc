#include "server/page_files.h"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "server/coding.h"

namespace hallway {
namespace {

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
