#include "server/media/media_limits.h"

#include <algorithm>
#include <limits>

namespace hallway {
namespace {

template <class Number>
void read_number(const Json& json, const char* key, Number& into) {
  const auto number = find_int(json, key);
  if (number && *number >= 0 &&
      static_cast<uint64_t>(*number) <= std::numeric_limits<Number>::max())
    into = static_cast<Number>(*number);
}

std::string text_in(const Json& json, const char* key) {
  return std::string(find_string(json, key).value_or(""));
}

// Letters, digits and dots, no dot first: no way out of the folder.
bool is_plain_name(const std::string& name) {
  return name.size() <= 64 && !name.starts_with('.') && std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
         });
}

}  // namespace

Json to_json(const MediaLimits& l) {
  return {{"matrix", l.matrix},
          {"film_matrix", l.film_matrix},
          {"kept_matrix", l.kept_matrix},
          {"kept_film_matrix", l.kept_film_matrix},
          {"preview_side", l.preview_side},
          {"seconds", l.seconds},
          {"kept_bytes", l.kept_bytes},
          {"cover", l.cover},
          {"width", l.width},
          {"height", l.height},
          {"moving", l.moving},
          {"square", l.square}};
}

MediaLimits limits_in(const Json& json) {
  MediaLimits l;
  read_number(json, "matrix", l.matrix);
  read_number(json, "film_matrix", l.film_matrix);
  read_number(json, "kept_matrix", l.kept_matrix);
  read_number(json, "kept_film_matrix", l.kept_film_matrix);
  read_number(json, "preview_side", l.preview_side);
  read_number(json, "seconds", l.seconds);
  read_number(json, "kept_bytes", l.kept_bytes);
  l.cover = find_bool(json, "cover").value_or(l.cover);
  read_number(json, "width", l.width);
  read_number(json, "height", l.height);
  l.moving = find_bool(json, "moving").value_or(l.moving);
  l.square = find_bool(json, "square").value_or(l.square);
  return l;
}

Json to_json(const MediaReport& r) {
  return {{"type", r.type},
          {"media_type", r.media_type},
          {"kept", r.kept},
          {"preview", r.preview},
          {"preview_type", r.preview_type},
          {"width", r.width},
          {"height", r.height},
          {"preview_width", r.preview_width},
          {"preview_height", r.preview_height},
          {"duration_ms", r.duration_ms},
          {"blurhash", r.blurhash},
          {"silent_loop", r.silent_loop}};
}

Result<MediaReport> parse_report(const Json& json) {
  MediaReport r;
  r.type = text_in(json, "type");
  r.media_type = text_in(json, "media_type");
  r.kept = text_in(json, "kept");
  r.preview = text_in(json, "preview");
  r.preview_type = text_in(json, "preview_type");
  r.blurhash = text_in(json, "blurhash");
  read_number(json, "width", r.width);
  read_number(json, "height", r.height);
  read_number(json, "preview_width", r.preview_width);
  read_number(json, "preview_height", r.preview_height);
  read_number(json, "duration_ms", r.duration_ms);
  r.silent_loop = find_bool(json, "silent_loop").value_or(false);
  const bool known = r.type == "Image" || r.type == "Video" || r.type == "Audio";
  if (!known || r.media_type.empty() || r.kept.empty() || !is_plain_name(r.kept) ||
      !is_plain_name(r.preview) || (r.type != "Audio" && (r.width == 0 || r.height == 0))) {
    return fail(Code::invalid, "the decoder's report cannot be believed");
  }
  return r;
}

}  // namespace hallway
