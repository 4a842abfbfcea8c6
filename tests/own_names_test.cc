// Sources are compiled several at once (CMakeLists.txt). Two functions or types of the same name
// are an error then, but a constant of a source that is called as one of a header is not: beside
// it others read it in place of the header's.

#include <gmock/gmock.h>

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "tests/support/shared.h"

namespace hallway::test {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Names = std::set<std::string>;

// Those of a line that begins at the margin.
Names constants_of(const std::string& line) {
  static const std::regex kName(R"([\s*&](k[A-Z]\w*)(\[\w*\])?\s*[={])");
  static const std::regex kBegins(R"((inline |static )*(constexpr|const) .*)");
  if (!std::regex_match(line, kBegins)) return {};
  Names names;
  for (std::sregex_iterator it(line.begin(), line.end(), kName), end; it != end; ++it) {
    names.insert((*it)[1]);
  }
  return names;
}

Names constants_in(const std::string& text, bool nameless) {
  Names names;
  bool within = false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line == "namespace {") within = true;
    if (line == "}  // namespace") within = false;
    if (within == nameless) names.merge(constants_of(line));
  }
  return names;
}

// Programs of a few files, none of them joined.
bool stands_alone(const std::string& path) {
  return path.starts_with("tests/bench/") || path.starts_with("tests/kill/") ||
         path.starts_with("tests/fuzz/");
}

bool belongs_to_tests(const std::string& path) {
  return path.starts_with("tests/") || path.ends_with("_test.cc");
}

using Texts = std::map<std::string, std::string>;  // by path from the root

std::vector<std::string> faults_in(const Texts& files) {
  std::map<std::string, std::string> of_headers;
  for (const auto& [path, text] : files) {
    if (!path.ends_with(".h") || stands_alone(path)) continue;
    for (const auto& name : constants_in(text, /*nameless=*/false)) of_headers[name] = path;
  }
  std::vector<std::string> faults;
  for (const auto& [path, text] : files) {
    if (!path.ends_with(".cc") || stands_alone(path)) continue;
    for (const auto& name : constants_in(text, /*nameless=*/true)) {
      const auto found = of_headers.find(name);
      if (found == of_headers.end()) continue;
      if (belongs_to_tests(found->second) && !belongs_to_tests(path)) continue;
      faults.push_back(path + ": " + name + " is one of " + found->second);
    }
  }
  return faults;
}

Texts read_sources() {
  Texts files;
  for (const auto* folder : {"storage", "webfinger", "federation", "server", "tests"}) {
    std::filesystem::recursive_directory_iterator it(source_dir() / folder), end;
    for (; it != end; ++it) {
      const auto extension = it->path().extension();
      if (!it->is_regular_file() || (extension != ".h" && extension != ".cc")) continue;
      files[std::filesystem::relative(it->path(), source_dir()).generic_string()] =
          read_file(it->path());
    }
  }
  return files;
}

TEST(OwnNames, NoConstantOfASourceHidesOneOfAHeader) {
  const auto files = read_sources();
  ASSERT_TRUE(files.contains("storage/table.h"));
  EXPECT_THAT(faults_in(files), IsEmpty()) << "call the source's by another name";
}

TEST(OwnNames, AHiddenOneIsFoundHoweverItIsWritten) {
  const std::string header = "inline constexpr size_t kMost = 1;\nconstexpr int kA = 1, kB = 2;\n";
  const auto own = [](const std::string& line) {
    return "namespace {\n" + line + "\n}  // namespace\n";
  };
  EXPECT_THAT(
      faults_in({{"storage/a.h", header}, {"federation/b.cc", own("constexpr int kMost{3};")}}),
      UnorderedElementsAre("federation/b.cc: kMost is one of storage/a.h"));
  EXPECT_THAT(faults_in({{"storage/a.h", header},
                         {"server/b.cc", own("const char kX[] = \"\", kB[2] = {};")}}),
              UnorderedElementsAre("server/b.cc: kB is one of storage/a.h"));
  EXPECT_THAT(
      faults_in({{"tests/support/a.h", header}, {"server/b_test.cc", own("const int kA = 1;")}}),
      UnorderedElementsAre("server/b_test.cc: kA is one of tests/support/a.h"));
}

TEST(OwnNames, WhatNobodyReadsTogetherIsNoFault) {
  const std::string header = "inline constexpr size_t kMost = 1;\n";
  const std::string own = "namespace {\nconstexpr int kMost = 3;\n}  // namespace\n";
  EXPECT_THAT(faults_in({{"tests/support/a.h", header}, {"server/b.cc", own}}), IsEmpty());
  EXPECT_THAT(faults_in({{"storage/a.h", header}, {"tests/bench/b.cc", own}}), IsEmpty());
  EXPECT_THAT(
      faults_in({{"storage/a.h", header}, {"storage/a.cc", "constexpr int kOther = kMost;\n"}}),
      IsEmpty());
}

}  // namespace
}  // namespace hallway::test
