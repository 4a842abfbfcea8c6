#include "server/media/film_plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "storage/values/json.h"

namespace hallway {
namespace {

constexpr double kMostFrames = 60;  // a second

using Words = std::vector<std::string>;

void add(Words& words, std::initializer_list<std::string> more) {
  words.insert(words.end(), more.begin(), more.end());
}

double number_in(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && std::isfinite(number) && number > 0 ? number : 0;
}

double fraction_in(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return number_in(text);
  const double below = number_in(text.substr(slash + 1));
  return below > 0 ? number_in(text.substr(0, slash)) / below : 0;
}

uint32_t pixels_in(const Json& stream, const char* key) {
  const auto n = find_int(stream, key).value_or(0);
  return n > 0 && n < 1'000'000 ? static_cast<uint32_t>(n) : 0;
}

bool is_turned(const Json& stream) {
  return std::ranges::any_of(find_list(stream, "side_data_list"), [](const Json* one) {
    return std::abs(find_int(*one, "rotation").value_or(0)) % 180 == 90;
  });
}

void read_video(const Json& stream, FilmFacts& facts) {
  const auto* disposition = find_member(stream, "disposition");
  const bool cover = disposition && find_int(*disposition, "attached_pic").value_or(0) == 1;
  if (cover || !facts.video.empty()) return;
  facts.video = find_string(stream, "codec_name").value_or("unknown");
  facts.pixels = find_string(stream, "pix_fmt").value_or("");
  facts.width = pixels_in(stream, "width");
  facts.height = pixels_in(stream, "height");
  facts.turned = is_turned(stream);
  if (facts.turned) std::swap(facts.width, facts.height);
  facts.frames_a_second = fraction_in(find_string(stream, "avg_frame_rate").value_or(""));
}

uint64_t matrix_of(const FilmFacts& facts) { return uint64_t{facts.width} * facts.height; }

uint32_t even(double side) { return std::max(2U, static_cast<uint32_t>(side) / 2 * 2); }

// H.264 as all play it has even sides.
std::string scale_for(const FilmFacts& facts, const MediaLimits& limits) {
  const double room =
      static_cast<double>(limits.kept_film_matrix) / static_cast<double>(matrix_of(facts));
  const double factor = std::min(1.0, std::sqrt(room));
  return "scale=" + std::to_string(even(facts.width * factor)) + ":" +
         std::to_string(even(facts.height * factor)) + ",setsar=1,format=yuv420p";
}

bool fits_as_it_is(const FilmFacts& facts, const MediaKind& kind, const MediaLimits& limits) {
  return kind.decoder == "mov" && facts.video == "h264" && facts.pixels == "yuv420p" &&
         !facts.turned && matrix_of(facts) <= limits.kept_film_matrix &&
         facts.frames_a_second > 0 && facts.frames_a_second <= kMostFrames;
}

Words first_words(const MediaKind& kind) {
  return {"-nostdin",
          "-hide_banner",
          "-loglevel",
          "error",
          "-y",
          "-threads",
          "2",
          "-protocol_whitelist",
          "file",
          "-f",
          std::string(kind.decoder),
          "-i",
          "file:input"};
}

void add_last_words(Words& words, const MediaLimits& limits, const std::string& format) {
  add(words,
      {"-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-fflags", "+bitexact",
       "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-t", std::to_string(limits.seconds + 1),
       "-fs", std::to_string(limits.kept_bytes), "-f", format, "file:kept"});
}

void add_video(Words& words, const FilmFacts& facts, const MediaKind& kind,
               const MediaLimits& limits) {
  add(words, {"-map", "0:v:0"});
  if (fits_as_it_is(facts, kind, limits)) return add(words, {"-c:v", "copy"});
  add(words, {"-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-threads", "2", "-fpsmax",
              std::to_string(static_cast<int>(kMostFrames)), "-vf", scale_for(facts, limits)});
}

void add_audio(Words& words, const FilmFacts& facts) {
  if (facts.audio.empty()) return;
  add(words, {"-map", "0:a:0"});
  if (facts.audio == "aac") return add(words, {"-c:a", "copy"});
  add(words, {"-c:a", "aac", "-b:a", "128k", "-ac", "2"});
}

FilmPlan plan_sound(const FilmFacts& facts, const MediaKind& kind, const MediaLimits& limits) {
  FilmPlan plan{.words = first_words(kind)};
  add(plan.words, {"-map", "0:a:0", "-vn"});
  if (facts.audio == "aac") {
    plan.media_type = "audio/mp4";
    plan.demuxer = "mov";
    add(plan.words, {"-c:a", "copy"});
    if (kind.decoder == "aac") add(plan.words, {"-bsf:a", "aac_adtstoasc"});
    add(plan.words, {"-movflags", "+faststart"});
    add_last_words(plan.words, limits, "mp4");
    return plan;
  }
  plan.media_type = "audio/mpeg";
  plan.demuxer = "mp3";
  if (facts.audio == "mp3") {
    add(plan.words, {"-c:a", "copy"});
  } else {
    add(plan.words, {"-c:a", "libmp3lame", "-q:a", "2"});
  }
  add(plan.words, {"-id3v2_version", "0", "-write_id3v1", "0"});
  add_last_words(plan.words, limits, "mp3");
  return plan;
}

}  // namespace

Words probe_words(std::string_view demuxer, const std::string& file) {
  constexpr auto kShown =
      "stream=codec_type,codec_name,pix_fmt,width,height,avg_frame_rate:"
      "stream_disposition=attached_pic:stream_side_data=rotation:format=duration";
  return {"-v",
          "error",
          "-protocol_whitelist",
          "file",
          "-f",
          std::string(demuxer),
          "-show_entries",
          kShown,
          "-of",
          "json",
          "file:" + file};
}

Result<FilmFacts> parse_facts(std::string_view printed) {
  const auto json = TRY(parse_json(printed));
  FilmFacts facts;
  for (const auto* stream : find_list(json, "streams")) {
    const auto type = find_string(*stream, "codec_type").value_or("");
    if (type == "video") read_video(*stream, facts);
    if (type == "audio" && facts.audio.empty()) {
      facts.audio = find_string(*stream, "codec_name").value_or("unknown");
    }
  }
  if (facts.video.empty() && facts.audio.empty()) {
    return fail(Code::invalid, "the file holds neither picture nor sound");
  }
  if (const auto* format = find_member(json, "format")) {
    const double length = number_in(find_string(*format, "duration").value_or(""));
    facts.duration_ms = static_cast<uint64_t>(std::min(length, 1e9) * 1000);
  }
  return facts;
}

Result<void> check_facts(const FilmFacts& facts, const MediaLimits& limits) {
  if (!facts.video.empty() && matrix_of(facts) == 0) {
    return fail(Code::invalid, "the film does not say how wide and high it is");
  }
  if (matrix_of(facts) > limits.film_matrix) {
    return fail(Code::too_large, "the film has more than " + std::to_string(limits.film_matrix) +
                                     " pixels in a picture");
  }
  if (facts.duration_ms > uint64_t{limits.seconds} * 1000) {
    return fail(Code::too_large,
                "it lasts longer than " + std::to_string(limits.seconds) + " seconds");
  }
  return {};
}

FilmPlan plan_film(const FilmFacts& facts, const MediaKind& kind, const MediaLimits& limits) {
  if (facts.video.empty()) return plan_sound(facts, kind, limits);
  FilmPlan plan{.words = first_words(kind), .media_type = "video/mp4", .demuxer = "mov"};
  add_video(plan.words, facts, kind, limits);
  add_audio(plan.words, facts);
  add(plan.words, {"-movflags", "+faststart"});
  add_last_words(plan.words, limits, "mp4");
  return plan;
}

Words poster_words(uint64_t duration_ms) {
  const auto at = std::min<uint64_t>(duration_ms / 10, 3'000);
  return {"-nostdin",
          "-hide_banner",
          "-loglevel",
          "error",
          "-y",
          "-protocol_whitelist",
          "file",
          "-ss",
          std::to_string(at) + "ms",
          "-f",
          "mov",
          "-i",
          "file:kept",
          "-map",
          "0:v:0",
          "-frames:v",
          "1",
          "-map_metadata",
          "-1",
          "-c:v",
          "png",
          "-f",
          "image2",
          "-update",
          "1",
          "file:poster.png"};
}

bool is_whole(const FilmFacts& promised, const FilmFacts& kept) {
  constexpr uint64_t kGrace = 1'500;
  return kept.duration_ms + kGrace + promised.duration_ms / 10 >= promised.duration_ms;
}

}  // namespace hallway
