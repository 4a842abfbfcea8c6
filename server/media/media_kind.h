#pragma once
// What a file is, by its first bytes and never by its name or what its sender calls it: only what
// is known here is ever given to a decoder, and to that one decoder. Pure.

#include <optional>
#include <string_view>

namespace hallway {

enum class MediaFamily { picture, film, sound };

struct MediaKind {
  MediaFamily family;
  std::string_view decoder;     // of pictures "jpeg", "png", ...; of others ffmpeg's demuxer
  std::string_view media_type;  // as it comes in
};

// nullopt: none of those that this node takes. An animated GIF is a film.
std::optional<MediaKind> kind_of(std::string_view bytes);

// Whether a GIF shows more than one picture; false where it cannot be read that far.
bool is_animated_gif(std::string_view bytes);

}  // namespace hallway
