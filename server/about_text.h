#pragma once
// What an operator wrote about the node in files: a description, a privacy policy, terms of
// service. Read anew for each who asks, so that a changed file counts at once. Any thread.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

struct AboutText {
  std::string html;  // sanitized
  Time changed;
};

// Files that end in .html are HTML; of others each paragraph becomes one. Fails with not_found
// where `file` is empty or not there, too_large above 1 MiB.
Result<AboutText> read_about(const std::filesystem::path& file);

// The lines of a file that say something; none where it cannot be read.
std::vector<std::string> read_lines(const std::filesystem::path& file);

// A version of the terms of service.
struct Terms {
  std::string date;  // "2026-11-01": they hold from that day on
  std::filesystem::path file;
};
// By date. Files whose name is no date are left out.
std::vector<Terms> list_terms(const std::filesystem::path& folder);
// Those that hold on the day of `now`, else the next ones; nothing where there are none.
std::optional<Terms> present_terms(const std::vector<Terms>& all, Time now);

}  // namespace hallway
