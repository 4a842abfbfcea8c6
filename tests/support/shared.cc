#include "tests/support/shared.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

namespace hallway::test {
namespace fs = std::filesystem;

fs::path source_dir() { return HALLWAY_SOURCE_DIR; }

std::optional<fs::path> shared(const std::string& relative) {
  const char* set = std::getenv("HALLWAY_SHARED");
  const fs::path path =
      (set && *set ? fs::path(set) : source_dir().parent_path() / "shared") / relative;
  if (fs::exists(path)) return path;
  const char* ci = std::getenv("CI");
  if (ci && std::string(ci) == "true") {
    ADD_FAILURE() << path << " is absent; in CI nothing may be skipped";
  } else {
    std::cout << "SKIPPED for want of " << path << " (set HALLWAY_SHARED)\n";
  }
  return std::nullopt;
}

std::vector<fs::path> shared_files(const std::string& relative) {
  std::vector<fs::path> files;
  const auto folder = shared(relative);
  if (!folder) return files;
  for (const auto& entry : fs::directory_iterator(*folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace hallway::test
