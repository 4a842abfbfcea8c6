#include "server/media/media_kind.h"

#include <algorithm>
#include <cstdint>

namespace hallway {
namespace {

using enum MediaFamily;

struct Signature {
  size_t at;
  std::string_view bytes;
  MediaKind kind;
};

constexpr Signature kSignatures[] = {
    {0, "\xff\xd8\xff", {picture, "jpeg", "image/jpeg"}},
    {0, "\x89PNG\r\n\x1a\n", {picture, "png", "image/png"}},
    {0, "GIF87a", {picture, "gif", "image/gif"}},
    {0, "GIF89a", {picture, "gif", "image/gif"}},
    {8, "WEBP", {picture, "webp", "image/webp"}},
    {0, "\x1a\x45\xdf\xa3", {film, "matroska", "video/webm"}},
    {8, "AVI ", {film, "avi", "video/x-msvideo"}},
    {0, "OggS", {sound, "ogg", "audio/ogg"}},
    {0, "ID3", {sound, "mp3", "audio/mpeg"}},
    {0, "fLaC", {sound, "flac", "audio/flac"}},
    {8, "WAVE", {sound, "wav", "audio/wav"}},
};

// The brands of ISO base media files (ISO/IEC 14496-12 §4.3) that are pictures or sound; all others
// are films.
constexpr Signature kBrands[] = {
    {8, "avif", {picture, "heif", "image/avif"}}, {8, "avis", {picture, "heif", "image/avif"}},
    {8, "heic", {picture, "heif", "image/heic"}}, {8, "heix", {picture, "heif", "image/heic"}},
    {8, "hevc", {picture, "heif", "image/heic"}}, {8, "mif1", {picture, "heif", "image/heif"}},
    {8, "msf1", {picture, "heif", "image/heif"}}, {8, "M4A ", {sound, "mov", "audio/mp4"}},
    {8, "M4B ", {sound, "mov", "audio/mp4"}},
};

bool holds(std::string_view bytes, const Signature& one) {
  return bytes.size() >= one.at && bytes.substr(one.at).starts_with(one.bytes);
}

MediaKind kind_of_boxes(std::string_view bytes) {
  for (const auto& brand : kBrands) {
    if (holds(bytes, brand)) return brand.kind;
  }
  return {film, "mov", bytes.substr(8).starts_with("qt  ") ? "video/quicktime" : "video/mp4"};
}

// A frame of MPEG audio or of AAC in ADTS: eleven or twelve bits set, then the layer.
std::optional<MediaKind> kind_of_frames(std::string_view bytes) {
  if (bytes.size() < 4 || bytes[0] != '\xff') return std::nullopt;
  const auto second = static_cast<uint8_t>(bytes[1]);
  if ((second & 0xf6) == 0xf0) return MediaKind{sound, "aac", "audio/aac"};
  if ((second & 0xe6) == 0xe2) return MediaKind{sound, "mp3", "audio/mpeg"};
  return std::nullopt;
}

uint8_t byte_at(std::string_view bytes, size_t at) {
  return at < bytes.size() ? static_cast<uint8_t>(bytes[at]) : 0;
}

// Behind a table of colours, whose size stands in the packed byte before it.
size_t past_colours(uint8_t packed, size_t at) {
  return (packed & 0x80) != 0 ? at + 3 * (size_t{2} << (packed & 7)) : at;
}

size_t past_blocks(std::string_view bytes, size_t at) {
  while (at < bytes.size()) {
    const size_t size = byte_at(bytes, at);
    at += 1 + size;
    if (size == 0) break;
  }
  return at;
}

}  // namespace

std::optional<MediaKind> kind_of(std::string_view bytes) {
  if (bytes.size() < 16) return std::nullopt;
  if (bytes.substr(4).starts_with("ftyp")) return kind_of_boxes(bytes);
  for (const auto& one : kSignatures) {
    if (!holds(bytes, one) || (one.at == 8 && !bytes.starts_with("RIFF"))) continue;
    if (one.kind.decoder == "gif" && is_animated_gif(bytes)) {
      return MediaKind{film, "gif", "image/gif"};
    }
    return one.kind;
  }
  return kind_of_frames(bytes);
}

// GIF89a §15 to §27.
bool is_animated_gif(std::string_view bytes) {
  size_t at = past_colours(byte_at(bytes, 10), 13);
  for (int pictures = 0; at < bytes.size();) {
    const uint8_t block = byte_at(bytes, at);
    if (block == 0x21) {
      at = past_blocks(bytes, at + 2);
    } else if (block == 0x2c) {
      if (++pictures > 1) return true;
      at = past_blocks(bytes, past_colours(byte_at(bytes, at + 9), at + 10) + 1);
    } else {
      return false;
    }
  }
  return false;
}

}  // namespace hallway
