#include "server/api/media_entity.h"

#include "server/remote_address.h"

namespace hallway::api {
namespace {

std::string_view media_kind(const Attachment& file) {
  const auto is = [&](std::string_view family, std::string_view type) {
    return file.media_type.starts_with(family) || file.type == type;
  };
  if (is("image/", "Image")) return "image";
  if (is("video/", "Video")) return file.loop ? "gifv" : "video";
  if (is("audio/", "Audio")) return "audio";
  return "unknown";
}

Json side_json(uint32_t width, uint32_t height) {
  return {{"width", width},
          {"height", height},
          {"size", std::to_string(width) + "x" + std::to_string(height)},
          {"aspect", static_cast<double>(width) / height}};
}

Json meta_json(const Attachment& file) {
  Json meta = Json::object();
  if (file.width && file.height)
    meta["original"] = meta["small"] = side_json(file.width, file.height);
  if (file.preview_width && file.preview_height) {
    meta["small"] = side_json(file.preview_width, file.preview_height);
  }
  if (file.duration.ms > 0) {
    meta["original"]["duration"] = static_cast<double>(file.duration.ms) / 1000;
  }
  if (file.focal_x != 0 || file.focal_y != 0) {
    meta["focus"] = {{"x", file.focal_x}, {"y", file.focal_y}};
  }
  return meta;
}

// Ours: Mastodon knows none. Only what speaks has any.
void add_captions(const std::vector<Caption>& captions, Json& out) {
  const auto kind = out["type"].get<std::string>();
  if (kind == "image" || kind == "unknown") return;
  auto& list = out["captions"] = Json::array();
  for (const auto& caption : captions) {
    list.push_back(
        {{"language", caption.language}, {"label", caption.label}, {"url", caption.url.text()}});
  }
}

struct Addresses {
  std::string file, preview;  // empty: none
};

Json entity(const Attachment& file, Id id, const Addresses& at) {
  return {{"id", to_string(id)},
          {"type", media_kind(file)},
          {"url", text_or_null(at.file)},
          {"preview_url", text_or_null(at.preview)},
          {"remote_url", nullptr},
          {"preview_remote_url", nullptr},
          {"text_url", nullptr},
          {"meta", at.file.empty() ? Json::object() : meta_json(file)},
          {"description", text_or_null(file.name)},
          {"blurhash", text_or_null(file.blurhash)}};
}

// Where there is no small picture of it, it stands for itself; a sound is none.
std::string preview_or(const Attachment& file, const std::string& preview, const std::string& url) {
  return preview.empty() && media_kind(file) != "audio" ? url : preview;
}

}  // namespace

Json media_json(const Attachment& file, bool ready) {
  Addresses at{.file = {}, .preview = file.preview.text()};
  if (ready) at.file = file.url.text();
  if (ready) at.preview = preview_or(file, at.preview, at.file);
  auto out = entity(file, file.id, at);
  add_captions(file.captions, out);
  return out;
}

Id media_id(const Post& post, size_t index) {
  const auto id = post.attachments[index].id;
  return id ? id : Id{post.id.value + index};
}

Json media_json(const Home& home, const Post& post, size_t index) {
  const auto& file = post.attachments[index];
  Addresses at{shown_file(home, post, index), shown_preview(home, post, index)};
  at.preview = preview_or(file, at.preview, at.file);
  auto out = entity(file, media_id(post, index), at);
  add_captions(shown_captions(home, post, index), out);
  if (post.local) return out;
  out["remote_url"] = file.url.text();
  out["preview_remote_url"] = text_or_null(file.preview.text());
  return out;
}

}  // namespace hallway::api
