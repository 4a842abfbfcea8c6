#pragma once
// What ffprobe says of a film or a sound, and what ffmpeg is therefore asked to make of it: H.264
// and AAC in MP4, or MP3, which every browser and phone plays. Pure.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/media/media_kind.h"
#include "server/media/media_limits.h"
#include "storage/values/result.h"

namespace hallway {

struct FilmFacts {
  std::string video, audio;        // codecs; empty: it has none
  std::string pixels;              // their layout
  uint32_t width = 0, height = 0;  // as shown: turned where it says so
  bool turned = false;
  double frames_a_second = 0;
  uint64_t duration_ms = 0;  // 0: it does not say
};

// Of what ffprobe prints with probe_words(). Fails with invalid where there is neither picture nor
// sound.
Result<FilmFacts> parse_facts(std::string_view printed);
std::vector<std::string> probe_words(std::string_view demuxer, const std::string& file);

// Refuses what is too large, long or wide, as far as it says so: too_large.
Result<void> check_facts(const FilmFacts& facts, const MediaLimits& limits);

struct FilmPlan {
  std::vector<std::string> words;  // for ffmpeg: reads "input", writes "kept"
  std::string media_type;
  std::string demuxer;  // of what it writes
};
// Copies a stream that fits as it is. No metadata, chapters, subtitles or attached files are kept.
FilmPlan plan_film(const FilmFacts& facts, const MediaKind& kind, const MediaLimits& limits);
// One frame, near the beginning, of "kept" into "poster.png".
std::vector<std::string> poster_words(uint64_t duration_ms);

// Whether what was made (`kept`) is all of what was promised; a truncated file ends before.
bool is_whole(const FilmFacts& promised, const FilmFacts& kept);

}  // namespace hallway
