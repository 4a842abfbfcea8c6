#include "server/api/attached.h"

#include <algorithm>
#include <charconv>

#include "server/api/media_entity.h"
#include "server/uploads.h"
#include "storage/media.h"

namespace hallway::api {
namespace {

Error wrong_focus() {
  return fail(Code::invalid, "a focus is two numbers from -1 to 1, as in 0.5,-1");
}

Result<float> focus_number(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  float number = 0;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || !(number >= -1 && number <= 1)) {
    return wrong_focus();
  }
  return number;
}

Result<FileSaid> file_said(const Params::Thing& thing) {
  FileSaid said;
  const auto id = thing.find("id");
  if (id == thing.end()) return fail(Code::invalid, "media_attributes names no id");
  said.id = TRY(parse_id(id->second));
  if (const auto text = thing.find("description"); text != thing.end()) {
    said.description = TRY(check_description(text->second));
  }
  if (const auto focus = thing.find("focus"); focus != thing.end()) {
    said.focus = TRY(parse_focus(focus->second));
  }
  return said;
}

// With the id by which its author knows it, also where it was attached before files had one.
std::optional<Attachment> carried_already(const Post& edited, Id id) {
  for (size_t i = 0; i < edited.attachments.size(); ++i) {
    if (media_id(edited, i) != id) continue;
    auto file = edited.attachments[i];
    file.id = id;
    return file;
  }
  return std::nullopt;
}

// In the order of `ids`.
Result<std::vector<Attachment>> collect(Local& local, const std::vector<Id>& ids,
                                        const Post& edited) {
  std::vector<Id> fresh;
  std::ranges::copy_if(ids, std::back_inserter(fresh),
                       [&](Id id) { return !carried_already(edited, id); });
  auto taken = TRY(take_media(local.txn, local.actor.id, fresh));
  std::vector<Attachment> all;
  for (const Id id : ids) {
    auto before = carried_already(edited, id);
    if (!before) before = *std::ranges::find(taken, id, &Attachment::id);
    all.push_back(std::move(*before));
  }
  return all;
}

}  // namespace

Result<std::pair<float, float>> parse_focus(std::string_view text) {
  const size_t comma = text.find(',');
  if (comma == std::string_view::npos) return wrong_focus();
  const auto x = TRY(focus_number(text.substr(0, comma)));
  const auto y = TRY(focus_number(text.substr(comma + 1)));
  return std::pair(x, y);
}

Result<FilesSaid> files_in(const Params& params, size_t most) {
  FilesSaid said;
  if (params.said("media_ids")) {
    auto& ids = said.ids.emplace();
    for (const auto text : params.find_all("media_ids")) {
      if (text.empty()) continue;
      const Id id = TRY(parse_id(text));
      if (std::ranges::find(ids, id) != ids.end()) {
        return fail(Code::invalid, "a file is named twice");
      }
      ids.push_back(id);
    }
    if (ids.size() > most) {
      return fail(Code::invalid, "a post carries at most " + std::to_string(most) + " files");
    }
  }
  for (const auto& thing : params.things("media_attributes")) {
    said.about.push_back(TRY(file_said(thing)));
  }
  return said;
}

Result<std::optional<std::vector<Attachment>>> attach(Local& local, const FilesSaid& said,
                                                      const Post& edited) {
  std::optional<std::vector<Attachment>> files;
  if (!said.ids && said.about.empty()) return files;
  auto ids = said.ids.value_or(std::vector<Id>());
  for (size_t i = 0; !said.ids && i < edited.attachments.size(); ++i) {
    ids.push_back(media_id(edited, i));
  }
  files = TRY(collect(local, ids, edited));
  for (auto& file : *files) {
    for (const auto& about : said.about) {
      if (about.id != file.id) continue;
      if (about.description) file.name = *about.description;
      if (about.focus) std::tie(file.focal_x, file.focal_y) = *about.focus;
    }
  }
  return files;
}

}  // namespace hallway::api
