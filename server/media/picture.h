#pragma once
// Pictures, decoded and made fit for the web by libvips: turned upright, in sRGB, without EXIF,
// GPS, XMP or profile, no larger than asked. The only code that knows libvips. Uses threads of
// libvips; one picture at a time.

#include <string>
#include <string_view>

#include "server/media/media_kind.h"
#include "server/media/media_limits.h"
#include "storage/values/result.h"

namespace hallway {

// Loads all that decoding needs, so that nothing need be opened later. To be called once, before
// the process is confined. Fails with unavailable.
Result<void> prepare_pictures();

struct Picture {
  std::string bytes;
  std::string media_type;
  uint32_t width = 0, height = 0;
};
struct MadePictures {
  Picture kept, preview;
  std::string blurhash;
};

// Errors: too_large (more pixels than may be), invalid (damaged, truncated, or no such picture).
// Nothing is decoded before its size is known and allowed.
Result<MadePictures> make_pictures(std::string_view bytes, const MediaKind& kind,
                                   const MediaLimits& limits);

}  // namespace hallway
