#pragma once
// Where the test data beside the project lies: HALLWAY_SHARED, else ../shared next to the sources.
// Tests that need it and do not find it say what they skip; with CI=true that is a failure.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hallway::test {

// nullopt after recording a skip (or, with CI=true, a failure) of the running test.
std::optional<std::filesystem::path> shared(const std::string& relative);

// The files of a folder under ../shared, sorted; empty as above.
std::vector<std::filesystem::path> shared_files(const std::string& relative);

std::string read_file(const std::filesystem::path& path);
std::filesystem::path source_dir();

}  // namespace hallway::test
