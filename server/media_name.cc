#include "server/media_name.h"

#include <algorithm>
#include <array>

#include "server/file_body.h"
#include "storage/values/long_digest.h"

namespace hallway {
namespace {

struct Kept {
  std::string_view extension, media_type;
};
// The last ones come from other nodes only.
constexpr std::array kKinds{
    Kept{"jpg", "image/jpeg"},  Kept{"png", "image/png"},  Kept{"webp", "image/webp"},
    Kept{"mp4", "video/mp4"},   Kept{"mp3", "audio/mpeg"}, Kept{"m4a", "audio/mp4"},
    Kept{"vtt", "text/vtt"},    Kept{"gif", "image/gif"},  Kept{"mov", "video/quicktime"},
    Kept{"webm", "video/webm"}, Kept{"ogg", "audio/ogg"},  Kept{"wav", "audio/wav"},
    Kept{"flac", "audio/flac"}, Kept{"aac", "audio/aac"}};
constexpr size_t kDigits = 64;

}  // namespace

std::string_view media_type_of_name(std::string_view name) {
  const bool digits = name.size() > kDigits + 1 && name[kDigits] == '.' &&
                      std::ranges::all_of(name.substr(0, kDigits), [](char c) {
                        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                      });
  if (!digits) return {};
  const auto kind = std::ranges::find(kKinds, name.substr(kDigits + 1), &Kept::extension);
  return kind == kKinds.end() ? std::string_view() : kind->media_type;
}

std::string_view extension_of(std::string_view media_type) {
  const auto kind = std::ranges::find(kKinds, media_type, &Kept::media_type);
  return kind == kKinds.end() ? std::string_view() : kind->extension;
}

std::span<const std::string_view> kept_extensions() {
  static constexpr auto kExtensions = [] {
    std::array<std::string_view, kKinds.size()> names{};
    for (size_t i = 0; i < names.size(); ++i) names[i] = kKinds[i].extension;
    return names;
  }();
  return kExtensions;
}

std::string_view digest_in(std::string_view name) { return name.substr(0, kDigits); }

Result<std::string> digest_of(Body& body) {
  LongDigest digest;
  for (uint64_t left = body.size(); left > 0;) {
    const auto piece = TRY(body.read());
    if (piece.empty() || piece.size() > left) {
      return fail(Code::unavailable, "a file changed while it was read");
    }
    digest.add(piece);
    left -= piece.size();
  }
  return hex(as_bytes_view(digest.finish()));
}

Result<std::string> digest_of_file(const std::filesystem::path& path) {
  const auto body = TRY(FileBody::open(path, 0, size_of(path)));
  return digest_of(*body);
}

}  // namespace hallway
