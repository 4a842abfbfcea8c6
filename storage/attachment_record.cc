#include "storage/attachment_record.h"

#include <algorithm>
#include <limits>

namespace hallway {

std::unique_ptr<record::AttachmentT> record_of(const Attachment& a) {
  auto r = std::make_unique<record::AttachmentT>();
  r->type = a.type;
  r->media_type = a.media_type;
  r->url = a.url.text();
  r->name = a.name;
  r->blurhash = a.blurhash;
  r->width = a.width;
  r->height = a.height;
  r->focal_x = a.focal_x;
  r->focal_y = a.focal_y;
  r->preview = a.preview.text();
  r->id = a.id.value;
  constexpr int64_t kLongest = std::numeric_limits<uint32_t>::max();
  r->duration = static_cast<uint32_t>(std::clamp<int64_t>(a.duration.ms, 0, kLongest));
  r->preview_width = a.preview_width;
  r->preview_height = a.preview_height;
  r->loop = a.loop;
  for (const auto& caption : a.captions) {
    auto& kept = r->captions.emplace_back(std::make_unique<record::CaptionT>());
    kept->language = caption.language;
    kept->label = caption.label;
    kept->url = caption.url.text();
  }
  return r;
}

Attachment attachment_of(record::AttachmentT& r) {
  std::vector<Caption> captions;
  for (auto& caption : r.captions) {
    captions.push_back(
        {std::move(caption->language), std::move(caption->label), iri_from_record(caption->url)});
  }
  return {.type = std::move(r.type),
          .media_type = std::move(r.media_type),
          .url = iri_from_record(r.url),
          .name = std::move(r.name),
          .blurhash = std::move(r.blurhash),
          .width = r.width,
          .height = r.height,
          .focal_x = r.focal_x,
          .focal_y = r.focal_y,
          .preview = iri_from_record(r.preview),
          .id = {r.id},
          .duration = {r.duration},
          .preview_width = r.preview_width,
          .preview_height = r.preview_height,
          .loop = r.loop,
          .captions = std::move(captions)};
}

}  // namespace hallway
