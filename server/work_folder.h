#pragma once
// Folders in which files are made ready, one for each: DIR/work/NAME. None of them is of use to
// anybody else, and no backup holds them.

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "storage/values/result.h"

namespace hallway {

class Node;

// One that goes at the end, with all that is in it, unless it is let go.
class WorkFolder {
 public:
  // With `bytes` as the file "input" in it. Errors: full (also where so little room is left that
  // others need it), unavailable.
  static Result<WorkFolder> make(Node& node, std::string_view bytes);
  WorkFolder(WorkFolder&& other) noexcept;
  WorkFolder& operator=(WorkFolder&&) = delete;
  ~WorkFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string name() const { return path_.filename().string(); }
  void let_go() { path_.clear(); }

 private:
  explicit WorkFolder(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

std::filesystem::path work_path(Node& node, std::string_view name);
// Those of jobs whose process ended in between: older than an hour, and not `wanted`.
void remove_old_work(Node& node, const std::set<std::string>& wanted);

}  // namespace hallway
