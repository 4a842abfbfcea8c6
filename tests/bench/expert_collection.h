#pragma once
// The test set of ../shared/experts: what people wrote, questions, and who is the right answer. Its
// authors are real people: nothing here prints what concerns a single one.

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "storage/values/result.h"

namespace hallway::bench {

struct WrittenPost {
  size_t author = 0;  // the place in `authors`
  size_t org = 0;     // and in `orgs`
  std::string text;
};

struct ExpertQuestion {
  std::string kind, text;
  std::set<size_t> right;  // authors
  size_t named = 0;        // by the key, with those who wrote nothing
};

struct ExpertCollection {
  std::vector<std::string> authors, orgs;
  std::vector<WrittenPost> posts;
  std::vector<ExpertQuestion> questions;
};

// What a file that xz made holds. Fails with corrupt, unavailable where xz cannot be run.
Result<std::string> unpacked(const std::filesystem::path& file);

// Fails with corrupt where a line cannot be read, unavailable where xz cannot be run.
Result<ExpertCollection> read_collection(const std::filesystem::path& folder);

}  // namespace hallway::bench
