#pragma once
// Which files a status is to carry, as clients say it: media_ids, and on edits media_attributes.

#include <optional>
#include <vector>

#include "federation/act.h"
#include "server/params.h"
#include "storage/posts.h"

namespace hallway::api {

// What was said of a file together with the status.
struct FileSaid {
  Id id;
  std::optional<std::string> description;
  std::optional<std::pair<float, float>> focus;
};
struct FilesSaid {
  std::optional<std::vector<Id>> ids;  // absent: nothing was said
  std::vector<FileSaid> about;
};

// Errors: invalid (more than `most`, one twice, no number, a description that is too long).
Result<FilesSaid> files_in(const Params& params, size_t most);

// "0.5,-1": from -1 to 1 each, from the middle to the right and up. Errors: invalid.
Result<std::pair<float, float>> parse_focus(std::string_view text);

// The files of a post that is edited: those that it carries already, and what its author uploaded.
// nullopt: as they are. Errors: those of take_media.
Result<std::optional<std::vector<Attachment>>> attach(Local& local, const FilesSaid& said,
                                                      const Post& edited);

}  // namespace hallway::api
