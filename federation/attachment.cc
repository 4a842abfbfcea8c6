#include "federation/attachment.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "federation/captions.h"
#include "federation/note.h"
#include "federation/plain_text.h"

namespace hallway {
namespace {

constexpr size_t kMostAttachments = 32, kMostLinks = 200;
constexpr int64_t kTallest = 720;  // lines of a video: what phones and homes play well

struct File {
  Iri url;
  std::string media_type;
  int64_t height = 0;
};

bool is_page(const File& file) { return file.media_type == "text/html"; }

bool is_film(std::string_view media_type) {
  return media_type.starts_with("video/") || media_type.starts_with("audio/");
}

// Torrents, magnets and metadata are no files to look at.
bool is_shown(std::string_view media_type) {
  return media_type.starts_with("image/") || is_film(media_type) ||
         media_type == "application/x-mpegURL" || media_type == "application/vnd.apple.mpegurl";
}

void collect(const Json& link, std::string_view own_type, std::vector<File>& files) {
  const auto iri = iri_of(link);
  if (!iri || files.size() == kMostLinks) return;
  files.push_back({*iri, clipped(find_string(link, "mediaType").value_or(own_type), 100),
                   find_int(link, "height").value_or(0)});
}

std::vector<File> files_of(const Json& object) {
  std::vector<File> files;
  const auto own_type = find_string(object, "mediaType").value_or("");
  for (const auto* key : {"url", "href"}) {
    for (const auto* link : find_list(object, key)) {
      collect(*link, own_type, files);
      // PeerTube lists the films of a playlist as its tags.
      for (const auto* film : find_list(*link, "tag")) collect(*film, "", files);
    }
  }
  return files;
}

// The tallest that is not too tall comes first, then the least of the too tall.
int64_t rank(const File& file) {
  return file.height <= kTallest ? -file.height
                                 : std::numeric_limits<int64_t>::max() / 2 + file.height;
}

// The file itself: of several links the best film, else the first that is shown, else the first
// that is no page for people.
File file_of(const Json& object) {
  const auto files = files_of(object);
  const File* best = nullptr;
  for (const auto& file : files) {
    if (is_film(file.media_type) && (!best || rank(file) < rank(*best))) best = &file;
  }
  const auto first = [&](auto&& fits) {
    const auto found = std::ranges::find_if(files, fits);
    if (!best && found != files.end()) best = &*found;
  };
  first([](const File& file) { return is_shown(file.media_type); });
  first([](const File& file) { return !is_page(file); });
  first([](const File&) { return true; });
  return best ? *best : File();
}

uint32_t pixels(const Json& object, std::string_view key) {
  const auto n = find_int(object, key).value_or(0);
  return n > 0 && n < 1'000'000 ? static_cast<uint32_t>(n) : 0;
}

// The widest of the pictures under `key`.
Iri picture_of(const Json& object, std::string_view key) {
  Iri widest;
  uint32_t width = 0;
  for (const auto* value : find_list(object, key)) {
    const auto files = files_of(*value);
    const auto url = files.empty() ? iri_of(*value).value_or(Iri()) : files.front().url;
    if (url.empty() || (!widest.empty() && pixels(*value, "width") <= width)) continue;
    widest = url;
    width = pixels(*value, "width");
  }
  return widest;
}

// XML Schema part 2 §3.2.6, as far as films are long: "PT1H2M3.5S". Zero where it is another.
Duration duration_in(std::string_view text) {
  if (!text.starts_with("PT")) return {};
  text.remove_prefix(2);
  double length = 0;
  while (!text.empty()) {
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto rest = text.substr(static_cast<size_t>(read.ptr - text.data()));
    if (read.ec != std::errc() || rest.empty() || !(number >= 0 && number < 1e6)) return {};
    const auto unit = rest.front();
    if (unit != 'H' && unit != 'M' && unit != 'S') return {};
    length += number * (unit == 'H' ? 3600 : unit == 'M' ? 60 : 1);
    text = rest.substr(1);
  }
  constexpr double kLongest = 4e6;  // seconds, within what is kept of it
  return milliseconds(static_cast<int64_t>(std::min(length, kLongest) * 1000));
}

std::string duration_text(Duration length) {
  const auto rest = std::to_string(length.ms % 1000);
  return "PT" + std::to_string(length.ms / 1000) + "." + std::string(3 - rest.size(), '0') + rest +
         "S";
}

std::optional<Attachment> attachment_of(const Json& object) {
  auto file = file_of(object);
  if (file.url.empty()) return std::nullopt;
  Attachment a;
  a.url = std::move(file.url);
  a.media_type = std::move(file.media_type);
  a.type = type_of(object);
  a.name = clipped(find_text(object, "name"), 10'000);
  a.blurhash = clipped(find_string(object, "blurhash").value_or(""), 128);
  a.width = pixels(object, "width");
  a.height = pixels(object, "height");
  a.preview = picture_of(object, "icon");
  a.duration = duration_in(find_string(object, "duration").value_or(""));
  a.captions = read_captions(object);
  const auto focus = find_list(object, "focalPoint");
  if (focus.size() == 2) {
    a.focal_x = static_cast<float>(std::clamp(as_number(*focus[0]).value_or(0), -1.0, 1.0));
    a.focal_y = static_cast<float>(std::clamp(as_number(*focus[1]).value_or(0), -1.0, 1.0));
  }
  return a;
}

// What a file is by the end of its name, where nobody says: "Image", "Video", "Audio".
std::string_view kind_by_name(std::string_view path) {
  constexpr std::pair<std::string_view, std::string_view> kEnds[] = {
      {".png", "Image"},  {".jpg", "Image"},  {".jpeg", "Image"}, {".gif", "Image"},
      {".webp", "Image"}, {".avif", "Image"}, {".mp4", "Video"},  {".webm", "Video"},
      {".mp3", "Audio"},  {".ogg", "Audio"},  {".opus", "Audio"}, {".flac", "Audio"}};
  for (const auto& [end, kind] : kEnds) {
    if (path.ends_with(end)) return kind;
  }
  return {};
}

// What others call a Link may be a file or a page; only a page that a Page is about stays one.
void settle_link(const Post& post, Attachment& a) {
  if (a.type != "Link") return;
  const auto kind = a.media_type.empty() ? kind_by_name(a.url.path()) : std::string_view();
  const bool page = kind.empty() && (a.media_type.empty() || a.media_type.starts_with("text/html"));
  if (post.type == "Page" && page) return;
  a.type = kind.empty() ? "Document" : kind;
}

bool is_own_file(const Post& post) {
  return post.type == "Image" || post.type == "Video" || post.type == "Audio" ||
         post.type == "Document";
}

void add_own_file(const Json& object, Post& post) {
  auto own = attachment_of(object);
  if (!own || (own->media_type == "text/html" && post.type == "Document")) return;
  if (post.attachments.size() == kMostAttachments) post.attachments.pop_back();
  own->type = post.type;
  post.attachments.insert(post.attachments.begin(), std::move(*own));
}

}  // namespace

Iri page_of(const Json& object) {
  Iri first;
  for (const auto* value : find_list(object, "url")) {
    const auto iri = iri_of(*value);
    if (!iri) continue;
    const auto type = find_string(*value, "mediaType").value_or("text/html");
    if (type == "text/html") return *iri;
    if (first.empty()) first = *iri;
  }
  return first;
}

void read_attachments(const Json& object, Post& post) {
  for (const auto* value : find_list(object, "attachment")) {
    if (post.attachments.size() == kMostAttachments) break;
    auto a = attachment_of(*value);
    if (!a) continue;
    settle_link(post, *a);
    post.attachments.push_back(std::move(*a));
  }
  const auto link = std::ranges::find(post.attachments, "Link", &Attachment::type);
  if (link != post.attachments.end()) {
    if (link->preview.empty()) link->preview = picture_of(object, "image");
  } else {
    for (const auto* value : find_list(object, "image")) {
      if (post.attachments.size() == kMostAttachments) break;
      auto a = attachment_of(*value);
      // Lemmy shows a linked picture once more as the picture of the page.
      const bool known = a && std::ranges::find(post.attachments, a->url, &Attachment::url) !=
                                  post.attachments.end();
      if (a && !known) post.attachments.push_back(std::move(*a));
    }
  }
  if (is_own_file(post)) add_own_file(object, post);
}

Json attachment_json(const Attachment& a) {
  Json out{{"type", a.type}, {"mediaType", a.media_type}, {"url", a.url.text()}};
  if (!a.name.empty()) out["name"] = a.name;
  if (!a.blurhash.empty()) out["blurhash"] = a.blurhash;
  if (a.width && a.height) {
    out["width"] = a.width;
    out["height"] = a.height;
  }
  if (a.focal_x != 0 || a.focal_y != 0) out["focalPoint"] = Json::array({a.focal_x, a.focal_y});
  if (a.duration.ms > 0) out["duration"] = duration_text(a.duration);
  // Of a picture it would be the same once more.
  if (!a.preview.empty() && a.type != "Image") out["icon"] = picture_json(a.preview);
  if (!a.captions.empty()) out["subtitleLanguage"] = captions_json(a.captions);
  return out;
}

Json picture_json(const Iri& url) {
  constexpr std::pair<std::string_view, std::string_view> kEnds[] = {
      {".png", "image/png"}, {".jpg", "image/jpeg"}, {".webp", "image/webp"}};
  Json out{{"type", "Image"}, {"url", url.text()}};
  for (const auto& [end, media_type] : kEnds) {
    if (url.path().ends_with(end)) out["mediaType"] = media_type;
  }
  return out;
}

}  // namespace hallway
