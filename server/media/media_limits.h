#pragma once
// What a job of hallway-media is given besides the file, and what it says of it. The node writes
// the one and reads the other (server/media_job.h).

#include <cstdint>
#include <string>

#include "storage/values/json.h"
#include "storage/values/result.h"

namespace hallway {

// How large what is decoded may be, and how large what is kept becomes.
struct MediaLimits {
  uint64_t matrix = 64'000'000;         // pixels of a picture that comes in
  uint64_t film_matrix = 8'912'896;     // pixels of a film that comes in: a little over 4K
  uint64_t kept_matrix = 8'294'400;     // pixels of a picture that is kept
  uint64_t kept_film_matrix = 921'600;  // of a film that is kept: 1280 × 720
  uint32_t preview_side = 640;          // longest side of the preview
  uint32_t seconds = 600;               // of a film or sound
  uint64_t kept_bytes = 96 * 1024 * 1024;
  bool cover = false;  // the kept picture is cut to fill width × height
  uint32_t width = 0, height = 0;
  // The kept picture fits into width × height, and:
  bool moving = false;  // what moves goes on moving in it; the preview stands still
  bool square = false;  // stands in the middle of them; what is left can be seen through
};

Json to_json(const MediaLimits& limits);
// What is not said stays as above.
MediaLimits limits_in(const Json& json);

// What became of the file. Names are within the job's folder.
struct MediaReport {
  std::string type;        // "Image", "Video", "Audio"
  std::string media_type;  // of what is kept
  std::string kept;
  std::string preview;  // a picture that stands for it; empty where there is none
  std::string preview_type;
  uint32_t width = 0, height = 0;
  uint32_t preview_width = 0, preview_height = 0;
  uint64_t duration_ms = 0;
  std::string blurhash;
  bool silent_loop = false;  // was an animated picture
};

Json to_json(const MediaReport& report);
// Fails with invalid where a name could lead out of the folder or a figure is missing.
Result<MediaReport> parse_report(const Json& json);

}  // namespace hallway
